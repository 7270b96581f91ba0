using System.Globalization;
using System.Management.Automation;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets.Environments;

/// <summary>Lists environments: listEnvironments, listEnvironmentsByFamily, getEnvironment.</summary>
[Cmdlet(VerbsCommon.Get, "BcEnvironment")]
[OutputType(typeof(BcEnvironment))]
[AcceptsInput(typeof(BcConnection), typeof(BcManageableTenant))]
public sealed class GetBcEnvironmentCommand : BcConnectedCmdlet
{
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string[]? Name { get; set; }

    [Parameter]
    [ValidateSet("Production", "Sandbox")]
    public string? Type { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(EnvironmentStatusCompleter))]
    public string[]? Status { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string? ApplicationFamily { get; set; }

    [Parameter]
    public SwitchParameter IncludeDeleted { get; set; }

    protected override async Task ProcessAsync()
    {
        var exact = Name?.Where(name => !WildcardPattern.ContainsWildcardCharacters(name)).Select(WildcardPattern.Unescape).ToList() ?? [];
        var patterns = Name?.Where(WildcardPattern.ContainsWildcardCharacters).Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase)).ToList();

        foreach (var name in exact)
            await ReadAsync(name, connection => ReadOneAsync(connection, name));
        if (patterns is null or { Count: > 0 })
            await ReadAsync(Name, connection => ListAsync(connection, patterns));
    }

    private async Task ReadOneAsync(BcConnection connection, string name)
    {
        var key = new EnvironmentKey(ApplicationFamily ?? BcEnvironment.DefaultFamily, name);
        var environment = await AdminCenter(connection).GetEnvironmentAsync(key, PipelineStopToken);
        if (Fits(environment))
            WriteObject(environment);
    }

    private async Task ListAsync(BcConnection connection, List<WildcardPattern>? patterns)
    {
        var hidden = 0;
        await foreach (var environment in AdminCenter(connection).ListEnvironmentsAsync(ApplicationFamily, PipelineStopToken))
        {
            if (!Fits(environment) || patterns?.TrueForAll(pattern => !pattern.IsMatch(environment.Name)) == true)
                continue;
            if (environment.HasStatus("SoftDeleted") && !IncludeDeleted && Status is null)
                hidden++;
            else
                WriteObject(environment);
        }

        if (hidden > 0)
            WriteVerbose(string.Create(CultureInfo.InvariantCulture, $"Soft-deleted environments of {connection.Name} that are not shown: {hidden}. -IncludeDeleted shows them."));
    }

    private bool Fits(BcEnvironment environment) =>
        (Type is null || environment.HasType(Type)) && (Status is null || Array.Exists(Status, environment.HasStatus));
}
