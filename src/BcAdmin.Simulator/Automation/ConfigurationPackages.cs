using BcAdmin.Simulator.AdminCenter;

namespace BcAdmin.Simulator.Automation;

/// <summary>Configuration packages of a company: a file is uploaded and imported, and its records are applied, both by the task scheduler.</summary>
internal static class ConfigurationPackages
{
    private const double QueueSec = 5;
    private const double ImportSec = 60;
    private const double ApplySec = 120;

    private static readonly Version TasksOfAppsSince = new(21, 2);

    [Operation("listConfigurationPackages")]
    public static Reply ListConfigurationPackages(Call call) =>
        ODataCollection.Answer(call, Company(call).ConfigurationPackages.Select(package => Write(call, package.At(call.Now))));

    [Operation("getConfigurationPackage")]
    public static Reply GetConfigurationPackage(Call call) => ODataCollection.AnswerOne(call, Write(call, Find(call)));

    [Operation("createConfigurationPackage")]
    public static Reply CreateConfigurationPackage(Call call)
    {
        // Codes are converted to uppercase.
        var code = call.Text("code")!.Trim().ToUpperInvariant();
        if (code.Length == 0)
            throw new Refusal(400, "BadRequest_RequiredParamNotProvided", "code must not be blank.");

        var company = Company(call);
        if (company.ConfigurationPackages.Any(package => package.Code == code))
            throw AutomationError.SameKey("Config. Package", $"Code='{code}'");

        var package = Change(call, new ConfigurationPackage { Id = Guid.NewGuid(), Code = code });
        company.ConfigurationPackages = [.. company.ConfigurationPackages.Append(package).OrderBy(other => other.Code, StringComparer.Ordinal)];
        return Reply.Created(Write(call, package));
    }

    [Operation("updateConfigurationPackage")]
    public static Reply UpdateConfigurationPackage(Call call)
    {
        var package = Find(call);
        ETag.Check(call, package.VersionAt(call.Now));
        return Reply.Ok(Write(call, Replace(call, Change(call, package))));
    }

    [Operation("deleteConfigurationPackage")]
    public static Reply DeleteConfigurationPackage(Call call)
    {
        var package = Find(call);
        ETag.Check(call, package.VersionAt(call.Now));
        var company = Company(call);
        company.ConfigurationPackages = [.. company.ConfigurationPackages.Where(other => other.Id != package.Id)];
        return Reply.NoContent();
    }

    [Operation("getConfigurationPackageFile")]
    public static Reply GetConfigurationPackageFile(Call call)
    {
        var package = Find(call);
        var key = Uri.EscapeDataString(package.Code.Replace("'", "''", StringComparison.Ordinal));
        var content = $"{call.Exchange.BaseAddress}{call.ResourcePath}('{key}')/content";
        return ODataCollection.Answer(call, [new JsonObject
        {
            ["@odata.etag"] = ETag.Of(package.VersionAt(call.Now)),
            ["code"] = package.Code,
            ["content@odata.mediaEditLink"] = content,
            ["content@odata.mediaReadLink"] = content,
        }]);
    }

    [Operation("uploadConfigurationPackageContent")]
    public static Reply UploadConfigurationPackageContent(Call call)
    {
        var package = Find(call);
        if (!string.Equals(package.Code, call["packageCode"], StringComparison.OrdinalIgnoreCase))
        {
            throw AutomationError.NotFound(
                $"The Tenant Config. Package File does not exist. Identification fields and values: Code='{call["packageCode"]}'");
        }

        ETag.Check(call, package.VersionAt(call.Now));
        Replace(call, package with { File = RapidStartFile.Read(call.Exchange.OpenContent()) });
        return Reply.NoContent();
    }

    [Operation("importConfigurationPackage")]
    public static Reply ImportConfigurationPackage(Call call)
    {
        var package = Find(call);
        if (package.IsBusy(call.Now))
            throw AutomationError.Dialog("Cannot import a package while import or apply is in progress.");
        if (package.File is not { } file)
            throw AutomationError.Dialog("Please upload a Rapid Start File, before running the import.");

        var isOther = !file.Code.Equals(package.Code, StringComparison.OrdinalIgnoreCase);
        var error = file.Problem ?? call.InjectedFailure() ?? (isOther ? $"The file contains the package {file.Code}, not {package.Code}." : null);
        Replace(call, package with { Import = Schedule(call, ImportSec, error), PendingImport = file });
        return Reply.NoContent();
    }

