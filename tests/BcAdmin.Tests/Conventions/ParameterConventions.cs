using System.Management.Automation;
using System.Reflection;
using BcAdmin.Cmdlets;
using BcAdmin.Parameters;

namespace BcAdmin.Tests.Conventions;

/// <summary>Parameters for the same object have the same names in all cmdlets, and select objects in the same way.</summary>
public class ParameterConventions
{
    /// <summary>Names and aliases for the same object: each parameter with one of the names has all of them.</summary>
    private static readonly string[][] SameThing =
    [
        ["User", "UserName"],
        ["PermissionSet", "RoleId"],
        ["SecurityGroup", "SecurityGroupCode"],
        ["Country", "CountryCode", "Location"],
        ["AppId", "App", "AppName"],
        ["Extension", "ExtensionName"],
        ["ClientId", "ApplicationId"],
        ["TimeZone", "TimeZoneId"],
        ["DeviceCode", "UseDeviceCode", "UseDeviceAuthentication"],
        ["RecipientId", "Recipient"],
    ];

    /// <summary>Parameters of the same name with another meaning.</summary>
    private static readonly Dictionary<string, string> SomethingElse = new()
    {
        ["Add-BcUserPermission -AppId"] = "the app that defines a permission set",
        ["Add-BcSecurityGroupPermission -AppId"] = "the app that defines a permission set",
        ["Set-BcUserPermission -AppId"] = "the app that defines a permission set",
        ["Get-BcPermission -AppId"] = "the app that defines a permission set",
    };

    /// <summary>Parameters that accept patterns on a read. A change never accepts patterns.</summary>
    private static readonly string[] ChosenByPattern = ["Environment", "User", "PermissionSet", "SecurityGroup", "AppId", "PackageId"];

    private static readonly Dictionary<string, string> OneObject = new()
    {
        ["Test-BcConnection -Environment"] = "tests the access to one environment",
        ["Wait-BcEnvironment -Environment"] = "an environment that does not exist yet matches no pattern",
        ["Get-BcPermission -AppId"] = "the app that defines a permission set",
        ["Set-BcConfiguration -Environment"] = "selects among the environments that the file names",
    };

    /// <summary>Parameters at position 0 of a read that are not text, or specify the output.</summary>
    private static readonly Dictionary<string, string> NotText = new()
    {
        ["Get-BcDatabaseExportHistory"] = "a time",
        ["Test-BcConnection"] = "a piped text can be a connection or an environment",
        ["Test-BcConfiguration"] = "a file",
    };

    [Fact]
    public void The_same_object_has_the_same_parameter_names() => Rule.Holds(
        from cmdlet in CompiledCmdlet.All
        from parameter in cmdlet.Parameters
        where !SomethingElse.ContainsKey($"{cmdlet.Name} -{parameter.Name}")
        let names = NamesOf(parameter)
        from thing in SameThing
        where thing.Intersect(names).Any() && !IsEntraApp(names, thing)
        let missing = thing.Except(cmdlet.Parameters.SelectMany(NamesOf)).ToList()
        where missing.Count > 0
        select $"{cmdlet.Name} -{parameter.Name}: add the alias {string.Join(", ", missing)}, or list it in SomethingElse with the reason.");

    [Fact]
    public void A_read_accepts_patterns_and_a_change_does_not() => Rule.Holds(
        from cmdlet in CompiledCmdlet.All
        from parameter in cmdlet.Parameters
        where ChosenByPattern.Contains(parameter.Name)
        let isRead = cmdlet.Attribute.VerbName is "Get" or "Wait" or "Test" or "Compare" || cmdlet.Attribute.VerbName == VerbsData.Export
        where isRead && typeof(BcEnvironmentReadCmdlet).IsAssignableFrom(cmdlet.Type) || !isRead
        let supports = parameter.IsDefined(typeof(SupportsWildcardsAttribute))
        where supports != isRead && !OneObject.ContainsKey($"{cmdlet.Name} -{parameter.Name}")
        select $"{cmdlet.Name} -{parameter.Name}: {(isRead ? "accept patterns, with [SupportsWildcards]" : "remove [SupportsWildcards]")}, "
            + "or list it in OneObject with the reason.");

    [Fact]
    public void An_environment_is_optional_on_a_read_and_required_on_a_change() => Rule.Holds(
        from cmdlet in CompiledCmdlet.All
        let environment = cmdlet.Parameters.FirstOrDefault(parameter => parameter.Name == "Environment")
        where environment is not null
        let isMandatory = environment.GetCustomAttributes<ParameterAttribute>().Any(use => use.Mandatory)
        let advice = cmdlet.Attribute.VerbName == VerbsCommon.Get && isMandatory ? "make -Environment optional"
            : typeof(BcEnvironmentCmdlet).IsAssignableFrom(cmdlet.Type) && cmdlet.Attribute.SupportsShouldProcess && !isMandatory
                ? "make -Environment mandatory" : null
        where advice is not null
        select $"{cmdlet.Name}: {advice}.");

    [Fact]
    public void A_read_accepts_text_from_the_pipeline() => Rule.Holds(
        from cmdlet in CompiledCmdlet.All
        where cmdlet.Attribute.VerbName is "Get" or "Connect" && !NotText.ContainsKey(cmdlet.Name)
        from parameter in cmdlet.Parameters
        from use in parameter.GetCustomAttributes<ParameterAttribute>()
        where use.Position == 0 && !use.ValueFromPipeline
        select $"{cmdlet.Name} -{parameter.Name}: set ValueFromPipeline and [NameOrId], or list it in NotText with the reason.");

    /// <summary>Otherwise PowerShell uses the text of any piped object as a name.</summary>
    [Fact]
    public void A_parameter_for_piped_text_rejects_other_objects() => Rule.Holds(
        from cmdlet in CompiledCmdlet.All
        from parameter in cmdlet.Parameters
        where parameter.GetCustomAttributes<ParameterAttribute>().Any(use => use.ValueFromPipeline)
            && (parameter.PropertyType == typeof(string) || parameter.PropertyType == typeof(string[]))
            && !parameter.IsDefined(typeof(NameOrIdAttribute))
            && cmdlet.Name is not ("Invoke-BcApi" or "ConvertFrom-BcContainerHelper" or "Find-BcCommand")
        select $"{cmdlet.Name} -{parameter.Name}: add [NameOrId].");

    private static bool IsEntraApp(IReadOnlyList<string> names, string[] thing) => thing[0] == "AppId" && names.Contains("ClientId");

    private static List<string> NamesOf(PropertyInfo parameter) =>
        [parameter.Name, .. parameter.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? []];
}
