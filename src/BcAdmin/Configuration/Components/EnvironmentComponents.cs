using static BcAdmin.Configuration.IManagedComponent;

namespace BcAdmin.Configuration.Components;

/// <summary>
/// The properties of an environment. Type, country, and ring cannot be changed. The version policy selects an update: listEnvironmentUpdates,
/// selectEnvironmentUpdate.
/// </summary>
internal sealed class EnvironmentKind : IManagedComponent
{
    public ComponentSchema Schema { get; } = new(
        "Environment", ComponentLevel.Environment, ComponentShape.Object,
        Messages.EnvironmentComponentDescription,
        new("type", ValueKind.Choice, Messages.EnvironmentTypeDescription) { Choices = ["Production", "Sandbox"] },
        new("country", ValueKind.Code, Messages.EnvironmentCountryDescription),
        new("ring", ValueKind.Code, Messages.EnvironmentRingDescription),
        new("version", ValueKind.Version, Messages.EnvironmentVersionDescription));

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
        // A selected update satisfies the policy, because the service installs it on its date and selecting it again has no effect.
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
                Messages.EnvironmentPropertyNotChangeable(scope, name, fixedValue),
                Messages.CheckFileMatchesEnvironment);
        }

        var update = await PickAsync(scope, change).ConfigureAwait(false);
        return change with { Reason = Messages.SelectsScheduledUpdate(update) };
    }

    public IAsyncEnumerable<ItemOutcome> ApplyAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes) =>
        OneByOneAsync(changes, async change =>
        {
            var update = await PickAsync(scope, change).ConfigureAwait(true);
            await scope.Admin.SelectUpdateAsync(
                scope.Key, update, new(true, update.TargetVersionType, null), scope.CancellationToken).ConfigureAwait(true);
            return null;
        });

    /// <summary>The newest released version, if the policy accepts it.</summary>
    private static async Task<BcEnvironmentUpdate> PickAsync(ConfigurationScope scope, ItemChange change)
    {
        var offered = await scope.Admin.ListUpdatesAsync(scope.Key, scope.CancellationToken).ToListAsync().ConfigureAwait(false);
        var policy = change.Desired!["version"]!;
        var accepted = offered.Where(IsOffered).MaxBy(update => update.TargetVersion as Version);
        if (accepted is not null && VersionPolicy.TryParse(policy)!.Accepts(accepted.RawTargetVersion, accepted.RawTargetVersion))
            return accepted;
        throw change.Desired.Fail(
            "version", ErrorCode.TargetVersionNotFound,
            Messages.NoAcceptedEnvironmentVersionOffered(scope, change, policy),
            offered.Count == 0 ? Messages.NoVersionAvailable : Messages.AvailableUpdateVersions(offered),
            accepted is null ? null : $">={accepted.RawTargetVersion}");
    }

    private static bool IsOffered(BcEnvironmentUpdate update) => update.Available != false && update.IsReleased && update.TargetVersion is Version;

    /// <summary>Whether the current version satisfies the policy, regardless of the offered versions.</summary>
    private static bool Accepts(string policy, ConfigurationItem current) =>
        VersionPolicy.TryParse(policy) is { IsLatest: false } minimum && minimum.Accepts(current["version"]);
}

/// <summary>getUpdateSettings, setUpdateSettings, listTimeZones.</summary>
internal sealed class UpdateWindow : IManagedComponent
{
    private static readonly TimeSpan Shortest = TimeSpan.FromHours(6);

    public ComponentSchema Schema { get; } = new(
        "UpdateWindow", ComponentLevel.Environment, ComponentShape.Object, Messages.UpdateWindowDescription,
        new("start", ValueKind.Time, Messages.UpdateWindowStartDescription),
        new("end", ValueKind.Time, Messages.UpdateWindowEndDescription),
        new("timeZone", ValueKind.Code, Messages.UpdateWindowTimeZoneDescription));

    public async Task<IReadOnlyList<ConfigurationItem>> ReadAsync(ConfigurationScope scope, IReadOnlyList<ConfigurationItem>? desired)
    {
        var window = await scope.Admin.GetUpdateWindowAsync(scope.Key, scope.CancellationToken).ConfigureAwait(false);
        return [ConfigurationItem.Of(Schema, window, Clock(window.StartTime), Clock(window.EndTime), window.TimeZone)];
    }

    /// <summary>The service accepts Windows time zone IDs only. A name that cannot be converted is reported when it is applied.</summary>
    public Task<ConfigurationItem> ResolveAsync(ConfigurationScope scope, ConfigurationItem desired) =>
        Task.FromResult(desired["timeZone"] is { } zone && TimeZoneFinder.Convert(zone) is { } windows ? desired.With("timeZone", windows) : desired);

