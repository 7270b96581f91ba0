using System.Management.Automation;

namespace BcAdmin.Cmdlets.Outages;

/// <summary>Lists the questions for an outage type: listOutageQuestions.</summary>
[Cmdlet(VerbsCommon.Get, "BcOutageQuestion")]
[OutputType(typeof(BcOutageQuestion))]
public sealed class GetBcOutageQuestionCommand : BcConnectedCmdlet, IThrottled
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OutageTypeCompleter))]
    [NameOrId(typeof(BcOutageType), nameof(BcOutageType.OutageType), IsSingle = true)]
    public string OutageType { get; set; } = string.Empty;

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    protected override Task ProcessAsync() => ReadAsync(OutageType, async connection =>
    {
        try
        {
            foreach (var question in await AdminCenter(connection).ListOutageQuestionsAsync(OutageType, PipelineStopToken))
                WriteObject(question);
        }
        catch (BcApiException exception) when (exception.IsNotFound)
        {
            exception.Suggestion = Suggestion.Nearest(
                OutageType, (await AdminCenter(connection).ListOutageTypesAsync(PipelineStopToken).ToListAsync()).Select(type => type.OutageType));
            throw;
        }
    });
}
