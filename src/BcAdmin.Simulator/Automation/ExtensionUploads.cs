using BcAdmin.Simulator.AdminCenter;

namespace BcAdmin.Simulator.Automation;

/// <summary>The older way to upload an extension: one slot for each company, and a list of deployments with few details.</summary>
internal static class ExtensionUploads
{
    private const double DeploySec = 120;

    private static readonly Version SyncModeSince = new(21, 2);

    [Operation("listExtensionUploads")]
    public static Reply ListExtensionUploads(Call call) =>
        ODataCollection.Answer(call, Company(call).UploadSlot is { } slot ? [Write(call, slot)] : []);

    [Operation("getExtensionUpload")]
    public static Reply GetExtensionUpload(Call call) => ODataCollection.AnswerOne(call, Write(call, Find(call)));

    [Operation("createExtensionUpload")]
    public static Reply CreateExtensionUpload(Call call)
    {
        CheckSyncMode(call);
        var company = Company(call);
        if (company.UploadSlot is not null)
            throw AutomationError.SameKey("API Extension Upload", "Primary Key='0'");

        company.UploadSlot = new ExtensionUploadSlot(
            Guid.NewGuid(), call.Text("schedule") ?? ExtensionUploadSlot.CurrentVersion, call.Text("schemaSyncMode") ?? "Add");
        var reply = Reply.Created(Write(call, company.UploadSlot));
        reply.Headers["Location"] = SlotAddress(call, company.UploadSlot);
        return reply;
    }

    [Operation("updateExtensionUpload")]
    public static Reply UpdateExtensionUpload(Call call)
    {
        CheckSyncMode(call);
        var slot = Find(call);
        ETag.Check(call, slot.RowVersion);
        return Reply.Ok(Write(call, Replace(call, slot with
        {
            Schedule = call.Text("schedule") ?? slot.Schedule,
            SchemaSyncMode = call.Text("schemaSyncMode") ?? slot.SchemaSyncMode,
        })));
    }

    [Operation("uploadExtensionContent")]
    public static Reply UploadExtensionContent(Call call)
    {
        var slot = Find(call);
        ETag.Check(call, slot.RowVersion);
        Replace(call, slot with { Content = Read(call) });
        return Reply.NoContent();
    }

    /// <summary>Starts the deployment of the file and removes the slot. The response contains nothing about the deployment.</summary>
    [Operation("runExtensionUpload")]
    public static Reply RunExtensionUpload(Call call)
    {
        var slot = Find(call);
        if (slot.Content is not { } content)
            throw AutomationError.Dialog("Extension content is empty");
        if (content.Package is not { } package)
            throw AutomationError.Dialog(content.Problem!);

        Extensions.CheckOpen(call);
        var (environment, settings, clock) = (call.Environment, call.Settings, call.World.Clock);
        // Deployments run one after another.
        var start = environment.Deployments.Select(ahead => ahead.NextChange ?? call.Now).Append(call.Now).Max();
        environment.Deployments.Add(new ExtensionDeployment
        {
            Environment = environment,
            Package = package,
            Schedule = slot.IsCurrentVersion ? "Immediate" : slot.Schedule,
            TargetRelease = slot.IsCurrentVersion ? null : call.Tenant.ReleaseAfter(environment, major: slot.Schedule == "Next major version"),
            StartedOn = call.Now,
            ListedFrom = call.Now + clock.Scaled(settings.DeploymentListLagSec),
            UnknownUntil = call.Now + clock.Scaled(settings.DeploymentListLagSec + settings.DeploymentUnknownSec),
            EndsOn = start + clock.Scaled(DeploySec),
            Fails = call.InjectedFailure(package.Id) is not null || environment.HasOrHadVersion(package) || Marketplace.Find(package.Id) is not null,
        });
        Company(call).UploadSlot = null;
        call.Commit();
        return Reply.NoContent();
    }

    [Operation("listExtensionDeploymentStatus")]
    public static Reply ListExtensionDeploymentStatus(Call call) => ODataCollection.Answer(call,
        call.Environment.Deployments.Where(deployment => deployment.ListedFrom <= call.Now).Reverse().Select(deployment => new JsonObject
        {
            ["operationID"] = deployment.Id.ToString(),
            ["name"] = deployment.Package.Name,
            ["publisher"] = deployment.Package.Publisher,
            ["operationType"] = "Upload",
            ["status"] = call.Now < deployment.UnknownUntil ? "Unknown" : deployment.Status.ToString(),
            ["schedule"] = deployment.Schedule,
            ["appVersion"] = deployment.Package.Version.ToString(),
            ["startedOn"] = deployment.StartedOn.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        }));

    private static AppUpload Read(Call call)
    {
        try
        {
            return new AppUpload(AppPackage.Read(call.Exchange.OpenContent()), null);
        }
        catch (InvalidDataException error)
        {
            return new AppUpload(null, error.Message);
        }
    }

    private static void CheckSyncMode(Call call)
    {
        if (call.Body.ContainsKey("schemaSyncMode") && call.Version < SyncModeSince)
            throw AutomationError.BadRequest("The property 'schemaSyncMode' does not exist on the type.");
    }

    private static Company Company(Call call) => call.Environment.FindCompany(call.Id("companyId"))!;

    private static ExtensionUploadSlot Find(Call call) => Company(call).UploadSlot is { } slot && slot.Id == call.Id("extensionUploadId") ? slot
        : throw AutomationError.NotFound($"The API Extension Upload with the ID {call["extensionUploadId"]} does not exist.");

    private static ExtensionUploadSlot Replace(Call call, ExtensionUploadSlot changed)
    {
        changed = changed with { RowVersion = RowVersion.Next() };
        Company(call).UploadSlot = changed;
        return changed;
    }

    private static string SlotAddress(Call call, ExtensionUploadSlot slot)
    {
        var path = call.ResourcePath;
        var collection = path[..(path.LastIndexOf("/extensionUpload", StringComparison.OrdinalIgnoreCase) + "/extensionUpload".Length)];
        return $"{call.Exchange.BaseAddress}{collection}({slot.Id})";
    }

    private static JsonObject Write(Call call, ExtensionUploadSlot slot)
    {
        var content = $"{SlotAddress(call, slot)}/extensionContent";
        var json = new JsonObject
        {
            ["@odata.etag"] = ETag.Of(slot.RowVersion),
            ["systemId"] = slot.Id.ToString(),
            ["schedule"] = slot.Schedule.Replace(" ", "_x0020_", StringComparison.Ordinal),
        };
        if (call.Version >= SyncModeSince)
            json["schemaSyncMode"] = slot.SchemaSyncMode.Replace(" ", "_x0020_", StringComparison.Ordinal);
        json["extensionContent@odata.mediaEditLink"] = content;
        json["extensionContent@odata.mediaReadLink"] = content;
        return json;
    }
}
