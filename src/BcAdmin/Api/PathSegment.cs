namespace BcAdmin.Api;

/// <summary>A value from the user as a path segment.</summary>
internal static class PathSegment
{
    /// <summary>Longer than any name in the service. Gateways reject URLs of several thousand characters with unclear errors.</summary>
    private const int MaxLength = 1000;

    /// <exception cref="BcException">InvalidArgument: the value is blank, too long, or a relative segment ("." or "..").</exception>
    public static string Escape(string value) => value.Trim() is "" or "." or ".." || value.Length > MaxLength
        ? throw new BcException(
            ErrorCode.InvalidArgument, Messages.InvalidPathSegment(value, MaxLength))
        { Target = value }
        : Uri.EscapeDataString(value);
}
