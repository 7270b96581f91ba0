namespace BcAdmin.Configuration;

/// <summary>An entry of a component: of a file, or of a tenant. Values are canonical texts; null is not managed, or not known.</summary>
internal sealed record ConfigurationItem(ComponentSchema Component, string?[] Values)
{
    /// <summary>The entry in the file; null for one of the service.</summary>
    public FilePlace? Place { get; init; }

    /// <summary>The places of the values in the file, in the order of the members.</summary>
    public IReadOnlyList<FilePlace?> Places { get; init; } = [];

    /// <summary>The object of the service.</summary>
    public object? Source { get; init; }

    /// <summary>The newest version that the service offers, where that matters.</summary>
    public string? Offered { get; init; }

    public string Key => Component.KeyOf(Values);

    public string? this[string member] => Values[Component.IndexOf(member)];

    /// <summary>An entry of the service.</summary>
    public static ConfigurationItem Of(ComponentSchema component, object? source, params string?[] values) =>
        new(component, values) { Source = source };

    public ConfigurationItem With(string member, string? value)
    {
        var values = (string?[])Values.Clone();
        values[Component.IndexOf(member)] = value;
        return this with { Values = values };
    }

    /// <summary>The place of a value, or else of the entry.</summary>
    public FilePlace PlaceOf(string member) => Places.ElementAtOrDefault(Component.IndexOf(member)) ?? Place!;

    /// <summary>A failure about one of its values.</summary>
    public BcConfigurationException Fail(string member, ErrorCode code, string message, string? advice = null, string? suggestion = null) =>
        new(code, PlaceOf(member), message)
        {
            Target = this[member],
            Advice = advice,
            Suggestion = suggestion,
        };
}

/// <summary>The entries of a component in a file.</summary>
/// <param name="Place">The member of the component.</param>
internal sealed record DesiredItems(FilePlace Place, IReadOnlyList<ConfigurationItem> Items);

/// <summary>A value that differs.</summary>
internal sealed record ValueChange(ComponentMember Member, string? Current, string? Desired)
{
    public override string ToString() => $"{Member.Name}: {Current ?? "(none)"} -> {Desired}";
}

/// <summary>What makes an entry of a tenant match the file.</summary>
internal sealed record ItemChange(
    ComponentSchema Component, BcConfigurationAction Action, ConfigurationItem? Desired, ConfigurationItem? Current,
    IReadOnlyList<ValueChange> Values)
{
    /// <summary>What else the user should know.</summary>
    public string? Reason { get; init; }

    /// <summary>The entry in the file, or the list that does not name it.</summary>
    public required FilePlace Place { get; init; }

    public string Key => (Desired ?? Current)!.Key;

    /// <summary>The values before and after.</summary>
    public string Changes => Action == BcConfigurationAction.Remove ? string.Empty : string.Join("; ", Values);

    /// <summary>The desired value, or else the current one.</summary>
    public string? this[string member] => Desired?[member] ?? Current?[member];

    /// <summary>The refusal of the change.</summary>
    public BcConfigurationException Fail(ErrorCode code, string message, string? advice = null) => new(code, Place, message)
    {
        Target = Key,
        Advice = advice,
    };

    /// <summary>Whether another plan has the same change.</summary>
    public bool IsSame(ItemChange other) => Action == other.Action && Component == other.Component
        && Key.Equals(other.Key, StringComparison.OrdinalIgnoreCase) && Values.SequenceEqual(other.Values);

    public override string ToString() => string.Join(' ', new[]
    {
        Action == BcConfigurationAction.Add ? "+" : Action == BcConfigurationAction.Remove ? "-" : "~", Component.Name, Key, Changes,
    }.Where(part => part.Length > 0));
}
