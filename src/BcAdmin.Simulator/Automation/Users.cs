namespace BcAdmin.Simulator.Automation;

/// <summary>
/// Users of an environment. They belong to the environment, whichever company is in the path, and cannot be created or deleted here.
/// </summary>
internal static class Users
{
    [Operation("listUsers")]
    public static Reply ListUsers(Call call) => ODataCollection.Answer(call, call.Environment.Users.Select(Write));

    [Operation("getUser")]
    public static Reply GetUser(Call call) => ODataCollection.AnswerOne(call, Write(Find(call)));

    [Operation("updateUser")]
    public static Reply UpdateUser(Call call)
    {
        var user = Find(call);
        ETag.Check(call, user.RowVersion);
        return Reply.Ok(Write(call.Environment.Replace(user with
        {
            Enabled = call.Text("state") is { } state ? state == "Enabled" : user.Enabled,
            ExpiryDate = call.Text("expiryDate") is { } expiry ? Expiry(expiry) : user.ExpiryDate,
            ContactEmail = call.Text("contactEmail") ?? user.ContactEmail,
            RowVersion = RowVersion.Next(),
        })));
    }

    /// <summary>The user in the path.</summary>
    public static BcUser Find(Call call)
    {
        var id = call.Id("userSecurityId");
        return call.Environment.Users.Find(user => user.UserSecurityId == id)
            ?? throw AutomationError.NotFound($"The user with the ID {call["userSecurityId"]} does not exist.");
    }

    private static DateTimeOffset? Expiry(string text)
    {
        var time = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return time.Year == 1 ? null : time;
    }

    public static string WriteExpiry(BcUser user) =>
        user.ExpiryDate is { } expiry ? ODataCollection.Time(expiry) : "0001-01-01T00:00:00Z";

    private static JsonObject Write(BcUser user) => new()
    {
        ["@odata.etag"] = ETag.Of(user.RowVersion),
        ["userSecurityId"] = user.UserSecurityId.ToString(),
        ["userName"] = user.UserName,
        ["displayName"] = user.DisplayName,
        ["state"] = user.Enabled ? "Enabled" : "Disabled",
        ["expiryDate"] = WriteExpiry(user),
        ["contactEmail"] = user.ContactEmail,
    };
}
