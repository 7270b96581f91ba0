using BcAdmin.Simulator.State;
using CsCheck;

namespace BcAdmin.Tests.Configuration;

/// <summary>A possible state of a simulated tenant, which CsCheck generates and shrinks.</summary>
internal sealed record RandomTenant
{
    private static readonly string[] Companies = ["", "Contoso Denmark", "Contoso Sweden"];

    // TRAVEL is defined twice, and the others once.
    private static readonly string[] Sets = ["SUPER", "SECURITY", "D365 BASIC", "LOCAL", "TRAVEL"];
    private static readonly string[] Groups = ["FINANCE", "WAREHOUSE"];
    private static readonly string[] Apps = [.. Enumerable.Range(1, 7).Select(number => $"a9900000-0000-4000-8000-00000000000{number}")];
    private static readonly string[] Zones = ["Romance Standard Time", "UTC", "Pacific Standard Time"];
    private static readonly string[] Cadences = ["Default", "DuringMajorUpgrade", "DuringMajorMinorUpgrade"];
    private static readonly string[] Texts = ["Support", "Søren & \"Åse\"", "'quoted' 100 %", "Ünïcode ✓", "-"];

    private const int Users = 8;

    /// <summary>States that can be reached from each other: for example, a one-way feature is the same in all of them.</summary>
    public static Gen<RandomTenant> Gen { get; } = CsCheck.Gen.Select(
        CsCheck.Gen.Int[0, 6].HashSet[0, 5],
        CsCheck.Gen.Int[0, 5].Array[6],
        CsCheck.Gen.Select(CsCheck.Gen.Bool, CsCheck.Gen.Int[0, 3], CsCheck.Gen.Bool).Array[Users],
        CsCheck.Gen.Select(CsCheck.Gen.Int[0, Users - 1], CsCheck.Gen.Int[0, 5], CsCheck.Gen.Int[0, 2]).HashSet[0, 20],
        CsCheck.Gen.Select(CsCheck.Gen.Int[0, 1], CsCheck.Gen.Int[0, 5], CsCheck.Gen.Int[0, 2]).HashSet[0, 6],
        CsCheck.Gen.Int[0, 3].HashSet[0, 3],
        CsCheck.Gen.Frequency((3, CsCheck.Gen.Const(-1)), (1, CsCheck.Gen.Int[0, 127])),
        (recipients, settings, users, permissions, groupPermissions, features, apps) => new RandomTenant
        {
            Recipients = [.. recipients],
            Settings = settings,
            People = users,
            Permissions = [.. permissions],
            GroupPermissions = [.. groupPermissions],
            Features = [.. features],
            InstalledApps = apps,
        });

    public required int[] Recipients { get; init; }

    /// <summary>Window, cadence, partner access, Microsoft 365, group, contact.</summary>
    public required int[] Settings { get; init; }

    public required (bool Enabled, int Expiry, bool HasEmail)[] People { get; init; }

    public required (int User, int Set, int Company)[] Permissions { get; init; }

    public required (int Group, int Set, int Company)[] GroupPermissions { get; init; }

    public required int[] Features { get; init; }

    /// <summary>Bits of the installed apps; -1 keeps the apps of the scenario.</summary>
    public required int InstalledApps { get; init; }

    public override string ToString() =>
        $"recipients {string.Join(' ', Recipients)}; settings {string.Join(' ', Settings)}; users {string.Join(' ', People)}; "
        + $"permissions {string.Join(' ', Permissions)}; groups {string.Join(' ', GroupPermissions)}; features {string.Join(' ', Features)}; "
        + $"apps {InstalledApps}";

