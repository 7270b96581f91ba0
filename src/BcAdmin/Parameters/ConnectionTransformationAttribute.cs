using System.Collections;
using System.Management.Automation;

namespace BcAdmin.Parameters;

/// <summary>
/// Converts names, wildcards, and tenant IDs to connections. A name without a connection becomes a closed connection, for which the cmdlet fails with
/// NotConnected; an exception here would be a binding error without an error code.
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
            switch (item is PSObject wrapped ? ReplaceDeserialized(wrapped) : item)
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

        // An object without a connection, or a row with an empty TenantId, uses the current one. A pattern without a match uses none.
        return isNamed ? found.Distinct().ToArray() : null;
    }

    /// <summary>Replaces a deserialized connection, from a job or from Clixml, with its tenant ID, by which the open connection is found.</summary>
    private static object ReplaceDeserialized(PSObject wrapped) =>
        wrapped.BaseObject is PSCustomObject && wrapped.Properties[nameof(BcConnection.TenantId)]?.Value is string tenantId
            ? tenantId : wrapped.BaseObject;

    private static IEnumerable<object?> Enumerate(object? data) => data is IEnumerable list and not string ? list.Cast<object?>() : [data];
}
