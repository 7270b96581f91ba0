namespace BcAdmin.Simulator.State;

/// <summary>Sessions of an environment's users. The first is a background job that has run the same report for two hours.</summary>
internal static class DemoSessions
{
    private static readonly EnvironmentSession[] Templates = DemoData.Read<EnvironmentSession[]>("sessions");

    public static EnvironmentSession Make(BcEnvironment environment, int number, DateTimeOffset now)
    {
        var isJob = number == 0;
        var template = Templates[isJob ? 0 : 1 + (number % (Templates.Length - 1))];
        return template with
        {
            Id = 10_040 + number,
            UserId = environment.Users.Count == 0 ? "SYSTEM" : environment.Users[number % environment.Users.Count].UserName,
            ClientType = number % 5 == 4 ? "ODataV4" : template.ClientType,
            LogOn = isJob ? now.AddHours(-3) : now.AddMinutes(-20 * number),
            CurrentSince = isJob ? now.AddHours(-2) : now.AddSeconds(-3 * number),
        };
    }
}
