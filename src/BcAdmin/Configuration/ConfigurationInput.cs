using System.Collections;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Security;
using BcAdmin.Cmdlets;
using BcAdmin.Configuration.Components;

namespace BcAdmin.Configuration;

/// <summary>The configuration parameters that several cmdlets share, and the values derived from them.</summary>
internal sealed class ConfigurationInput
{
    private const string SecretStore = "Microsoft.PowerShell.SecretManagement\\Get-Secret";

    /// <summary>The configurations of the tenants that were read.</summary>
    private readonly ConcurrentBag<ConfigurationDocument> _used = [];

    /// <summary>The entries of the tenants that were read, with whether they match an environment.</summary>
    private readonly ConcurrentBag<(ConfigurationEntry Entry, bool IsUsed)> _seen = [];

    private HashSet<string>? _components;

    /// <summary>One configuration, or one for each of several tenants.</summary>
    public IReadOnlyList<ConfigurationDocument> Documents { get; private set; } = [];

    /// <summary>Counts the tenants that have been compared.</summary>
    public CountProgress Progress { get; private set; } = null!;

    public ConfigurationSecrets Secrets { get; private set; } = ConfigurationSecrets.None;

    public static IReadOnlyList<string> ComponentNames { get; } = [.. ManagedComponents.All.Select(component => component.Schema.Name)];

    /// <summary>The components that can be compared without secrets.</summary>
    public static string[] ExportedNames { get; } =
        [.. ManagedComponents.All.Where(component => component.Schema.IsExported).Select(component => component.Schema.Name)];

    /// <summary>Creates the planner that compares tenants with the configuration.</summary>
    /// <param name="environments">-Environment.</param>
    public ConfigurationPlanner Planner(
        BcConnectedCmdlet cmdlet, string[]? environments, bool includeUnlisted = false, IConfigurationHost? host = null) =>
        new(DocumentOf, Secrets, cmdlet.PipelineStopToken)
        {
            AdminCenter = cmdlet.AdminCenter,
            Automation = cmdlet.Automation,
            IsWanted = IsWanted,
            EnvironmentsRead = RecordEnvironments,
            Environments = environments,
            IncludeUnlisted = includeUnlisted,
            Host = host,
        };

    /// <summary>
    /// Writes a warning for each tenant that is not among the connections, and for each entry that matches no environment, because a mistyped pattern
    /// would otherwise go unnoticed.
    /// </summary>
    public void WarnOfUnused(BcCmdlet cmdlet)
    {
        // The tenant of a single configuration that does not match is an error.
        foreach (var document in Documents.Count > 1 ? Documents.Except(_used) : [])
            cmdlet.WriteWarning(Messages.ConfigurationNotUsed(document));
        foreach (var entry in _seen.GroupBy(seen => seen.Entry).Where(seen => seen.Key.Name is null && !seen.Any(tenant => tenant.IsUsed)))
            cmdlet.WriteWarning(Messages.EntryMatchesNoEnvironment(entry.Key));
    }

    /// <summary>Starts to count the tenants that have been compared.</summary>
    public void BeginProgress(BcCmdlet cmdlet) => Progress = new(cmdlet, "Comparing tenants", null);

    /// <summary>Reads the configuration. Writes an error for each problem; the last one terminates the command.</summary>
    /// <param name="component">-Component.</param>
    /// <param name="secrets">-Secret; null if the command does not need secrets.</param>
    public void Load(
        BcCmdlet cmdlet, string path, string[]? component, IDictionary? parameters, IDictionary? secrets = null, bool needsSecrets = false)
    {
        _components = component is null ? null : new(component, StringComparer.OrdinalIgnoreCase);
        Documents = Read(cmdlet, path, parameters);
        if (needsSecrets && IsWanted(new ApplicationInsights().Schema))
        {
            var names = Documents.SelectMany(document => document.Secrets).DistinctBy(secret => secret.Key, StringComparer.OrdinalIgnoreCase);
            Secrets = new(names.ToDictionary(
                secret => secret.Key, secret => Find(cmdlet, secret.Key, secret.Value, secrets), StringComparer.OrdinalIgnoreCase));
        }
    }

    public static IReadOnlyList<ConfigurationDocument> Read(BcCmdlet cmdlet, string path, IDictionary? parameters)
    {
        var full = cmdlet.ResolveOutput(path);
        if (!File.Exists(full) && !Directory.Exists(full))
            throw Failures.FileNotFound(path);
        var loader = new ConfigurationLoader(ToTexts(parameters));
        var documents = loader.LoadAll(full);
        if (loader.Errors.Count == 0)
            return documents;
        foreach (var error in loader.Errors.SkipLast(1))
            cmdlet.WriteError(ErrorRecordFactory.Create(error, path));
        throw loader.Errors[^1];
    }

    private ConfigurationDocument DocumentOf(BcConnection connection)
    {
        var document = ConfigurationDocument.Of(connection, Documents);
        _used.Add(document);
        return document;
    }

    private bool IsWanted(ComponentSchema component) => _components?.Contains(component.Name) != false;

    private void RecordEnvironments(ConfigurationDocument document, IReadOnlyList<BcEnvironment> environments)
    {
        foreach (var entry in document.Environments)
            _seen.Add((entry, environments.Any(entry.IsAbout)));
    }

    private static Dictionary<string, string> ToTexts(IDictionary? parameters)
    {
        var texts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in parameters ?? new Hashtable())
        {
            var value = entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;
            texts[$"{entry.Key}"] = value switch
            {
                DateTime date => date.ToString("O", CultureInfo.InvariantCulture),
                DateTimeOffset date => date.ToString("O", CultureInfo.InvariantCulture),
                IEnumerable and not string => throw Unusable("an array"),
                null => throw Unusable("null"),
                SecureString => throw Unusable(Messages.SecretNotAllowedAsParameter),
                _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
            };

            BcException Unusable(string kind) =>
                new(ErrorCode.InvalidArgument,
                    Messages.ConfigurationParameterNotText(entry, kind)) { Target = entry.Key };
        }

        return texts;
    }

    /// <summary>The value of a secret, from -Secret or from the SecretManagement module.</summary>
    private static SecureString Find(BcCmdlet cmdlet, string name, FilePlace place, IDictionary? secrets)
    {
        foreach (DictionaryEntry entry in secrets ?? new Hashtable())
        {
            if (!name.Equals($"{entry.Key}", StringComparison.OrdinalIgnoreCase))
                continue;
            return (entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value) as SecureString
                ?? throw new BcException(ErrorCode.InvalidArgument, Messages.ConfigurationSecretNotSecureString(name)) { Target = name };
        }

        var found = cmdlet.InvokeCommand.GetCommand(SecretStore, CommandTypes.Cmdlet | CommandTypes.Function) is null
            ? null : ScriptBlock.Create($"param($name) {SecretStore} -Name $name -ErrorAction Ignore").Invoke(name).FirstOrDefault()?.BaseObject;
        return found as SecureString
            ?? throw new BcConfigurationException(ErrorCode.SecretNotFound, place, Messages.ConfigurationSecretHasNoValue(name))
        {
            Target = name,
            Advice = Messages.ProvideConfigurationSecret(name),
        };
    }
}
