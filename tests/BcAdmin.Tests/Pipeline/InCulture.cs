using System.Globalization;

namespace BcAdmin.Tests.Pipeline;

/// <summary>
/// Runs a test in a culture. Fails if the computer does not have the culture, because every culture would then be the invariant one.
/// </summary>
internal sealed class InCulture : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    public InCulture(string name)
    {
        CultureInfo.CurrentCulture = new CultureInfo(name, useUserOverride: false);
        var isActive = name switch
        {
            "th-TH" => CultureInfo.CurrentCulture.Calendar is ThaiBuddhistCalendar,
            "fa-IR" => CultureInfo.CurrentCulture.Calendar is PersianCalendar,
            "ar-SA" => CultureInfo.CurrentCulture.Calendar is UmAlQuraCalendar,
            "tr-TR" => CultureInfo.CurrentCulture.TextInfo.ToLower('I') == 'ı',
            "de-DE" => 1.5.ToString(CultureInfo.CurrentCulture) == "1,5",
            _ => CultureInfo.CurrentCulture.Name == name,
        };
        Assert.True(isActive, $"The culture {name} is not active: the machine has no ICU, or DOTNET_SYSTEM_GLOBALIZATION_INVARIANT is set.");
    }

    public void Dispose() => CultureInfo.CurrentCulture = _before;
}
