using System.Management.Automation;

namespace BcAdmin.Cmdlets.Environments;

/// <summary>Shows the database size of environments: listUsedStorage, getEnvironmentUsedStorage.</summary>
[Cmdlet(VerbsCommon.Get, "BcEnvironmentStorage")]
[OutputType(typeof(BcEnvironmentStorage))]
public sealed class GetBcEnvironmentStorageCommand : BcConnectedCmdlet, IThrottled
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentName")]
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
        if (Environment is null)
            await ReadAsync(null, ListAsync);
        foreach (var name in Environment?.Where(name => name.Length > 0) ?? [])
            await ReadAsync(name, connection => ReadOneAsync(connection, new(ApplicationFamily, name)));
    }

    private async Task ListAsync(BcConnection connection)
    {
        var family = MyInvocation.BoundParameters.ContainsKey(nameof(ApplicationFamily)) ? ApplicationFamily : null;
        var any = false;
        await foreach (var storage in AdminCenter(connection).ListUsedStorageAsync(PipelineStopToken))
        {
            if (family is not null && !storage.ApplicationFamily.Equals(family, StringComparison.OrdinalIgnoreCase))
                continue;
            any = true;
            WriteObject(storage);
        }

        if (!any && !string.IsNullOrEmpty(family))
            await WriteUnknownFamilyAsync(connection, family);
    }

    private async Task ReadOneAsync(BcConnection connection, EnvironmentKey environment) =>
        WriteObject(await AdminCenter(connection).GetUsedStorageAsync(environment, PipelineStopToken));
}
