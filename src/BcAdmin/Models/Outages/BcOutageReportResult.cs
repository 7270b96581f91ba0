namespace BcAdmin;

/// <summary>The result of an outage report.</summary>
public sealed record BcOutageReportResult : BcEnvironmentResource
{
    [JsonIgnore]
    public string OutageType { get; internal set; } = string.Empty;

    /// <summary>Created, UpdatedExisting, or Unknown.</summary>
    public string? CreationStatus { get; init; }

    /// <summary>The number of the support request, which Get-BcOutageReport returns as MsaasTicketId.</summary>
    [JsonPropertyName("msaasCaseNumber")]
    public string? MsaasTicketId { get; init; }

    public override string ToString() => MsaasTicketId ?? CreationStatus ?? string.Empty;
}

/// <summary>The request body of reportOutage. Null values are omitted.</summary>
internal sealed record ReportOutageRequest(string OutageType, IReadOnlyList<OutageAnswer> OutageQuestionAnswers)
{
    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? Email { get; init; }

    /// <summary>The phone number, digits only.</summary>
    public string? Phone { get; init; }

    public string? AppVersion { get; init; }
}

/// <summary>The answer to one question.</summary>
internal sealed record OutageAnswer(string Id, string Answer);
