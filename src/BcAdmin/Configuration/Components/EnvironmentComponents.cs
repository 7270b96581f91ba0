using static BcAdmin.Configuration.IManagedComponent;

namespace BcAdmin.Configuration.Components;

/// <summary>
/// What an environment is: type, country, and ring never change; a version policy selects an update: listEnvironmentUpdates,
/// selectEnvironmentUpdate.
/// </summary>
internal sealed class EnvironmentKind : IManagedComponent
{
    public ComponentSchema Schema { get; } = new(
        "Environment", ComponentLevel.Environment, ComponentShape.Object,
        "What the environment is. Set-BcConfiguration creates a missing environment only with -IncludeEnvironment, and never deletes one.",
        new("type", ValueKind.Choice, "Type of the environment. Cannot be changed.") { Choices = ["Production", "Sandbox"] },
        new("country", ValueKind.Code, "Two-letter code of the localization. Cannot be changed."),
        new("ring", ValueKind.Code, "Release ring, such as PROD. Cannot be changed."),
        new("version", ValueKind.Version, "Accepted versions: \"*\", \"latest\", or a lowest version such as \">=28.1\"."));

    public async Task<IReadOnlyList<ConfigurationItem>> ReadAsync(ConfigurationScope scope, IReadOnlyList<ConfigurationItem>? desired)
    {
        var environment = scope.Environment;
        var version = environment.ApplicationVersion ?? environment.Version?.ToString();
        var current = ConfigurationItem.Of(
            Schema, environment, environment.Type, environment.CountryCode, environment.RingName, desired is null ? "*" : version);
        if (desired is not [{ } wanted] || wanted["version"] is not { } policy || policy == "*" || Accepts(policy, current))
            return [current];

        var offered = await scope.Admin.ListUpdatesAsync(scope.Key, scope.CancellationToken).ToListAsync().ConfigureAwait(false);
        var newest = offered.Where(IsOffered).Select(update => update.TargetVersion as Version).Max();
        current = current with { Offered = newest?.ToString() };
        // An update that is selected counts: the service installs it at its date, and selecting it again would change nothing.
        var selected = offered.Find(update => update.Selected == true);
        return [selected?.RawTargetVersion is { } next && VersionPolicy.TryParse(policy)!.Accepts(next, current.Offered)
            ? current.With("version", next) : current];
    }

    public async Task<ItemChange?> CheckAsync(ConfigurationScope scope, ItemChange change, IReadOnlyList<ItemChange> plan)
    {
        if (change.Values.FirstOrDefault(value => value.Member.Kind != ValueKind.Version) is { } fixedValue)
        {
            var name = fixedValue.Member.Name;
            throw change.Desired!.Fail(
                name, ErrorCode.ConfigurationMismatch,
                $"Environment {scope.Key} has the {name} {fixedValue.Current}, which cannot be changed to {fixedValue.Desired}.",
                "Check that the file is about this environment.");
        }

        var update = await PickAsync(scope, change).ConfigureAwait(false);
        return change with { Reason = $"Selects the update to {update}; the service installs it at its date." };
    }

    public IAsyncEnumerable<ItemOutcome> ApplyAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes) =>
        OneByOneAsync(changes, async change =>
        {
            var update = await PickAsync(scope, change).ConfigureAwait(true);
            await scope.Admin.SelectUpdateAsync(
                scope.Key, update, new(true, update.TargetVersionType, null), scope.CancellationToken).ConfigureAwait(true);
            return null;
        });

    /// <summary>The newest released version that the policy accepts.</summary>
    private static async Task<BcEnvironmentUpdate> PickAsync(ConfigurationScope scope, ItemChange change)
    {
        var offered = await scope.Admin.ListUpdatesAsync(scope.Key, scope.CancellationToken).ToListAsync().ConfigureAwait(false);
        var policy = change.Desired!["version"]!;
        var accepted = offered.Where(IsOffered).MaxBy(update => update.TargetVersion as Version);
        if (accepted is not null && VersionPolicy.TryParse(policy)!.Accepts(accepted.RawTargetVersion, accepted.RawTargetVersion))
            return accepted;
        throw change.Desired.Fail(
            "version", ErrorCode.TargetVersionNotFound,
            $"Environment {scope.Key} has version {change.Current?["version"]}, and no version that {policy} accepts is offered.",
            offered.Count == 0 ? "No version is offered at the moment." : $"Offered are: {string.Join(", ", offered)}.",
            accepted is null ? null : $">={accepted.RawTargetVersion}");
    }

    private static bool IsOffered(BcEnvironmentUpdate update) => update.Available != false && update.IsReleased && update.TargetVersion is Version;

    /// <summary>Whether a policy is met without knowing what is offered.</summary>
    private static bool Accepts(string policy, ConfigurationItem current) =>
        VersionPolicy.TryParse(policy) is { IsLatest: false } minimum && minimum.Accepts(current["version"]);
}

