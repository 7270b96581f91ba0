namespace BcAdmin.Simulator.AdminCenter;

/// <summary>The sessions of users and background jobs in an environment.</summary>
internal static class Sessions
{
    [Operation("listSessions")]
    public static Reply ListSessions(Call call, BcEnvironment environment) =>
        Reply.List(environment.Sessions.Select(session => Write(call, environment, session)));

    [Operation("getSession")]
    public static Reply GetSession(Call call, BcEnvironment environment) => Reply.Ok(Write(call, environment, Find(call, environment)));

    [Operation("stopSession")]
    public static Reply StopSession(Call call, BcEnvironment environment)
    {
        environment.Sessions.Remove(Find(call, environment));
        return Reply.Empty();
    }

    private static EnvironmentSession Find(Call call, BcEnvironment environment)
    {
        var id = int.Parse(call["sessionId"], CultureInfo.InvariantCulture);
        return environment.Sessions.Find(session => session.Id == id)
            ?? throw new Refusal(404, "resourceDoesNotExist", $"There is no session {id} in {environment.Name}.") { Target = call["sessionId"] };
    }

    private static JsonObject Write(Call call, BcEnvironment environment, EnvironmentSession session) => new()
    {
        ["environmentName"] = environment.Name,
        ["applicationFamily"] = environment.ApplicationFamily,
        ["sessionId"] = session.Id,
        ["userId"] = session.UserId,
        ["clientType"] = session.ClientType,
        ["logOnDate"] = call.Settings.IsoSessionDates
            ? EnvironmentJson.Time(session.LogOn)
            : session.LogOn.UtcDateTime.ToString("M/d/yyyy h:mm:ss tt", CultureInfo.InvariantCulture),
        ["entryPointOperation"] = session.EntryPointOperation,
        ["entryPointObjectName"] = session.EntryPointName,
        ["entryPointObjectId"] = session.EntryPointId.ToString(CultureInfo.InvariantCulture),
        ["entryPointObjectType"] = session.EntryPointType,
        ["currentObjectName"] = session.CurrentName,
        ["currentObjectId"] = session.CurrentId,
        ["currentObjectType"] = session.CurrentType,
        ["currentOperationDuration"] = (long)(call.Now - session.CurrentSince).TotalMilliseconds,
    };
}
