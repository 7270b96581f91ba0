using System.Management.Automation;
using BcAdmin.Api.Automation;

namespace BcAdmin.Cmdlets.Extensions;

/// <summary>Lists the extensions that environments know, seen from inside: listCompanies, listExtensions, getExtension.</summary>
[Cmdlet(VerbsCommon.Get, "BcExtension")]
[OutputType(typeof(BcExtension))]
public sealed class GetBcExtensionCommand : BcInsideReadCmdlet
{
    [Parameter(Position = 1)]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public Guid[]? PackageId { get; set; }

    [Parameter]
    [SupportsWildcards]
    public string? Publisher { get; set; }

    [Parameter]
    public bool? Installed { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        var automation = Automation(connection, environment);
        if (PackageId is { Length: > 0 } ids)
        {
            foreach (var id in ids)
                await GuardAsync(id, () => ReadOneAsync(automation, id));
            return;
        }

        if (IsReadAlready(connection, environment))
            return;

        // The list is short, and what it is chosen by here the service cannot choose by: it minds case, and computes what is installed (contract: x-bc-notes).
        var extensions = automation.ListExtensionsAsync(await ThroughAsync(automation), new ODataQuery(Filter), PipelineStopToken);
        await WriteMatchesAsync(Chosen(extensions), Name, extension => [extension.Name], name => NotFound(name, environment));
    }

    private async Task ReadOneAsync(AutomationClient automation, Guid id)
    {
        var extension = await automation.GetExtensionAsync(id, PipelineStopToken);
        if (IsChosen(extension))
            WriteObject(extension);
    }

    private async IAsyncEnumerable<BcExtension> Chosen(IAsyncEnumerable<BcExtension> extensions)
    {
        await foreach (var extension in extensions)
        {
            if (IsChosen(extension))
                yield return extension;
        }
    }

    private bool IsChosen(BcExtension extension) =>
        (Installed is null || extension.IsInstalled == Installed) && IsLike(extension.Publisher, Publisher is null ? null : [Publisher]);

    private static BcException NotFound(string name, EnvironmentKey environment) => new("ExtensionNotFound", $"Environment {environment} has no extension '{name}'.")
    {
        Target = name,
        Advice = $"Get-BcExtension '{environment.Name}' lists them. Marketplace apps are listed while they are installed.",
    };
}
