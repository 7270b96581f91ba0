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

        // The name is the service's to choose by; whether it is installed is computed there and cannot be filtered (contract: x-bc-notes).
        var filter = ODataQuery.All(ODataQuery.IsAnyOf("displayName", Exact(Name)), Exact(Publisher is null ? null : [Publisher]) is [var publisher] ? ODataQuery.Is("publisher", publisher) : null, Filter);
        var extensions = automation.ListExtensionsAsync(await ThroughAsync(automation), new ODataQuery(filter), PipelineStopToken);
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