    [Operation("applyConfigurationPackage")]
    public static Reply ApplyConfigurationPackage(Call call)
    {
        var package = Find(call);
        if (package.IsBusy(call.Now))
            throw AutomationError.Dialog("Cannot apply a package while import or apply is in progress.");
        if (package.ImportStatus(call.Now) != PackageStatus.Completed)
            throw AutomationError.Dialog("Import Status is not completed. You must import the package before you apply it.");

        Replace(call, package with
        {
            Apply = Schedule(call, ApplySec, call.InjectedFailure()),
            PendingErrors = Math.Min(call.Settings.PackageRecordErrors, package.NumberOfRecords),
        });
        return Reply.NoContent();
    }

    /// <summary>The scheduler does not run tasks of delegated administrators, nor, before 21.2, tasks of apps: these wait forever.</summary>
    private static PackageTask Schedule(Call call, double durationSec, string? error)
    {
        var runs = call.Caller.Kind switch
        {
            CallerKind.DelegatedAdmin => false,
            CallerKind.App => call.Version >= TasksOfAppsSince,
            _ => true,
        };
        return new PackageTask(runs ? call.Now + call.World.Clock.Scaled(QueueSec) : null, call.World.Clock.Scaled(durationSec), error ?? "");
    }

    private static ConfigurationPackage Change(Call call, ConfigurationPackage package) => package with
    {
        PackageName = call.Text("packageName") ?? package.PackageName,
        LanguageId = call.Body["languageId"]?.GetValue<int>() ?? package.LanguageId,
        ProductVersion = call.Text("productVersion") ?? package.ProductVersion,
        ProcessingOrder = call.Body["processingOrder"]?.GetValue<int>() ?? package.ProcessingOrder,
        ExcludeConfigurationTables = call.Body["excludeConfigurationTables"]?.GetValue<bool>() ?? package.ExcludeConfigurationTables,
    };

    private static Company Company(Call call) => call.Environment.FindCompany(call.Id("companyId"))!;

    private static ConfigurationPackage Find(Call call) =>
        Company(call).ConfigurationPackages.FirstOrDefault(package => package.Id == call.Id("configurationPackageId"))?.At(call.Now)
        ?? throw AutomationError.NotFound($"The configuration package with the ID {call["configurationPackageId"]} does not exist.");

    private static ConfigurationPackage Replace(Call call, ConfigurationPackage changed)
    {
        changed = changed with { RowVersion = RowVersion.Next() };
        var company = Company(call);
        company.ConfigurationPackages = [.. company.ConfigurationPackages.Select(package => package.Id == changed.Id ? changed : package)];
        return changed;
    }

    private static JsonObject Write(Call call, ConfigurationPackage package) => new()
    {
        ["@odata.etag"] = ETag.Of(package.VersionAt(call.Now)),
        ["id"] = package.Id.ToString(),
        ["code"] = package.Code,
        ["packageName"] = package.PackageName,
        ["languageId"] = package.LanguageId,
        ["productVersion"] = package.ProductVersion,
        ["processingOrder"] = package.ProcessingOrder,
        ["excludeConfigurationTables"] = package.ExcludeConfigurationTables,
        ["numberOfTables"] = package.NumberOfTables,
        ["numberOfRecords"] = package.NumberOfRecords,
        ["numberOfErrors"] = package.NumberOfErrors,
        ["importStatus"] = package.ImportStatus(call.Now).ToString(),
        ["importError"] = package.ImportStatus(call.Now) == PackageStatus.Error ? package.Import!.Error : "",
        ["applyStatus"] = package.ApplyStatus(call.Now).ToString(),
        ["applyError"] = package.ApplyStatus(call.Now) == PackageStatus.Error ? package.Apply!.Error : "",
    };
}
