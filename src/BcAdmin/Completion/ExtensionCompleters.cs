using System.Collections;
using BcAdmin.Api.Automation;

namespace BcAdmin.Completion;

/// <summary>Package ids of the extensions of the environment that was typed before; found by their names too.</summary>
public sealed class ExtensionCompleter : BcCompleter
{
    private const int IdLength = 36;

    private protected override IEnumerable<string> Values(IDictionary bound) => EnvironmentOf(bound) is { } environment
        ? Ask(bound, $"extensions of {environment}", (connection, api, stop) => Entries(new AutomationClient(connection, environment, api).ListExtensionsAsync(null, null, stop)))
        : [];

    private protected override string ValueOf(string entry) => entry[..IdLength];

    private protected override string LabelOf(string entry) => entry[(IdLength + 1)..];

    private static async IAsyncEnumerable<string> Entries(IAsyncEnumerable<BcExtension> extensions)
    {
        await foreach (var extension in extensions.ConfigureAwait(false))
            yield return $"{extension.PackageId} {extension}{(extension.IsInstalled == true ? "" : " (not installed)")}";
    }
}

/// <summary>Codes of the configuration packages of the company that was typed before.</summary>
public sealed class ConfigurationPackageCompleter : BcCompleter
{
    private protected override IEnumerable<string> Values(IDictionary bound) =>
        EnvironmentOf(bound) is { } environment && (bound["Company"] ?? bound["CompanyId"])?.ToString() is { Length: > 0 } company
            ? Ask(bound, $"configuration packages of {environment}/{company}", (connection, api, stop) => CodesAsync(new AutomationClient(connection, environment, api), company, stop))
            : [];

    private static async IAsyncEnumerable<string> CodesAsync(
        AutomationClient automation, string company, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var package in automation.ListConfigurationPackagesAsync(await automation.FindCompanyAsync(company, stop).ConfigureAwait(false), stop).ConfigureAwait(false))
            yield return package.Code;
    }
}
