namespace BcAdmin.Simulator.AdminCenter;

/// <summary>What environments can be created from: application families, countries, rings, and versions, and which tenants can use them.</summary>
internal static class Applications
{
    [Operation("listApplications")]
    public static Reply ListApplications(Call call)
    {
        var families = KnownFamilies(call.Tenant)
            .Select(family => (Family: family, Countries: Catalog.Countries.Where(country => call.Tenant.HasAccessTo(family, country)).ToList()))
            .Where(entry => entry.Countries.Count > 0);
        return Reply.List(families.Select(entry => new JsonObject
        {
            ["applicationFamily"] = entry.Family,
            ["countriesringDetails"] = call.Settings.SingleCountryRings
                ? WriteCountry(entry.Countries[0])
                : new JsonArray([.. entry.Countries.Select(WriteCountry)]),
        }));
    }

    [Operation("listRingVersions")]
    public static Reply ListRingVersions(Call call)
    {
        var family = Environments.Family(call, "applicationTypeDoesNotExist");
        var country = Environments.Country(call["countryCode"]);
        if (!call.Tenant.HasAccessTo(family, country))
            throw new Refusal(404, "resourceDoesNotExist", $"The tenant has no access to {family} in {country}.") { Target = "countryCode" };

        var versions = Catalog.Versions(call["ringName"])
            ?? throw new Refusal(404, "resourceDoesNotExist", Catalog.UnknownRing(call["ringName"])) { Target = "ringName" };
        return Reply.List(versions.Select(version => JsonValue.Create(version.ToString())));
    }

    [Operation("listManageableApplications")]
    public static Reply ListManageableApplications(Call call) => Reply.List(
        from family in KnownFamilies(call.Tenant)
        from country in Catalog.Countries
        select new JsonObject
        {
            ["applicationFamily"] = family,
            ["access"] = call.Tenant.HasAccessTo(family, country),
            ["countryCode"] = country,
        });

    [Operation("setManageableApplicationAccess")]
    public static Reply SetManageableApplicationAccess(Call call)
    {
        var family = KnownFamilies(call.Tenant)
            .FirstOrDefault(known => string.Equals(known, call["applicationFamily"], StringComparison.OrdinalIgnoreCase));
        if (family is null || Catalog.FindCountry(call["countryCode"]) is not { } country)
            throw new Refusal(404, "resourceDoesNotExist", $"There is no application {call["applicationFamily"]} in {call["countryCode"]}.");

        var access = call.Json!.GetValue<bool>();
        if (!access && call.Tenant.Environments.Exists(environment => environment.ApplicationFamily == family))
        {
            throw Refusal.InvalidInput(call.Tenant.Id.ToString(),
                $"The tenant has environments of the family {family}, so access cannot be removed.");
        }

        call.Tenant.ApplicationAccess[(family, country)] = access;
        return Reply.Empty();
    }

    /// <summary>The tenant's own families and those of Embed vendors that can be opened to it.</summary>
    private static IEnumerable<string> KnownFamilies(Tenant tenant) =>
        tenant.ApplicationFamilies.Union([Catalog.EmbedFamily], StringComparer.Ordinal);

    private static JsonObject WriteCountry(string country) => new()
    {
        ["countryCode"] = country,
        ["rings"] = new JsonArray([.. Catalog.RingNames.Select(ring => new JsonObject
        {
            ["name"] = ring,
            ["productionRing"] = ring == Catalog.ProductionRing,
            ["friendlyName"] = ring == Catalog.ProductionRing ? "Production" : "Preview",
        })]),
    };
}
