namespace BcAdmin.Simulator.Automation;

/// <summary>Texts in the language of the caller, such as status texts: a caller that compares them must request English.</summary>
internal static class DisplayText
{
    private static readonly Dictionary<string, string> Danish = DemoData.Read<Dictionary<string, string>>("danish");

    public static bool IsDanish(Call call) =>
        (call.Header("Accept-Language") ?? call.Settings.DisplayLanguage).StartsWith("da", StringComparison.OrdinalIgnoreCase);

    public static string Of(Call call, string english) => IsDanish(call) ? Danish.GetValueOrDefault(english, english) : english;
}
