using System.Management.Automation;
using BcAdmin.Definitions;

namespace BcAdmin.Cmdlets.Definitions;

/// <summary>Writes the files of a Power Automate custom connector. Runs offline and writes no secrets.</summary>
[Cmdlet(VerbsData.Export, "BcConnector", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(FileInfo))]
public sealed class ExportBcConnectorCommand : BcCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateSet(DefinitionFile.AdminCenter, DefinitionFile.Automation)]
    public string Api { get; set; } = string.Empty;

    /// <summary>A folder, which is created if it does not exist.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("AppId", "ApplicationId")]
    [ArgumentCompleter(typeof(ClientIdCompleter))]
    public Guid ClientId { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TextPattern("^[A-Za-z0-9.-]+$", Messages.InvalidTenantDomain)]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public string? TenantId { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [NameOrId(typeof(BcEnvironment), nameof(BcEnvironment.EnvironmentName), IsSingle = true)]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string? Environment { get; set; }

    /// <summary>Operation IDs or tags.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectorOperationCompleter))]
    public string[] Operation { get; set; } = ["*"];

    [Parameter]
    [ValidateSet("Global", "GlobalPerConnector")]
    public string RedirectMode { get; set; } = "Global";

    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    protected override Task ProcessAsync()
    {
        var folder = this.ResolveOutput(Path);
        FileExtension.CheckFolder(Path, folder);
        var definition = this.ResolveOutput(System.IO.Path.Combine(folder, Connector.DefinitionName), NoClobber);
        var properties = this.ResolveOutput(System.IO.Path.Combine(folder, Connector.PropertiesName), NoClobber);

        var tenant = string.Equals(TenantId, "common", StringComparison.OrdinalIgnoreCase) ? null : TenantId;
        var api = CanonicalCase(nameof(Api), Api);
        var connector = new Connector(api, ClientId, tenant, Environment, CanonicalCase(nameof(RedirectMode), RedirectMode));
        var chosen = connector.Definition(Chooser(api));
        if (ShouldProcess(folder, "Write the files of a connector"))
        {
            OutputFile.Write(this, definition, chosen);
            OutputFile.Write(this, properties, connector.Properties(chosen));
        }

        return Task.CompletedTask;
    }

    private Func<string, bool> Chooser(string api)
    {
        var filter = NameFilter.Of(Operation);
        filter.NotFound = name => new(ErrorCode.OperationNotFound, $"No operation or tag of the {api} API is called '{name}'.")
        {
            Target = name,
            Advice = "Press Tab after -Operation to see them.",
        };
        return filter.Choose(DefinitionFile.OperationsAndTags(api)).ToHashSet(StringComparer.Ordinal).Contains;
    }
}
