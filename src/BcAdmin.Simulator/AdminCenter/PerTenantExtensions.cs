namespace BcAdmin.Simulator.AdminCenter;

/// <summary>Apps that the tenant uploads itself, to be installed immediately or later.</summary>
internal static class PerTenantExtensions
{
    private const int LargestFile = 50 * 1024 * 1024;
    private const double InstallSec = 120;

    /// <summary>Unlike installApp, this requires no permission set inside the environment.</summary>
    [Operation("installPte")]
    public static Reply InstallPte(Call call, BcEnvironment environment)
    {
        Apps.CheckOpenForApps(call, environment);
        var package = ReadPackage(call);
        if (Marketplace.Find(package.Id) is { } global)
        {
            throw Apps.Failed(call,
                $"The ID {package.Id} belongs to the Marketplace app {global.Name}; it cannot be uploaded as a per-tenant extension.");
        }

        var installed = environment.FindApp(package.Id);
        var kind = call.Text("deploymentSchedule") ?? "Immediate";
        Check(call, environment, package, installed, kind);

        var work = new AppWork
        {
            Kind = installed is null ? AppWork.Install : AppWork.Update,
            AppId = package.Id,
            SourceVersion = installed?.Version,
            TargetVersion = package.Version,
            ScheduleKind = kind,
            TargetRelease = kind switch
            {
                "NextMinorUpdate" => call.Tenant.ReleaseAfter(environment, major: false),
                "NextMajorUpdate" => call.Tenant.ReleaseAfter(environment, major: true),
                _ => null,
            },
        };
        var operation = Apps.StartWork(call, environment, work, Parameters(call, environment, package, work), InstallSec, (succeeded, _) =>
        {
            if (!succeeded)
                return;

            AppRequirements.Satisfy(environment, package.Dependencies);
            environment.Put(package.Install());
        });
        var installsNeeded = call.Flag("installOrUpdateNeededDependencies");
        var missing = AppRequirements.Of(environment, package.Dependencies).Find(needed => !installsNeeded || Marketplace.Find(needed.AppId) is null);
        if (missing is not null)
            operation.Failure ??= $"The dependency {missing.Name} {missing.Version} of {missing.Publisher} ({missing.AppId}) is missing.";

        // An immediate operation has started when the response is sent, unless others are before it.
        if (operation.StartsOn <= call.Now)
            operation.Advance(call.Now, call.World.Clock);
        return Apps.Started(call, operation);
    }

    [Operation("listScheduledPteOperations")]
    public static Reply ListScheduledPteOperations(Call call, BcEnvironment environment) =>
        Reply.List(Scheduled(call, environment).Select(operation => AppJson.WriteScheduled(call, operation)));

    [Operation("removeScheduledPte")]
    public static Reply RemoveScheduledPte(Call call)
    {
        var environment = call.Tenant.FindEnvironment(call["applicationFamily"], call["environmentName"]);
        if (environment is null || !call.Caller.MaySee(environment))
            throw Apps.NotFound(call, $"There is no environment {call["environmentName"]}.");

        var (version, kind) = (call.Text("targetVersion"), call.Text("scheduleKind"));
        var operation = Scheduled(call, environment).FirstOrDefault(scheduled =>
            scheduled.App!.AppId == call.Id("appId") && scheduled.App.ScheduleKind == kind && scheduled.App.TargetVersion!.ToString() == version)
            ?? throw Apps.NotFound(call, $"No version {version} of the app {call["appId"]} is scheduled for {kind}.");

        operation.Cancel(call.Caller.Id, call.Now, $"Removed by user '{call.Caller.Id}'");
        return Reply.Ok(AppJson.WriteOperation(call, operation));
    }

    private static IEnumerable<EnvironmentOperation> Scheduled(Call call, BcEnvironment environment) =>
        call.Tenant.Operations.Where(operation => operation.Environment == environment && operation.IsScheduledVersion);

    private static AppPackage ReadPackage(Call call)
    {
        var file = call.Exchange.Parts!.First(part => string.Equals(part.Name, "extensionFile", StringComparison.OrdinalIgnoreCase));
        if (file.FileName is null || !file.FileName.EndsWith(".app", StringComparison.OrdinalIgnoreCase))
            throw Refusal.InvalidInput("extensionFile", "extensionFile must be a file whose name ends in .app.");
        if (file.Content.Length > LargestFile)
            throw Refusal.InvalidInput("extensionFile", "The file is larger than 50 MB.");

        try
        {
            return AppPackage.Read(new MemoryStream(file.Content));
        }
        catch (InvalidDataException error)
        {
            throw Refusal.InvalidInput("extensionFile", error.Message);
        }
    }

    private static void Check(Call call, BcEnvironment environment, AppPackage package, InstalledApp? installed, string kind)
    {
        if (installed is null && kind is not ("Immediate" or "UpdateWindow"))
        {
            throw Refusal.InvalidInput("deploymentSchedule",
                $"{package.Name} is new in {environment.Name}: only Immediate and UpdateWindow are possible.");
        }

        if (installed?.Version >= package.Version)
            throw Apps.Invalid(call, Apps.AlreadyInstalled);
        if (installed is null)
            Apps.CheckNotListed(call, environment, package.Id);

        foreach (var scheduled in Scheduled(call, environment).Where(operation => operation.App!.AppId == package.Id))
        {
            if (scheduled.App!.ScheduleKind == kind || scheduled.App.TargetVersion == package.Version)
            {
                throw Apps.Failed(call,
                    $"Version {scheduled.App.TargetVersion} of {package.Name} is scheduled for {scheduled.App.ScheduleKind}. "
                    + "There can be one version for each schedule and one schedule for each version.");
            }
        }
    }

    private static JsonObject Parameters(Call call, BcEnvironment environment, AppPackage package, AppWork work)
    {
        var parameters = new JsonObject
        {
            ["appId"] = package.Id.ToString(),
            ["targetAppVersion"] = package.Version.ToString(),
            ["sourceAppVersion"] = work.SourceVersion?.ToString() ?? "",
            ["countryCode"] = environment.CountryCode,
            ["languageId"] = call.Text("languageId") ?? "en-US",
            ["name"] = package.Name,
            ["publisher"] = package.Publisher,
            ["scheduleKind"] = work.ScheduleKind,
        };
        if (work.TargetRelease is { } release)
            parameters["targetRelease"] = $"{release}.0.0";
        parameters["syncMode"] = call.Text("syncMode") ?? "Add";
        return parameters;
    }
}
