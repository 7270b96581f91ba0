using System.Management.Automation;
using BcAdmin.Configuration;
using BcAdmin.Configuration.Components;

namespace BcAdmin.Cmdlets.Configuration;

/// <summary>
/// Writes the state of tenants as a configuration: listEnvironments, and the read operations of each component, as listed in docs/configuration.md.
/// </summary>
[Cmdlet(VerbsData.Export, "BcConfiguration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[AcceptsInput(typeof(BcConnection))]
[OutputType(typeof(FileInfo))]
public sealed class ExportBcConfigurationCommand : BcConnectedCmdlet
{
    private readonly List<BcConnection> _connections = [];

    /// <summary>A .json file, or a folder for tenant.json and one file for each environment.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    [Parameter(Position = 1)]
    [Alias("EnvironmentName")]
    [SupportsWildcards]
    [NameOrId(typeof(BcEnvironment), nameof(BcEnvironment.EnvironmentName))]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string[]? Environment { get; set; }

    [Parameter]
    [ValidateComponent]
    [ArgumentCompleter(typeof(ComponentCompleter))]
    public string[]? Component { get; set; }

    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    private bool IsFile => Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    protected override Task BeginAsync()
    {
        if (!IsFile)
            FileExtension.CheckFolder(Path, this.ResolveOutput(Path), ".json");
        return Task.CompletedTask;
    }

    // Only collects the connections, because several tenants are written to one folder each.
    protected override Task ProcessAsync() => ReadAsync(Path, connection =>
    {
        _ = connection.Access; // fails for a closed connection
        if (!_connections.Contains(connection))
            _connections.Add(connection);
        return Task.CompletedTask;
    });

    protected override async Task EndAsync()
    {
        if (_connections.Count > 1 && IsFile)
        {
            throw new BcException(ErrorCode.InvalidArgument, Messages.ConfigurationFileRequiresOneTenant(_connections))
            {
                Target = Path,
                Advice = Messages.SpecifyFolderForTenants,
            };
        }

        using var tenants = Context.Activity.BeginTenants(_connections.Count);
        foreach (var connection in _connections)
        {
            await GuardAsync(connection.Name, async () =>
            {
                var folder = _connections.Count == 1 ? Path : System.IO.Path.Combine(Path, FolderName(connection.TenantName));
                var path = this.ResolveOutput(folder, NoClobber);
                if (ShouldProcess(path, Messages.WriteConfigurationAction(connection)))
                    await ExportAsync(connection, path);
            });
            tenants.Step();
        }
    }

    private async Task ExportAsync(BcConnection connection, string path)
    {
        var admin = AdminCenter(connection);
        var all = await admin.ListEnvironmentsAsync(null,
            PipelineStopToken).Where(environment => !environment.HasStatus("SoftDeleted")).ToListAsync();
        var filter = new NameFilter<BcEnvironment>(Environment, environment => [environment.Name])
        {
            NotFound = name => EnvironmentNotFound(connection, name),
        };
        var chosen = filter.From(all).OrderBy(environment => environment.ApplicationFamily, StringComparer.Ordinal)
            .ThenBy(environment => environment.Name, StringComparer.OrdinalIgnoreCase).ToList();
        WriteErrors(filter);
        if (Environment is not null && chosen.Count == 0)
            return;

        var tenantScope = new ConfigurationScope(connection, admin, null, null, ConfigurationSecrets.None, PipelineStopToken);
        var tenant = Environment is null ? ReadAsync(tenantScope) : Task.FromResult(new ConfigurationWriter.State(null, []));
        using var progress = new CountProgress(this, Messages.ReadingEnvironments(connection), chosen.Count);
        var states = await Task.WhenAll(chosen.Select(async environment =>
        {
            var state = await ReadAsync(new(
                connection, admin, environment, Automation(connection, environment.Key), ConfigurationSecrets.None, PipelineStopToken));
            progress.Step();
            return state;
        }));
        Write(connection, path, await tenant, states);
    }

    /// <summary>Reads the components concurrently. A component that cannot be read is an error and is omitted from the file.</summary>
    private async Task<ConfigurationWriter.State> ReadAsync(ConfigurationScope scope)
    {
        var wanted = ManagedComponents.Of(scope.IsTenant).Where(component => component.Schema.IsExported && IsWanted(scope, component.Schema));
        var read = await Task.WhenAll(wanted.Select(async component =>
        {
            IReadOnlyList<ConfigurationItem>? items = null;
            await GuardAsync(component.Schema.Name, async () =>
            {
                try
                {
                    items = await component.ReadAsync(scope, null);
                }
                catch (BcException failure)
                {
                    throw ConfigurationObjects.Unknown(scope, component.Schema, failure);
                }
            });
            return (component.Schema, Items: items);
        }));
        return new(scope.IsTenant ? null : scope.Environment,
            [.. read.Where(item => item.Items is not null).Select(item => (item.Schema, item.Items!))]);
    }

    private bool IsWanted(ConfigurationScope scope, ComponentSchema component)
    {
        if (Component is not null)
            return Component.Contains(component.Name, StringComparer.OrdinalIgnoreCase);
        if (component.IsForUsers && scope.Connection.IsApp)
        {
            WriteVerbose(Messages.ComponentOmittedForApp(component, scope));
            return false;
        }

        if (component.Level != ComponentLevel.Content || scope.Environment.HasStatus("Active"))
            return true;
        WriteVerbose(Messages.ComponentOmittedForStatus(component, scope));
        return false;
    }

    private void Write(BcConnection connection, string path, ConfigurationWriter.State tenant, ConfigurationWriter.State[] environments)
    {
        // A partial configuration can be applied to any tenant, unless its folder is one of several tenants.
        var isOneOfSeveral = _connections.Count > 1;
        var tenantId = isOneOfSeveral || (Environment is null && Component is null) ? connection.TenantId ?? connection.Tenant : null;
        if (IsFile)
        {
            OutputFile.Write(this, path, stream => ConfigurationWriter.WriteTenant(stream, tenantId, tenant, environments));
            WriteSchema(System.IO.Path.GetDirectoryName(path)!);
            return;
        }

        var files = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (Environment is null || isOneOfSeveral)
            Write(ConfigurationLoader.TenantFile, stream => ConfigurationWriter.WriteTenant(stream, tenantId, tenant, null));
        foreach (var state in environments)
            Write(FileName(state.Environment!), stream => ConfigurationWriter.WriteEnvironment(stream, state));
        WriteSchema(path);
        if (Environment is not null)
            return;
        foreach (var other in Directory.GetFiles(path, "*.json").Where(file => !files.Contains(System.IO.Path.GetFileName(file))
            && !file.EndsWith(ConfigurationLoader.SchemaSuffix, StringComparison.OrdinalIgnoreCase)))
        {
            WriteWarning(Messages.OtherConfigurationFileInFolder(other));
        }

        void Write(string name, Action<Stream> write)
        {
            files.Add(name);
            OutputFile.Write(this, this.ResolveOutput(System.IO.Path.Combine(path, name), NoClobber), write);
        }
    }

    /// <summary>Writes the schema next to the files, for completion and validation in editors.</summary>
    private void WriteSchema(string folder)
    {
        var target = System.IO.Path.Combine(folder, ConfigurationWriter.SchemaFile);
        File.WriteAllText(target, ConfigurationSchema.Create());
        WriteVerbose(Messages.JsonSchemaWritten(target));
    }

    /// <summary>Gets the file name for an environment. Avoids names that are reserved in the folder or by Windows.</summary>
    private static string FileName(BcEnvironment environment)
    {
        var isOther = !environment.ApplicationFamily.Equals(BcEnvironment.DefaultFamily, StringComparison.OrdinalIgnoreCase);
        var isTaken = environment.Name.Equals("tenant", StringComparison.OrdinalIgnoreCase) || IsDevice(environment.Name);
        return FolderName(isOther || isTaken ? $"{environment.ApplicationFamily}.{environment.Name}" : environment.Name) + ".json";
    }

    private static bool IsDevice(string name) => name.ToUpperInvariant() is "CON" or "PRN" or "AUX" or "NUL"
        || (name.Length == 4 && char.IsAsciiDigit(name[3]) && name[..3].ToUpperInvariant() is "COM" or "LPT");

    private static string FolderName(string name) =>
        string.Join('_', name.Split([.. System.IO.Path.GetInvalidFileNameChars(), ':', '*', '?', '"', '<', '>', '|']));
}
