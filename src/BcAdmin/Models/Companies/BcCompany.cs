using System.Management.Automation;

namespace BcAdmin;

/// <summary>A company in an environment.</summary>
public sealed record BcCompany : BcEnvironmentResource
{
    [JsonPropertyName("id")]
    public Guid CompanyId { get; init; }

    /// <summary>Technical name with up to 30 characters. It never changes.</summary>
    public string Name { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>Display name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Whether it is a demonstration company; null if the caller has no permission to read this.</summary>
    [JsonPropertyName("evaluationCompany")]
    public bool? IsEvaluation { get; init; }

    public string? BusinessProfileId { get; init; }

    public string? SystemVersion { get; init; }

    public DateTimeOffset? SystemCreatedAt { get; init; }

    public DateTimeOffset? SystemModifiedAt { get; init; }

    /// <summary>ETag of the record, which is sent with a change to detect concurrent changes.</summary>
    [Hidden, JsonPropertyName("@odata.etag")]
    public string? ETag { get; init; }

    public override string ToString() => Name;

    /// <summary>Merges this company with the properties that only the Automation API returns.</summary>
    internal BcCompany MergeWith(BcCompany details) => this with
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

/// <summary>The request body of createAutomationCompany and updateAutomationCompany. Null values are omitted.</summary>
internal sealed record CompanyRequest(string? Name, string? DisplayName, string? BusinessProfileId)
{
    /// <summary>Whether a company already has the requested values.</summary>
    public bool IsAppliedTo(BcCompany company) =>
        (Name is null || Name == company.Name) && (DisplayName is null || DisplayName == company.DisplayName)
            && (BusinessProfileId is null || BusinessProfileId == company.BusinessProfileId);
}
