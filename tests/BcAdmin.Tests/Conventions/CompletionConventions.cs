using System.Collections;
using System.Management.Automation;
using System.Reflection;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using BcAdmin.Completion;

namespace BcAdmin.Tests.Conventions;

/// <summary>
/// PowerShell offers file names for every parameter without a completer. Therefore, each parameter has one, except files, and types whose values
/// PowerShell completes itself or that are not typed as text.
/// </summary>
public class CompletionConventions
{
    private static readonly HashSet<string> Files = ["Path", "LiteralPath", "OutPath", "InFile", "OutFile", "DifferencePath", "Baseline",
        "CertificatePath", "FederatedTokenFile", "CredentialPath"];

    private static readonly Dictionary<Type, string> OtherTypes = new()
    {
        [typeof(SwitchParameter)] = "has no value",
        [typeof(bool)] = "completed by PowerShell",
        [typeof(int)] = "a number",
        [typeof(long)] = "a number",
        [typeof(double)] = "a number",
        [typeof(char)] = "a single character",
        [typeof(DateTime)] = "a date",
        [typeof(DateTimeOffset)] = "a date",
        [typeof(TimeSpan)] = "a time",
        [typeof(SecureString)] = "a secret; an expression",
        [typeof(PSCredential)] = "a secret; an expression",
        [typeof(X509Certificate2)] = "an expression",
        [typeof(ScriptBlock)] = "code",
        [typeof(Hashtable)] = "an expression",
        [typeof(IDictionary)] = "an expression",
        [typeof(object)] = "an expression",
        [typeof(PSObject)] = "an expression",
        [typeof(ILongRunningOperation)] = "from the pipeline",
    };

    /// <summary>The numbers that are keys and therefore need a completer.</summary>
    private static readonly HashSet<string> NumericKeys = ["SessionId"];

    [Fact]
    public void A_parameter_has_a_completer() => Rule.Holds(
        from cmdlet in CompiledCmdlet.All
        from parameter in cmdlet.Parameters
        where CompleterOf(parameter) is null && !IsCompleted(parameter)
        select $"{cmdlet.Name} -{parameter.Name}: add [ArgumentCompleter(typeof(...))]. For new names and free text, use "
            + $"{nameof(NoValueCompleter)}.");

    [Fact]
    public void A_completer_is_one_of_the_module() => Rule.Holds(
        from cmdlet in CompiledCmdlet.All
        from parameter in cmdlet.Parameters
        let completer = CompleterOf(parameter)
        where completer is not null && !typeof(BcCompleter).IsAssignableFrom(completer)
        select $"{cmdlet.Name} -{parameter.Name}: {completer.Name} is not a {nameof(BcCompleter)}.");

    [Fact]
    public void Each_completer_is_used() => Rule.Holds(
        from type in typeof(BcCompleter).Assembly.GetExportedTypes()
        where typeof(BcCompleter).IsAssignableFrom(type) && !type.IsAbstract
        where !CompiledCmdlet.All.SelectMany(cmdlet => cmdlet.Parameters).Any(parameter => CompleterOf(parameter) == type)
        select $"{type.Name} completes no parameter.");

    /// <summary>
    /// Without a session, a connection, and an environment, each completer returns an empty list or fixed values. Paths come from files that only the
    /// module has; they are tested in Completion.Tests.ps1.
    /// </summary>
    [Fact]
    public void A_completer_works_without_a_connection() => Assert.All(
        typeof(BcCompleter).Assembly.GetExportedTypes()
            .Where(type => typeof(BcCompleter).IsAssignableFrom(type) && !type.IsAbstract && type != typeof(ApiPathCompleter)),
        type =>
        {
            var completer = (BcCompleter)Activator.CreateInstance(type)!;
            foreach (var word in (string[])["", "x", "'", "\"", "'it''s", "[", "`", "*"])
                Assert.NotNull(completer.CompleteArgument("Get-BcUser", "User", word, null!, new Hashtable()));
        });

    private static Type? CompleterOf(PropertyInfo parameter) => parameter.GetCustomAttribute<ArgumentCompleterAttribute>(inherit: true)?.Type;

    private static bool IsCompleted(PropertyInfo parameter)
    {
        var type = parameter.PropertyType.IsArray ? parameter.PropertyType.GetElementType()! : parameter.PropertyType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return Files.Contains(parameter.Name) || type.IsEnum || parameter.IsDefined(typeof(ValidateSetAttribute))
            || (OtherTypes.ContainsKey(type) && !NumericKeys.Contains(parameter.Name));
    }
}
