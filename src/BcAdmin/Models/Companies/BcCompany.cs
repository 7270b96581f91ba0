using System.Management.Automation;

namespace BcAdmin;

/// <summary>A company inside of an environment.</summary>
public sealed record BcCompany : BcEnvironmentResource
{
    [JsonPropertyName("id")]
    public Guid CompanyId { get; init; }

    /// <summary>Technical name, 30 characters at most. Never changes.</summary>
    public string Name { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>Name for people.</summary>
    public string? DisplayName { get; init; }

    /// <summary>True for a demonstration company; empty where the caller may not see it.</summary>
    [JsonPropertyName("evaluationCompany")]
    public bool? IsEvaluation { get; init; }

    public string? BusinessProfileId { get; init; }

    public string? SystemVersion { get; init; }

    public DateTimeOffset? SystemCreatedAt { get; init; }

    public DateTimeOffset? SystemModifiedAt { get; init; }

    /// <summary>Version of the record, sent back with a change so that nobody else's is overwritten.</summary>
    [Hidden, JsonPropertyName("@odata.etag")]
    public string? ETag { get; init; }

    public override string ToString() => Name;

    /// <summary>This company with what the second list says of it.</summary>
    internal BcCompany JoinedWith(BcCompany details) => this with
    {
        IsEvaluation = details.IsEvaluation ?? IsEvaluation,
        BusinessProfileId = details.BusinessProfileId ?? BusinessProfileId,
        ETag = details.ETag ?? ETag,
    };

    [JsonInclude]
    internal Guid? SystemCreatedBy { get; init; }

    [JsonInclude]
    internal Guid? SystemModifiedBy { get; init; }

    [JsonInclude, JsonPropertyName("timestamp")]
    internal long? RowVersion { get; init; }
}

/// <summary>Body of createAutomationCompany and updateAutomationCompany. What is null is left out.</summary>
internal sealed record CompanyRequest(string? Name, string? DisplayName, string? BusinessProfileId)
{
    /// <summary>Whether a company has what is asked for.</summary>
    public bool IsIn(BcCompany company) =>
        (Name is null || Name == company.Name) && (DisplayName is null || DisplayName == company.DisplayName)
            && (BusinessProfileId is null || BusinessProfileId == company.BusinessProfileId);
}
