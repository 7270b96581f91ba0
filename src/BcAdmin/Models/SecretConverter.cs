using System.Net;
using System.Security;

namespace BcAdmin;

/// <summary>Reads a secret that the service returns, and never writes it.</summary>
internal sealed class SecretConverter : JsonConverter<SecureString>
{
    public override SecureString? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return new NetworkCredential(string.Empty, reader.GetString()).SecurePassword;
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, SecureString value, JsonSerializerOptions options) => writer.WriteNullValue();
}
