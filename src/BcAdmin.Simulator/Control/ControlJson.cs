using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace BcAdmin.Simulator.Control;

/// <summary>JSON of the control endpoints.</summary>
internal static class ControlJson
{
    public static JsonSerializerOptions Options { get; } =
        Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() });

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        options.Converters.Add(new RoundTripTime());
        return options;
    }

    /// <exception cref="JsonException">The body is not an object, or a member of it is unknown or has the wrong type.</exception>
    public static T Read<T>(Exchange exchange)
    {
        var body = ReadObject(exchange);
        var members = Options.GetTypeInfo(typeof(T)).Properties.Select(property => property.Name).ToList();
        if (body.Select(member => member.Key).FirstOrDefault(name => !members.Contains(name, StringComparer.Ordinal)) is { } unknown)
            throw new JsonException($"There is no member {unknown}. The members are {string.Join(", ", members)}.");
        return body.Deserialize<T>(Options)!;
    }

    /// <exception cref="JsonException">The body is not an object.</exception>
    public static JsonObject ReadObject(Exchange exchange) => exchange.ReadJson() switch
    {
        null => [],
        JsonObject body => body,
        _ => throw new JsonException("The body must be a JSON object."),
    };

    /// <summary>Writes all seven digits of a second, so that texts of the same length sort in the same way as the times.</summary>
    private sealed class RoundTripTime : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString("O", CultureInfo.InvariantCulture));
    }
}

/// <summary>A request record of control. It is bound from a JSON body with any content type, so that <c>curl -d</c> works.</summary>
internal interface IControlRequest<TSelf> : IBindableFromHttpContext<TSelf>
    where TSelf : class, IControlRequest<TSelf>
{
    static ValueTask<TSelf?> IBindableFromHttpContext<TSelf>.BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<TSelf?>(ControlJson.Read<TSelf>(Exchange.Of(context)));
}
