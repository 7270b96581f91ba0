using System.Management.Automation;
using System.Text.Json.Nodes;
using BcAdmin.Definitions;

namespace BcAdmin.Cmdlets.Definitions;

/// <summary>Writes the API contract as an OpenAPI document or a Postman collection. Runs offline and writes no secrets.</summary>
[Cmdlet(VerbsData.Export, "BcApiDefinition", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(FileInfo))]
public sealed class ExportBcApiDefinitionCommand : BcCmdlet
{
    /// <summary>The APIs. A Postman collection can contain both; an OpenAPI document contains one.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateSet(DefinitionFile.AdminCenter, DefinitionFile.Automation)]
    public string[] Api { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    [Parameter(Position = 2)]
    [ValidateSet("OpenApi", "Postman")]
    public string Format { get; set; } = "OpenApi";

    /// <summary>How Postman signs in: as a user or as an app.</summary>
    [Parameter]
    [ValidateSet("AuthorizationCode", "ClientCredentials")]
    public string GrantType { get; set; } = "AuthorizationCode";

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("AppId", "ApplicationId")]
    [ArgumentCompleter(typeof(ClientIdCompleter))]
    public Guid? ClientId { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TextPattern("^[A-Za-z0-9.-]+$", Messages.InvalidTenantDomain)]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public string? TenantId { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [NameOrId(typeof(BcEnvironment), nameof(BcEnvironment.EnvironmentName), IsSingle = true)]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string? Environment { get; set; }

    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    protected override Task ProcessAsync()
    {
        FileExtension.Check(Path, ".json");
        var path = this.ResolveOutput(Path, NoClobber);
        var apis = Api.Select(api => CanonicalCase(nameof(Api), api)).Distinct(StringComparer.Ordinal).ToList();
        var content = CanonicalCase(nameof(Format), Format) == "Postman" ? Collection(apis) : OpenApi(apis);
        if (ShouldProcess(path, $"Write the definition as {CanonicalCase(nameof(Format), Format)}"))
            OutputFile.Write(this, path, content);
        return Task.CompletedTask;
    }

    private JsonObject Collection(List<string> apis)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (TenantId is not null)
            values["tenantId"] = TenantId;
        if (ClientId is not null)
            values["clientId"] = ClientId.Value.ToString();
        if (Environment is not null)
            values["environmentName"] = Environment;
        return PostmanCollection.Write(apis, values, CanonicalCase(nameof(GrantType), GrantType) == "ClientCredentials");
    }

    private JsonObject OpenApi(List<string> apis)
    {
        if (apis.Count > 1)
        {
            throw new BcException(ErrorCode.InvalidArgument, "An OpenAPI file describes one API.")
            {
                Target = Api,
                Advice = "Write one file for each; -Format Postman takes both in one collection.",
            };
        }

        var definition = DefinitionFile.OpenApi(apis[0]);
        foreach (var server in definition["servers"]!.AsArray())
        {
            SetDefault(server!, "tenantId", TenantId);
            SetDefault(server!, "environmentName", Environment);
        }

        foreach (var flow in definition["components"]!["securitySchemes"]!["entra"]!["flows"]!.AsObject().Select(flow => flow.Value!.AsObject()))
        {
            foreach (var address in flow.Where(member => member.Key.EndsWith("Url", StringComparison.Ordinal)).ToList())
                flow[address.Key] = address.Value!.ToString().Replace("TENANT_ID", TenantId ?? "organizations", StringComparison.Ordinal);
        }

        return definition;

        static void SetDefault(JsonNode server, string variable, string? value)
        {
            if (value is not null && server["variables"]?[variable] is JsonObject known)
                known["default"] = value;
        }
    }
}
