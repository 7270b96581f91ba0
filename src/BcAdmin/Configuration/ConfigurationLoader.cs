using System.Text;
using System.Text.RegularExpressions;
using BcAdmin.Configuration.Components;

namespace BcAdmin.Configuration;

/// <summary>
/// Reads a configuration from a file or from the .json files in a folder, or one for each tenant from the folders in a folder. Collects all errors.
/// </summary>
/// <param name="parameters">The values of ${parameter:NAME}.</param>
internal sealed partial class ConfigurationLoader(IReadOnlyDictionary<string, string> parameters)
{
    /// <summary>The name of the file for the tenant in a folder.</summary>
    public const string TenantFile = "tenant.json";

    /// <summary>The suffix of JSON schemas, which are not part of the configuration.</summary>
    public const string SchemaSuffix = ".schema.json";

    private const string Schema = "$schema";
    private const string TenantMember = "tenant";
    private const string EnvironmentsMember = "environments";
    private const string NameMember = "name";
    private const string MatchMember = "match";
    private const string FamilyMember = "applicationFamily";

    private readonly List<BcConfigurationException> _errors = [];
    private readonly HashSet<string> _usedParameters = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _knownParameters = new(StringComparer.OrdinalIgnoreCase);

    // The document that is being read.
    private Dictionary<string, FilePlace> _secrets = [];
    private Dictionary<ComponentSchema, DesiredItems> _tenantItems = [];
    private List<ConfigurationEntry> _entries = [];
    private ConfigurationNode? _tenant;

    /// <summary>The errors that were found. The document is valid only if there are none.</summary>
    public IReadOnlyList<BcConfigurationException> Errors => _errors;

    /// <exception cref="BcException">A file cannot be read.</exception>
    public IReadOnlyList<ConfigurationDocument> LoadAll(string path)
    {
        var folders = Directory.Exists(path) && FilesOf(path).Length == 0
            ? Directory.GetDirectories(path).Where(folder => FilesOf(folder).Length > 0).Order(StringComparer.OrdinalIgnoreCase).ToArray() : [];
        var documents = (folders.Length > 0 ? folders : [path]).Select(Load).ToList();
        foreach (var document in documents.Where(document => folders.Length > 0 && document.Tenant is null))
        {
            _errors.Add(Invalid(StartOf(document), Messages.ConfigurationRequiresTenant(document), Messages.AddMemberTenant));
        }

        foreach (var unused in parameters.Keys.Where(name => !_usedParameters.Contains(name)))
        {
            _errors.Add(new(ErrorCode.InvalidConfiguration, StartOf(documents[0]), Messages.ConfigurationParameterNotFound(unused))
            {
                Target = unused,
                Suggestion = Suggestion.Nearest(unused, _knownParameters),
            });
        }

        return documents;

        static FilePlace StartOf(ConfigurationDocument document) =>
            new(Directory.Exists(document.Path) ? FilesOf(document.Path)[0] : document.Path, 1, 1, "$");
    }

    private ConfigurationDocument Load(string path)
    {
        var files = Directory.Exists(path) ? FilesOf(path) : [path];
        if (files.Length == 0)
        {
            throw new BcException(ErrorCode.FileNotFound, Messages.FolderHasNoJsonFiles(path))
            {
                Target = path,
                Advice = Messages.UseExportBcConfiguration,
            };
        }

        (_tenant, _tenantItems, _entries, _secrets) = (null, [], [], new(StringComparer.OrdinalIgnoreCase));
        foreach (var file in files)
            Try(() => Add(ConfigurationNode.Parse(file, Encoding.UTF8.GetBytes(TextFile.Read(file)))));
        return new(path, _tenant, _tenantItems, _entries, _secrets);
    }

