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
        var (objects, names) = (new List<BcConnection>(), new List<string>());
        foreach (var item in inputData is PSObject { BaseObject: not PSCustomObject and var inner } ? Enumerate(inner) : Enumerate(inputData))
        {
            switch (item is PSObject wrapped ? ReplaceDeserialized(wrapped) : item)
            {
                case BcConnection connection:
                    objects.Add(connection);
                    break;
                case null or "":
                    break;
                case var other:
                    names.Add(other.ToString()!);
                    break;
            }
        }

        // An object without a connection, or a row with an empty TenantId, uses the current one.
        if (objects.Count == 0 && names.Count == 0)
            return null;
        return ConnectionStore.OfThisRunspace is { } store
            ? store.FindToUse(names, objects).ToArray()
            : objects.Concat(names.Select(BcConnection.Missing)).ToArray();
    }

    /// <summary>Replaces a deserialized connection, from a job or from Clixml, with its tenant ID, by which the open connection is found.</summary>
    private static object ReplaceDeserialized(PSObject wrapped) =>
        wrapped.BaseObject is PSCustomObject && wrapped.Properties[nameof(BcConnection.TenantId)]?.Value is string tenantId
            ? tenantId : wrapped.BaseObject;

    private static IEnumerable<object?> Enumerate(object? data) => data is IEnumerable list and not string ? list.Cast<object?>() : [data];
}