/// <summary>getUpdateSettings, setUpdateSettings, listTimeZones.</summary>
internal sealed class UpdateWindow : IManagedComponent
{
    private static readonly TimeSpan Shortest = TimeSpan.FromHours(6);

    public ComponentSchema Schema { get; } = new(
        "UpdateWindow", ComponentLevel.Environment, ComponentShape.Object, "The time of the day in which updates can start.",
        new("start", ValueKind.Time, "Start, by the clock of the time zone."),
        new("end", ValueKind.Time, "End, by the clock of the time zone. Before the start it is on the next day."),
        new("timeZone", ValueKind.Code, "Windows id of the time zone, such as Romance Standard Time."));

    public async Task<IReadOnlyList<ConfigurationItem>> ReadAsync(ConfigurationScope scope, IReadOnlyList<ConfigurationItem>? desired)
    {
        var window = await scope.Admin.GetUpdateWindowAsync(scope.Key, scope.CancellationToken).ConfigureAwait(false);
        return [ConfigurationItem.Of(Schema, window, Clock(window.StartTime), Clock(window.EndTime), window.TimeZone)];
    }

    public async Task<ItemChange?> CheckAsync(ConfigurationScope scope, ItemChange change, IReadOnlyList<ItemChange> plan)
    {
        foreach (var member in Schema.Members)
        {
            if (change[member.Name] is null)
            {
                throw change.Desired!.Fail(
                    member.Name, ErrorCode.InvalidConfiguration, $"Environment {scope.Key} has no update window yet, so {member.Name} is required.");
            }
        }

        var (start, end) = (Clock(change["start"]!), Clock(change["end"]!));
        if ((end > start ? end - start : end - start + TimeSpan.FromDays(1)) < Shortest || start == end)
        {
            throw change.Desired!.Fail(
                change.Desired["end"] is null ? "start" : "end", ErrorCode.InvalidConfiguration,
                $"An update window has at least six hours; {change["start"]} to {change["end"]} is shorter.");
        }

        if (change.Values.Any(value => value.Member.Name == "timeZone"))
        {
            var wanted = change.Desired!["timeZone"]!;
            var known = await scope.Admin.ListTimeZonesAsync(scope.CancellationToken).ToListAsync().ConfigureAwait(false);
            if (!known.Exists(zone => zone.TimeZoneId.Equals(wanted, StringComparison.OrdinalIgnoreCase)))
            {
                throw change.Desired.Fail(
                    "timeZone", ErrorCode.TimeZoneNotFound, $"The service has no time zone '{wanted}'.", "Get-BcTimeZone lists the time zones.",
                    Suggestion.Nearest(wanted, known.Select(zone => zone.TimeZoneId)));
            }
        }

        return change;
    }

    public IAsyncEnumerable<ItemOutcome> ApplyAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes) =>
        OneByOneAsync(changes, async change =>
        {
            await scope.Admin.SetUpdateWindowAsync(
                scope.Key, Clock(change["start"]!), Clock(change["end"]!), change["timeZone"]!, scope.CancellationToken).ConfigureAwait(true);
            return null;
        });

    private static string? Clock(TimeSpan? time) => time is { } known ? ComponentMember.Text(TimeOnly.FromTimeSpan(known)) : null;

    private static TimeSpan Clock(string text) => TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture).ToTimeSpan();
}

/// <summary>getEnvironment, setAppUpdateCadence.</summary>
internal sealed class AppUpdateCadence : IManagedComponent
{
    public ComponentSchema Schema { get; } = new(
        "AppUpdateCadence", ComponentLevel.Environment, ComponentShape.Value, "When AppSource apps are updated with the environment.",
        new ComponentMember("cadence", ValueKind.Choice, "Cadence.") { Choices = ["Default", "DuringMajorUpgrade", "DuringMajorMinorUpgrade"] });

