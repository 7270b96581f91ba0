using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace BcAdmin.Simulator.Entra;

/// <summary>
/// The fields that a client posts to a sign-in endpoint, or sends in the query. A client ID and secret can also be in a Basic header.
/// </summary>
internal sealed class SignInForm
{
    private readonly Dictionary<string, StringValues> _fields;
    private readonly (string Id, string Secret)? _basic;

    private SignInForm(Exchange exchange)
    {
        var request = exchange.Request;
        _fields = QueryHelpers.ParseQuery(HttpMethods.IsPost(request.Method) ? Encoding.UTF8.GetString(exchange.Body) : request.QueryString.Value);
        _basic = ReadBasic(request.Headers.Authorization.ToString());
        IsVersion1 = !exchange.Segments.Contains("v2.0", StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether it was sent to the older endpoint, which requires a resource instead of a scope.</summary>
    public bool IsVersion1 { get; }

    public string? this[string field] => field switch
    {
        "client_id" when _basic is { } basic => basic.Id,
        "client_secret" when _basic is { } basic => basic.Secret,
        _ => _fields.TryGetValue(field, out var value) && value.ToString() is { Length: > 0 } text ? text : null,
    };

    public static ValueTask<SignInForm?> BindAsync(HttpContext http) => ValueTask.FromResult<SignInForm?>(new SignInForm(Exchange.Of(http)));

    public string Require(string field) => this[field] ?? throw EntraError.MissingField(field);

    /// <summary>The resource of the token, for requests that do not have to repeat it.</summary>
    public string? Wanted() => IsVersion1 ? this["resource"] : this["scope"];

    public string Scope() => IsVersion1 ? Require("resource") : Require("scope");

    private static (string Id, string Secret)? ReadBasic(string header)
    {
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return null;

        try
        {
            var parts = Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..].Trim())).Split(':', 2);
            return parts.Length == 2 ? (Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts[1])) : null;
        }
        catch (FormatException)
        {
            throw EntraError.Of(401, "invalid_client", 7000218, "The Authorization header is not a valid Basic header.");
        }
    }
}
