using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BcAdmin.Simulator.Entra;

/// <summary>A response of the token endpoint. Members that do not apply are omitted.</summary>
/// <param name="Scope">The requested scope: MSAL finds its own token only by this value.</param>
internal sealed record TokenResponse(
    string TokenType, int ExpiresIn, int ExtExpiresIn, long? ExpiresOn, long? NotBefore, string? Resource, string AccessToken,
    string? Scope = null, string? IdToken = null, string? RefreshToken = null, string? ClientInfo = null)
{
    private static readonly JsonSerializerOptions Version2 = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Version1 = new(Version2) { NumberHandling = JsonNumberHandling.WriteAsString };

    /// <summary>The response as a result; the older endpoint writes numbers as text.</summary>
    public JsonHttpResult<TokenResponse> ToResult(bool isVersion1) => TypedResults.Json(this, isVersion1 ? Version1 : Version2);
}
