namespace BcAdmin;

/// <summary>The permissions of a permission set for one object. Security filters are not included. Version 29 and later.</summary>
public sealed record BcPermission : BcEnvironmentResource
{
    /// <summary>Contract: ExpandedPermissionSet. The service can have more values.</summary>
    internal static readonly IReadOnlyList<string> DocumentedObjectTypes =
        ["Codeunit", "MenuSuite", "Page", "Query", "Report", "System", "Table", "Table Data", "XMLport"];

    /// <summary>ID of the permission set.</summary>
    public string RoleId { get; init => field = value ?? string.Empty; } = string.Empty;

    public string? RoleName { get; init; }

    /// <summary>Table Data, Table, Report, Codeunit, XMLport, MenuSuite, Page, Query, System, or another type.</summary>
    [JsonConverter(typeof(EncodedTextConverter))]
    public string? ObjectType { get; init; }

    /// <summary>The ID of the object; 0 for all objects of the type.</summary>
    public long? ObjectId { get; init; }

    public string? ObjectName { get; init; }

    public string? AlObjectName { get; init; }

    /// <summary>Yes, Indirect, or empty.</summary>
    [JsonConverter(typeof(EncodedTextConverter))]
    public string? ReadPermission { get; init; }

    [JsonConverter(typeof(EncodedTextConverter))]
    public string? InsertPermission { get; init; }

    [JsonConverter(typeof(EncodedTextConverter))]
    public string? ModifyPermission { get; init; }

    [JsonConverter(typeof(EncodedTextConverter))]
    public string? DeletePermission { get; init; }

    [JsonConverter(typeof(EncodedTextConverter))]
    public string? ExecutePermission { get; init; }

    /// <summary>ID of the app that defines the permission set.</summary>
    public Guid AppId { get; init; }

    public string? AppName { get; init; }

    /// <summary>System or Tenant.</summary>
    public string? Scope { get; init; }

    public override string ToString() => $"{RoleId}: {ObjectType} {ObjectId}";

    /// <summary>
    /// The permissions as five letters: R, I, M, D, and X for read, insert, modify, delete, and execute; lowercase for indirect permissions, - for
    /// none.
    /// </summary>
    [JsonIgnore]
    public string Rights => string.Concat(Letter(ReadPermission, 'R'), Letter(InsertPermission, 'I'), Letter(ModifyPermission, 'M'),
        Letter(DeletePermission, 'D'), Letter(ExecutePermission, 'X'));

    private static string Letter(string? permission, char letter) => permission?.ToUpperInvariant() switch
    {
        "YES" => letter.ToString(),
        "INDIRECT" => char.ToLowerInvariant(letter).ToString(),
        _ => "-",
    };

    [JsonInclude, JsonPropertyName("id")]
    internal string? SystemId { get; init; }

    [JsonInclude, JsonPropertyName("@odata.etag")]
    internal string? ETag { get; init; }
}
