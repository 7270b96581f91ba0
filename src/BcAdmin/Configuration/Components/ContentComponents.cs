using BcAdmin.Bulk;
using static BcAdmin.Configuration.IManagedComponent;

namespace BcAdmin.Configuration.Components;

/// <summary>listCompanies, createAutomationCompany, updateAutomationCompany. Companies are never deleted.</summary>
internal sealed class Companies : IManagedComponent
{
    public ComponentSchema Schema { get; } = new(
        "Companies", ComponentLevel.Content, ComponentShape.List, Messages.CompaniesDescription,
        new("name", ValueKind.Code, Messages.CompanyNameDescription) { IsKey = true, IsRequired = true },
        new("displayName", ValueKind.Text, "Display name."));

    public async Task<IReadOnlyList<ConfigurationItem>> ReadAsync(ConfigurationScope scope, IReadOnlyList<ConfigurationItem>? desired) =>
        [.. (await scope.CompaniesAsync().ConfigureAwait(false)).Select(
            company => ConfigurationItem.Of(Schema, company, company.Name, company.DisplayName))];

    public Task<ConfigurationItem> ResolveAsync(ConfigurationScope scope, ConfigurationItem desired) => desired["name"]!.Length <= 30
        ? Task.FromResult(desired)
        : throw desired.Fail(
            "name", ErrorCode.InvalidConfiguration, Messages.CompanyNameTooLong, Messages.UseDisplayName);

    public IAsyncEnumerable<ItemOutcome> ApplyAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes) =>
        OneByOneAsync(changes, async change =>
        {
            var stop = scope.CancellationToken;
            var (name, displayName) = (change["name"]!, change["displayName"]);
            var company = change.Current?.Source as BcCompany;
            if (company is null)
            {
                var through = await scope.Automation.AnyCompanyAsync(stop).ConfigureAwait(true);
                company = await scope.Automation.CreateCompanyAsync(through, name, string.Empty, stop).ConfigureAwait(true);
            }

            if (displayName is not null && displayName != company.DisplayName)
            {
                await scope.Automation.UpdateCompanyAsync(
                    company.CompanyId, new(null, displayName, null), company.ETag ?? "*", stop).ConfigureAwait(true);
            }

            return null;
        });
}

/// <summary>listFeatures, activateFeature, deactivateFeature.</summary>
internal sealed class Features : IManagedComponent
{
    public ComponentSchema Schema { get; } = new(
        "Features", ComponentLevel.Content, ComponentShape.List, "Feature management.",
        new("feature", ValueKind.Code, Messages.FeatureIdDescription) { IsKey = true, IsRequired = true },
        new("enabled", ValueKind.Flag, Messages.FeatureEnabledDescription) { IsRequired = true });

    public async Task<IReadOnlyList<ConfigurationItem>> ReadAsync(ConfigurationScope scope, IReadOnlyList<ConfigurationItem>? desired) =>
        [.. (await scope.FeaturesAsync().ConfigureAwait(false)).Select(
            feature => ConfigurationItem.Of(Schema, feature, feature.FeatureId, feature.IsEnabled ? "true" : "false"))];

