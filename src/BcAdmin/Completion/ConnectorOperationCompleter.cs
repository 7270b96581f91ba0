using System.Collections;
using BcAdmin.Definitions;

namespace BcAdmin.Completion;

/// <summary>Operations and tags that a connector can be made of.</summary>
public sealed class ConnectorOperationCompleter : BcCompleter
{
    private protected override IEnumerable<string> Values(IDictionary bound) => bound["Api"]?.ToString() is { Length: > 0 } api
        ? Names(api.Equals(DefinitionFile.AdminCenter, StringComparison.OrdinalIgnoreCase) ? DefinitionFile.AdminCenter : DefinitionFile.Automation)
        : [];

    internal static IReadOnlyList<string> Names(string api) =>
    [
        .. DefinitionFile.Operations(DefinitionFile.Swagger(api))
            .SelectMany(found => found.Operation["tags"]!.AsArray().Append(found.Operation["operationId"]))
            .Select(name => name!.ToString()).Distinct(StringComparer.Ordinal),
    ];
}
