using System.Collections;
using System.Management.Automation;

namespace BcAdmin.Cmdlets.Outages;

/// <summary>Reports an outage of a production environment to Microsoft: getEnvironment, listOutageQuestions, reportOutage.</summary>
[Cmdlet(VerbsLifecycle.Submit, "BcOutageReport", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BcOutageReportResult))]
[AcceptsInput(typeof(BcOutageType), typeof(BcEnvironment))]
public sealed class SubmitBcOutageReportCommand : BcEnvironmentCmdlet
{
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OutageTypeCompleter))]
    public string OutageType { get; set; } = string.Empty;

    /// <summary>The answers, by question ID.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    public Hashtable Answer { get; set; } = [];

    [Parameter]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? FirstName { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? LastName { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? Email { get; set; }

    /// <summary>The phone number. The service accepts digits only.</summary>
    [Parameter]
    [TextPattern(@"\A[0-9]+\z", Messages.InvalidPhoneNumber)]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? Phone { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        var admin = AdminCenter(connection);
        var environment = await admin.GetEnvironmentAsync(Key, PipelineStopToken);
        if (environment.HasType("Sandbox"))
        {
            throw new BcException(ErrorCode.ProductionRequired,
                Messages.SandboxOutageNotReportable(environment));
        }

        var questions = await admin.ListOutageQuestionsAsync(OutageType, PipelineStopToken);
        var report = new ReportOutageRequest(OutageType, Answers(questions))
        {
            FirstName = FirstName,
            LastName = LastName,
            Email = Email,
            Phone = Phone,
            AppVersion = environment.Version?.ToString(),
        };
        if (!await ConfirmAsync(connection, environment.Key, $"environment {environment.Describe()}",
            Messages.ReportOutageAction(OutageType), Force))
        {
            return;
        }

        var result = await admin.ReportOutageAsync(environment.Key, report, PipelineStopToken);
        if (string.Equals(result.CreationStatus, "Error", StringComparison.OrdinalIgnoreCase))
        {
            throw new BcException(ErrorCode.OutageReportFailed,
                Messages.SupportRequestNotCreated(OutageType))
            {
                Advice = Messages.CheckOutageReport,
            };
        }

        WriteObject(result);
    });

    /// <summary>Gets the answers in the format of the service. Fails if a required answer is missing or an answer has no question.</summary>
    private List<OutageAnswer> Answers(IReadOnlyList<BcOutageQuestion> questions)
    {
        var given = Answer.Cast<DictionaryEntry>().ToDictionary(
            entry => ValueText.Of(entry.Key), entry =>
                entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value, StringComparer.OrdinalIgnoreCase);
        var unknown = given.Keys.Where(id => !questions.Any(question => question.QuestionId.Equals(id, StringComparison.OrdinalIgnoreCase))).ToList();
        if (unknown.Count > 0)
            throw Invalid(Messages.UnknownOutageQuestion(OutageType, unknown));

        var answers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var question in questions)
        {
            if (given.TryGetValue(question.QuestionId, out var answer) && Format(question, answer) is { Length: > 0 } text)
                answers[question.QuestionId] = text;
            else if (question.DefaultValue is { Length: > 0 } standard)
                answers[question.QuestionId] = standard;
        }

        var missing = questions.Where(
            question => question.IsRequired == true && !answers.ContainsKey(question.QuestionId) && Applies(question)).ToList();
        return missing.Count == 0
            ? [.. questions.Where(question => answers.ContainsKey(question.QuestionId) && Applies(question))
                .Select(question => new OutageAnswer(question.QuestionId, answers[question.QuestionId]))]
            : throw Invalid(
                Messages.OutageAnswersRequired(OutageType, missing));

        bool Applies(BcOutageQuestion question) =>
            questions.FirstOrDefault(other => other.QuestionId.Equals(question.ParentId, StringComparison.OrdinalIgnoreCase)) is not { } parent
            || (bool.TryParse(answers.GetValueOrDefault(parent.QuestionId), out var on) && on && !ReferenceEquals(parent, question));
    }

    private static string? Format(BcOutageQuestion question, object? answer) => answer switch
    {
        null => null,
        string text when question.HasType("Toggle") && text.Equals(question.OnText, StringComparison.OrdinalIgnoreCase) => "true",
        string text when question.HasType("Toggle") && text.Equals(question.OffText, StringComparison.OrdinalIgnoreCase) => "false",
        _ => ValueText.Of(answer),
    };

    private BcException Invalid(string message) => new(ErrorCode.InvalidArgument, message)
    {
        Target = Answer,
        Advice = Messages.ListOutageQuestions(OutageType),
    };
}
