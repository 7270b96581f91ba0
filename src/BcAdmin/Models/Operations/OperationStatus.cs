namespace BcAdmin;

/// <summary>
/// The status of an operation. The service uses lowercase in some responses and Pascal case in others, and two spellings of canceled. An unknown
/// status does not count as completed, so that a wait continues until its timeout.
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
