namespace BcAdmin.Api.Automation;

/// <summary>Finds the security group that a text identifies: by ID, code, or name, in this order.</summary>
internal static class SecurityGroupFinder
{
    /// <exception cref="BcException">AmbiguousSecurityGroup: several groups have the name.</exception>
    public static BcSecurityGroup? Pick(IReadOnlyCollection<BcSecurityGroup> groups, string group)
    {
        if (groups.FirstOrDefault(known => known.SecurityGroupId.Equals(group, StringComparison.OrdinalIgnoreCase)) is { } byId)
            return byId;
        if (groups.FirstOrDefault(known => known.Code.Equals(group, StringComparison.OrdinalIgnoreCase)) is { } byCode)
            return byCode;

        if (EscapedName.Unescape(group) is var literal && literal != group)
            return Pick(groups, literal);

        var byName = groups.Where(known => string.Equals(known.Name, group, StringComparison.OrdinalIgnoreCase)).Take(2).ToList();
        return byName.Count < 2
            ? byName.FirstOrDefault()
            : throw new BcException(
                ErrorCode.AmbiguousSecurityGroup,
                Messages.SeveralSecurityGroupsHaveName(group, byName))
            { Target = group };
    }

    /// <param name="groups">The security groups of the environment, if they are known.</param>
    public static BcException NotFound(string group, EnvironmentKey environment, IEnumerable<BcSecurityGroup>? groups = null) =>
        new(ErrorCode.SecurityGroupNotFound, Messages.SecurityGroupNotInEnvironment(environment, group))
        {
            Target = group,
            Suggestion = Suggestion.Nearest(group, (groups ?? []).SelectMany(known => new[] { known.Code, known.Name })),
            AdviceFor = connection => Messages.ListOrAddSecurityGroups(environment, connection),
        };
}
