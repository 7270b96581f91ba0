namespace BcAdmin.Simulator.Entra;

/// <summary>The errors of the sign-in endpoints, in OAuth format with the AADSTS number in the description.</summary>
internal static class EntraError
{
    /// <param name="error">OAuth error, such as invalid_client.</param>
    /// <param name="number">AADSTS number.</param>
    public static Refusal Of(int status, string error, int number, string message) =>
        new(status, error, message) { Target = number.ToString(CultureInfo.InvariantCulture) };

    public static Refusal MissingField(string field) => Of(400, "invalid_request", 90014,
        $"The required field '{field}' is missing from the credential. "
        + "Ensure that you have all the necessary parameters for the login request.");

    /// <summary>The fields of a redirect to the app.</summary>
    public static (string Name, string? Value)[] ToFields(Refusal refusal) =>
        [("error", refusal.Code), ("error_description", $"AADSTS{refusal.Target}: {refusal.Message}")];

    public static Reply Write(Refusal refusal)
    {
        var trace = Guid.NewGuid();
        var correlation = Guid.NewGuid();
        var timestamp = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd HH:mm:ssZ", CultureInfo.InvariantCulture);
        // A fault may have no AADSTS number.
        var number = refusal.Target is null ? (int?)null : int.Parse(refusal.Target, CultureInfo.InvariantCulture);
        var text = number is null ? refusal.Message : $"AADSTS{number}: {refusal.Message}";

        return Reply.Of(refusal, new JsonObject
        {
            ["error"] = refusal.Code,
            ["error_description"] = $"{text}\r\nTrace ID: {trace}\r\nCorrelation ID: {correlation}\r\nTimestamp: {timestamp}",
            ["error_codes"] = number is null ? new JsonArray() : new JsonArray(number),
            ["timestamp"] = timestamp,
            ["trace_id"] = trace.ToString(),
            ["correlation_id"] = correlation.ToString(),
            ["error_uri"] = number is null ? null : $"https://login.microsoftonline.com/error?code={number}",
        });
    }
}
