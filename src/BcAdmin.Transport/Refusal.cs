using System.Text.RegularExpressions;

namespace BcAdmin.Transport;

/// <summary>Causes of a rejection that only its text shows, because the service uses one code or status for several causes.</summary>
public static partial class Refusal
{
    /// <summary>
    /// A temporary rejection: the environment restarts its sessions because extensions were changed, or its database is not available. The call was
    /// not processed.
    /// </summary>
    /// <param name="text">The response or its message. Sources: AL extension tools (ALOps issue 561) and the list of OData error codes.</param>
    public static bool IsTemporary(string text) => Passing().IsMatch(text);

    /// <summary>A missing permission, which the service reports as Internal_ServerError with status 400, 403 or 500.</summary>
    /// <param name="text">The response or its message. Source: documentation issue 1966; the wording differs between versions.</param>
    public static bool IsPermission(string text) => Permission().IsMatch(text);

    /// <summary>An app that every environment requires, such as the Base Application.</summary>
    /// <param name="text">The message of the service.</param>
    public static bool IsProtectedApp(string text) => Protected().IsMatch(text);

    /// <summary>A change that is rejected because another operation on the environment has not ended.</summary>
    /// <param name="text">The message of the service.</param>
    public static bool IsBusy(string text) => Busy().IsMatch(text);

    /// <summary>The ID of the operation that a message names; null if it names none.</summary>
    public static Guid? OperationOf(string text) =>
        Operation().Match(text) is { Success: true } match ? Guid.Parse(match.Groups["id"].ValueSpan) : null;

    [GeneratedRegex(
        @"\b(another|other|conflicting|concurrent|ongoing|pending) (\w+ )?operations?\b"
        + @"|\boperations? (is|are) (still |already |currently )?(running|in progress|ongoing)"
        + @"|\bis being (copied|updated|upgraded|restored|renamed|moved)\b|\bis busy\b|\b(update|upgrade|copy) is (already )?(running|in progress)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Busy();

    [GeneratedRegex(
        @"\boperation\W{1,5}(ID\W{1,5})?(?<id>[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12})\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Operation();

    [GeneratedRegex(@"cannot be uninstalled\s*(\.|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Protected();

    [GeneratedRegex(
        "An administrator changed one or more extensions|Internal_TenantUnavailable",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Passing();

    /// <summary>The part in parentheses is the same in every language: (TableData 38 Purchase Header Modify: Base Application).</summary>
    [GeneratedRegex(
        "do not have the following permissions|current permissions prevented the action|do not have sufficient permissions"
        + @"|\((TableData|Table|Page|Codeunit|Report|Query|XMLport|System) [^()]{1,200} (Read|Insert|Modify|Delete|Execute)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Permission();
}
