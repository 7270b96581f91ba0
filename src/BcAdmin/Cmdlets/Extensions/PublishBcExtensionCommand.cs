using System.Management.Automation;
using BcAdmin.Publishing;

namespace BcAdmin.Cmdlets.Extensions;

/// <summary>
/// Uploads per-tenant extensions through the upload slot of a company (Automation API): listExtensionDeploymentStatus, listExtensions,
/// listScheduledPteOperations, listExtensionUploads, createExtensionUpload or updateExtensionUpload, uploadExtensionContent, runExtensionUpload.
/// </summary>
[Cmdlet(VerbsData.Publish, "BcExtension", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcExtensionDeployment))]
[OutputType(typeof(BcExtension))]
public sealed class PublishBcExtensionCommand : BcOperationCmdlet
{
    private PackagePublisher? _publisher;

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    [Parameter]
    [ValidateSet("CurrentVersion", "NextMinorVersion", "NextMajorVersion")]
    public string Schedule { get; set; } = "CurrentVersion";

    [Parameter]
    [Alias("SchemaSyncMode")]
    [ValidateSet("Add", "ForceSync")]
    public string SyncMode { get; set; } = "Add";

    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The company whose upload slot is used. The extension is published for the whole environment.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("CompanyId")]
    [NameOrId(typeof(BcCompany), nameof(BcCompany.Name), IsSingle = true)]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string? Company { get; set; }

    private bool ForcesSchema => CanonicalCase(nameof(SyncMode), SyncMode) == "ForceSync";

    /// <summary>The schedule as the contract defines it.</summary>
    private string ScheduleText => CanonicalCase(nameof(Schedule), Schedule) switch
    {
        "NextMinorVersion" => "Next minor version",
        "NextMajorVersion" => "Next major version",
        _ => "Current version",
    };

    protected override async Task BeginAsync()
    {
        await base.BeginAsync();
        WriteWarning(Messages.UploadPathDeprecated);
        _publisher = new(this, OpenAsync) { ForcesSchema = ForcesSchema, Force = Force };
    }

    /// <summary>Only collects the packages, because they are uploaded in dependency order and not in pipeline order.</summary>
    protected override async Task ProcessAsync()
    {
        foreach (var path in Path)
        {
            await ChangeAsync(path, connection =>
            {
                _publisher!.Add(new(connection, Key, string.IsNullOrEmpty(Company) ? null : Company), 
                    this.ResolveFiles(path).Select(file => AppPackage.Open(file, AppPackage.MaxUploadBytes)));
                return Task.CompletedTask;
            });
        }
    }

    protected override Task EndAsync() => _publisher!.PublishAsync();

    private async Task<IPackageTarget> OpenAsync(PackagePlace place)
    {
        var automation = Automation(place.Connection, place.Environment);
        var company = place.Company is null
            ? await automation.AnyCompanyAsync(PipelineStopToken) : await automation.FindCompanyIdAsync(place.Company, PipelineStopToken);
        // Read before the extensions, so that a deployment that ends in between is found in the list of extensions.
        var deployments = await automation.ListExtensionDeploymentsAsync(company, PipelineStopToken).ToListAsync();
        var extensions = await automation.ListExtensionsAsync(company, null, PipelineStopToken).ToListAsync();
        return new UploadSlot(this, place, automation, company, extensions, deployments, await ScheduledAsync(place));
    }

    /// <summary>Gets the extensions that are scheduled in the admin center, or none if the caller has no access to it.</summary>
    private async Task<List<BcAppOperation>> ScheduledAsync(PackagePlace place)
    {
        try
        {
            return await AdminCenter(place.Connection).ListScheduledPteOperationsAsync(place.Environment, PipelineStopToken).ToListAsync();
        }
        catch (BcException exception) when (exception is BcApiException { IsTransient: false } || exception.Is(ErrorCode.EndpointNotAvailable))
        {
            WriteVerbose(Messages.ScheduledExtensionsUnknown(exception));
            return [];
        }
    }

    /// <summary>The upload slot of a company, of which there is one.</summary>
    private sealed class UploadSlot(
        PublishBcExtensionCommand cmdlet,
        PackagePlace place, AutomationClient automation, Guid company, List<BcExtension> extensions, List<BcExtensionDeployment> deployments,
        List<BcAppOperation> scheduled)
        : IPackageTarget
    {
        public Installations Installations { get; } = new(cmdlet, place.Connection, place.Environment);

        public bool IsDeferred => cmdlet.ScheduleText != "Current version";

        public string When => cmdlet.ScheduleText switch
        {
            "Current version" => "immediately",
            var other => Messages.WithEnvironmentVersion(other),
        };

        private CancellationToken StopToken => cmdlet.PipelineStopToken;

        public (object Extension, string Description, object? Version)? Installed(AppPackage package) =>
            extensions.Find(extension => extension.AppId == package.AppId && extension.IsInstalled == true) is { } current
                ? (current, current.Describe(place.Connection), current.Version)
                : null;

        public ILongRunningOperation? Running(AppPackage package) => package.AppId is null
            ? null
            : deployments.Find(deployment => deployment is { IsCompleted: false, HasNoStatus: false } && deployment.Is(Sought(package)));

        public void Check(AppPackage package)
        {
            var versions = extensions.FindAll(extension => extension.AppId == package.AppId);
            if (versions.Exists(extension => extension.HasType("Global")))
                throw AppTerms.IsMarketplaceApp(package);
            if (versions.Find(extension => extension.Version.Equals(BcVersion.Parse(package.Version))) is { } same)
            {
                throw new BcException(ErrorCode.ResourceExists,
                    Messages.PublishedButNotInstalled(package))
                {
                    Advice = Messages.InstallPublishedExtension(place, same),
                };
            }

            if (scheduled.Find(operation => operation.AppId == package.AppId) is { } waiting)
            {
                var version = Messages.ScheduledExtensionVersion(waiting, package);
                throw new BcException(
                    ErrorCode.ExtensionScheduled,
                    Messages.VersionScheduledInAdminCenter(version, waiting))
                {
                    Advice = Messages.PublishOrCancelScheduledVersion,
                };
            }
        }

        public async Task<ILongRunningOperation?> UploadAsync(AppPackage package)
        {
            if (await AcquireAsync() is not { } slot)
                return null;

            var earlier = await automation.ListExtensionDeploymentsAsync(company, StopToken).ToListAsync();
            var sought = Sought(package) with { Earlier = earlier.Select(deployment => (deployment.OperationId, deployment.StartedOn)).ToHashSet() };
            sought.SetOrigin(place.Connection, place.Environment);
            return await Installations.StartAsync(IsDeferred, async () =>
            {
                await FillAsync(slot, package);
                return await automation.FindExtensionDeploymentAsync(sought, StopToken) ?? sought;
            });
        }

        public Task FinishAsync(AppPackage package, ILongRunningOperation operation)
        {
            var wanted = BcVersion.Parse(package.Version) as Version;
            return Installations.FinishAsync<BcExtension>(
                operation, IsDeferred, package.AppId is null ? null : FindAsync, isProof: true,
                Commands.GetExtension.In(place.Environment).With(package.Name).On(place.Connection));

            async Task<BcExtension?> FindAsync() => (await automation.ListExtensionsAsync(company, null, StopToken).ToListAsync())
                .Find(extension => extension.AppId == package.AppId
                    && extension.IsInstalled == true && (wanted is null || extension.Version >= wanted));
        }

        private static BcExtensionDeployment Sought(AppPackage package) => new()
        {
            Name = package.Name ?? string.Empty,
            Publisher = package.Publisher,
            VersionText = package.Version,
            OperationType = "Upload",
            Status = "Unknown",
        };

        private async Task FillAsync(ExtensionUpload slot, AppPackage package)
        {
            try
            {
                using (var progress = new UploadProgress(cmdlet, $"Uploading {package.FileName}", new FileInfo(package.Path).Length))
                    await automation.UploadExtensionContentAsync(company, slot, package.Path, progress, StopToken);
                await automation.RunExtensionUploadAsync(company, slot, StopToken);
            }
            catch (BcException)
            {
                cmdlet.WriteVerbose(
                    Messages.UploadSlotStaysInUse);
                throw;
            }
        }

        /// <summary>Creates the slot, or takes over the existing one; null if the user declined.</summary>
        private async Task<ExtensionUpload?> AcquireAsync()
        {
            var syncMode = cmdlet.ForcesSchema ? "Force Sync" : "Add";
            var taken = await automation.FindExtensionUploadAsync(company, StopToken);

            // Versions before 21.2 do not support the sync mode, so it is sent only if it is not the default.
            var newSlot = new ExtensionUploadRequest(cmdlet.ScheduleText, cmdlet.ForcesSchema ? syncMode : null);
            if (taken is null && await automation.CreateExtensionUploadAsync(company, newSlot, StopToken) is { } created)
                return created;

            taken ??= await automation.FindExtensionUploadAsync(company, StopToken)
                ?? throw new BcException(
                    ErrorCode.ResourceExists, Messages.UploadSlotReleasedDuringCall)
                { Advice = Messages.RunCommandAgain };
            var question =
                Messages.ConfirmUploadSlotTakeover(taken);
            if (!cmdlet.Force && !cmdlet.ConfirmRisk(question, Messages.UploadSlotInUseCaption))
            {
                cmdlet.WriteVerbose(Messages.UploadSlotNotChanged);
                return null;
            }

            var needsSyncMode = cmdlet.ForcesSchema || !string.IsNullOrEmpty(taken.SchemaSyncMode);
            return await automation.UpdateExtensionUploadAsync(company, taken, new(cmdlet.ScheduleText, needsSyncMode ? syncMode : null), StopToken);
        }
    }
}
