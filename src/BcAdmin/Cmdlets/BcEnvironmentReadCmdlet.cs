using System.Management.Automation;

namespace BcAdmin.Cmdlets;

/// <summary>A cmdlet that reads something of environments: adds -Environment (several, from the pipeline too) and -ApplicationFamily.</summary>
public abstract class BcEnvironmentReadCmdlet : BcConnectedCmdlet, IThrottled
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentName")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string[] Environment { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string ApplicationFamily { get; set; } = BcEnvironment.DefaultFamily;

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    private protected override IEnumerable<BcCmdlet> Split() => Environment.Select(name =>
    {
        var copy = (BcEnvironmentReadCmdlet)Copy();
        copy.Environment = [name];
        return copy;
    });

    protected sealed override async Task ProcessAsync()
    {
        foreach (var name in Environment)
            await ReadAsync(name, connection => ReadAsync(connection, new EnvironmentKey(ApplicationFamily, name)));
    }

    /// <summary>Reads from one environment of one connection and writes what it finds; a failure is an error of this environment alone.</summary>
    private protected abstract Task ReadAsync(BcConnection connection, EnvironmentKey environment);
}
