using System.Management.Automation;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets;

/// <summary>A cmdlet that starts work on one environment: adds -Environment and -ApplicationFamily to -Wait and -TimeoutSec.</summary>
public abstract class BcEnvironmentOperationCmdlet : BcOperationCmdlet
{
    /// <inheritdoc cref="BcEnvironmentCmdlet.Environment"/>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentName")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string Environment { get; set; } = string.Empty;

    /// <inheritdoc cref="BcEnvironmentCmdlet.ApplicationFamily"/>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string ApplicationFamily { get; set; } = BcEnvironment.DefaultFamily;

    private protected EnvironmentKey Key => new(ApplicationFamily, Environment);
}
