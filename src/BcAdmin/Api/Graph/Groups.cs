namespace BcAdmin.Api.Graph;

/// <summary>The security groups of a tenant.</summary>
internal sealed partial class GraphClient
{
    /// <summary>The least privileged permission for a search of groups, delegated and application.</summary>
    public const string ReadGroups = "GroupMember.Read.All";

    private const int SuggestedPrefix = 3;

    /// <summary>Finds the ID of the group with that display name.</summary>
    /// <exception cref="BcException">SecurityGroupNotFound; AmbiguousSecurityGroup: names are not unique in Microsoft Entra ID.</exception>
    public async Task<Guid> FindGroupAsync(string name, CancellationToken cancellationToken)
    {
        if (await ListGroupsAsync(ODataQuery.Is("displayName", name)).ConfigureAwait(false) is { Count: > 0 } found)
        {
            return found is [var only] ? only.Id : throw new BcException(
                ErrorCode.AmbiguousSecurityGroup, Messages.SeveralEntraGroupsHaveName(name, found))
            {
                Target = name,
                Advice = Messages.SpecifyGroupId,
            };
        }

        var prefix = name[..Math.Min(SuggestedPrefix, name.Length)];
        var similar = await ListGroupsAsync(ODataQuery.StartsWith("displayName", prefix)).ConfigureAwait(false);
        throw new BcException(ErrorCode.SecurityGroupNotFound, Messages.EntraGroupNotFound(Connection, name))
        {
            Target = name,
            Suggestion = Suggestion.Nearest(name, similar.Select(group => group.DisplayName)),
            Advice = Messages.UseExactGroupNameOrId,
        };

        Task<List<GraphGroup>> ListGroupsAsync(string filter) => ListAsync(
            new ResourcePath("groups").With(new ODataQuery(filter, "id,displayName")), GraphJson.Default.GraphGroup, cancellationToken);
    }
}

/// <summary>A group in Microsoft Entra ID.</summary>
internal sealed record GraphGroup(Guid Id, string? DisplayName);
