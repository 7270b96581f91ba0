using System.Collections;
using System.Management.Automation;
using BcAdmin.Configuration;

namespace BcAdmin.Cmdlets.Configuration;

/// <summary>
/// Compares a configuration with tenants or with another configuration: the read operations of each component, as listed in docs/configuration.md.
/// Makes no changes.
/// </summary>
[Cmdlet(VerbsData.Compare, "BcConfiguration", DefaultParameterSetName = TenantSet)]
[AcceptsInput(typeof(BcConnection))]
[OutputType(typeof(BcConfigurationDifference))]
public sealed class CompareBcConfigurationCommand : BcConnectedCmdlet, IThrottled
{
    private const string TenantSet = "Tenant";
    private const string FileSet = "File";

    private readonly ConfigurationInput _input = new();

    /// <summary>A file, or a folder with one file for each environment, that contains the desired state.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>A configuration to compare with, instead of tenants.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet)]
    [ValidateNotNullOrEmpty]
    public string DifferencePath { get; set; } = string.Empty;

    [Parameter(ParameterSetName = TenantSet)]
    [Alias("EnvironmentName")]
    [SupportsWildcards]
    [NameOrId(typeof(BcEnvironment), nameof(BcEnvironment.EnvironmentName))]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string[]? Environment { get; set; }

    [Parameter]
    [ValidateComponent]
    [ArgumentCompleter(typeof(ComponentCompleter))]
    public string[]? Component { get; set; }

    /// <summary>The values of ${parameter:NAME}.</summary>
    [Parameter]
    public IDictionary? Parameter { get; set; }

    /// <summary>The values of ${secret:NAME}.</summary>
    [Parameter(ParameterSetName = TenantSet)]
    public IDictionary? Secret { get; set; }

    /// <summary>Includes entries of the tenant that the configuration does not list.</summary>
    [Parameter(ParameterSetName = TenantSet)]
    [Alias("RemoveUnlisted")]
    public SwitchParameter IncludeUnlisted { get; set; }

    [Parameter(ParameterSetName = TenantSet)]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 32;

    /// <summary>Differences do not become outdated while the results of earlier tenants are written.</summary>
    TimeSpan? IThrottled.MaxAge => null;

    protected override Task BeginAsync()
    {
        _input.Load(this, Path, Component, Parameter, Secret, needsSecrets: ParameterSetName == TenantSet);
        _input.BeginProgress(this);
        return Task.CompletedTask;
    }

    private protected override Task<IEnumerable<BcCmdlet>> SplitAsync() => ParameterSetName == FileSet ? base.SplitAsync() : SplitByConnectionAsync();

    protected override Task ProcessAsync()
    {
        if (ParameterSetName == FileSet)
        {
            var current = ConfigurationInput.Read(this, DifferencePath, Parameter);
            WriteObject(ConfigurationObjects.Differences(_input.Documents, current).Where(IsWanted), enumerateCollection: true);
            return Task.CompletedTask;
        }

        return ReadAsync(Path, async connection =>
        {
            var plan = await _input.Planner(this, Environment, IncludeUnlisted).PlanAsync(connection);
            WriteObject(ConfigurationObjects.Differences(plan), enumerateCollection: true);
            _input.Progress.Step();
        });
    }

    protected override Task EndAsync()
    {
        _input.Progress.Dispose();
        if (ParameterSetName == TenantSet)
            _input.WarnOfUnused(this);
        return Task.CompletedTask;
    }

    private bool IsWanted(BcConfigurationDifference difference) =>
        Component is null || Component.Contains(difference.Component, StringComparer.OrdinalIgnoreCase);
}
