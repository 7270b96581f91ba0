namespace BcAdmin.Configuration;

/// <summary>An entry of a component in a file or a tenant. Values are in canonical form; null means not managed, or not known.</summary>
internal sealed record ConfigurationItem(ComponentSchema Component, string?[] Values)
{
    /// <summary>The position of the entry in the file; null for an entry of the tenant.</summary>
    public FilePlace? Place { get; init; }

    /// <summary>The positions of the values in the file, in the order of the properties.</summary>
    public IReadOnlyList<FilePlace?> Places { get; init; } = [];

    /// <summary>The object that the service returned.</summary>
    public object? Source { get; init; }

    /// <summary>The newest version that the service offers, if it is relevant.</summary>
    public string? Offered { get; init; }

    public string Key => Component.KeyOf(Values);

    public string? this[string member] => Values[Component.IndexOf(member)];

    /// <summary>Creates an entry of the tenant.</summary>
    public static ConfigurationItem Of(ComponentSchema component, object? source, params string?[] values) =>
        new(component, values) { Source = source };

    public ConfigurationItem With(string member, string? value)
    {
        var values = (string?[])Values.Clone();
        values[Component.IndexOf(member)] = value;
        return this with { Values = values };
    }

    /// <summary>The position of a value, or of the entry if the value has none.</summary>
    public FilePlace PlaceOf(string member) => Places.ElementAtOrDefault(Component.IndexOf(member)) ?? Place!;

    /// <summary>The error for one of the values.</summary>
    public BcConfigurationException Fail(string member, ErrorCode code, string message, string? advice = null, string? suggestion = null) =>
        new(code, PlaceOf(member), message)
        {
            Target = this[member],
            Advice = advice,
            Suggestion = suggestion,
        };
}

/// <summary>The entries of a component in a file.</summary>
/// <param name="Place">The position of the component.</param>
internal sealed record DesiredItems(FilePlace Place, IReadOnlyList<ConfigurationItem> Items);

/// <summary>A value that is different.</summary>
internal sealed record ValueChange(ComponentMember Member, string? Current, string? Desired)
{
    public override string ToString() => $"{Member.Name}: {Current ?? "(none)"} -> {Desired}";
}

/// <summary>The change that makes an entry of a tenant match the file.</summary>
internal sealed record ItemChange(
    ComponentSchema Component, BcConfigurationAction Action, ConfigurationItem? Desired, ConfigurationItem? Current,
    IReadOnlyList<ValueChange> Values)
{
    /// <summary>Additional information for the user.</summary>
    public string? Reason { get; init; }

    /// <summary>The position of the entry in the file, or of the list in which it is missing.</summary>
    public required FilePlace Place { get; init; }

    public string Key => (Desired ?? Current)!.Key;

    /// <summary>The old and new values.</summary>
    public string Changes => Action == BcConfigurationAction.Remove ? string.Empty : string.Join("; ", Values);

    /// <summary>The desired value, or the current value if there is none.</summary>
    public string? this[string member] => Desired?[member] ?? Current?[member];

    /// <summary>The error if the change cannot be applied.</summary>
    public BcConfigurationException Fail(ErrorCode code, string message, string? advice = null) => new(code, Place, message)
    {
        Target = Key,
        Advice = advice,
    };

    /// <summary>Whether the change of another plan is identical.</summary>
    public bool IsSame(ItemChange other) => Action == other.Action && Component == other.Component
        && Key.Equals(other.Key, StringComparison.OrdinalIgnoreCase) && Values.SequenceEqual(other.Values);

    public override string ToString() => string.Join(' ', new[]
    {
        Action == BcConfigurationAction.Add ? "+" : Action == BcConfigurationAction.Remove ? "-" : "~", Component.Name, Key, Changes,
    }.Where(part => part.Length > 0));
}
