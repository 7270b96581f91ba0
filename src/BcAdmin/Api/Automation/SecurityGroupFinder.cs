namespace BcAdmin.Api.Automation;

/// <summary>Finds the security group that somebody means: by id, code, or name, in this order.</summary>
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
                $"Several security groups are called {group}: {byName[0].Code}, {byName[1].Code}. Name the code.")
            { Target = group };
    }

    /// <param name="groups">The groups of the environment, where they are known.</param>
    public static BcException NotFound(string group, EnvironmentKey environment, IEnumerable<BcSecurityGroup>? groups = null) =>
        new(ErrorCode.SecurityGroupNotFound, $"Environment {environment} knows no security group '{group}'.")
        {
            Target = group,
            Suggestion = Suggestion.Nearest(group, (groups ?? []).SelectMany(known => new[] { known.Code, known.Name })),
            Advice = $"{Commands.GetSecurityGroup.In(environment)} lists the security groups. "
            + "Create a group in Microsoft Entra ID, and add it on the page Security Groups in the client.",
        };
}
