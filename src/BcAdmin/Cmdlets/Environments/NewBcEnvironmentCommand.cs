using System.Management.Automation;
using System.Text.RegularExpressions;

namespace BcAdmin.Cmdlets.Environments;

/// <summary>Creates an environment: createEnvironment, getOperation, getEnvironment.</summary>
[Cmdlet(VerbsCommon.New, "BcEnvironment", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcOperation))]
[OutputType(typeof(BcEnvironment))]
[AcceptsInput(typeof(BcEnvironment), typeof(BcApplicationFamily), typeof(BcApplicationVersion))]
public sealed class NewBcEnvironmentCommand : BcOperationCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentName", "Name")]
    [EnvironmentName]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public override string Environment { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("CountryCode")]
    [ValidateLength(2, 2)]
    [ArgumentCompleter(typeof(CountryCompleter))]
    public string Country { get; set; } = string.Empty;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentType")]
    [ValidateSet("Production", "Sandbox")]
    public string Type { get; set; } = "Sandbox";

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RingName")]
    [ArgumentCompleter(typeof(RingCompleter))]
    public string? Ring { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ApplicationVersion")]
    [ArgumentCompleter(typeof(ApplicationVersionCompleter))]
    [ValidatePattern(@"^\d+\.\d+\.\d+\.\d+$", Options = RegexOptions.CultureInvariant)]
    public string? Version { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        var key = new EnvironmentKey(ApplicationFamily, Environment);
        if (!ShouldProcess(Messages.EnvironmentTenant5(key, Type, Country, Version, connection), "Create"))
            return;

        var operation = await AdminCenter(connection)
            .CreateEnvironmentAsync(key, new(CanonicalCase(nameof(Type), Type), Country.ToUpperInvariant(), Ring, Version), PipelineStopToken);
        await Track(connection).FinishAsync(operation, Wait, Messages.CreatingEnvironment(key), key);
    });
}
