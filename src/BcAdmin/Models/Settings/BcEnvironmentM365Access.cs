namespace BcAdmin;

/// <summary>Whether Microsoft 365 licenses give access to an environment.</summary>
public sealed record BcEnvironmentM365Access : BcEnvironmentResource
{
    public bool? Enabled { get; init; }

    public override string ToString() => Enabled switch
    {
        true => "enabled",
        false => "disabled",
        null => "unknown",
    };
}

/// <summary>Body of setM365LicenseAccess: a text, although reading gives a boolean (contract, x-bc-notes).</summary>
internal sealed record SetM365AccessRequest(string Enabled);

/// <summary>Body of setAppUpdateCadence.</summary>
internal sealed record SetAppUpdateCadenceRequest(string Value);

/// <summary>Body of setAppInsightsKey. The key is a secret.</summary>
internal sealed record SetAppInsightsKeyRequest(string Key)
{
    public override string ToString() => nameof(SetAppInsightsKeyRequest);
}
