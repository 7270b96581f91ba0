namespace BcAdmin.Reports;

/// <summary>How soon somebody should look at it.</summary>
internal enum WarningLevel
{
    Critical,
    Warning,
    Note,
}

/// <summary>What a reader should know before anything else.</summary>
internal sealed record TenantWarning(WarningLevel Level, string Tenant, string? Environment, string Text)
{
    private const double NearlyFull = 0.9;
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    /// <summary>Work that failed longer ago is no news.</summary>
    public static readonly TimeSpan OfLate = TimeSpan.FromDays(14);

    /// <summary>The warnings of a tenant, the most urgent first.</summary>
    public static IReadOnlyList<TenantWarning> Of(TenantState tenant, DateTimeOffset now) =>
    [
        .. OfTenant(tenant, now)
            .Concat((tenant.Environments ?? []).SelectMany(environment => OfEnvironment(environment, now)))
            .Select(found => new TenantWarning(found.Level, tenant.Name, found.Environment, found.Text))
            .OrderBy(warning => warning.Level),
    ];

    private static IEnumerable<(WarningLevel Level, string? Environment, string Text)> OfTenant(TenantState tenant, DateTimeOffset now)
    {
        foreach (var part in tenant.Unread)
        {
            yield return (part.Environment is null ? WarningLevel.Critical
                : WarningLevel.Warning, part.Environment, $"Could not read {part.Part}: {part.Failure.Message} {part.Failure.Advice}".TrimEnd());
        }

        if (tenant.UsedShare is >= NearlyFull and var share)
        {
            yield return (share > 1 ? WarningLevel.Critical
                : WarningLevel.Warning, null,
                string.Create(CultureInfo.InvariantCulture,
                $"{share:P0} of the storage is used. Over 100 % no environment can be created or copied."));
        }

        foreach (var (type, quota) in new[] { ("Production", tenant.Quota?.ProductionEnvironments), ("Sandbox", tenant.Quota?.SandboxEnvironments) })
        {
            var count = tenant.Environments?.Count(state => state.Environment.HasType(type) && !state.IsDeleted);
            if (count > quota)
            {
                yield return (WarningLevel.Warning, null,
                    string.Create(CultureInfo.InvariantCulture, $"{count} environments of type {type}, of {quota} that are allowed."));
            }
        }

        foreach (var operation in (tenant.Operations ?? []).Where(operation => operation.HasStatus("failed") && operation.CreatedOn > now - OfLate))
        {
            yield return (WarningLevel.Warning, operation.EnvironmentName,
                string.Create(CultureInfo.InvariantCulture,
                $"The operation {operation.Type} of {operation.CreatedOn?.UtcDateTime:yyyy-MM-dd} failed. {operation.ErrorMessage}").TrimEnd());
        }

        if (tenant.Recipients is { Count: 0 })
            yield return (WarningLevel.Note, null, "Nobody is notified about updates and failures: there is no notification recipient.");
    }

    private static IEnumerable<(WarningLevel Level, string? Environment, string Text)> OfEnvironment(EnvironmentState state, DateTimeOffset now)
    {
        var environment = state.Environment;
        if (environment.HasFailed)
        {
            yield return (WarningLevel.Critical, state.Name, $"The environment is in status {environment.Status}.");
        }
        else if (state.IsDeleted)
        {
            yield return (WarningLevel.Note, state.Name,
                string.Create(CultureInfo.InvariantCulture,
                $"Deleted. It goes for good on {environment.HardDeletePendingOn?.UtcDateTime:yyyy-MM-dd}; until then Restore-BcDeletedEnvironment "
                + $"brings it back."));
        }
        else if (!environment.HasStatus("Active"))
        {
            yield return (WarningLevel.Note, state.Name, $"The environment is in status {environment.Status}, so nothing else of it could be read.");
        }

        if (environment.HasStatus("Active") && environment.EnforcedUpdatePeriodStartDate is { } enforced && enforced < now + Soon)
        {
            yield return enforced < now
                ? (WarningLevel.Critical, state.Name,
                    string.Create(CultureInfo.InvariantCulture, $"Updates are enforced since {enforced.UtcDateTime:yyyy-MM-dd}."))
                : (WarningLevel.Warning, state.Name,
                    string.Create(CultureInfo.InvariantCulture, $"From {enforced.UtcDateTime:yyyy-MM-dd} on updates are enforced."));
        }

        foreach (var app in (state.Apps ?? []).Where(app => string.Equals(app.LastUpdateAttemptResult, "Failed", StringComparison.OrdinalIgnoreCase)))
            yield return (WarningLevel.Warning, state.Name, $"The last update of app {app.Name} failed. It is still in version {app.Version}.");

        if (state.AppUpdates is { Count: > 0 } updates)
            yield return (WarningLevel.Note, state.Name, updates.Count == 1 ? "One app has an update." : $"{updates.Count} apps have updates.");

        if (state.Holders.FirstOrDefault(role => role.RoleId.Equals("SUPER", StringComparison.OrdinalIgnoreCase)).Users is { Count: > 3 } super)
            yield return (WarningLevel.Note, state.Name, $"{super.Count} enabled users hold SUPER.");
    }
}
