namespace BcAdmin.Api;

/// <summary>A value of the user's as one segment of a path.</summary>
internal static class PathSegment
{
    /// <exception cref="BcException">InvalidArgument: blank, or a segment that addresses of the web read as "here" or "one up".</exception>
    public static string Escape(string value) => value.Trim() is "" or "." or ".."
        ? throw new BcException("InvalidArgument", $"'{value}' cannot be a name.") { Target = value }
        : Uri.EscapeDataString(value);
}
