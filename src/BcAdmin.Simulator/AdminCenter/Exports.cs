namespace BcAdmin.Simulator.AdminCenter;

/// <summary>Exports of an environment's database to Azure Storage. Nothing is sent there, and the address with its key is not stored.</summary>
internal static class Exports
{
    private const double ExportSec = 900;
    private static readonly TimeSpan ShortestValidity = TimeSpan.FromHours(72);

    [Operation("getExportMetrics")]
    public static Reply GetExportMetrics(Call call)
    {
        Admit(call, 403);
        return Reply.Ok(new JsonObject
        {
            ["exportsPerMonth"] = DatabaseExport.MostPerMonth,
            ["exportsRemainingThisMonth"] = Environments.Find(call).ExportsRemaining(call.Now),
        });
    }

    [Operation("startDatabaseExport")]
    public static Reply StartDatabaseExport(Call call, BcEnvironment environment)
    {
        // One code covers permission, subscription, and allowance.
        Admit(call, 400);
        if (!call.Tenant.Limits.PaidSubscription)
            throw Failed("A trial cannot export its databases; a paid subscription can.");
        if (environment.ExportsRemaining(call.Now) == 0)
            throw Failed($"The {DatabaseExport.MostPerMonth} exports of this month are used up.");
        if (environment.Status != EnvironmentStatus.Active)
            throw Failed($"The database cannot be exported while {environment.Name} is {environment.Status}.");

        var address = new Uri(call.Text("storageAccountSasUri")!);
        CheckAddress(call, address);
        var export = new DatabaseExport
        {
            Time = call.Now,
            User = call.Caller.Id,
            StorageAccount = address.Host.Split('.')[0],
            Container = Named(call, "container"),
            Blob = Named(call, "blob"),
            ApplicationVersion = environment.Version,
        };
        var parameters = new JsonObject
        {
            ["storageAccount"] = export.StorageAccount,
            ["container"] = export.Container,
            ["blob"] = export.Blob,
        };
        // The documentation specifies no type for exports; it only has to differ from the other types.
        call.Start("databaseExport", environment, ExportSec, parameters, (succeeded, _) =>
        {
            if (succeeded)
                export.Done = true;
            else
                environment.Exports.Remove(export);
        });
        environment.Exports.Add(export);
        return Reply.Empty();
    }

    [Operation("listExportHistory")]
    public static Reply ListExportHistory(Call call) =>
        call.Settings.ExportHistoryVerb == ExportHistoryVerb.Get ? throw WrongVerb("GET") : History(call);

    /// <summary>The documentation has POST for this read; public clients use GET.</summary>
    [Operation("getExportHistory")]
    public static Reply GetExportHistory(Call call) =>
        call.Settings.ExportHistoryVerb == ExportHistoryVerb.Post ? throw WrongVerb("POST") : History(call);

    private static Reply History(Call call)
    {
        Admit(call, 403);
        var (start, end) = (call.QueryTime("start"), call.QueryTime("end"));
        var rows = from environment in Environments.Visible(call)
                   from export in environment.Exports
                   where export.Time >= start && export.Time <= end && export.Done
                   orderby export.Time descending
                   select new JsonObject
                   {
                       ["applicationType"] = environment.ApplicationFamily,
                       ["applicationVersion"] = export.ApplicationVersion.ToString(),
                       ["blob"] = export.Blob,
                       ["container"] = export.Container,
                       ["country"] = environment.CountryCode,
                       ["environmentName"] = environment.Name,
                       ["storageAccount"] = export.StorageAccount,
                       ["time"] = EnvironmentJson.Time(export.Time),
                       ["user"] = export.User,
                   };
        return Reply.List(rows);
    }

    private static void Admit(Call call, int status)
    {
        if (!call.Caller.Holds(PermissionSet.BackupRestore))
            throw new Refusal(status, "exportFailed", $"{call.Caller.Id} requires the permission set {PermissionSet.BackupRestore}.");
    }

    /// <summary>Checks the rights and the expiry in the address. Only Azure Storage can check the key.</summary>
    private static void CheckAddress(Call call, Uri address)
    {
        if (address.Scheme != Uri.UriSchemeHttps)
            throw Failed("storageAccountSasUri must be an HTTPS address.");

        var query = System.Web.HttpUtility.ParseQueryString(address.Query);
        if (query["sig"] is null)
            throw Failed("storageAccountSasUri has no signature: it must be a shared access signature.");
        if (query["sp"] is { } rights && "rwcd".Any(right => !rights.Contains(right, StringComparison.Ordinal)))
            throw Failed("storageAccountSasUri must allow Read, Write, Create and Delete.");
        if (DateTimeOffset.TryParse(query["se"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)
            && end < call.Now + ShortestValidity)
        {
            throw Failed("storageAccountSasUri must be valid for at least 72 hours.");
        }
    }

    private static string Named(Call call, string property) =>
        call.Text(property) is { } text && !string.IsNullOrWhiteSpace(text)
            ? text
            : throw Refusal.InvalidInput(property, $"{property} must not be blank.");

    private static Refusal Failed(string message) => new(400, "exportFailed", message);

    private static Refusal WrongVerb(string right) => new(405, "MethodNotAllowed", $"This resource supports {right} only.")
    {
        BeforeApi = true,
        Headers = { ["Allow"] = right },
    };
}
