using System.Collections;

namespace BcAdmin.Completion;

/// <summary>APIs that Invoke-BcApi knows by name.</summary>
public sealed class ApiCompleter : BcCompleter
{
    private protected override IEnumerable<string> Values(IDictionary bound) => ["AdminCenter", "Automation", "Standard"];
}
