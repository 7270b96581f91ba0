namespace BcAdmin.Api.Automation;

internal sealed partial class AutomationClient
{
    /// <summary>What came with a version of Business Central (contract: x-bc-introduced), and what to do on an older one.</summary>
    private static readonly Dictionary<string, (string Since, string Advice)> VersionBound = new(StringComparer.OrdinalIgnoreCase)
    {
        ["accessControls"] = ("29.0", $"{Commands.GetUserPermission} lists the assigned permission sets on every version."),
        ["aggregatePermissionSets"] = ("29.0", "Leave out -Detailed."),
        ["expandedPermissionSets"] = ("29.0", "The page Permission Sets in the client shows what a set allows."),
        ["features"] = ("27.0", "The page Feature Management in the client has them."),
        ["profiles"] = ("19.0", "The page Profiles (Roles) in the client has them."),
        ["scheduledJobs"] = ("18.0", "The page Job Queue Entries in the client has them."),
        ["securityGroups"] = ("22.1", "The page Security Groups came with that version."),
        ["securityGroupMembers"] = ("22.1", "The page Security Groups came with that version."),
        ["userPermissionSets"] = (
            "29.0", $"Leave out -Effective, and use {Commands.GetSecurityGroupMember} and {Commands.GetSecurityGroupPermission}."),
        ["usersPermissions"] = ("29.0", "Leave out -Detailed and -Effective."),
    };

    /// <summary>getServiceDocument.</summary>
    public IAsyncEnumerable<BcApiEntitySet> ListEntitySetsAsync(CancellationToken cancellationToken) =>
        From(Api.ListAsync(Get("getServiceDocument", InEnvironment(string.Empty)), BcJson.Default.BcApiEntitySet, cancellationToken));

    /// <summary>getMetadata: the EDMX of the API, as it comes.</summary>
    public async Task<Stream> GetMetadataAsync(CancellationToken cancellationToken)
    {
        using var response = await Api.SendRawAsync(Get("getMetadata", InEnvironment("$metadata"))
            .WithHeader("Accept", "application/xml"), cancellationToken).ConfigureAwait(false);
        return new MemoryStream(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>A 404 of an old version as what it is: the service document tells whether the version has what was asked for.</summary>
    private async Task<BcException> ExplainAsync(BcApiException notFound, ResourcePath path, CancellationToken cancellationToken)
    {
        var asked = path.Text.Split('/').Select(segment => segment.Split('(')[0]).Where(VersionBound.ContainsKey).ToList();
        if (asked.Count == 0 || !notFound.Is(ErrorCode.BadRequest_ResourceNotFound))
            return notFound;

        var offered = await ListEntitySetsAsync(cancellationToken).Select(set => set.Name).ToListAsync().ConfigureAwait(false);
        return asked.Find(name => !offered.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } missing
            ? new BcException(ErrorCode.EndpointNotAvailable,
                $"Environment {_environment} does not offer {missing}, which came with version {VersionBound[missing].Since} of Business Central.",
                notFound)
            {
                Target = _environment.Name,
                Advice = VersionBound[missing].Advice,
                CorrelationId = notFound.CorrelationId,
            }
            : notFound;
    }
}
