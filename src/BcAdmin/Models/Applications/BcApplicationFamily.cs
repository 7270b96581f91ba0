namespace BcAdmin;

/// <summary>A release ring in a country of an application family, in which environments can be created.</summary>
public sealed record BcApplicationFamily : BcResource
{
    public string ApplicationFamily { get; internal init; } = BcEnvironment.DefaultFamily;

    /// <summary>Two-letter code of the localization.</summary>
    public string? CountryCode { get; internal init; }

    /// <summary>PROD, PREVIEW, or another ring.</summary>
    public string? RingName { get; internal init; }

    /// <summary>Display name of the ring.</summary>
    public string? RingFriendlyName { get; internal init; }

    /// <summary>Whether production environments can be created in the ring.</summary>
    public bool? IsProductionRing { get; internal init; }

    public override string ToString() => $"{ApplicationFamily}/{CountryCode}/{RingName}";
}

/// <summary>A row of listApplications.</summary>
internal sealed record ApplicationFamilyDetails
{
    public string ApplicationFamily { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>The countries: an array, or a single object as in the sample of the documentation.</summary>
    [JsonPropertyName("countriesringDetails")]
    public JsonElement CountriesRingDetails { get; init; }

    public IEnumerable<BcApplicationFamily> Rows()
    {
        var countries = CountriesRingDetails.ValueKind == JsonValueKind.Array
            ? CountriesRingDetails.EnumerateArray() : ApiJson.Items(CountriesRingDetails);
        return from country in countries
               let rings = ApiJson.TryGet(country, "rings", out var list) ? ApiJson.Items(list) : []
               from ring in rings
               select new BcApplicationFamily
               {
                   ApplicationFamily = ApplicationFamily,
                   CountryCode = ApiJson.Text(country, "countryCode"),
                   RingName = ApiJson.Text(ring, "name"),
                   RingFriendlyName = ApiJson.Text(ring, "friendlyName"),
                   IsProductionRing = ApiJson.TryGet(ring, "productionRing", out var production)
                       && production.ValueKind is JsonValueKind.True or JsonValueKind.False
                       ? production.GetBoolean()
                       : null,
               };
    }
}
