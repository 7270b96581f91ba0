using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace BcAdmin.Parameters;

/// <summary>
/// The connections of objects that were specified as arguments. A parameter that accepts names converts an object to its name, which exists in other
/// tenants as well.
/// </summary>
internal static class ArgumentOrigin
{
    /// <summary>The keys are compared by reference, so a name of the user with the same characters has no origin.</summary>
    private static readonly ConditionalWeakTable<string, BcConnection> Origins = [];

    /// <summary>Gets a copy of the name that has the origin of the object.</summary>
    public static string Mark(string name, BcConnection origin)
    {
        var copy = new string(name.AsSpan());
        Origins.AddOrUpdate(copy, origin);
        return copy;
    }

    /// <summary>Gets the connection that read the object, or the connection to the tenant of an object that is returned by a job.</summary>
    public static BcConnection? Of(PSObject item) => item.BaseObject is BcResource resource ? resource.Connection
        : InputGuard.TenantOf(item) is not { } tenant ? null
        : ConnectionStore.OfThisRunspace?.FindToUse([tenant], []) is [var connection, ..] ? connection : BcConnection.Missing(tenant);

    /// <summary>Gets the connection of the object that was converted to this name; null for a name that the user specified.</summary>
    public static BcConnection? Of(string name) => Origins.TryGetValue(name, out var origin) ? origin : null;
}
