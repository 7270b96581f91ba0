using System.Collections;
using System.Management.Automation;
using BcAdmin.Configuration;

namespace BcAdmin.Cmdlets.Configuration;

/// <summary>
/// Tests whether tenants match a configuration: the read operations of each component, as listed in docs/configuration.md. Makes no changes.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "BcConfiguration")]
[AcceptsInput(typeof(BcConnection))]
[OutputType(typeof(bool))]
[OutputType(typeof(BcConfigurationSummary))]
public sealed class TestBcConfigurationCommand : BcConnectedCmdlet, IThrottled
{
    private readonly ConfigurationInput _input = new();
    private readonly List<bool?> _states = [];

    /// <summary>A file, or a folder with one file for each environment.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    [Parameter]
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
    [Parameter]
    public IDictionary? Secret { get; set; }

    /// <summary>Counts entries that the configuration does not list as differences.</summary>
    [Parameter]
    [Alias("RemoveUnlisted")]
    public SwitchParameter IncludeUnlisted { get; set; }

    /// <summary>Returns a summary for each tenant.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 32;

    TimeSpan? IThrottled.MaxAge => null;

    protected override Task BeginAsync()
    {
        _input.Load(this, Path, Component, Parameter, Secret, needsSecrets: true);
        _input.BeginProgress(this);
        return Task.CompletedTask;
    }

    private protected override Task<IEnumerable<BcCmdlet>> SplitAsync() => SplitByConnectionAsync();

    protected override Task ProcessAsync() => ReadAsync(Path, async connection =>
    {
        BcConfigurationSummary? summary = null;
        try
        {
            summary = ConfigurationObjects.Summary(await _input.Planner(this, Environment, IncludeUnlisted).PlanAsync(connection));
        }
        finally
        {
            _input.Progress.Step();
            InOrder(() => _states.Add(summary?.InDesiredState)); // the result of a tenant that fails as a whole is unknown
        }

        foreach (var unknown in summary.Differences.Where(difference => difference.Action == BcConfigurationAction.Unknown))
            WriteError(ErrorRecordFactory.Create(Unknown(unknown), connection.Name));
        if (Detailed)
            WriteObject(summary);
    });

    /// <summary>
    /// Writes one result for all tenants, or none if there is no difference but a part could not be read. The error for this part is then the result.
    /// </summary>
    protected override Task EndAsync()
    {
        _input.Progress.Dispose();
        _input.WarnOfUnused(this);
        if (Detailed || _states.Count == 0)
            return Task.CompletedTask;
        if (_states.Contains(false))
            WriteObject(false);
        else if (!_states.Contains(null))
            WriteObject(true);
        return Task.CompletedTask;
    }

    internal static BcException Unknown(BcConfigurationDifference unknown)
    {
        var place = unknown.EnvironmentName is null ? $"tenant {unknown.TenantName}"
            : Messages.DifferenceEnvironment(unknown);
        return new(ErrorCode.ConfigurationUnknown, Messages.ComponentNotReadable(unknown, place))
        {
            Target = unknown.Component,
            Advice = Messages.CorrectCauseOrExcludeComponent,
        };
    }
}