    public async Task<ConfigurationItem> ResolveAsync(ConfigurationScope scope, ConfigurationItem desired)
    {
        var wanted = desired["feature"]!;
        var known = await scope.FeaturesAsync().ConfigureAwait(false);
        return known.Exists(feature => feature.FeatureId.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ? desired
            : throw desired.Fail(
                "feature", ErrorCode.FeatureNotFound, Messages.FeatureNotInEnvironment(scope.Key, wanted),
                Messages.ListOptionalFeatures,
                Suggestion.Nearest(wanted, known.Select(feature => feature.FeatureId)));
    }

    public Task<ItemChange?> CheckAsync(ConfigurationScope scope, ItemChange change, IReadOnlyList<ItemChange> plan)
    {
        var feature = (BcFeature)change.Current!.Source!;
        if (feature.IsEnabled && feature.IsOneWay == true)
        {
            throw change.Desired!.Fail(
                "enabled", ErrorCode.FeatureIsOneWay, Messages.FeatureEnabledPermanently(feature, scope),
                Messages.SetEnabledOrRemoveEntry, "true");
        }

        var notes = new[]
        {
            !feature.IsEnabled && feature.IsOneWay == true ? Messages.FeatureChangeIsPermanent : null,
            !feature.IsEnabled && feature.DataUpdateRequired == true ? Messages.FeatureDataUpdateInBackground : null,
        };
        return Task.FromResult<ItemChange?>(change with { Reason = string.Join(' ', notes.OfType<string>()) });
    }

    public IAsyncEnumerable<ItemOutcome> ApplyAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes) =>
        OneByOneAsync(changes, async change =>
        {
            var feature = (BcFeature)change.Current!.Source!;
            await (change["enabled"] == "true"
                ? scope.Automation.ActivateFeatureAsync(feature, feature.DataUpdateRequired == true, scope.CancellationToken)
                : scope.Automation.DeactivateFeatureAsync(feature, scope.CancellationToken)).ConfigureAwait(true);
            return null;
        });
}

/// <summary>listUsers, listUsersPermissions, updateUser in batches. Users are not created, because they come from Microsoft 365.</summary>
internal sealed class Users : IManagedComponent
{
    public ComponentSchema Schema { get; } = new(
        "Users", ComponentLevel.Content, ComponentShape.List, Messages.UsersDescription,
        new("user", ValueKind.Code, Messages.UserDescription) { IsKey = true, IsRequired = true },
        new("state", ValueKind.Choice, "State.") { Choices = ["Enabled", "Disabled"] },
        new("expiryDate", ValueKind.Date, Messages.ExpiryDateDescription),
        new("contactEmail", ValueKind.Email, Messages.ContactEmailDescription));

    public async Task<IReadOnlyList<ConfigurationItem>> ReadAsync(ConfigurationScope scope, IReadOnlyList<ConfigurationItem>? desired) =>
        [.. (await scope.UsersAsync().ConfigureAwait(false)).Select(user => ConfigurationItem.Of(
            Schema, user, user.UserName, user.State, user.ExpiryDate is { } end ? ComponentMember.Text(end) : ComponentMember.Never,
            string.IsNullOrEmpty(user.ContactEmail) ? null : user.ContactEmail))];

    public async Task<ConfigurationItem> ResolveAsync(ConfigurationScope scope, ConfigurationItem desired)
    {
        var resolved = await UserChanges.ResolveAsync(scope, desired).ConfigureAwait(false);
        var (name, email) = (desired["user"]!, desired["contactEmail"]);
        var user = (await scope.DirectoryAsync([]).ConfigureAwait(false)).Find(resolved["user"]!);
        return email is null || email.Equals(name, StringComparison.OrdinalIgnoreCase)
            || !name.Equals(user.ContactEmail, StringComparison.OrdinalIgnoreCase)
            ? resolved
            : throw desired.Fail(
                "user", ErrorCode.InvalidConfiguration,
                Messages.EntryChangesUserAddress,
                Messages.SpecifyUserByName(user), user.UserName);
    }

    public IAsyncEnumerable<ItemOutcome> ApplyAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes) =>
        UserChanges.ApplyAsync(scope, changes.Select(change => (change, ToChange(change))));

    private static UserChange ToChange(ItemChange change)
    {
        string? Wanted(string member) => change.Values.FirstOrDefault(value => value.Member.Name == member)?.Desired;
        return new UserChanged((BcUser)change.Current!.Source!, new UserUpdate
        {
            State = Wanted("state"),
            ExpiryDate = Wanted("expiryDate") is not { } date ? null
                : date == ComponentMember.Never ? UserUpdate.Never
                : DateTimeOffset.Parse(date, CultureInfo.InvariantCulture),
            ContactEmail = Wanted("contactEmail"),
        }, ETag: "*");
    }
}

