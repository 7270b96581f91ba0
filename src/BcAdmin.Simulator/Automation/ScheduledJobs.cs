using System.Text.RegularExpressions;

namespace BcAdmin.Simulator.Automation;

/// <summary>Background jobs that the API has started.</summary>
internal static partial class ScheduledJobs
{
    [Operation("listScheduledJobs")]
    public static Reply ListScheduledJobs(Call call)
    {
        if (!NamesKey().IsMatch(call.Query("$filter") ?? ""))
            throw AutomationError.Dialog("A job ID or a category must be specified as a filter.");
        return ODataCollection.Answer(call, call.Environment.Jobs.Select(job => Write(call, job)));
    }

    [Operation("getScheduledJob")]
    public static Reply GetScheduledJob(Call call) => ODataCollection.AnswerOne(call, Write(call,
        call.Environment.Jobs.Find(job => job.Id == call.Id("scheduledJobId"))
        ?? throw AutomationError.NotFound($"The job with the ID {call["scheduledJobId"]} does not exist.")));

    /// <summary>Jobs are linked to users only by the category of user imports, so they are the same for every user.</summary>
    [Operation("listUserScheduledJobs")]
    public static Reply ListUserScheduledJobs(Call call)
    {
        Users.Find(call);
        var imports = call.Environment.Jobs.Where(job => job.Category == ScheduledJob.UserImport);
        return ODataCollection.Answer(call, imports.Select(job => Write(call, job)));
    }

    private static JsonObject Write(Call call, ScheduledJob job) => new()
    {
        ["id"] = job.Id.ToString(),
        ["category"] = job.Category,
        ["startDateTime"] = ODataCollection.Time(job.StartsOn),
        ["status"] = DisplayText.Of(call, job.StatusAt(call.Now)),
        ["description"] = job.Description,
        ["errorMessage"] = job.HasEnded ? job.Failure ?? "" : "",
    };

    [GeneratedRegex(@"\b(?:category|id)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NamesKey();
}
