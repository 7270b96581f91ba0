namespace BcAdmin;

/// <summary>What became of an outage report.</summary>
public sealed record BcOutageReportResult : BcEnvironmentResource
{
    [JsonIgnore]
    public string OutageType { get; internal set; } = string.Empty;

    /// <summary>Created, UpdatedExisting or Unknown.</summary>
    public string? CreationStatus { get; init; }

    /// <summary>Number of the support request; Get-BcOutageReport calls it MsaasTicketId.</summary>
    [JsonPropertyName("msaasCaseNumber")]
    public string? MsaasTicketId { get; init; }

    public override string ToString() => MsaasTicketId ?? CreationStatus ?? string.Empty;
}

/// <summary>Body of reportOutage. What is null is left out.</summary>
internal sealed record ReportOutageRequest(string OutageType, IReadOnlyList<OutageAnswer> OutageQuestionAnswers)
{
    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? Email { get; init; }

    /// <summary>Digits only.</summary>
    public string? Phone { get; init; }

    public string? AppVersion { get; init; }
}

/// <summary>Answer to one question.</summary>
internal sealed record OutageAnswer(string Id, string Answer);
