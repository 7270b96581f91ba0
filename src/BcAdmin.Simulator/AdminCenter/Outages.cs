using System.Globalization;
using System.Text.Json.Nodes;
using BcAdmin.Simulator.Serving;
using BcAdmin.Simulator.State;

namespace BcAdmin.Simulator.AdminCenter;

/// <summary>Reporting outages of production environments. The types and questions are made up: the documentation lists none.</summary>
internal static class Outages
{
    private static readonly Question AllUsers = new("q1", "Toggle", "Are all users affected?", Required: true) { OnText = "Yes", OffText = "No" };
    private static readonly Question Since = new("q2", "DateTime", "Since when?", Required: true);
    private static readonly Question ErrorSeen = new("q3", "Toggle", "Do you see an error message?", Required: false) { OnText = "Yes", OffText = "No" };
    private static readonly Question ErrorText = new("q4", "TextField", "What does it say?", Required: true) { ParentId = "q3", Multiline = true };

    private static readonly OutageType[] Types =
    [
        new("UnableToSignIn", "Unable to sign in (all users)", "Nobody can sign in to the environment.", [AllUsers, ErrorSeen, ErrorText]),
        new("EnvironmentUnavailable", "Environment unavailable", "The environment does not answer.", [AllUsers, Since, ErrorSeen, ErrorText]),
        new("PerformanceDegraded", "Slow for everybody", "Work that is quick on other days takes very long.", [AllUsers, Since]),
    ];

    [Operation("listOutageTypes")]
    public static Reply ListOutageTypes(Call call) => Reply.List(Types.Select(type => new JsonObject
    {
        ["outageType"] = type.Id,
        ["name"] = type.Name,
        ["description"] = type.Description,
    }));

    [Operation("listOutageQuestions")]
    public static Reply ListOutageQuestions(Call call)
    {
        var type = FindType(call["outageType"]) ?? throw new Refusal(404, "cannotGetOutageQuestions", $"There is no outage type {call["outageType"]}.") { Target = "outageType" };
        return Reply.List(type.Questions.Select((question, index) => new JsonObject
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
    public static Reply ReportOutage(Call call)
    {
        var environment = Environments.Find(call);
        if (environment.Type != EnvironmentType.Production)
            throw new Refusal(400, "failedToReportOutage", $"Outages can be reported for production environments only; {environment.Name} is a sandbox.");

        var type = FindType(call.Text("outageType")!) ?? throw Invalid("outageType", $"There is no outage type {call.Text("outageType")}.");
        CheckAnswers(call, type);
        if (call.Settings.OutageReportsFail)
            return Reply.Ok(new JsonObject { ["creationStatus"] = "Error", ["msaasCaseNumber"] = null });

        // A second report of the same outage adds to the first.
        if (call.Tenant.Outages.Find(known => known.EnvironmentId == environment.Id && known.OutageType == type.Id) is { } open)
            return Reply.Ok(new JsonObject { ["creationStatus"] = "UpdatedExisting", ["msaasCaseNumber"] = open.CaseNumber });

        var outage = new ReportedOutage
        {
            EnvironmentId = environment.Id,
            CreatedOn = call.Now,
            OutageType = type.Id,
            CaseNumber = (call.Tenant.Outages.Count + 1).ToString("D16", CultureInfo.InvariantCulture),
            AppVersion = call.Text("appVersion") ?? environment.Version.ToString(),
            PlatformVersion = call.Text("platformVersion") ?? $"{environment.Version.Major}.0.0.0",
        };
        call.Tenant.Outages.Add(outage);
        return Reply.Ok(new JsonObject { ["creationStatus"] = "Created", ["msaasCaseNumber"] = outage.CaseNumber });
    }

    private static void CheckAnswers(Call call, OutageType type)
    {
        var answers = call.Body["outageQuestionAnswers"]!.AsArray().ToLookup(answer => answer!["id"]!.GetValue<string>(), answer => answer!["answer"]!.GetValue<string>(), StringComparer.Ordinal);
        foreach (var unknown in answers.Select(answer => answer.Key).Where(id => !type.Questions.Any(question => question.Id == id)))
            throw Invalid("outageQuestionAnswers", $"{type.Id} has no question {unknown}.");
        foreach (var question in type.Questions.Where(question => question.Required && Applies(question)))
        {
            if (!answers[question.Id].Any(answer => !string.IsNullOrWhiteSpace(answer)))
                throw Invalid("outageQuestionAnswers", $"The question {question.Id} ({question.Text}) needs an answer.");
        }

        // A question below a toggle is only asked if that is on.
        bool Applies(Question question) => question.ParentId is not { } parent || answers[parent].Any(answer => bool.TryParse(answer, out var on) && on);
    }

    private static OutageType? FindType(string id) => Array.Find(Types, type => string.Equals(type.Id, id, StringComparison.OrdinalIgnoreCase));

    private static Refusal Invalid(string target, string message) => new(400, "invalidInput", message) { Target = target };

    private sealed record OutageType(string Id, string Name, string Description, Question[] Questions);

    private sealed record Question(string Id, string Kind, string Text, bool Required)
    {
        public string? ParentId { get; init; }

        public string? OnText { get; init; }

        public string? OffText { get; init; }

        public bool Multiline { get; init; }
    }
}