/// <summary>listCompanyUserPermissions, createUserPermission, deleteUserPermission in batches.</summary>
internal sealed class UserPermissions : IManagedComponent
{
    public ComponentSchema Schema { get; } = new(
        "UserPermissions", ComponentLevel.Content, ComponentShape.List, Messages.UserPermissionSetsDescription,
        new("user", ValueKind.Code, Messages.UserDescription) { IsKey = true, IsRequired = true },
        new("permissionSet", ValueKind.Code, Messages.PermissionSetIdDescription) { IsKey = true, IsRequired = true },
        new("company", ValueKind.Code, Messages.PermissionCompanyDescription) { IsKey = true },
        new("appId", ValueKind.Id,
            Messages.PermissionAppDescription) { IsKey = true })
    {
        CanRemove = true,
    };

    public async Task<IReadOnlyList<ConfigurationItem>> ReadAsync(ConfigurationScope scope, IReadOnlyList<ConfigurationItem>? desired)
    {
        var held = scope.Automation.ListAllUserPermissionsAsync(scope.CancellationToken).ToListAsync();
        var names = await scope.AssignmentNamesAsync().ConfigureAwait(false);
        var users = (await scope.UsersAsync().ConfigureAwait(false)).DistinctBy(user => user.UserSecurityId)
            .ToDictionary(user => user.UserSecurityId, user => user.UserName);
        // Internal users of security groups also have permission sets, but are not in the list of users.
        return [.. (await held.ConfigureAwait(false)).Where(permission => users.ContainsKey(permission.UserSecurityId)).Select(
            permission => ConfigurationItem.Of(
                Schema, permission, users[permission.UserSecurityId], permission.RoleId, permission.Company,
                names.KeyApp(permission.RoleId, permission.AppId)))];
    }

    public async Task<ConfigurationItem> ResolveAsync(ConfigurationScope scope, ConfigurationItem desired)
    {
        var names = await scope.AssignmentNamesAsync().ConfigureAwait(false);
        return names.Resolve(scope, await UserChanges.ResolveAsync(scope, desired).ConfigureAwait(false));
    }

    public async IAsyncEnumerable<ItemOutcome> ApplyAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes)
    {
        var names = await scope.AssignmentNamesAsync().ConfigureAwait(true);
        var directory = await scope.DirectoryAsync([]).ConfigureAwait(true);
        var sent = changes.Select(change =>
        {
            var user = directory.Find(change["user"]!);
            if (change.Desired is not { } desired)
                return (change, (UserChange)new PermissionRemoved(user, (BcUserPermission)change.Current!.Source!));
            var (app, origin) = names.Origin(desired);
            return (change, new PermissionAdded(user, desired["permissionSet"]!, desired["company"] ?? string.Empty, app, origin));
        });
        await foreach (var outcome in UserChanges.ApplyAsync(scope, sent).ConfigureAwait(true))
            yield return outcome;
    }
}

/// <summary>listSecurityGroups, listSecurityGroupPermissions, createSecurityGroupPermission, deleteSecurityGroupPermission.</summary>
internal sealed class SecurityGroupPermissions : IManagedComponent
{
    public ComponentSchema Schema { get; } = new(
        "SecurityGroupPermissions", ComponentLevel.Content, ComponentShape.List, Messages.SecurityGroupPermissionsDescription,
        new("securityGroup", ValueKind.Code, Messages.SecurityGroupKeyDescription) { IsKey = true, IsRequired = true },
        new("permissionSet", ValueKind.Code, Messages.PermissionSetIdDescription) { IsKey = true, IsRequired = true },
        new("company", ValueKind.Code, Messages.PermissionCompanyDescription) { IsKey = true },
        new("appId", ValueKind.Id,
            Messages.PermissionAppDescription) { IsKey = true })
    {
        CanRemove = true,
    };

