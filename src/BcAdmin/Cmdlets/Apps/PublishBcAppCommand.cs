using System.Management.Automation;
using BcAdmin.Publishing;

namespace BcAdmin.Cmdlets.Apps;

/// <summary>
/// Uploads per-tenant extensions sequentially in each environment, and installs or schedules them: listEnvironmentOperations, listInstalledApps,
/// installPte, getAppOperation.
/// </summary>
[Cmdlet(VerbsData.Publish, "BcApp", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcAppOperation))]
[OutputType(typeof(BcApp))]
public sealed class PublishBcAppCommand : BcOperationCmdlet
{
    private PackagePublisher? _publisher;

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    [Parameter]
    [ValidateSet("Immediate", "UpdateWindow", "NextMinorUpdate", "NextMajorUpdate")]
    public string Schedule { get; set; } = "Immediate";

    [Parameter]
    [ValidateSet("Add", "ForceSync")]
    public string SyncMode { get; set; } = "Add";

    [Parameter]
    public SwitchParameter AcceptIsvEula { get; set; }

    [Parameter]
    [Alias("InstallOrUpdateNeededDependencies")]
    public SwitchParameter IncludeDependency { get; set; }

    [Parameter]
    [Alias("LanguageId")]
    [ArgumentCompleter(typeof(LanguageCompleter))]
    public string? Language { get; set; }

    /// <summary>Removes the replaced versions: listExtensions, unpublishExtension.</summary>
    [Parameter]
    [Alias("UnpublishPreviousVersions", "UnpublishOldVersions")]
    public SwitchParameter UnpublishPrevious { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override async Task BeginAsync()
    {
        await base.BeginAsync();
        AppTerms.RequireEula(AcceptIsvEula);
        if (UnpublishPrevious && CanonicalCase(nameof(Schedule), Schedule) != "Immediate")
        {
            throw new BcException(ErrorCode.InvalidArgument, Messages.UnpublishPreviousConflictsWithSchedule(Schedule))
            {
                Advice = Messages.CurrentVersionStaysInstalled,
            };
        }

        _publisher = new(this, OpenAsync)
        {
            ForcesSchema = CanonicalCase(nameof(SyncMode), SyncMode) == "ForceSync",
            Force = Force,
            UnpublishesPrevious = UnpublishPrevious,
            Remark = AppTerms.WithDependencies(IncludeDependency),
        };
    }

    /// <summary>Only collects the packages, because they are uploaded in dependency order and not in pipeline order.</summary>
    protected override async Task ProcessAsync()
    {
        foreach (var path in Path)
        {
            await ChangeAsync(path, connection =>
            {
                _publisher!.Add(new(connection, Key), this.OpenPackages(path));
                return Task.CompletedTask;
            });
        }
    }

    protected override Task EndAsync() => _publisher!.PublishAsync();

    private async Task<IPackageTarget> OpenAsync(PackagePlace place)
    {
        // Read before the apps, so that an installation that ends in between is found in the list of apps.
        var running = await RunningAsync(place);
        var installed = await AdminCenter(place.Connection).ListAppsAsync(place.Environment, PipelineStopToken).ToDictionaryAsync(app => app.AppId);
        return new Target(this, place, installed, running);
    }

    /// <summary>Gets the installations that have not ended, or none if the service does not list them.</summary>
    private async Task<List<BcAppOperation>> RunningAsync(PackagePlace place)
    {
        try
        {
            return await AdminCenter(place.Connection).ListOpenInstallationsAsync(place.Environment, PipelineStopToken).ToListAsync();
        }
        catch (BcApiException exception) when (!exception.IsTransient)
        {
            WriteVerbose(Messages.RunningInstallationsUnknown(exception));
            return [];
        }
    }

    /// <summary>Publishes through the Admin Center API.</summary>
    private sealed class Target(PublishBcAppCommand cmdlet, PackagePlace place, Dictionary<Guid, BcApp> apps, List<BcAppOperation> running)
        : IPackageTarget
    {
        private readonly string _schedule = cmdlet.CanonicalCase(nameof(Schedule), cmdlet.Schedule);

        public Installations Installations { get; } = new(cmdlet, place.Connection, place.Environment);

        public bool IsDeferred => _schedule != "Immediate";

        public string When => _schedule switch
        {
            "Immediate" => "immediately",
            "UpdateWindow" => Messages.InUpdateWindow,
            "NextMinorUpdate" => Messages.WithNextMinorUpdate,
            _ => Messages.WithNextMajorUpdate,
        };

        private AdminCenterClient Admin => cmdlet.AdminCenter(place.Connection);

        public (object Extension, string Description, object? Version)? Installed(AppPackage package) =>
            Listed(package) is { IsLeaving: false } app ? (app, app.Describe(), app.Version) : null;

        public ILongRunningOperation? Running(AppPackage package) => package.AppId is { } id && BcVersion.Parse(package.Version) is Version wanted
            ? running.Find(operation => operation.AppId == id && operation.TargetVersion is Version target && target >= wanted)
            : null;

        public void Check(AppPackage package)
        {
            var current = Listed(package) is { IsLeaving: false } app ? app : null;
            if (current?.HasType("Global") == true)
                throw AppTerms.IsMarketplaceApp(package);
            if (current is null && package.AppId is not null && _schedule.StartsWith("Next", StringComparison.Ordinal))
            {
                throw new BcException(
                    ErrorCode.InvalidArgument,
                    Messages.NewExtensionCannotBeScheduled(package, place))
                {
                    Advice = Messages.UseImmediateOrUpdateWindow,
                };
            }
        }

        public async Task<ILongRunningOperation?> UploadAsync(AppPackage package)
        {
            if (Listed(package) is { IsLeaving: true } leaving)
                await Installations.WaitUntilGoneAsync([leaving.AppId]);
            var syncMode = cmdlet.CanonicalCase(nameof(SyncMode), cmdlet.SyncMode);
            var body = new InstallPteRequest(_schedule, syncMode, cmdlet.Language, cmdlet.AcceptIsvEula, cmdlet.IncludeDependency);
            return await Installations.StartAsync(IsDeferred, async () =>
            {
                var started = await Admin.InstallPteAsync(place.Environment, package, body, cmdlet.PipelineStopToken);
                return started with
                {
                    AppName = package.Name ?? package.FileName,
                    ScheduleKind = started.ScheduleKind ?? body.DeploymentSchedule,
                    SyncMode = body.SyncMode,
                };
            });
        }

        public Task FinishAsync(AppPackage package, ILongRunningOperation operation) =>
            AppTerms.FinishAsync(Installations, Admin, (BcAppOperation)operation, IsDeferred, cmdlet.PipelineStopToken);

        private BcApp? Listed(AppPackage package) => package.AppId is { } id ? apps.GetValueOrDefault(id) : null;
    }
}
