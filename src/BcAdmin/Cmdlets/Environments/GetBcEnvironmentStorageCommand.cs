using System.Management.Automation;

namespace BcAdmin.Cmdlets.Environments;

/// <summary>Shows the database size of environments: listUsedStorage, getEnvironmentUsedStorage.</summary>
[Cmdlet(VerbsCommon.Get, "BcEnvironmentStorage")]
[OutputType(typeof(BcEnvironmentStorage))]
public sealed class GetBcEnvironmentStorageCommand : BcConnectedCmdlet, IThrottled
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentName")]
    [SupportsWildcards]
    [NameOrId(typeof(BcResource), nameof(BcEnvironment.EnvironmentName))]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string[]? Environment { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string ApplicationFamily { get; set; } = BcEnvironment.DefaultFamily;

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    protected override async Task ProcessAsync()
    {
        var names = Environment?.Where(name => name.Length > 0).ToLookup(NameFilter.HasWildcards);
        if (names is null || names[true].Any())
            await ReadAsync(Environment, connection => ListAsync(connection, names?[true]));
        foreach (var name in names?[false] ?? [])
            await ReadAsync(name, connection => ReadOneAsync(connection, new(ApplicationFamily, WildcardPattern.Unescape(name))));
    }

    private async Task ListAsync(BcConnection connection, IEnumerable<string>? patterns)
    {
        var filter = new NameFilter<BcEnvironmentStorage>(patterns, storage => [storage.EnvironmentName]);
        var family = MyInvocation.BoundParameters.ContainsKey(nameof(ApplicationFamily)) ? ApplicationFamily : null;
        var any = false;
        await foreach (var storage in AdminCenter(connection).ListUsedStorageAsync(PipelineStopToken).ChosenBy(filter))
        {
            if (family is not null && !storage.ApplicationFamily.Equals(family, StringComparison.OrdinalIgnoreCase))
                continue;
            any = true;
            WriteObject(storage);
        }

        WriteErrors(filter);
        if (!any && !string.IsNullOrEmpty(family))
            await WriteUnknownFamilyAsync(connection, family);
    }

    private async Task ReadOneAsync(BcConnection connection, EnvironmentKey environment) =>
        WriteObject(await AdminCenter(connection).GetUsedStorageAsync(environment, PipelineStopToken));
}
