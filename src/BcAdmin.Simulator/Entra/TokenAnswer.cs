using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BcAdmin.Simulator.Entra;

/// <summary>An answer of the token endpoint. Members that do not apply are left out.</summary>
internal sealed record TokenAnswer
{
    private static readonly JsonSerializerOptions Version2 = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Version1 = new(Version2) { NumberHandling = JsonNumberHandling.WriteAsString };

    public string TokenType { get; } = "Bearer";

    public required int ExpiresIn { get; init; }

    public int ExtExpiresIn => ExpiresIn;

    public long? ExpiresOn { get; init; }

    public long? NotBefore { get; init; }

    public string? Resource { get; init; }

    public required string AccessToken { get; init; }

    /// <summary>The scope that was asked for: MSAL finds its own token again only under that.</summary>
    public string? Scope { get; init; }

    public string? IdToken { get; init; }

    public string? RefreshToken { get; init; }

    public string? ClientInfo { get; init; }

    /// <summary>The answer as a result; the older endpoint writes its numbers as text.</summary>
    public JsonHttpResult<TokenAnswer> ToResult(bool isVersion1) => TypedResults.Json(this, isVersion1 ? Version1 : Version2);
}
