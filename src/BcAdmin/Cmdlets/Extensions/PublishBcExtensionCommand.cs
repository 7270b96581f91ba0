using System.Management.Automation;
using BcAdmin.Api;
using BcAdmin.Api.Automation;
using BcAdmin.Completion;
using BcAdmin.Pipeline;

namespace BcAdmin.Cmdlets.Extensions;

/// <summary>
/// Uploads per-tenant extensions the old way, through the upload slot of a company: listExtensions, listScheduledPteOperations, listExtensionUploads,
/// createExtensionUpload or updateExtensionUpload, uploadExtensionContent, runExtensionUpload, listExtensionDeploymentStatus.
/// </summary>
[Cmdlet(VerbsData.Publish, "BcExtension", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcExtensionDeployment))]
[OutputType(typeof(BcExtension))]
public sealed class PublishBcExtensionCommand : BcEnvironmentOperationCmdlet
{
    /// <summary>The list of extensions may lag behind the deployment.</summary>
    private static readonly TimeSpan ListLag = TimeSpan.FromMinutes(2);

    /// <summary>Collected first: they go in the order of their dependencies, not in that of the pipeline.</summary>
    private readonly List<(Place Place, AppPackage Package)> _packages = [];

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

    /// <summary>Whose slot is used; the extension is the environment's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("CompanyId")]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string? Company { get; set; }

    private bool IsForCurrentVersion => Schedule.Equals("CurrentVersion", StringComparison.OrdinalIgnoreCase);

    private bool ForcesSchema => SyncMode.Equals("ForceSync", StringComparison.OrdinalIgnoreCase);

    protected override async Task BeginAsync()
    {
        await base.BeginAsync();
        WriteWarning("Microsoft removes this way to upload extensions in 2027. Publish-BcApp takes the new one; do not use both for the same extension.");
    }

    protected override async Task ProcessAsync()
    {
        foreach (var path in Path)
        {
            await ChangeAsync(path, connection =>
            {
                var place = new Place(connection, Key, string.IsNullOrEmpty(Company) ? null : Company);
                foreach (var file in Files(path).Where(file => !_packages.Exists(known => known.Place == place && known.Package.Path == file)))
                    _packages.Add((place, AppPackage.Open(file, AppPackage.MostBytesOfSlot)));
                return Task.CompletedTask;
            });
        }
    }

    protected override async Task EndAsync()
    {
        foreach (var group in _packages.GroupBy(item => item.Place, item => item.Package))
            await GuardAsync(group.Key.Environment.Name, () => PublishAsync(group.Key, [.. group]));
    }

    private async Task PublishAsync(Place place, IReadOnlyList<AppPackage> packages)
    {
        var automation = Automation(place.Connection, place.Environment);
        var slot = place.Company is null ? await automation.AnyCompanyAsync(PipelineStopToken) : await automation.FindCompanyIdAsync(place.Company, PipelineStopToken);
        var run = new Run(place, automation, slot, await ReadAsync(automation.ListExtensionsAsync(slot, null, PipelineStopToken)), await ScheduledElsewhereAsync(place));
        foreach (var package in AppPackage.InOrder(packages))
        {
            var isSent = false;
            await GuardAsync(package.Path, async () =>
            {
                await PublishAsync(run, package);
                isSent = true;
            });
            if (!isSent && package.AppId is { } id)
                run.Failed.Add(id);
        }
    }

    private async Task PublishAsync(Run run, AppPackage package)
    {
        var versions = run.Extensions.Where(extension => extension.AppId == package.AppId).ToList();
        var current = versions.Find(extension => extension.IsInstalled == true);
        if (current is not null && BcVersion.Parse(package.Version) is Version wanted && current.Version >= wanted)
        {
            WriteVerbose($"Nothing to do: {current.Describe(run.Place.Connection)} is installed already.");
            if (Wait)
                WriteObject(current);
            return;
        }

        Check(run, package, versions);
        var target = $"environment {run.Place.Environment} (tenant {run.Place.Connection.Name})";
        var action = $"Upload {package}{(current is null ? "" : $" over version {current.Version}")} and install it {When()}";
        if (!ShouldProcess(target, action, Force))
            return;
        if (ForcesSchema && !Force && !Ask($"ForceSync may drop tables, fields and the data in them when {package} is installed in {target}. Go on?", "Force the schema"))
            return;

        await WaitForEarlierAsync(run);
        if (package.Dependencies.Any(run.Failed.Contains))
            throw package.DependencyFailed();
        if (await UploadAsync(run, package) is { } deployment)
            await FinishAsync(run, package, deployment);
    }