    public async Task<IReadOnlyList<ConfigurationItem>> ReadAsync(ConfigurationScope scope, IReadOnlyList<ConfigurationItem>? desired)
    {
        var names = await scope.AssignmentNamesAsync().ConfigureAwait(false);
        var groups = await scope.SecurityGroupsAsync().ConfigureAwait(false);
        var held = await Task.WhenAll(groups.Select(
            group => scope.Automation.ListSecurityGroupPermissionsAsync(null, group, null, scope.CancellationToken).ToListAsync())).ConfigureAwait(
                false);
        return [.. groups.Zip(held, (group, permissions) => permissions.Select(permission => ConfigurationItem.Of(
            Schema, permission, group.Code, permission.RoleId, permission.Company, names.KeyApp(permission.RoleId, permission.AppId))))
            .SelectMany(items => items)];
    }

    public async Task<ConfigurationItem> ResolveAsync(ConfigurationScope scope, ConfigurationItem desired)
    {
        var names = await scope.AssignmentNamesAsync().ConfigureAwait(false);
        var groups = await scope.SecurityGroupsAsync().ConfigureAwait(false);
        var wanted = desired["securityGroup"]!;
        var group = SecurityGroupFinder.Pick(groups, wanted) ?? throw desired.Fail(
            "securityGroup", ErrorCode.SecurityGroupNotFound, Messages.ConfiguredSecurityGroupNotFound(scope, wanted),
            Messages.UseGetBcSecurityGroup,
            Suggestion.Nearest(wanted, groups.SelectMany(known => new[] { known.Code, known.Name })));
        return names.Resolve(scope, desired.With("securityGroup", group.Code));
    }

    public async IAsyncEnumerable<ItemOutcome> ApplyAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes)
    {
        var names = await scope.AssignmentNamesAsync().ConfigureAwait(true);
        var groups = (await scope.SecurityGroupsAsync().ConfigureAwait(true)).ToDictionary(group => group.Code, StringComparer.OrdinalIgnoreCase);
        var outcomes = OneByOneAsync(changes, async change =>
        {
            var group = groups[change["securityGroup"]!];
            if (change.Desired is not { } desired)
            {
                await scope.Automation.DeleteSecurityGroupPermissionAsync(
                    group, (BcSecurityGroupPermission)change.Current!.Source!, scope.CancellationToken).ConfigureAwait(true);
                return null;
            }

            var (app, origin) = names.Origin(desired);
            var company = desired["company"] is { Length: > 0 } name ? name : null;
            await scope.Automation.CreateSecurityGroupPermissionAsync(
                group, new(desired["permissionSet"]!, company, app, origin), scope.CancellationToken).ConfigureAwait(true);
            return null;
        });
        await foreach (var outcome in outcomes.ConfigureAwait(true))
            yield return outcome;
    }
}

/// <summary>Shared methods of the components for users.</summary>
internal static class UserChanges
{
    /// <exception cref="BcConfigurationException">UserNotFound, AmbiguousUser.</exception>
    public static async Task<ConfigurationItem> ResolveAsync(ConfigurationScope scope, ConfigurationItem desired)
    {
        var listed = scope.Desired.Where(item => item.Key.IndexOf("user") >= 0).SelectMany(item => item.Value.Items).Select(item => item["user"]!);
        var directory = await scope.DirectoryAsync(listed).ConfigureAwait(false);
        try
        {
            return desired.With("user", directory.Find(desired["user"]!).UserName);
        }
        catch (BcException failure)
        {
            throw BcConfigurationException.At(desired.PlaceOf("user"), failure);
        }
    }

    /// <summary>Sends the changes in concurrent batches.</summary>
    public static async IAsyncEnumerable<ItemOutcome> ApplyAsync(ConfigurationScope scope, IEnumerable<(ItemChange Item, UserChange Change)> changes)
    {
        var items = changes.ToDictionary(change => change.Change, change => change.Item,
            (IEqualityComparer<UserChange>)ReferenceEqualityComparer.Instance);
        var parallel = scope.Connection.Access.MaxConcurrentCalls;
        var size = Math.Clamp((items.Count + parallel - 1) / parallel, 1, AutomationClient.MaxBatchSize);
        var runner = new UserChangeRunner(scope.Automation, parallel, size, atomic: false);
        await foreach (var settled in runner.RunAsync([.. items.Keys], scope.CancellationToken).ConfigureAwait(true))
            yield return new(items[settled.Change], settled.Error);
    }
}
