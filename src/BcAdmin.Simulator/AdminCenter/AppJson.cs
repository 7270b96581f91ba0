using System.Text.Encodings.Web;

namespace BcAdmin.Simulator.AdminCenter;

/// <summary>Apps and their operations as the Admin Center API shows them.</summary>
internal static class AppJson
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject WriteInstalled(Call call, BcEnvironment environment, InstalledApp app, bool isLeaving)
    {
        var operations = call.Tenant.OperationsOn(environment, app.Id).ToList();
        var update = operations.FindLast(operation => operation.App!.Kind != AppWork.Uninstall);
        var uninstall = operations.FindLast(operation => operation.App!.Kind == AppWork.Uninstall);
        var json = new JsonObject
        {
            ["name"] = app.Name,
            ["publisher"] = app.Publisher,
            ["version"] = app.Version.ToString(),
            ["state"] = EnvironmentJson.WithCasing(call, StateOf(update, uninstall, isLeaving)),
            ["lastOperationId"] = update?.Id.ToString(),
            ["lastUpdateAttemptResult"] = Result(update),
            ["lastUninstallOperationId"] = uninstall?.Id.ToString(),
            ["lastUninstallAttemptResult"] = Result(uninstall),
            ["appType"] = call.Settings.OldAppTypes ? LegacyScope(app.Scope) : app.Scope.ToString().ToLowerInvariant(),
            ["canBeUninstalled"] = app.CanBeUninstalled,
        };
        if (call.Settings.AppIdMember is not AppIdMember.AppId)
            json["id"] = app.Id.ToString();
        if (call.Settings.AppIdMember is not AppIdMember.Id)
            json["appId"] = app.Id.ToString();
        return json;
    }

    private static string StateOf(EnvironmentOperation? update, EnvironmentOperation? uninstall, bool isLeaving) => update?.Status switch
    {
        _ when isLeaving || uninstall?.Status == OperationStatus.Running => "uninstallPending",
        OperationStatus.Scheduled => "updatePending",
        OperationStatus.Running => "updating",
        _ => "installed",
    };

    /// <summary>An operation as the actions return it.</summary>
    public static JsonObject WriteOperation(Call call, EnvironmentOperation operation)
    {
        var work = operation.App!;
        var json = new JsonObject
        {
            ["id"] = operation.Id.ToString(),
            // An upload counts as an install even when it updates.
            ["type"] = work.ScheduleKind is null ? work.Kind : AppWork.Install,
            ["sourceAppVersion"] = work.SourceVersion?.ToString() ?? "",
            ["targetAppVersion"] = work.TargetVersion?.ToString() ?? "",
            ["status"] = EnvironmentJson.WithCasing(call, operation.Status.ToString()),
            ["createdOn"] = EnvironmentJson.Time(operation.CreatedOn),
            ["errorMessage"] = operation.ErrorMessage,
        };
        if (operation.StartedOn is { } started)
            json["startedOn"] = EnvironmentJson.Time(started);
        if (operation.CompletedOn is { } completed)
            json["completedOn"] = EnvironmentJson.Time(completed);
        if (work.Kind == AppWork.Update || work.ScheduleKind is not null)
        {
            json["createdBy"] = operation.CreatedBy;
            json["canceledBy"] = operation.CanceledBy;
        }

        if (work.ScheduleKind is not null)
        {
            json["creatorPrincipalType"] = operation.CreatorPrincipalType;
            json["appId"] = work.AppId.ToString();
            json["aadTenantId"] = operation.TenantId.ToString();
            json["scheduleKind"] = work.ScheduleKind;
        }

        return json;
    }

    /// <summary>One operation in the shape that was observed in the real service: that of operations on environments.</summary>
    public static JsonObject WriteAsEnvironmentOperation(Call call, EnvironmentOperation operation)
    {
        var json = EnvironmentJson.Write(call, operation);
        json["creatorPrincipalType"] = EnvironmentJson.WithCasing(call, operation.CreatorPrincipalType);
        json["canceledBy"] = operation.CanceledBy;
        json["canBeCanceled"] = operation is { Status: OperationStatus.Scheduled, App: { Kind: AppWork.Update, ScheduleKind: null } };
        return json;
    }

    /// <summary>
    /// The errorMessage of a failed operation as the real service writes it: an English sentence with JSON in it, which has a code, a message in the
    /// language of the environment, and sometimes the code of an inner error.
    /// </summary>
    public static string WriteFailure(string code, string? innerCode, string message)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message };
        if (innerCode is not null)
            error["innerError"] = new JsonObject { ["code"] = innerCode };
        return $"A request to the Data Plane Admin Service failed.\r\nHttp status code: BadRequest\r\nError:\r\n{error.ToJsonString(Readable)}";
    }

    /// <summary>
    /// An operation as the history of an app shows it. Unlike in the responses of the actions, its status starts with a capital letter.
    /// </summary>
    public static JsonObject WriteRecord(Call call, EnvironmentOperation operation) => new()
    {
        ["id"] = operation.Id.ToString(),
        ["createdOn"] = EnvironmentJson.Time(operation.CreatedOn),
        ["startedOn"] = EnvironmentJson.Time(operation.StartedOn),
        ["completedOn"] = EnvironmentJson.Time(operation.CompletedOn),
        ["status"] = operation.Status.ToString(),
        ["sourceVersion"] = operation.App!.SourceVersion?.ToString() ?? "",
        ["targetVersion"] = operation.App.TargetVersion?.ToString() ?? "",
        ["type"] = operation.App.ScheduleKind is null ? operation.App.Kind : AppWork.Install,
        ["errorMessage"] = operation.ErrorMessage,
    };

    /// <summary>A scheduled version of a per-tenant extension.</summary>
    public static JsonObject WriteScheduled(Call call, EnvironmentOperation operation)
    {
        var json = WriteOperation(call, operation);
        json["type"] = "Install";
        json["startedOn"] = null;
        json["completedOn"] = null;
        json["parameters"] = operation.Parameters.DeepClone();
        return json;
    }

    public static JsonArray WriteRequirements(IEnumerable<AppRequirement> requirements, bool pascalCase) =>
        new([.. requirements.Select(requirement => new JsonObject
        {
            ["appId"] = requirement.AppId.ToString(),
            ["name"] = requirement.Name,
            ["publisher"] = requirement.Publisher,
            ["version"] = requirement.Version.ToString(),
            ["type"] = pascalCase ? char.ToUpperInvariant(requirement.Kind[0]) + requirement.Kind[1..] : requirement.Kind,
        })]);

    /// <summary>A scope in the terms of the uninstall requirements, which differ from those of the installed apps.</summary>
    public static string LegacyScope(AppScope scope) => scope switch
    {
        AppScope.Tenant => "PTE",
        AppScope.Dev => "DEV",
        _ => "Global",
    };

    private static string? Result(EnvironmentOperation? operation) => operation is { IsTerminal: true } ? operation.Status.ToString() : null;
}
