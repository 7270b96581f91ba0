using System.Management.Automation;

namespace BcAdmin;

/// <summary>
/// An event or error that an environment logged. The service determines the columns, which are properties of the object in PowerShell.
/// </summary>
public sealed record BcTelemetryEvent : BcEnvironmentResource
{
    internal BcTelemetryEvent(IReadOnlyDictionary<string, object?> values) => Values = values;

    /// <summary>The columns by name, in the order of the service.</summary>
    [Hidden]
    public IReadOnlyDictionary<string, object?> Values { get; }

    /// <summary>The value of the first column of the type datetime.</summary>
    public DateTimeOffset? Timestamp => TimeColumn is { } name && Values[name] is DateTimeOffset time ? time : null;

    /// <summary>The message, and the other columns in parentheses.</summary>
    [Hidden]
    public string Event
    {
        get
        {
            var message = Values.FirstOrDefault(column => column.Key.Equals("Message", StringComparison.OrdinalIgnoreCase));
            var others = string.Join(", ", Values
                .Where(column => column.Key != TimeColumn && column.Key != message.Key)
                .Select(column => $"{column.Key}: {ValueText.Of(column.Value)}"));
            return message.Key is null ? others : others.Length == 0 ? ValueText.Of(message.Value) : $"{ValueText.Of(message.Value)} ({others})";
        }
    }

    private string? TimeColumn => Values.FirstOrDefault(column => column.Value is DateTimeOffset).Key;

    public override string ToString() => string.Join(", ", Values.Select(column => $"{column.Key}: {column.Value}"));
}

/// <summary>The response of getEnvironmentTelemetry, which is a table.</summary>
internal sealed record TelemetryResult(TelemetryColumn[]? QueryColumns, JsonElement[][]? QueryResults);

/// <summary>A column of the table.</summary>
/// <param name="Name">The name.</param>
/// <param name="Ordinal">The position in a row.</param>
/// <param name="DataType">string, numeric, or datetime, or the corresponding number 0, 1, or 2.</param>
internal sealed record TelemetryColumn(string? Name, int? Ordinal, string? DataType)
{
    public bool IsDate => DataType is "2" || string.Equals(DataType, "datetime", StringComparison.OrdinalIgnoreCase);
}
