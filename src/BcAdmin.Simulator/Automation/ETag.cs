using System.Text;
using System.Text.RegularExpressions;

namespace BcAdmin.Simulator.Automation;

/// <summary>Concurrency tokens: the version of a row, and the If-Match rule for changing it.</summary>
internal static partial class ETag
{
    public static string Of(long rowVersion) => $"W/\"{Convert.ToBase64String(Encoding.ASCII.GetBytes($"19;{rowVersion};1;00;"))}\"";

    /// <summary>Checks that a PATCH or DELETE has the version of the row that the caller has read.</summary>
    /// <exception cref="Refusal">400 BadRequest_InvalidToken without a readable If-Match; 409 Request_EntityChanged for a stale one.</exception>
    public static void Check(Call call, long rowVersion)
    {
        var match = call.Header("If-Match")?.Trim();
        if (match is "*")
            return;

        if (match is null || !Form().IsMatch(match))
        {
            throw new Refusal(400, "BadRequest_InvalidToken",
                "The header If-Match is missing or is not a valid concurrency token. Send the @odata.etag of the row, or *.");
        }

        if (!string.Equals(match, Of(rowVersion), StringComparison.Ordinal))
            throw new Refusal(409, "Request_EntityChanged", "Another user has already changed the record. Read it again.");
    }

    [GeneratedRegex("""^W/"[A-Za-z0-9+/=]+"$""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Form();
}