    public Task<IReadOnlyList<ConfigurationItem>> ReadAsync(ConfigurationScope scope, IReadOnlyList<ConfigurationItem>? desired) =>
        Task.FromResult<IReadOnlyList<ConfigurationItem>>([ConfigurationItem.Of(Schema, null, scope.Environment.AppSourceAppsUpdateCadence)]);

    public IAsyncEnumerable<ItemOutcome> ApplyAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes) =>
        OneByOneAsync(changes, async change =>
        {
            await scope.Admin.SetAppUpdateCadenceAsync(scope.Key, change["cadence"]!, scope.CancellationToken).ConfigureAwait(true);
            return null;
        });
}

/// <summary>getPartnerAccess, setPartnerAccess. The service accepts both from users only.</summary>
internal sealed class PartnerAccess : IManagedComponent
{
    private const string Selected = BcEnvironmentPartnerAccess.SelectedPartners;

    public ComponentSchema Schema { get; } = new(
        "PartnerAccess", ComponentLevel.Environment, ComponentShape.Object, "Which partners can administer the environment.",
        new("access", ValueKind.Choice, "Access.") { Choices = ["Disabled", "AllowAllPartnerTenants", Selected] },
        new("partnerTenants", ValueKind.Ids, $"Tenant ids of the partners, with {Selected}."))
    {
        IsForUsers = true,
    };

    public async Task<IReadOnlyList<ConfigurationItem>> ReadAsync(ConfigurationScope scope, IReadOnlyList<ConfigurationItem>? desired)
    {
        var access = await scope.Admin.GetPartnerAccessAsync(scope.Key, scope.CancellationToken).ConfigureAwait(false);
        var partners = access.PartnerTenantId.Count > 0 ? ComponentMember.Text(access.PartnerTenantId) : null;
        return [ConfigurationItem.Of(Schema, access, access.Access, partners)];
    }

    public Task<ItemChange?> CheckAsync(ConfigurationScope scope, ItemChange change, IReadOnlyList<ItemChange> plan)
    {
        var isSelected = change["access"] == Selected;
        if (isSelected && change["partnerTenants"] is null)
            throw change.Desired!.Fail("access", ErrorCode.InvalidConfiguration, $"{Selected} requires partnerTenants.");
        if (!isSelected && change.Desired!["partnerTenants"] is not null)
        {
            throw change.Desired.Fail(
                "partnerTenants", ErrorCode.InvalidConfiguration, $"partnerTenants requires the access {Selected}.");
        }

        return Task.FromResult<ItemChange?>(change);
    }

    public IAsyncEnumerable<ItemOutcome> ApplyAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes) =>
        OneByOneAsync(changes, async change =>
        {
            var access = change["access"]!;
            Guid[]? partners = access == Selected ? [.. change["partnerTenants"]!.Split(", ").Select(Guid.Parse)] : null;
            await scope.Admin.SetPartnerAccessAsync(scope.Key, new(access, partners), scope.CancellationToken).ConfigureAwait(true);
            return null;
        });
}

/// <summary>getM365LicenseAccess, setM365LicenseAccess.</summary>
internal sealed class Microsoft365LicenseAccess : IManagedComponent
{
    public ComponentSchema Schema { get; } = new(
        "Microsoft365LicenseAccess", ComponentLevel.Environment, ComponentShape.Value,
        "Whether users without a Business Central license can read with their Microsoft 365 license.",
        new ComponentMember("enabled", ValueKind.Flag, "Whether it is enabled."));

    public async Task<IReadOnlyList<ConfigurationItem>> ReadAsync(ConfigurationScope scope, IReadOnlyList<ConfigurationItem>? desired)
    {
        var access = await scope.Admin.GetM365AccessAsync(scope.Key, scope.CancellationToken).ConfigureAwait(false);
        return [ConfigurationItem.Of(Schema, access, access.Enabled switch { true => "true", false => "false", null => null })];
    }

    public IAsyncEnumerable<ItemOutcome> ApplyAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes) =>
        OneByOneAsync(changes, async change =>
        {
            await scope.Admin.SetM365AccessAsync(scope.Key, change["enabled"] == "true", scope.CancellationToken).ConfigureAwait(true);
            return null;
        });
}

