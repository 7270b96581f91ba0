using System.Collections;
using System.Management.Automation;

namespace BcAdmin.Parameters;

/// <summary>
/// Turns names, wildcards and tenant ids into connections. What it does not find goes on as a closed connection and becomes the error
/// NotConnected in the cmdlet, where it has an id; an exception here would be one of parameter binding.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ConnectionTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var found = new List<BcConnection>();
        var isNamed = false;
        foreach (var item in inputData is PSObject { BaseObject: not PSCustomObject and var inner } ? Enumerate(inner) : Enumerate(inputData))
        {
            switch (item is PSObject wrapped ? Live(wrapped) : item)
            {
                case BcConnection connection:
                    isNamed = true;
                    found.Add(connection);
                    break;
                case null or "":
                    break;
                case var other:
                    isNamed = true;
                    found.AddRange(ConnectionStore.OfThisRunspace is { } store
                        ? store.Find(other.ToString()!)
                        : [BcConnection.Missing(other.ToString()!)]);
                    break;
            }
        }

        // An object without a connection, or a row with an empty TenantId, means the current one; a pattern that nothing fits means none.
        return isNamed ? found.Distinct().ToArray() : null;
    }

    /// <summary>What came back from a job or from Clixml is a picture of a connection; the connection itself is found by its tenant.</summary>
    private static object Live(PSObject wrapped) =>
        wrapped.BaseObject is PSCustomObject && wrapped.Properties[nameof(BcConnection.TenantId)]?.Value is string tenantId
            ? tenantId : wrapped.BaseObject;

    private static IEnumerable<object?> Enumerate(object? data) => data is IEnumerable list and not string ? list.Cast<object?>() : [data];
}