    /// <summary>Refuses what the service is known to refuse or to do wrong.</summary>
    private void Check(Run run, AppPackage package, List<BcExtension> versions)
    {
        if (package.AppId is null)
            WriteVerbose($"The manifest of {package.FileName} cannot be read here: its version and dependencies are left to the service.");
        if (versions.Exists(extension => extension.HasType("Global")))
        {
            throw new BcException(ErrorCode.InvalidArgument, $"{package} has the id of a Marketplace app that is installed; such an id cannot be uploaded as a per-tenant extension.")
            {
                Advice = "Update-BcApp updates Marketplace apps.",
            };
        }

        if (versions.Find(extension => extension.Version.Equals(BcVersion.Parse(package.Version))) is { } same)
        {
            throw new BcException(ErrorCode.ResourceExists, $"{package} is there already without being installed, and the service takes each version once.")
            {
                Advice = $"Install it with: Install-BcExtension '{run.Place.Environment.Name}' {same.PackageId}",
            };
        }

        if (run.Scheduled.Find(operation => operation.AppId == package.AppId) is { } scheduled)
        {
            throw new BcException(ErrorCode.ExtensionScheduled, $"Version {scheduled.TargetVersion} of {package.Name} waits in the admin center ({scheduled.ScheduleKind}). The upload slot does not see it, and the two would get in each other's way.")
            {
                Advice = "Upload with Publish-BcApp, or take the waiting version back with Stop-BcAppOperation.",
            };
        }
    }

    /// <summary>What waits in the admin center; nothing where this caller may not see it.</summary>
    private async Task<List<BcAppOperation>> ScheduledElsewhereAsync(Place place)
    {
        try
        {
            return await ReadAsync(AdminCenter(place.Connection).ListScheduledPteOperationsAsync(place.Environment, PipelineStopToken));
        }
        catch (BcException exception) when (exception is BcApiException { IsTransient: false } || exception.Is(ErrorCode.EndpointNotAvailable))
        {
            WriteVerbose($"Whether an extension waits in the admin center cannot be told: {exception.Message}");
            return [];
        }
    }

    /// <summary>One at a time, without -Wait too: two installations that start back to back can deadlock in the service, and then both fail.</summary>
    private async Task WaitForEarlierAsync(Run run)
    {
        foreach (var (id, earlier) in run.Started.ToList())
        {
            WriteVerbose($"Waiting for the {Describe(earlier)}: the service handles one extension at a time.");
            var ended = await WaitForAsync(run.Place.Connection, earlier, Describe(earlier), isGood: _ => true);
            run.Started.Remove(id);
            if (ended.IsSucceeded)
                continue;
            run.Failed.Add(id);
            WriteWarning(Failed(ended).Message);
        }
    }

    /// <summary>Takes the slot, fills it and lets it be deployed. Null where the user left somebody else's slot alone.</summary>
    private async Task<BcExtensionDeployment?> UploadAsync(Run run, AppPackage package)
    {
        if (await TakeSlotAsync(run) is not { } slot)
            return null;

        var earlier = await ReadAsync(run.Automation.ListExtensionDeploymentsAsync(run.Company, PipelineStopToken));
        try
        {
            using (var progress = new UploadProgress(this, $"Uploading {package.FileName}", new FileInfo(package.Path).Length))
                await run.Automation.UploadExtensionContentAsync(run.Company, slot, package.Path, progress, PipelineStopToken);
            await run.Automation.RunExtensionUploadAsync(run.Company, slot, PipelineStopToken);
        }
        catch (BcException)
        {
            WriteVerbose("The upload slot stays taken, for the service lets nobody remove it. The next Publish-BcExtension asks before it takes it over; -Force does so without asking.");
            throw;
        }

        var sought = new BcExtensionDeployment
        {
            Name = package.Name ?? string.Empty,
            Publisher = package.Publisher,
            VersionText = package.Version,
            OperationType = "Upload",
            Status = "Unknown",
            Earlier = earlier.Select(deployment => (deployment.OperationId, deployment.StartedOn)).ToHashSet(),
        };
        sought.CameFrom(run.Place.Connection, run.Place.Environment);
        return await run.Automation.FindExtensionDeploymentAsync(sought, PipelineStopToken) ?? sought;
    }

