using System.Collections;
using BcAdmin.Api.Automation;

namespace BcAdmin.Completion;

/// <summary>Codes of the security groups of the environment that was typed before.</summary>
public sealed class SecurityGroupCompleter : BcCompleter
{
    private protected override IEnumerable<string> Values(IDictionary bound) => EnvironmentOf(bound) is { } environment
        ? Ask(bound, $"security groups of {environment}", (connection, api, stop) => Codes(new AutomationClient(connection, environment, api).ListSecurityGroupsAsync(null, null, stop)))
        : [];

    private static async IAsyncEnumerable<string> Codes(IAsyncEnumerable<BcSecurityGroup> groups)
    {
        await foreach (var group in groups.ConfigureAwait(false))
            yield return group.Code;
    }
}

/// <summary>Ids of the features of the environment that was typed before.</summary>
public sealed class FeatureCompleter : BcCompleter
{
    private protected override IEnumerable<string> Values(IDictionary bound) => EnvironmentOf(bound) is { } environment
        ? Ask(bound, $"features of {environment}", (connection, api, stop) =>
            Ids(new AutomationClient(connection, environment, api).ListFeaturesAsync(null, new ODataQuery(Select: "id"), stop)))
        : [];

    private static async IAsyncEnumerable<string> Ids(IAsyncEnumerable<BcFeature> features)
    {
        await foreach (var feature in features.ConfigureAwait(false))
            yield return feature.FeatureId;
    }
}

/// <summary>Kinds of objects that permission sets are about (contract: ExpandedPermissionSet). The service may have more.</summary>
public sealed class ObjectTypeCompleter : BcCompleter
{
    internal static IReadOnlyList<string> Known { get; } = ["Codeunit", "MenuSuite", "Page", "Query", "Report", "System", "Table", "Table Data", "XMLport"];

    private protected override IEnumerable<string> Values(IDictionary bound) => Known;
}
