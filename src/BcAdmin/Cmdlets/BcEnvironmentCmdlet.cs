using System.Management.Automation;

namespace BcAdmin.Cmdlets;

/// <summary>A cmdlet that works on one environment. Adds -Environment and -ApplicationFamily.</summary>
public abstract class BcEnvironmentCmdlet : BcConnectedCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentName")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    [NameOrId(typeof(BcEnvironment), nameof(BcEnvironment.EnvironmentName), IsSingle = true)]
    public virtual string Environment { get; set; } = string.Empty;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string ApplicationFamily { get; set; } = BcEnvironment.DefaultFamily;

    internal EnvironmentKey Key => new(ApplicationFamily, Environment);
}
