namespace BcAdmin.Api;

/// <summary>A value of the user's as one segment of a path.</summary>
internal static class PathSegment
{
    /// <summary>
    /// Far beyond every name of the service; gateways refuse addresses of some thousand characters with errors that do not say why.
    /// </summary>
    private const int Longest = 1000;

    /// <exception cref="BcException">InvalidArgument: blank, too long, or a segment that addresses of the web read as "here" or "one up".</exception>
    public static string Escape(string value) => value.Trim() is "" or "." or ".." || value.Length > Longest
        ? throw new BcException(
            ErrorCode.InvalidArgument, Messages.CannotName(value, Longest))
        { Target = value }
        : Uri.EscapeDataString(value);
}
