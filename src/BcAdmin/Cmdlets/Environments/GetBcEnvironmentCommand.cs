using System.Management.Automation;

namespace BcAdmin.Cmdlets.Environments;

/// <summary>Lists environments: listEnvironments, listEnvironmentsByFamily, getEnvironment.</summary>
[Cmdlet(VerbsCommon.Get, "BcEnvironment")]
[OutputType(typeof(BcEnvironment))]
[AcceptsInput(typeof(BcConnection), typeof(BcManageableTenant), typeof(BcCustomer))]
public sealed class GetBcEnvironmentCommand : BcConnectedCmdlet, IThrottled
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("EnvironmentName", "Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AnyEnvironmentCompleter))]
    [NameOrId(typeof(BcResource), nameof(BcEnvironment.EnvironmentName))]
    public string[]? Environment { get; set; }

    [Parameter]
    [ValidateSet("Production", "Sandbox")]
    public string? Type { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EnvironmentStatusCompleter))]
    public string[]? Status { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string? ApplicationFamily { get; set; }

    [Parameter]
    public SwitchParameter IncludeDeleted { get; set; }

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    private NameFilter<BcEnvironment> StatusFilter => field ??= new(Status, environment => [environment.Status]);

    protected override async Task ProcessAsync()
    {
        foreach (var name in Environment?.Where(name => !NameFilter.HasWildcards(name)) ?? [])
            await ReadAsync(name, connection => ReadOneAsync(connection, WildcardPattern.Unescape(name)));
        var patterns = Environment?.Where(NameFilter.HasWildcards).ToList();
        if (patterns is null or { Count: > 0 })
            await ReadAsync(Environment, connection => ListAsync(connection, patterns));
    }

    protected override Task EndAsync()
    {
        WarnUnknown(StatusFilter, nameof(Status), BcEnvironment.DocumentedStatuses);
        return Task.CompletedTask;
    }

    private async Task ReadOneAsync(BcConnection connection, string name)
    {
        var key = new EnvironmentKey(ApplicationFamily ?? BcEnvironment.DefaultFamily, name);
        var environment = await AdminCenter(connection).GetEnvironmentAsync(key, PipelineStopToken);
        if (StatusFilter.From([environment]).Count > 0 && (Type is null || environment.HasType(Type)))
            WriteObject(environment);
    }

    private async Task ListAsync(BcConnection connection, List<string>? patterns)
    {
        var (hidden, any) = (0, false);
        var admin = AdminCenter(connection);
        var filter = new NameFilter<BcEnvironment>(patterns, environment => [environment.Name]);
        await foreach (var environment in admin.ListEnvironmentsAsync(ApplicationFamily, PipelineStopToken).ChosenBy(filter))
        {
            any = true;
            StatusFilter.Observe(environment);
            if (!StatusFilter.Matches(environment) || (Type is not null && !environment.HasType(Type)))
                continue;
            if (environment.HasStatus("SoftDeleted") && !IncludeDeleted && Status is null)
                hidden++;
            else
                WriteObject(environment);
        }

        StatusFilter.Complete();
        WriteErrors(filter);
        if (!any && !string.IsNullOrEmpty(ApplicationFamily))
            await WriteUnknownFamilyAsync(connection, ApplicationFamily);
        if (hidden > 0)
        {
            WriteVerbose(
                Messages.SoftDeletedEnvironmentsNotShown(connection, hidden));
        }
    }
}
