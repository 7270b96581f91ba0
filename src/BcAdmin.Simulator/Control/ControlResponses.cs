namespace BcAdmin.Simulator.Control;

internal sealed record ErrorResponse(string Error);

internal sealed record ReadyResponse(string Scenario, JsonArray Tenants);

internal sealed record ClockResponse(DateTimeOffset Now, double TimeScale);

internal sealed record ContractOperationResponse(string OperationId, string Api, string Method, string Path, bool Played);

/// <summary>A summary of the state of a world.</summary>
internal sealed record Summary(
    string Scenario, DateTimeOffset Now, double TimeScale, Settings Settings, TokenPolicy Tokens, JsonArray Faults,
    IReadOnlyList<TenantSummary> Tenants)
{
    public static Summary Of(World world)
    {
        var (clock, tenants) = (world.Clock, world.Tenants.Select(tenant => TenantSummary.Of(world, tenant)));
        return new(world.Scenario, clock.UtcNow, clock.TimeScale, world.Settings, world.TokenPolicy, world.Faults.ToJson(), [.. tenants]);
    }
}

internal sealed record TenantSummary(
    Guid TenantId, string Domain, IReadOnlyList<EnvironmentSummary> Environments, IReadOnlyList<OperationSummary> Operations,
    IReadOnlyList<UserSummary> Users, IReadOnlyList<AppSummary> Apps)
{
    public static TenantSummary Of(World world, Tenant tenant)
    {
        lock (tenant.Gate)
        {
            world.Advance(world.Clock.UtcNow);
            return new TenantSummary(
                tenant.Id,
                tenant.Domain,
                [.. tenant.Environments.Select(EnvironmentSummary.Of)],
                [.. tenant.Operations.Select(OperationSummary.Of)],
                [.. tenant.Accounts.Select(account => new UserSummary(account.UserName, account.Role.ToString()))],
                [.. tenant.Apps.Select(AppSummary.Of)]);
        }
    }
}

internal sealed record EnvironmentSummary(string Name, string Type, string Status, Version Version, int Companies, int Users)
{
    public static EnvironmentSummary Of(BcEnvironment environment) => new(
        environment.Name, environment.Type.ToString(), environment.Status.ToString(), environment.Version,
        environment.Companies.Count, environment.Users.Count);
}

internal sealed record OperationSummary(Guid Id, string Type, OperationStatus Status, string EnvironmentName)
{
    public static OperationSummary Of(EnvironmentOperation operation) =>
        new(operation.Id, operation.Type, operation.Status, operation.EnvironmentName);
}

internal sealed record UserSummary(string UserName, string Role);

/// <param name="Environments">The word <c>all</c>, or a list of names.</param>
internal sealed record AppSummary(
    string ClientId, string Name, IReadOnlyList<string> Roles, bool Consented, bool Authorized, object Environments, bool CompaniesVisible,
    IReadOnlyList<string> PermissionSets, bool ManagedIdentity, bool SecretExpired, int Certificates, IReadOnlyList<FederatedSummary> Federated)
{
    public static AppSummary Of(AppRegistration app) => new(
        app.ClientId,
        app.Name,
        [.. app.Application.RequiredRoles],
        app.IsConsented,
        app.Authorized,
        app.Environments is null ? "all" : app.Environments.ToList(),
        app.CompaniesVisible,
        [.. app.PermissionSets],
        app.ManagedIdentity,
        app.Application.Passwords.Exists(password => password.End <= DateTimeOffset.UtcNow),
        app.Application.Keys.Count,
        [.. app.Application.Federated.Select(credential => new FederatedSummary(credential.Issuer, credential.Subject))]);
}

internal sealed record FederatedSummary(string Issuer, string Subject);
