namespace BcAdmin;

/// <summary>Whether users can access an environment with Microsoft 365 licenses.</summary>
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

/// <summary>The request body of setM365LicenseAccess. The value is text, although the response contains a Boolean (contract, x-bc-notes).</summary>
internal sealed record SetM365AccessRequest(string Enabled);

/// <summary>The request body of setAppUpdateCadence.</summary>
internal sealed record SetAppUpdateCadenceRequest(string Value);

/// <summary>The request body of setAppInsightsKey. The key is a secret.</summary>
internal sealed record SetAppInsightsKeyRequest(string Key)
{
    public override string ToString() => nameof(SetAppInsightsKeyRequest);
}
