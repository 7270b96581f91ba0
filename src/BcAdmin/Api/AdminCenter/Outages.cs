namespace BcAdmin.Api.AdminCenter;

internal sealed partial class AdminCenterClient
{
    /// <summary>listOutageTypes.</summary>
    public IAsyncEnumerable<BcOutageType> ListOutageTypesAsync(CancellationToken cancellationToken) =>
        From(Api.ListAsync(Get("listOutageTypes", "support/outageTypes"), BcJson.Default.BcOutageType, cancellationToken));

    /// <summary>listOutageQuestions, in the order in which they are asked.</summary>
    public async Task<IReadOnlyList<BcOutageQuestion>> ListOutageQuestionsAsync(string outageType, CancellationToken cancellationToken)
    {
        var request = Get("listOutageQuestions", $"support/outageTypes/{Escape(outageType)}/outageQuestions");
        var questions = await From(Api.ListAsync(request, BcJson.Default.BcOutageQuestion, cancellationToken)).ToListAsync().ConfigureAwait(false);
        foreach (var question in questions)
            question.OutageType = outageType;
        return [.. questions.OrderBy(question => question.Sequence ?? int.MaxValue)];
    }

    /// <summary>listReportedOutages. The list is not restricted by partner access.</summary>
    public IAsyncEnumerable<BcOutageReport> ListOutageReportsAsync(CancellationToken cancellationToken) =>
        From(Api.ListAsync(Get("listReportedOutages", "support/reportedoutages"), BcJson.Default.BcOutageReport, cancellationToken));

    /// <summary>reportOutage. Opens a support request. The response can report an error in its body despite a success status code.</summary>
    public async Task<BcOutageReportResult> ReportOutageAsync(
        EnvironmentKey environment, ReportOutageRequest body, CancellationToken cancellationToken)
    {
        var request = Post("reportOutage", In(environment, "support") / "reportoutage").WithJson(body, BcJson.Default.ReportOutageRequest);
        try
        {
            var result = From(await ReadAsync(request, BcJson.Default.BcOutageReportResult, cancellationToken).ConfigureAwait(false), environment);
            result.OutageType = body.OutageType;
            return result;
        }
        catch (BcApiException exception) when (exception.IsResponseLost)
        {
            throw exception.With(
                Messages.OutageReportPossiblyReceived(Connection));
        }
    }
}