/// <summary>getSecurityGroup, setSecurityGroup, clearSecurityGroup.</summary>
internal sealed class SecurityGroup : IManagedComponent
{
    public ComponentSchema Schema { get; } = new(
        "SecurityGroup", ComponentLevel.Environment, ComponentShape.Value,
        "The Microsoft Entra group whose members can sign in to the environment, or \"none\".",
        new ComponentMember("group", ValueKind.IdOrNone, "Object id of the group, or \"none\"."));

    public async Task<IReadOnlyList<ConfigurationItem>> ReadAsync(ConfigurationScope scope, IReadOnlyList<ConfigurationItem>? desired)
    {
        var group = await scope.Admin.GetSecurityGroupAsync(scope.Key, scope.CancellationToken).ConfigureAwait(false);
        return [ConfigurationItem.Of(Schema, group, group?.GroupId.ToString() ?? ComponentMember.None)];
    }

    public IAsyncEnumerable<ItemOutcome> ApplyAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes) =>
        OneByOneAsync(changes, async change =>
        {
            await (Guid.TryParse(change["group"], out var group)
                ? scope.Admin.SetSecurityGroupAsync(scope.Key, group, scope.CancellationToken)
                : scope.Admin.ClearSecurityGroupAsync(scope.Key, scope.CancellationToken)).ConfigureAwait(true);
            return null;
        });
}

/// <summary>getSupportContact, setSupportContact, which replaces all three values.</summary>
internal sealed class SupportContact : IManagedComponent
{
    public ComponentSchema Schema { get; } = new(
        "SupportContact", ComponentLevel.Environment, ComponentShape.Object,
        "Whom the users of the environment contact for support. Cannot be removed.",
        new("name", ValueKind.Text, "Name."),
        new("email", ValueKind.Email, "Email address."),
        new("url", ValueKind.Text, "Address of a web page."));

    public async Task<IReadOnlyList<ConfigurationItem>> ReadAsync(ConfigurationScope scope, IReadOnlyList<ConfigurationItem>? desired)
    {
        var contact = await scope.Admin.GetSupportContactAsync(scope.Key, scope.CancellationToken).ConfigureAwait(false);
        return [ConfigurationItem.Of(Schema, contact, Known(contact.Name), Known(contact.Email), Known(contact.Url))];
    }

    public IAsyncEnumerable<ItemOutcome> ApplyAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes) =>
        OneByOneAsync(changes, async change =>
        {
            await scope.Admin.SetSupportContactAsync(
                scope.Key, new(change["name"], change["email"], change["url"]), scope.CancellationToken).ConfigureAwait(true);
            return null;
        });

    private static string? Known(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>setAppInsightsKey, which restarts the environment. The file refers to the secret; getEnvironment shows whether it is set.</summary>
internal sealed class ApplicationInsights : IManagedComponent
{
    public ComponentSchema Schema { get; } = new(
        "ApplicationInsights", ComponentLevel.Environment, ComponentShape.Value,
        "The connection string of Application Insights, as a reference to a secret. A change restarts the environment.",
        new ComponentMember("connectionString", ValueKind.Secret, "Reference, such as \"${secret:ApplicationInsights}\"."))
    {
        IsExported = false,
    };

    public Task<IReadOnlyList<ConfigurationItem>> ReadAsync(ConfigurationScope scope, IReadOnlyList<ConfigurationItem>? desired)
    {
        var reference = desired?[0][Schema.Members[0].Name];
        var current = reference is not null && scope.Environment.HasAppInsightsKey(scope.Secrets.Reveal(reference)) ? reference
            : scope.Environment.HasApplicationInsights ? "(another value)" : null;
        return Task.FromResult<IReadOnlyList<ConfigurationItem>>([ConfigurationItem.Of(Schema, null, current)]);
    }

    public Task<ItemChange?> CheckAsync(ConfigurationScope scope, ItemChange change, IReadOnlyList<ItemChange> plan) =>
        Task.FromResult<ItemChange?>(change with { Reason = "Restarts the environment." });

    public IAsyncEnumerable<ItemOutcome> ApplyAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes) =>
        OneByOneAsync(changes, async change => await scope.Admin.SetAppInsightsKeyAsync(
            scope.Key, scope.Secrets.Reveal(change[Schema.Members[0].Name]!), scope.CancellationToken).ConfigureAwait(true));
}
