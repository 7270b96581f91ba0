using System.Management.Automation;

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
    [NameOrId(typeof(BcEnvironment), nameof(BcEnvironment.EnvironmentName), IsSingle = true)]
    public override string Environment { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("CountryCode", "Location")]
    [TextPattern(TextPatternAttribute.CountryCode, Messages.InvalidCountryCode)]
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
    [TextPattern(@"^\d+(\.\d+){0,3}$", Messages.InvalidVersionNumber)]
    public string? Version { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        var key = new EnvironmentKey(ApplicationFamily, Environment);
        var country = Country.ToUpperInvariant();
        if (IsWhatIf)
            await AdminCenter(connection).CheckNameIsFreeAsync(key, PipelineStopToken);
        var isShort = Version is not null && VersionFinder.IsShort(Version);
        var version = isShort || IsWhatIf ? await OfferedVersionAsync(connection, country, isShort) : Version;
        if (!ShouldProcess(Messages.NewEnvironmentTarget(key, Type, Country, version, connection), "Create"))
            return;

        var operation = await AdminCenter(connection)
            .CreateEnvironmentAsync(key, new(CanonicalCase(nameof(Type), Type), country, Ring, version), PipelineStopToken);
        await Track(connection).FinishAsync(operation, Wait, Messages.CreatingEnvironment(key), key);
    });

    /// <summary>
    /// Gets the only version of the ring that starts with a short version. With -WhatIf, this replaces the check of the service for the country, the
    /// ring, and the version.
    /// </summary>
    private async Task<string?> OfferedVersionAsync(BcConnection connection, string country, bool isShort)
    {
        var ring = Ring ?? BcApplicationVersion.ProductionRing;
        var offered = await AdminCenter(connection).ListApplicationVersionsAsync(ApplicationFamily, country, ring, PipelineStopToken).ToListAsync();
        if (Version is null)
            return null;
        if (VersionFinder.Find(offered, Version, item => item.Version) is [var found, ..])
            return isShort ? found.ToString() : Version;
        throw new BcException(
            isShort ? ErrorCode.TargetVersionNotFound : ErrorCode.DestinationApplicationServiceNotFound,
            Messages.VersionNotInRing(ring, country, Version))
        {
            Target = Version,
            Advice = Messages.AvailableVersions(offered),
        };
    }
}