    /// <summary>The company's only slot: a new one, or the one that is there, if it may be taken over.</summary>
    private async Task<ExtensionUpload?> TakeSlotAsync(Run run)
    {
        var syncMode = ForcesSchema ? "Force Sync" : "Add";
        var taken = await run.Automation.FindExtensionUploadAsync(run.Company, PipelineStopToken);

        // Versions before 21.2 do not know the sync mode, so a new slot names it only where it is not the default.
        if (taken is null && await run.Automation.CreateExtensionUploadAsync(run.Company, new(ScheduleText(), ForcesSchema ? syncMode : null), PipelineStopToken) is { } created)
            return created;

        taken ??= await run.Automation.FindExtensionUploadAsync(run.Company, PipelineStopToken)
            ?? throw new BcException(ErrorCode.ResourceExists, "The upload slot was taken and given back while this ran.") { Advice = "Run the command again." };
        var question = $"The upload slot of the company is taken ({taken.Schedule}): somebody else's upload may be under way, or one has failed. Take it over?";
        if (!Force && !Ask(question, "Upload slot in use"))
        {
            WriteVerbose("The upload slot was left alone.");
            return null;
        }

        var needsSyncMode = ForcesSchema || !string.IsNullOrEmpty(taken.SchemaSyncMode);
        return await run.Automation.UpdateExtensionUploadAsync(run.Company, taken, new(ScheduleText(), needsSyncMode ? syncMode : null), PipelineStopToken);
    }

    private async Task FinishAsync(Run run, AppPackage package, BcExtensionDeployment deployment)
    {
        if (!Wait)
        {
            if (package.AppId is { } id && IsForCurrentVersion)
                run.Started[id] = deployment;
            WriteObject(deployment);
            return;
        }

        if (!IsForCurrentVersion)
        {
            WriteWarning($"The {Describe(deployment)} is put off as you chose and is not waited for.");
            WriteObject(deployment);
            return;
        }

        WriteObject(await WaitForExtensionAsync(run, package, deployment) ?? (object)deployment);
    }

    /// <summary>The extension once it is installed in the version of the package; null where nobody knows which one it is.</summary>
    private async Task<BcExtension?> WaitForExtensionAsync(Run run, AppPackage package, BcExtensionDeployment deployment)
    {
        try
        {
            await WaitForAsync(run.Place.Connection, deployment, Describe(deployment));
        }
        catch (BcException exception) when (exception.Is(ErrorCode.OperationFailed) || exception.Is(ErrorCode.OperationNotFound))
        {
            // The service sometimes reports a failure of what went through, or loses the row. What is installed decides.
            if (package.AppId is null || await FindInstalledAsync(run, package) is not { } there)
                throw;
            WriteWarning($"{exception.Message} All the same {there} is installed now.");
            return there;
        }

        if (package.AppId is null)
            return null;

        using var progress = new WaitProgress(this, Describe(deployment));
        var limit = TimeSpan.FromSeconds(TimeoutSec);
        return await new OperationWaiter(Context.Clock, limit < ListLag ? limit : ListLag).UntilAsync(
            await FindInstalledAsync(run, package),
            seen => seen is not null,
            _ => "waiting for the list of extensions",
            _ => FindInstalledAsync(run, package),
            _ => new BcException(ErrorCode.OperationTimeout, $"The {Describe(deployment)} has succeeded, but the environment does not list it as installed.")
            {
                Target = deployment,
                Advice = $"Look again with: Get-BcExtension '{run.Place.Environment.Name}' '{package.Name}'",
            },
            progress, PipelineStopToken);
    }

    private async Task<BcExtension?> FindInstalledAsync(Run run, AppPackage package)
    {
        var wanted = BcVersion.Parse(package.Version) as Version;
        return (await ReadAsync(run.Automation.ListExtensionsAsync(run.Company, null, PipelineStopToken)))
            .Find(extension => extension.AppId == package.AppId && extension.IsInstalled == true && (wanted is null || extension.Version >= wanted));
    }

    private string When() => ScheduleText() switch
    {
        "Current version" => "at once",
        var other => $"with the {char.ToLowerInvariant(other[0])}{other[1..]} of the environment",
    };

    /// <summary>As the contract spells it.</summary>
    private string ScheduleText() => Spelled(nameof(Schedule), Schedule) switch
    {
        "NextMinorVersion" => "Next minor version",
        "NextMajorVersion" => "Next major version",
        _ => "Current version",
    };

    private static async Task<List<T>> ReadAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
            list.Add(item);
        return list;
    }

    /// <summary>Where packages go: the slot is that of a company.</summary>
    private sealed record Place(BcConnection Connection, EnvironmentKey Environment, string? Company);

    /// <summary>What is known of a place while its packages go there one after the other.</summary>
    private sealed record Run(Place Place, AutomationClient Automation, Guid Company, List<BcExtension> Extensions, List<BcAppOperation> Scheduled)
    {
        /// <summary>The deployment that this call has started and not seen the end of, by app.</summary>
        public Dictionary<Guid, BcExtensionDeployment> Started { get; } = [];

        /// <summary>Apps whose package was not installed.</summary>
        public HashSet<Guid> Failed { get; } = [];
    }
}
