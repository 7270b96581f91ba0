namespace BcAdmin.Simulator.AdminCenter;

/// <summary>Reporting outages of production environments.</summary>
internal static class Outages
{
    [Operation("listOutageTypes")]
    public static Reply ListOutageTypes(Call call) => Reply.List(OutageCatalog.Types.Select(type => new JsonObject
    {
        ["outageType"] = type.Id,
        ["name"] = type.Name,
        ["description"] = type.Description,
    }));

    [Operation("listOutageQuestions")]
    public static Reply ListOutageQuestions(Call call)
    {
        var type = OutageCatalog.Find(call["outageType"])
            ?? throw new Refusal(404, "cannotGetOutageQuestions", $"There is no outage type {call["outageType"]}.") { Target = "outageType" };
        return Reply.List(OutageCatalog.QuestionsOf(type).Select((question, index) => new JsonObject
        {
            ["sequence"] = index + 1,
            ["parentId"] = question.ParentId,
            ["id"] = question.Id,
            ["defaultValue"] = "",
            ["questionType"] = question.Kind,
            ["questionText"] = question.Text,
            ["required"] = question.Required,
            ["onText"] = question.OnText,
            ["offText"] = question.OffText,
            ["multiline"] = question.Multiline,
        }));
    }

    [Operation("listReportedOutages")]
    public static Reply ListReportedOutages(Call call) => Reply.List(call.Tenant.Outages.AsEnumerable().Reverse().Select(outage => new JsonObject
    {
        ["TenantId"] = call.Tenant.Id.ToString(),
        ["EnvironmentId"] = outage.EnvironmentId.ToString(),
        ["CreatedDate"] = EnvironmentJson.Time(outage.CreatedOn),
        ["State"] = "Open",
        ["MsaasTicketId"] = outage.CaseNumber,
        ["IcmTicketId"] = "",
        ["AppVersion"] = outage.AppVersion,
        ["PlatformVersion"] = outage.PlatformVersion,
        ["OutageType"] = outage.OutageType,
    }));

    [Operation("reportOutage")]
    public static Reply ReportOutage(Call call, BcEnvironment environment)
    {
        if (environment.Type != EnvironmentType.Production)
        {
            throw new Refusal(
                400, "failedToReportOutage", $"Outages can be reported for production environments only; {environment.Name} is a sandbox.");
        }

        var type = OutageCatalog.Find(call.Text("outageType")!)
            ?? throw Refusal.InvalidInput("outageType", $"There is no outage type {call.Text("outageType")}.");
        CheckAnswers(call, type);
        if (call.Settings.OutageReportsFail)
            return Reply.Ok(new JsonObject { ["creationStatus"] = "Error", ["msaasCaseNumber"] = null });

        var known = call.Tenant.FindOutage(environment, type.Id);
        var outage = known ?? call.Tenant.ReportOutage(environment, type.Id, call.Text("appVersion"), call.Text("platformVersion"), call.Now);
        return Reply.Ok(new JsonObject
        {
            ["creationStatus"] = known is null ? "Created" : "UpdatedExisting",
            ["msaasCaseNumber"] = outage.CaseNumber,
        });
    }

    private static void CheckAnswers(Call call, OutageType type)
    {
        var answers = call.Body["outageQuestionAnswers"]!.AsArray()
            .ToLookup(answer => answer!["id"]!.GetValue<string>(), answer => answer!["answer"]!.GetValue<string>(), StringComparer.Ordinal);
        foreach (var unknown in answers.Select(answer => answer.Key).Where(id => !type.Questions.Contains(id, StringComparer.Ordinal)))
            throw Refusal.InvalidInput("outageQuestionAnswers", $"{type.Id} has no question {unknown}.");
        foreach (var question in OutageCatalog.QuestionsOf(type).Where(question => question.Required && Applies(question)))
        {
            if (!answers[question.Id].Any(answer => !string.IsNullOrWhiteSpace(answer)))
                throw Refusal.InvalidInput("outageQuestionAnswers", $"The question {question.Id} ({question.Text}) requires an answer.");
        }

        // A question below a toggle is only required if the toggle is on.
        bool Applies(OutageQuestion question) =>
            question.ParentId is not { } parent || answers[parent].Any(answer => bool.TryParse(answer, out var on) && on);
    }
}