    private static string[] FilesOf(string folder) =>
        [.. Directory.GetFiles(folder, "*.json").Where(file => !file.EndsWith(SchemaSuffix, StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Adds a file, which applies to the tenant or, if it names an environment, to that environment.</summary>
    private void Add(ConfigurationNode root)
    {
        Require(root, JsonTokenType.StartObject, "an object");
        if (root[NameMember] is not null || root[MatchMember] is not null)
        {
            AddEnvironment(root);
            return;
        }

        var components = SchemasOf(tenant: true);
        foreach (var (name, place, value) in MembersOf(root, [Schema, TenantMember, EnvironmentsMember, .. components.Keys]))
        {
            Try(() =>
            {
                if (name == TenantMember)
                    AddTenant(value);
                else if (name == EnvironmentsMember)
                    AddEnvironments(value);
                else if (name != Schema && !_tenantItems.TryAdd(components[name], Read(components[name], place, value)))
                    throw Invalid(place, Messages.TenantComponentConfiguredTwice(name, _tenantItems, components));
            });
        }
    }

    private void AddTenant(ConfigurationNode value)
    {
        var text = TextOf(value);
        if (_tenant is not null && !_tenant.Text.Equals(text, StringComparison.OrdinalIgnoreCase))
            throw Invalid(value.Place, Messages.ConfigurationFilesTenantMismatch(_tenant));
        _tenant = value with { Text = text };
    }

    private void AddEnvironments(ConfigurationNode value)
    {
        foreach (var item in Require(value, JsonTokenType.StartArray, "an array").Items)
            Try(() => AddEnvironment(Require(item, JsonTokenType.StartObject, "an object")));
    }

    private void AddEnvironment(ConfigurationNode node)
    {
        var components = SchemasOf(tenant: false);
        var items = new Dictionary<ComponentSchema, DesiredItems>();
        string? name = null, family = null, pattern = null, type = null;
        foreach (var (member, place, value) in MembersOf(node, [Schema, NameMember, MatchMember, FamilyMember, .. components.Keys]))
        {
            Try(() =>
            {
                switch (member)
                {
                    case Schema:
                        break;
                    case NameMember:
                        name = TextOf(value);
                        break;
                    case FamilyMember:
                        family = TextOf(value);
                        break;
                    case MatchMember:
                        (pattern, type) = ReadMatch(value);
                        break;
                    default:
                        items.Add(components[member], Read(components[member], place, value));
                        break;
                }
            });
        }

        if (node[NameMember] is null == node[MatchMember] is null)
            throw Invalid(node.Place, Messages.EntryRequiresNameOrMatch);
        var entry = new ConfigurationEntry(name, family, pattern, type, node.Place, items);
        if (name is not null && _entries.Find(known => known.Name is not null && known.Key == entry.Key) is { } earlier)
            throw Invalid(node.Place, Messages.EnvironmentConfiguredTwice(entry, earlier));
        _entries.Add(entry);
    }

    private (string? Name, string? Type) ReadMatch(ConfigurationNode node)
    {
        string? pattern = null, type = null;
        foreach (var (name, _, value) in MembersOf(Require(node, JsonTokenType.StartObject, "an object"), [NameMember, "type"]))
        {
            if (name == NameMember)
                pattern = TextOf(value);
            else
                type = Canonical(new EnvironmentKind().Schema.Members[0], value);
        }

        if (pattern is not null && NameFilter.Invalid(pattern) is { } error)
            throw BcConfigurationException.At(node[NameMember]!.Place, error);
        return pattern is null && type is null ? throw Invalid(node.Place, Messages.MatchRequiresNameOrType) : (pattern, type);
    }

    private DesiredItems Read(ComponentSchema component, FilePlace place, ConfigurationNode node)
    {
        if (component.Shape == ComponentShape.Value)
            return new(place, [new(component, [Canonical(component.Members[0], node)]) { Place = place, Places = [node.Place] }]);
        if (component.Shape == ComponentShape.Object)
            return new(place, [ReadItem(component, Require(node, JsonTokenType.StartObject, "an object"))]);

        var items = new List<ConfigurationItem>();
        var keys = new Dictionary<string, FilePlace>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in Require(node, JsonTokenType.StartArray, "an array").Items)
        {
            Try(() =>
            {
                var read = ReadItem(component, Require(item, JsonTokenType.StartObject, "an object"));
                if (!keys.TryAdd(read.Key, item.Place))
                    throw Invalid(item.Place, Messages.ConfigurationItemListedTwice(read, keys));
                items.Add(read);
            });
        }

        return new(place, items);
    }

    private ConfigurationItem ReadItem(ComponentSchema component, ConfigurationNode node)
    {
        var values = new string?[component.Members.Length];
        var places = new FilePlace?[component.Members.Length];
        foreach (var (name, place, value) in MembersOf(node, [.. component.Members.Select(member => member.Name)]))
        {
            var index = component.IndexOf(name);
            places[index] = place;
            Try(() => values[index] = Canonical(component.Members[index], value));
        }

        foreach (var (member, place) in component.Members.Zip(places))
        {
            if (member.IsRequired && place is null)
                throw Invalid(node.Place, Messages.EntryRequiresMember(member));
        }

        return new(component, values) { Place = node.Place, Places = places };
    }

    private string Canonical(ComponentMember member, ConfigurationNode node)
    {
        var text = member.Kind switch
        {
            ValueKind.Flag when node.Kind is JsonTokenType.True or JsonTokenType.False => node.Text.ToLowerInvariant(),
            ValueKind.Ids when node.Kind == JsonTokenType.StartArray => string.Join(", ", node.Items.Select(TextOf)),
            ValueKind.Secret => Secret(member, node),
            // A quoted Boolean or list is an error, unless the text refers to a parameter.
            ValueKind.Flag or ValueKind.Ids when node.Kind != JsonTokenType.String || !Reference().IsMatch(node.Text) => throw Wrong(member, node),
            _ when node.Kind != JsonTokenType.String => throw Wrong(member, node),
            _ => TextOf(node),
        };
        return member.Canonical(text) ?? throw Wrong(member, node with { Text = text });
    }

    private string Secret(ComponentMember member, ConfigurationNode node)
    {
        if (node.Kind != JsonTokenType.String || member.Canonical(node.Text) is not { } reference)
        {
            // The message does not contain the value, which may be the secret itself.
            throw Invalid(node.Place, Messages.SecretReferenceExpected(member), Messages.UseSecretReference);
        }

        _secrets.TryAdd(ConfigurationSecrets.NameOf(reference), node.Place);
        return reference;
    }

    /// <summary>The text with parameter references replaced by their values.</summary>
    private string TextOf(ConfigurationNode node)
    {
        if (node.Kind != JsonTokenType.String)
            throw Invalid(node.Place, Messages.ConfigurationValueNotText(Capital(node.Description)), NullAdvice(node));
        var text = Reference().Replace(node.Text, reference => ParameterOf(node, reference.Groups["kind"].Value, reference.Groups["name"].Value));
        return text.Length > 0 ? text : throw Invalid(node.Place, Messages.ConfigurationValueEmpty, Messages.RemoveMemberToKeepValue);
    }

    private string ParameterOf(ConfigurationNode node, string kind, string name)
    {
        if (kind != "parameter")
        {
            throw Invalid(
                node.Place,
                    kind == "secret" ? Messages.SecretReferenceNotAllowed : Messages.ReferenceKindNotSupported(kind),
                Messages.UseParameterReference);
        }

        _knownParameters.Add(name);
        _usedParameters.Add(name);
        return parameters.GetValueOrDefault(name) ?? throw new BcConfigurationException(
            ErrorCode.InvalidConfiguration, node.Place, Messages.ConfigurationParameterHasNoValue(name))
        {
            Target = name,
            Advice = $"Add -Parameter @{{ {PowerShellText.Quote(name)} = VALUE }}.",
            Suggestion = Suggestion.Nearest(name, parameters.Keys),
        };
    }

    /// <summary>The properties of an object. Unknown and duplicate properties are reported.</summary>
    private IEnumerable<(string Name, FilePlace Place, ConfigurationNode Value)> MembersOf(ConfigurationNode node, IReadOnlyCollection<string> known)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, place, value) in node.Members)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                _errors.Add(new(ErrorCode.InvalidConfiguration, place, Messages.UnknownConfigurationMember(name))
                {
                    Target = name,
                    Suggestion = known.FirstOrDefault(member => member.Equals(name, StringComparison.OrdinalIgnoreCase))
                        ?? Suggestion.Nearest(name, known),
                    Advice = Messages.KnownConfigurationMembers(known),
                });
            }
            else if (!seen.Add(name))
            {
                _errors.Add(Invalid(place, Messages.DuplicateConfigurationMember(name)));
            }
            else
            {
                yield return (name, place, value);
            }
        }
    }

    private static Dictionary<string, ComponentSchema> SchemasOf(bool tenant) => ManagedComponents.Of(tenant)
        .Select(component => component.Schema).ToDictionary(schema => schema.MemberName, StringComparer.Ordinal);

    private static ConfigurationNode Require(ConfigurationNode node, JsonTokenType kind, string expected) => node.Kind == kind
        ? node
        : throw Invalid(node.Place, Messages.UnexpectedConfigurationValue(Capital(node.Description), expected), NullAdvice(node));

    private static BcConfigurationException Wrong(ComponentMember member, ConfigurationNode node) => new(
        ErrorCode.InvalidConfiguration, node.Place, Messages.UnexpectedMemberValue(Capital(node.Description), member))
    {
        Target = node.Text,
        Advice = NullAdvice(node),
        Suggestion = member.Kind == ValueKind.Choice ? Suggestion.Nearest(node.Text, member.Choices)
            : member.Kind == ValueKind.Version && System.Version.TryParse(node.Text, out _) ? $">={node.Text}" : null,
    };

    private static string? NullAdvice(ConfigurationNode node) =>
        node.Kind == JsonTokenType.Null ? Messages.RemoveMemberToKeepValue : null;

    private static BcConfigurationException Invalid(FilePlace place, string message, string? advice = null) =>
        new(ErrorCode.InvalidConfiguration, place, message) { Advice = advice };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private void Try(Action read)
    {
        try
        {
            read();
        }
        catch (BcConfigurationException error)
        {
            _errors.Add(error);
        }
    }

    [GeneratedRegex(@"\$\{(?<kind>[^:{}]*):(?<name>[^{}]*)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Reference();
}
