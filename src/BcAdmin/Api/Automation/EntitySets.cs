namespace BcAdmin.Api.Automation;

internal sealed partial class AutomationClient
{
    /// <summary>
    /// The entity sets that a version of Business Central introduced (contract: x-bc-introduced), and the advice for older versions.
    /// </summary>
    private static readonly Dictionary<string, (string Since, string Advice)> VersionBound = new(StringComparer.OrdinalIgnoreCase)
    {
        ["accessControls"] = ("29.0", Messages.UseGetUserPermission),
        ["aggregatePermissionSets"] = ("29.0", Messages.OmitDetailed),
        ["expandedPermissionSets"] = ("29.0", Messages.SeePermissionSetsPage),
        ["features"] = ("27.0", Messages.SeeFeatureManagementPage),
        ["profiles"] = ("19.0", Messages.SeeProfilesPage),
        ["scheduledJobs"] = ("18.0", Messages.SeeJobQueueEntriesPage),
        ["securityGroups"] = ("22.1", Messages.SecurityGroupsPageAdded),
        ["securityGroupMembers"] = ("22.1", Messages.SecurityGroupsPageAdded),
        ["userPermissionSets"] = (
            "29.0", Messages.OmitEffective),
        ["usersPermissions"] = ("29.0", Messages.OmitDetailedAndEffective),
    };

    /// <summary>getServiceDocument.</summary>
    public IAsyncEnumerable<BcApiEntitySet> ListEntitySetsAsync(CancellationToken cancellationToken) =>
        From(Api.ListAsync(Get("getServiceDocument", InEnvironment(string.Empty)), BcJson.Default.BcApiEntitySet, cancellationToken));

    /// <summary>getMetadata. Returns the unmodified EDMX document of the API.</summary>
    public async Task<Stream> GetMetadataAsync(CancellationToken cancellationToken)
    {
        using var response = await Api.SendRawAsync(Get("getMetadata", InEnvironment("$metadata"))
            .WithHeader("Accept", "application/xml"), cancellationToken).ConfigureAwait(false);
        return new MemoryStream(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Checks in the service document whether a 404 means that the version of the environment does not have the entity set.</summary>
    private async Task<BcException> ExplainAsync(BcApiException notFound, ResourcePath path, CancellationToken cancellationToken)
    {
        var asked = path.Text.Split('/').Select(segment => segment.Split('(')[0]).Where(VersionBound.ContainsKey).ToList();
        if (asked.Count == 0 || !notFound.Is(ErrorCode.BadRequest_ResourceNotFound))
            return notFound;

        var offered = await ListEntitySetsAsync(cancellationToken).Select(set => set.Name).ToListAsync().ConfigureAwait(false);
        return asked.Find(name => !offered.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } missing
            ? new BcException(ErrorCode.EndpointNotAvailable,
                Messages.EntitySetRequiresNewerVersion(_environment, missing, VersionBound),
                notFound)
            {
                Target = _environment.Name,
                Advice = VersionBound[missing].Advice,
                CorrelationId = notFound.CorrelationId,
            }
            : notFound;
    }
}
