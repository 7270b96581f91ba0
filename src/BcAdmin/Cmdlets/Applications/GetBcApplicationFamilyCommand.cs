using System.Management.Automation;
using BcAdmin.Completion;
using BcAdmin.Pipeline;

namespace BcAdmin.Cmdlets.Applications;

/// <summary>Lists application families with their countries and rings: listApplications.</summary>
[Cmdlet(VerbsCommon.Get, "BcApplicationFamily")]
[OutputType(typeof(BcApplicationFamily))]
public sealed class GetBcApplicationFamilyCommand : BcConnectedCmdlet
{
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string[]? ApplicationFamily { get; set; }

    [Parameter(Position = 1)]
    [Alias("CountryCode")]
    [ArgumentCompleter(typeof(CountryCompleter))]
    public string[]? Country { get; set; }

    protected override Task ProcessAsync()
    {
        var families = ApplicationFamily?.Select(name => (Name: name, Pattern: WildcardPattern.Get(name, WildcardOptions.IgnoreCase))).ToList();
        return ReadAsync(ApplicationFamily, async connection =>
        {
            var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            await foreach (var row in AdminCenter(connection).ListApplicationFamiliesAsync(PipelineStopToken))
            {
                seen.Add(row.ApplicationFamily);
                if (families?.Exists(family => family.Pattern.IsMatch(row.ApplicationFamily)) != false
                    && Country?.Contains(row.CountryCode, StringComparer.OrdinalIgnoreCase) != false)
                {
                    WriteObject(row);
                }
            }

            foreach (var (name, _) in families?.Where(family => !WildcardPattern.ContainsWildcardCharacters(family.Name) && !seen.Contains(family.Name)) ?? [])
            {
                WriteError(ErrorRecordFactory.Create(
                    new BcException("ApplicationFamilyNotFound", $"Tenant {connection.Name} has no application family '{name}'.")
                    {
                        Advice = $"It has {string.Join(", ", seen.Order(StringComparer.OrdinalIgnoreCase))}.",
                    },
                    name));
            }
        });
    }
}