    public async Task<ItemChange?> CheckAsync(ConfigurationScope scope, ItemChange change, IReadOnlyList<ItemChange> plan)
    {
        foreach (var member in Schema.Members)
        {
            if (change[member.Name] is null)
            {
                throw change.Desired!.Fail(
                    member.Name, ErrorCode.InvalidConfiguration, Messages.UpdateWindowMemberRequired(scope, member));
            }
        }

        var (start, end) = (Clock(change["start"]!), Clock(change["end"]!));
        if ((end > start ? end - start : end - start + TimeSpan.FromDays(1)) < Shortest || start == end)
        {
            throw change.Desired!.Fail(
                change.Desired["end"] is null ? "start" : "end", ErrorCode.InvalidConfiguration,
                Messages.UpdateWindowTooShort(change));
        }

        if (change.Values.Any(value => value.Member.Name == "timeZone"))
        {
            var wanted = change.Desired!["timeZone"]!;
            var known = await scope.Admin.ListTimeZonesAsync(scope.CancellationToken).ToListAsync().ConfigureAwait(false);
            if (!known.Exists(zone => zone.TimeZoneId.Equals(wanted, StringComparison.OrdinalIgnoreCase)))
            {
                throw change.Desired.Fail(
                    "timeZone", ErrorCode.TimeZoneNotFound, Messages.UpdateWindowTimeZoneNotFound(wanted), Messages.UseGetBcTimeZone,
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
        "AppUpdateCadence", ComponentLevel.Environment, ComponentShape.Value, Messages.AppUpdateCadenceDescription,
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

/// <summary>getPartnerAccess, setPartnerAccess. The service accepts only user tokens for both.</summary>
internal sealed class PartnerAccess : IManagedComponent
{
    private const string Selected = BcEnvironmentPartnerAccess.SelectedPartners;

    public ComponentSchema Schema { get; } = new(
        "PartnerAccess", ComponentLevel.Environment, ComponentShape.Object, Messages.PartnerAccessDescription,
        new("access", ValueKind.Choice, "Access.") { Choices = ["Disabled", "AllowAllPartnerTenants", Selected] },
        new("partnerTenants", ValueKind.Ids, Messages.PartnerTenantsDescription(Selected)))
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
                "partnerTenants", ErrorCode.InvalidConfiguration, Messages.PartnerTenantsRequireSelectedAccess(Selected));
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
        Messages.MicrosoftLicenseAccessDescription,
        new ComponentMember("enabled", ValueKind.Flag, Messages.MicrosoftLicenseAccessEnabledDescription));

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
        Messages.AccessGroupDescription,
        new ComponentMember("group", ValueKind.IdOrNone, Messages.AccessGroupIdDescription));

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

/// <summary>getSupportContact, setSupportContact. Setting the contact replaces all three values.</summary>
internal sealed class SupportContact : IManagedComponent
{
    public ComponentSchema Schema { get; } = new(
        "SupportContact", ComponentLevel.Environment, ComponentShape.Object,
        Messages.SupportContactDescription,
        new("name", ValueKind.Text, "Name."),
        new("email", ValueKind.Email, "Email address."),
        new("url", ValueKind.Text, Messages.SupportContactUrlDescription));

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

/// <summary>setAppInsightsKey, which restarts the environment. The file refers to the secret; getEnvironment shows whether a key is set.</summary>
internal sealed class ApplicationInsights : IManagedComponent
{
    public ComponentSchema Schema { get; } = new(
        "ApplicationInsights", ComponentLevel.Environment, ComponentShape.Value,
        Messages.ApplicationInsightsDescription,
        new ComponentMember("connectionString", ValueKind.Secret, Messages.ApplicationInsightsSecretDescription))
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

    public Task<ItemChange?> CheckAsync(ConfigurationScope scope, ItemChange change, IReadOnlyList<ItemChange> plan)
    {
        var member = Schema.Members[0].Name;
        if (change[member] is { } reference && !ApplicationInsightsKey.IsValid(scope.Secrets.Reveal(reference)))
        {
            throw change.Desired!.Fail(
                member, ErrorCode.InvalidConfiguration, Messages.InvalidApplicationInsightsKey(reference),
                Messages.CopyApplicationInsightsConnectionString);
        }

        return Task.FromResult<ItemChange?>(change with { Reason = Messages.ApplicationInsightsChangeRestartsEnvironment });
    }

    public IAsyncEnumerable<ItemOutcome> ApplyAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes) =>
        OneByOneAsync(changes, async change => await scope.Admin.SetAppInsightsKeyAsync(
            scope.Key, scope.Secrets.Reveal(change[Schema.Members[0].Name]!), scope.CancellationToken).ConfigureAwait(true));
}
