using System.Management.Automation;
using BcAdmin.Api;

namespace BcAdmin.Cmdlets.Apps;

/// <summary>
/// Uploads per-tenant extensions, one after the other in each environment, and installs or schedules them: listInstalledApps, installPte,
/// getAppOperation.
/// </summary>
[Cmdlet(VerbsData.Publish, "BcApp", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcAppOperation))]
[OutputType(typeof(BcApp))]
public sealed class PublishBcAppCommand : BcAppOperationCmdlet
{
    /// <summary>Collected first: they go in the order of their dependencies, not in that of the pipeline.</summary>
    private readonly List<(BcConnection Connection, EnvironmentKey Environment, AppPackage Package)> _packages = [];

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
    public string? Language { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    private bool IsImmediate => Schedule.Equals("Immediate", StringComparison.OrdinalIgnoreCase);

    private bool ForcesSchema => SyncMode.Equals("ForceSync", StringComparison.OrdinalIgnoreCase);

    protected override async Task BeginAsync()
    {
        await base.BeginAsync();
        RequireEula(AcceptIsvEula);
    }

    protected override async Task ProcessAsync()
    {
        foreach (var path in Path)
        {
            await ChangeAsync(path, connection =>
            {
                foreach (var file in Files(path).Where(file => !_packages.Exists(known => known.Connection == connection && known.Environment == Key && known.Package.Path == file)))
                    _packages.Add((connection, Key, AppPackage.Open(file)));
                return Task.CompletedTask;
            });
        }
    }

    protected override async Task EndAsync()
    {
        foreach (var group in _packages.GroupBy(item => (item.Connection, item.Environment), item => item.Package))
            await GuardAsync(group.Key.Environment.Name, () => PublishAsync(group.Key.Connection, group.Key.Environment, [.. group]));
    }

    private async Task PublishAsync(BcConnection connection, EnvironmentKey environment, IReadOnlyList<AppPackage> packages)
    {
        var installed = new Dictionary<Guid, BcApp>();
        await foreach (var app in AdminCenter(connection).ListAppsAsync(environment, PipelineStopToken))
            installed[app.AppId] = app;

        var progress = new Progress();
        foreach (var package in AppPackage.InOrder(packages))
        {
            var isSent = false;
            await GuardAsync(package.Path, async () =>
            {
                await PublishAsync(connection, environment, package, installed, progress);
                isSent = true;
            });
            if (!isSent && package.AppId is { } id)
                progress.Failed.Add(id);
        }
    }

    /// <summary>What became of the packages before, in one environment.</summary>
    private sealed class Progress
    {
        /// <summary>Those that were uploaded, by app.</summary>
        public Dictionary<Guid, AppPackage> Sent { get; } = [];

        /// <summary>Apps whose package was not installed.</summary>
        public HashSet<Guid> Failed { get; } = [];
    }

    private async Task PublishAsync(
        BcConnection connection, EnvironmentKey environment, AppPackage package, Dictionary<Guid, BcApp> installed, Progress progress)
    {
        var listed = package.AppId is { } id ? installed.GetValueOrDefault(id) : null;
        var current = listed?.IsLeaving == true ? null : listed;
        if (current?.IsAtLeast(package.Version) == true)
        {
            WriteSkipped(current);
            return;
        }

        Check(package, environment, current);
        var target = $"environment {environment} (tenant {connection.Name})";
        var action = $"Upload {package}{(current is null ? "" : $" over version {current.VersionText}")} and install it {When()}";
        if (!ShouldProcess(target, action + WithDependencies(IncludeDependency), Force))
            return;
        if (ForcesSchema && !Force && !Ask($"ForceSync may drop tables, fields and the data in them when {package} is installed in {target}. Go on?", "Force the schema"))
            return;

        if (await WaitForEarlierAsync(connection, environment) is { IsSucceeded: false } failed)
            progress.Failed.Add(failed.AppId);
        CheckDependencies(package, progress);
        if (listed?.IsLeaving == true)
            await WaitUntilGoneAsync(connection, environment, [listed.AppId]);

        var body = new InstallPteRequest(Canonical(Schedule), ForcesSchema ? "ForceSync" : "Add", Language, AcceptIsvEula, IncludeDependency);
        var operation = await StartAsync(connection, environment, !IsImmediate, async () =>
        {
            var started = await AdminCenter(connection).InstallPteAsync(environment, package, body, PipelineStopToken);
            return started with
            {
                AppName = package.Name ?? package.FileName,
                ScheduleKind = started.ScheduleKind ?? body.DeploymentSchedule,
                SyncMode = body.SyncMode,
            };
        });
        progress.Sent[operation.AppId] = package;
        await FinishAsync(connection, operation, !IsImmediate);
    }

    private void CheckDependencies(AppPackage package, Progress progress)
    {
        if (package.Dependencies.Any(progress.Failed.Contains))
            throw package.DependencyFailed();
        foreach (var needed in package.Dependencies.Where(needed => !IsImmediate && progress.Sent.ContainsKey(needed)))
            WriteWarning($"{package} depends on {progress.Sent[needed]}, and both are put off. The service decides in which order it installs them.");
    }

    /// <summary>Refuses what the service is known to refuse.</summary>
    private void Check(AppPackage package, EnvironmentKey environment, BcApp? current)
    {
        if (package.AppId is null)
            WriteVerbose($"The manifest of {package.FileName} cannot be read here: its version and dependencies are left to the service.");
        if (current?.HasType("Global") == true)
        {
            throw new BcException(ErrorCode.InvalidArgument, $"{package} has the id of a Marketplace app that is installed; such an id cannot be uploaded as a per-tenant extension.")
            {
                Advice = "Update-BcApp updates Marketplace apps.",
            };
        }

        if (current is null && package.AppId is not null && Schedule.StartsWith("Next", StringComparison.OrdinalIgnoreCase))
        {
            throw new BcException(ErrorCode.InvalidArgument, $"{package} is new in environment {environment}: a new extension cannot wait for an update of the environment.")
            {
                Advice = "Say -Schedule Immediate or UpdateWindow.",
            };
        }
    }

    private string When() => Canonical(Schedule) switch
    {
        "Immediate" => "at once",
        "UpdateWindow" => "in the update window",
        "NextMinorUpdate" => "with the next minor update",
        _ => "with the next major update",
    };

    /// <summary>Validation takes any case, the service is told the contract's.</summary>
    private static string Canonical(string schedule) =>
        Array.Find(["Immediate", "UpdateWindow", "NextMinorUpdate", "NextMajorUpdate"], known => known.Equals(schedule, StringComparison.OrdinalIgnoreCase)) ?? schedule;
}