    /// <summary>Sets this state in a tenant.</summary>
    public void ApplyTo(Tenant tenant)
    {
        lock (tenant.Gate)
        {
            tenant.Recipients.Clear();
            tenant.Recipients.AddRange(Recipients.Select(
                number => new NotificationRecipient(Guid.NewGuid(), $"Alerts.{number}@contoso.example", Texts[number % Texts.Length])));
            var environment = tenant.FindEnvironment("BusinessCentral", "Production")!;
            ApplySettings(environment);
            var reversible = FeatureCatalog.All.Where(feature => !feature.IsOneWay).ToList();
            environment.EnabledFeatures.RemoveWhere(id => reversible.Exists(feature => feature.Id == id));
            environment.EnabledFeatures.UnionWith(Features.Where(number => number < reversible.Count).Select(number => reversible[number].Id));
            ApplyUsers(environment);
            if (InstalledApps >= 0)
                ApplyApps(environment);
        }
    }

    private void ApplySettings(BcAdmin.Simulator.State.BcEnvironment environment)
    {
        environment.UpdateWindow = new(new(20, 0), new((Settings[0] + 3) % 24, 30), TimeZones.Find(Zones[Settings[0] % Zones.Length])!);
        environment.AppUpdateCadence = Cadences[Settings[1] % Cadences.Length];
        environment.PartnerAccess = (Settings[2] % 3) switch
        {
            0 => new("AllowAllPartnerTenants", []),
            1 => new("Disabled", []),
            _ => new("AllowSelectedPartnerTenants", [StableId.From("partner 1"), StableId.From($"partner {Settings[2]}")]),
        };
        environment.M365LicenseAccess = Settings[3] % 2 == 1;
        environment.SecurityGroupId = Settings[4] % 3 == 0 ? null : Guid.Parse($"c0a70500-0000-4000-8000-00000000f00{Settings[4] % 3}");
        environment.SupportContact = new(Texts[Settings[5] % Texts.Length], $"desk{Settings[5]}@partner.example",
            $"https://support.example/{Settings[5]}");
        foreach (var company in environment.Companies)
            company.DisplayName = $"{company.Name} {Texts[Settings[5] % Texts.Length]}";
    }

    private void ApplyUsers(BcAdmin.Simulator.State.BcEnvironment environment)
    {
        for (var index = 0; index < Users; index++)
        {
            var (enabled, expiry, hasEmail) = People[index];
            environment.Users[index] = environment.Users[index] with
            {
                Enabled = enabled,
                ExpiryDate = expiry == 0 ? null : new DateTimeOffset(2030, 1, expiry, 12, 0, 0, TimeSpan.Zero),
                ContactEmail = hasEmail ? $"user{index}@contoso.example" : $"other{index}@contoso.example",
                PermissionSets = [.. Permissions.Where(permission => permission.User == index).Select(permission =>
                    Assign(permission.Set, permission.Company))],
            };
        }

        for (var index = 0; index < Groups.Length; index++)
        {
            var place = environment.SecurityGroups.FindIndex(group => group.Code == Groups[index]);
            var group = environment.SecurityGroups[place];
            environment.SecurityGroups[place] = group with
            {
                HiddenUser = group.HiddenUser with
                {
                    PermissionSets = [.. GroupPermissions.Where(permission => permission.Group == index)
                        .Select(permission => Assign(permission.Set, permission.Company))],
                },
            };
        }
    }

    /// <summary>Set 5 is the second definition of TRAVEL.</summary>
    private static AssignedPermissionSet Assign(int set, int company)
    {
        var definitions = PermissionCatalog.Find(Sets[Math.Min(set, 4)]).ToList();
        var definition = definitions[set == 5 ? 1 : 0];
        return new(Guid.NewGuid(), definition.RoleId, Companies[company]) { AppId = definition.AppId, Scope = definition.Scope };
    }

    /// <summary>An app is only installed together with its dependencies.</summary>
    private void ApplyApps(BcAdmin.Simulator.State.BcEnvironment environment)
    {
        environment.Apps.RemoveAll(app => Apps.Contains(app.Id.ToString()));
        foreach (var (id, bit) in Apps.Select((id, bit) => (Guid.Parse(id), bit)))
        {
            var app = Marketplace.Find(id)!;
            var offer = app.NewestFor(environment)!;
            if ((InstalledApps >> bit & 1) == 1 && offer.Dependencies.All(needed => environment.Apps.Exists(known => known.Id == needed.AppId)))
                environment.Apps.Add(app.Install(offer));
        }
    }
}
