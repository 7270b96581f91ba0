using System.Net;

namespace BcAdmin.Api.AdminCenter;

internal sealed partial class AdminCenterClient
{
    /// <summary>The API version that introduced clock times and time zones (contract: listTimeZones, x-bc-introduced).</summary>
    private static readonly Version ClockTimes = new(2, 13);

    /// <summary>listEnvironmentUpdates.</summary>
    public IAsyncEnumerable<BcEnvironmentUpdate> ListUpdatesAsync(EnvironmentKey environment, CancellationToken cancellationToken) =>
        From(Api.ListAsync(Get("listEnvironmentUpdates", In(environment) / "updates"), BcJson.Default.BcEnvironmentUpdate, cancellationToken),
            environment);

    /// <summary>selectEnvironmentUpdate. The path contains the version exactly as the service returns it.</summary>
    public Task SelectUpdateAsync(
        EnvironmentKey environment, BcEnvironmentUpdate update, SelectUpdateRequest body, CancellationToken cancellationToken)
    {
        var path = In(environment) / ("updates/" + Escape(update.RawTargetVersion ?? string.Empty));
        return Api.SendAsync(
            Patch("selectEnvironmentUpdate", path).AsRepeatable().WithJson(body, BcJson.Default.SelectUpdateRequest), cancellationToken);
    }

    /// <summary>getUpdateSettings. If no window is set, the service returns null, which becomes a window without times.</summary>
    public async Task<BcEnvironmentUpdateWindow> GetUpdateWindowAsync(EnvironmentKey environment, CancellationToken cancellationToken)
    {
        var request = Get("getUpdateSettings", In(environment) / "settings/upgrade");
        var window = await Api.GetAsync(request, BcJson.Default.BcEnvironmentUpdateWindow, cancellationToken).ConfigureAwait(false);
        return From(window ?? new BcEnvironmentUpdateWindow(), environment);
    }

    /// <summary>setUpdateSettings, with clock times in a time zone.</summary>
    /// <exception cref="BcException">TimeZoneNotFound, if the call failed because the service does not have the time zone.</exception>
    public async Task SetUpdateWindowAsync(
        EnvironmentKey environment, TimeSpan start, TimeSpan end, string timeZone, CancellationToken cancellationToken)
    {
        Require(ClockTimes, Messages.UpdateWindowTimeZone);
        try
        {
            await SetUpdateWindowAsync(
                environment, request => request.WithJson(new(TimeText(start), TimeText(end), timeZone), BcJson.Default.UpdateWindowByClock),
                cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException exception) when (exception is { Status: HttpStatusCode.BadRequest, IsNotFound: false })
        {
            throw await TimeZoneNotFoundAsync(timeZone, cancellationToken).ConfigureAwait(false) ?? exception;
        }
    }

    /// <summary>Checks that the service has the time zone. With -WhatIf, this replaces the check of the service.</summary>
    /// <exception cref="BcException">TimeZoneNotFound.</exception>
    public async Task CheckTimeZoneAsync(string timeZone, CancellationToken cancellationToken)
    {
        Require(ClockTimes, Messages.UpdateWindowTimeZone);
        if (await TimeZoneNotFoundAsync(timeZone, cancellationToken).ConfigureAwait(false) is { } error)
            throw error;
    }

    /// <summary>The error for a time zone that the service does not have; null if it has the time zone or does not list time zones.</summary>
    private async Task<BcException?> TimeZoneNotFoundAsync(string timeZone, CancellationToken cancellationToken)
    {
        List<BcTimeZone> known;
        try
        {
            known = await ListTimeZonesAsync(cancellationToken).ToListAsync().ConfigureAwait(false);
        }
        catch (BcException)
        {
            return null; // the failure of the change is the one to report
        }

        if (known.Exists(zone => zone.TimeZoneId.Equals(timeZone, StringComparison.OrdinalIgnoreCase)))
            return null;
        var isFound = known.Exists(zone => TimeZoneFinder.NamesOf(zone).Any(
            name => name?.Contains(timeZone, StringComparison.OrdinalIgnoreCase) == true));
        return new(ErrorCode.TimeZoneNotFound, Messages.TimeZoneDoesNotExist(timeZone))
        {
            Target = timeZone,
            Suggestion = Suggestion.Nearest(timeZone, known.Select(zone => zone.TimeZoneId))
                ?? known.Find(zone => zone.DisplayName?.Contains(timeZone, StringComparison.OrdinalIgnoreCase) == true)?.TimeZoneId,
            Advice = isFound ? Messages.SearchTimeZonesLike(timeZone, Connection) : Messages.SearchTimeZonesByCity(Connection),
        };
    }

    /// <summary>setUpdateSettings, with UTC times. The service ignores the date; the end is on the next day if the window spans midnight.</summary>
    public Task SetUpdateWindowUtcAsync(EnvironmentKey environment, TimeSpan start, TimeSpan end, CancellationToken cancellationToken)
    {
        var day = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var body = new UpdateWindowByUtc(day + start, (end > start ? day : day.AddDays(1)) + end);
        return SetUpdateWindowAsync(environment, request => request.WithJson(body, BcJson.Default.UpdateWindowByUtc), cancellationToken);
    }

    /// <summary>listTimeZones.</summary>
    public IAsyncEnumerable<BcTimeZone> ListTimeZonesAsync(CancellationToken cancellationToken)
    {
        Require(ClockTimes, Messages.TimeZoneList);
        return From(Api.ListAsync(Get("listTimeZones", "applications/settings/timezones"), BcJson.Default.BcTimeZone, cancellationToken));
    }

    private Task SetUpdateWindowAsync(EnvironmentKey environment, Func<ApiRequest, ApiRequest> withBody, CancellationToken cancellationToken) =>
        Api.SendAsync(withBody(Put("setUpdateSettings", In(environment) / "settings/upgrade").AsRepeatable()), cancellationToken);

    private static string TimeText(TimeSpan time) => time.ToString(@"hh\:mm", CultureInfo.InvariantCulture);
}
