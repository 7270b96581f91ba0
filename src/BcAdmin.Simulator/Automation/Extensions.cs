using BcAdmin.Simulator.AdminCenter;

namespace BcAdmin.Simulator.Automation;

/// <summary>
/// Extensions as seen inside an environment: every version of per-tenant extensions, and the installed versions of all others. They are the
/// same apps that the Admin Center shows, and they belong to the environment, whichever company is in the path.
/// </summary>
internal static class Extensions
{
    [Operation("listExtensions")]
    public static Reply ListExtensions(Call call) => ODataCollection.Answer(call, call.Environment.Extensions.Select(app => Write(call, app)));

    [Operation("getExtension")]
    public static Reply GetExtension(Call call) => ODataCollection.AnswerOne(call, Write(call, Find(call)));

    [Operation("installExtension")]
    public static Reply InstallExtension(Call call)
    {
        var app = Find(call);
        CheckOpen(call);
        if (call.Environment.HasInstalled(app))
            throw AutomationError.Dialog($"The extension {app.Name} is already installed.");
        if (call.Environment.FindApp(app.Id) is { } other)
            throw AutomationError.Dialog($"The extension {app.Name} is installed in version {other.Version}. Uninstall it first.");
        if (AppRequirements.Of(call.Environment, app.Dependencies) is [var missing, ..])
        {
            throw AutomationError.Dialog(
                $"The extension {app.Name} depends on {missing.Name} {missing.Version} by {missing.Publisher}, which is not installed.");
        }

        return Do(call, () => call.Environment.Put(app));
    }

    [Operation("uninstallExtension")]
    [Operation("uninstallExtensionAndDeleteData")]
    public static Reply UninstallExtension(Call call)
    {
        var app = Find(call);
        CheckOpen(call);
        if (!call.Environment.HasInstalled(app))
            throw AutomationError.Dialog($"The extension {app.Name} is not installed.");
        if (!app.CanBeUninstalled)
            throw AutomationError.Dialog($"The extension {app.Name} cannot be uninstalled.");
        if (AppRequirements.DependentsOf(call.Environment, app.Id) is { Count: > 0 } dependents)
        {
            var names = string.Join(", ", dependents.Select(dependent => dependent.Name));
            throw AutomationError.Dialog($"The extension {app.Name} is required by {names}. Uninstall these first.");
        }

        return Do(call, () => call.Environment.Apps.RemoveAll(installed => installed.Id == app.Id));
    }

    /// <summary>Also returns 204 for a global app, although it stays published.</summary>
    [Operation("unpublishExtension")]
    public static Reply UnpublishExtension(Call call)
    {
        var app = Find(call);
        CheckOpen(call);
        if (app.Scope == AppScope.Global)
            return Reply.NoContent();
        if (call.Environment.HasInstalled(app))
            throw AutomationError.Dialog($"The extension {app.Name} is still installed. Uninstall it first.");

        return Do(call, () => call.Environment.Published.RemoveAll(published => published.PackageId == app.PackageId));
    }

    /// <summary>Checks that extensions of the environment can be changed.</summary>
    public static void CheckOpen(Call call)
    {
        if (call.Environment.Status != EnvironmentStatus.Active)
            throw AutomationError.Dialog($"Extensions cannot be changed while the environment is {call.Environment.Status}.");
        if (call.Tenant.CopyOf(call.Environment) is not null)
            throw AutomationError.Dialog("Extensions cannot be changed while the environment is being copied.");
    }

    private static Reply Do(Call call, Action change)
    {
        if (!call.Settings.ExtensionActionsDoNothing)
            change();
        call.Commit();
        return Reply.NoContent();
    }

    private static InstalledApp Find(Call call) => call.Environment.Extensions.FirstOrDefault(app => app.PackageId == call.Id("packageId"))
        ?? throw AutomationError.NotFound(
            $"The Published Application does not exist. Identification fields and values: Package ID='{call["packageId"]}'");

    private static JsonObject Write(Call call, InstalledApp app) => new()
    {
        ["packageId"] = app.PackageId.ToString(),
        ["id"] = app.Id.ToString(),
        ["displayName"] = app.Name,
        ["publisher"] = app.Publisher,
        ["versionMajor"] = app.Version.Major,
        ["versionMinor"] = app.Version.Minor,
        ["versionBuild"] = Math.Max(app.Version.Build, 0),
        ["versionRevision"] = Math.Max(app.Version.Revision, 0),
        ["isInstalled"] = call.Environment.HasInstalled(app),
        ["publishedAs"] = (call.Settings.TrimmedPublishedAs ? "" : " ") + app.Scope switch
        {
            AppScope.Tenant => "PTE",
            AppScope.Dev => "Dev",
            _ => "Global",
        },
    };
}
