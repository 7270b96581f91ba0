using System.Collections;
using BcAdmin.Api.AdminCenter;

namespace BcAdmin.Completion;

/// <summary>Kinds of outages that can be reported.</summary>
public sealed class OutageTypeCompleter : BcCompleter
{
    private protected override IEnumerable<string> Values(IDictionary bound) => Ask(bound, "outage types", (connection, api, stop) =>
        Types(new AdminCenterClient(connection, api).ListOutageTypesAsync(stop)));

    private static async IAsyncEnumerable<string> Types(IAsyncEnumerable<BcOutageType> types)
    {
        await foreach (var type in types.ConfigureAwait(false))
            yield return type.OutageType;
    }
}
