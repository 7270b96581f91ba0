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
    [TextPattern("^[A-Za-z][A-Za-z0-9]$", Messages.InvalidCountryCode)]
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
        var version = Version is { } typed && VersionFinder.IsShort(typed) ? await FullVersionAsync(connection, country, typed) : Version;
        if (IsWhatIf)
            await CheckAsync(connection, key, country, version);
        if (!ShouldProcess(Messages.NewEnvironmentTarget(key, Type, Country, version, connection), "Create"))
            return;

        var operation = await AdminCenter(connection)
            .CreateEnvironmentAsync(key, new(CanonicalCase(nameof(Type), Type), country, Ring, version), PipelineStopToken);
        await Track(connection).FinishAsync(operation, Wait, Messages.CreatingEnvironment(key), key);
    });

    /// <summary>Checks with -WhatIf what the service checks when it starts the operation: the name, country, ring, and version.</summary>
    private async Task CheckAsync(BcConnection connection, EnvironmentKey key, string country, string? version)
    {
        await AdminCenter(connection).CheckNameIsFreeAsync(key, PipelineStopToken);
        var offered = await OfferedAsync(connection, country);
        if (version is not null && VersionFinder.Find(offered, version, item => item.Version).Count == 0)
            throw VersionNotFound(ErrorCode.DestinationApplicationServiceNotFound, country, version, offered);
    }

    /// <summary>Gets the only version of the ring that starts with the text.</summary>
    private async Task<string> FullVersionAsync(BcConnection connection, string country, string version)
    {
        var offered = await OfferedAsync(connection, country);
        return VersionFinder.Find(offered, version, item => item.Version) is [var found, ..]
            ? found.ToString() : throw VersionNotFound(ErrorCode.TargetVersionNotFound, country, version, offered);
    }

    private string RingOrDefault => Ring ?? BcApplicationVersion.ProductionRing;

    private Task<List<BcApplicationVersion>> OfferedAsync(BcConnection connection, string country) => AdminCenter(connection)
        .ListApplicationVersionsAsync(ApplicationFamily, country, RingOrDefault, PipelineStopToken).ToListAsync();

    private BcException VersionNotFound(ErrorCode code, string country, string version, List<BcApplicationVersion> offered) =>
        new(code, Messages.VersionNotInRing(RingOrDefault, country, version))
        {
            Target = version,
            Advice = Messages.AvailableVersions(offered),
        };
}
