using BcAdmin.Simulator.State;

namespace BcAdmin.Simulator.Serving;

internal enum CallerKind
{
    User,
    InternalAdmin,
    DelegatedAdmin,
    App,
}

/// <summary>Who stands behind an access token, as the tenant knows that person or app now.</summary>
internal sealed record Caller
{
    public required Tenant Tenant { get; init; }

    public required CallerKind Kind { get; init; }

    /// <summary>User principal name, or client id of an app.</summary>
    public required string Id { get; init; }

    public required Guid ObjectId { get; init; }

    /// <summary>The app's registration; null for people, and for an app that only open sign-in lets in.</summary>
    public AppRegistration? App { get; init; }

    public Account? Account { get; init; }

    /// <summary>Application permissions that the token carries.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Delegated permissions that a person's token carries.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];
}
