namespace BcAdmin;

/// <summary>
/// The status of an operation. The service writes it in lower case in some answers and with a capital letter in others, and has two spellings of
/// canceled. An unknown status is not an end: a wait goes on until its time is over.
/// </summary>
internal static class OperationStatus
{
    public static bool IsCompleted(string? status) =>
        Is(status, "succeeded") || Is(status, "failed") || Is(status, "canceled") || Is(status, "skipped");

    public static bool Is(string? status, string expected) => Spell(status).Equals(Spell(expected), StringComparison.OrdinalIgnoreCase);

    private static string Spell(string? status) => status?.Trim() is { } text
        ? text.Equals("cancelled", StringComparison.OrdinalIgnoreCase) ? "canceled" : text
        : string.Empty;
}
