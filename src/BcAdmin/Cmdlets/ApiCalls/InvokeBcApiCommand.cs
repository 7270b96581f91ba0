using System.Collections;
using System.Management.Automation;
using System.Net.Http.Headers;
using System.Text;

namespace BcAdmin.Cmdlets.ApiCalls;

/// <summary>
/// Calls any path of the Admin Center API, the Automation API, or the standard API with the sign-in, retries, and error handling of the connection.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "BcApi", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(PSCustomObject))]
public sealed class InvokeBcApiCommand : BcConnectedCmdlet
{
    /// <summary>A path relative to the API, or a full URL on the host of the connection.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ApiPathCompleter))]
    public string[] Path { get; set; } = [];

    [Parameter(Position = 1)]
    [ValidateSet("GET", "POST", "PUT", "PATCH", "DELETE")]
    public string Method { get; set; } = "GET";

    /// <summary>AdminCenter, Automation, Standard, or publisher/group/version.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ApiCompleter))]
    [TextPattern(@"(?i)^(AdminCenter|Automation|Standard|[^/?#]+/[^/?#]+/[^/?#]+)$", Messages.InvalidApiName)]
    public string? Api { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentName")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    [NameOrId(typeof(BcEnvironment), nameof(BcEnvironment.EnvironmentName), IsSingle = true)]
    public string? Environment { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string ApplicationFamily { get; set; } = BcEnvironment.DefaultFamily;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("CompanyId")]
    [NameOrId(typeof(BcCompany), nameof(BcCompany.Name), IsSingle = true)]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string? Company { get; set; }

    /// <summary>The request body. Hashtables and objects are serialized as JSON; text and bytes are sent unchanged.</summary>
    [Parameter]
    public object? Body { get; set; }

    [Parameter]
    public Hashtable? Query { get; set; }

    [Parameter]
    public IDictionary? Header { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? ContentType { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? IfMatch { get; set; }

    [Parameter]
    public string? InFile { get; set; }

    [Parameter]
    public string? OutFile { get; set; }

    /// <summary>Returns the status, headers, and text instead of the parsed items.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <summary>Returns only the first page.</summary>
    [Parameter]
    public SwitchParameter NoPaging { get; set; }

    private string ApiName => Api ?? (Environment is null ? "AdminCenter" : "Automation");

    private bool IsAdminCenter => ApiName.Equals("AdminCenter", StringComparison.OrdinalIgnoreCase);

    protected override async Task ProcessAsync()
    {
        if (Header?.Keys.Cast<object>().Any(name => "Authorization".Equals(name.ToString(), StringComparison.OrdinalIgnoreCase)) == true)
            throw new BcException(ErrorCode.InvalidArgument, Messages.AuthorizationHeaderNotAllowed);

        foreach (var path in Path)
        {
            if (Method == "GET")
                await ReadAsync(path, connection => CallAsync(connection, path));
            else
                await ChangeAsync(path, connection => CallAsync(connection, path));
        }
    }

    private async Task CallAsync(BcConnection connection, string path)
    {
        var request = await BuildAsync(connection, path);
        if (Method != "GET" && !ShouldProcess(Context.Clean($"{request.Address} (tenant {connection.TenantWithNameNested})"), Method))
            return;

        var api = Client(connection);
        if (OutFile is not null)
        {
            // The file is opened before the call, because the response would be lost if the file could not be written afterwards.
            using var file = OutputFile.Open(this.ResolveOutput(OutFile));
            using var answer = await api.SendRawAsync(request, PipelineStopToken);
            await file.CopyFromAsync(answer.Content, PipelineStopToken);
            return;
        }

        for (ApiRequest? next = request; next is not null;)
        {
            using var response = await api.SendRawAsync(next, PipelineStopToken);
            next = await WriteAsync(api, response, next);
        }
    }

    /// <summary>Writes one response and returns the request for the next page.</summary>
    private async Task<ApiRequest?> WriteAsync(ApiClient api, HttpResponseMessage response, ApiRequest request)
    {
        var text = await response.Content.ReadAsStringAsync(PipelineStopToken);
        if (Raw)
        {
            WriteObject(RawAnswer(response, text));
            return null;
        }

        if (text.Length == 0)
            return null;
        if (response.Content.Headers.ContentType?.MediaType?.Contains("json", StringComparison.OrdinalIgnoreCase) != true)
        {
            WriteObject(text); // metadata is XML, and some responses are plain text
            return null;
        }

        using var document = ParseJson(api, Encoding.UTF8.GetBytes(text), response, request);
        foreach (var item in ApiJson.Items(document.RootElement))
            WriteObject(PSJson.ToObject(item));
        return NoPaging ? null : ApiClient.NextPage(document.RootElement, request);
    }

    private static JsonDocument ParseJson(ApiClient api, byte[] text, HttpResponseMessage response, ApiRequest request)
    {
        try
        {
            return ApiJson.Parse(text);
        }
        catch (JsonException exception)
        {
            throw api.Unexpected(request, response, text, exception);
        }
    }

    private static PSObject RawAnswer(HttpResponseMessage response, string text)
    {
        var headers = new Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
            headers[name] = string.Join(", ", values);
        var answer = new PSObject();
        answer.Properties.Add(new PSNoteProperty("StatusCode", (int)response.StatusCode));
        answer.Properties.Add(new PSNoteProperty("Headers", headers));
        answer.Properties.Add(new PSNoteProperty("Content", text));
        return answer;
    }

    private async Task<ApiRequest> BuildAsync(BcConnection connection, string path)
    {
        var address = WithQuery(await AddressAsync(connection, path));
        var isAdminCenter = address.AbsolutePath.StartsWith("/admin/", StringComparison.OrdinalIgnoreCase);
        var request = new ApiRequest(isAdminCenter ? ServiceApi.AdminCenter : ServiceApi.Environment, new HttpMethod(Method), address);
        if (!isAdminCenter && request.Subject.Environment is { } environment) // the URL does not contain the application family
            request = request with { Subject = request.Subject with { Environment = environment with { Family = ApplicationFamily } } };
        if (IfMatch is not null || (Method is "PATCH" or "DELETE" && !isAdminCenter))
            request = request.WithHeader("If-Match", IfMatch ?? "*");
        foreach (DictionaryEntry header in Header ?? new Hashtable())
            request = request.WithHeader(header.Key.ToString()!, Text(header.Value));

        if (InFile is not null)
        {
            var file = this.ResolveFile(InFile);
            InputFile.Open(file).Dispose(); // fails before the call is sent
            return request with { Content = () => Typed(new StreamContent(InputFile.Open(file)), "application/octet-stream") };
        }

        if (Body is null)
            return request;
        var bytes = BodyBytes();
        return request with { Content = () => Typed(new ByteArrayContent(bytes), "application/json; charset=utf-8") };
    }

    private async Task<Uri> AddressAsync(BcConnection connection, string path)
    {
        if (Uri.TryCreate(path, UriKind.Absolute, out var full) && full.Scheme is "http" or "https")
        {
            return ServiceAccess.IsApiAddress(connection.Endpoint!, full) && full.UserInfo.Length == 0
                ? full
                : throw new BcException(
                    ErrorCode.HostNotAllowed,
                    Messages.NotConnectionHost(full, connection))
                {
                    Target = path,
                };
        }

        if (path.StartsWith("/admin/", StringComparison.OrdinalIgnoreCase) || path.StartsWith("/v2.0/", StringComparison.OrdinalIgnoreCase))
            return new Uri(connection.Access.Endpoint, path);
        path = path.TrimStart('/');
        if (IsAdminCenter)
            return new Uri(connection.Access.Endpoint, $"/admin/v{connection.ApiVersion}/{path}");

        if (Environment is null)
            throw new BcException(ErrorCode.InvalidArgument, Messages.ApiRequiresEnvironment(ApiName));
        var automation = Automation(connection, new EnvironmentKey(ApplicationFamily, Environment));
        var company = Company is null ? null : $"companies({await automation.FindCompanyIdAsync(Company, PipelineStopToken)})/";
        return automation.AddressOf(ApiPath(), company + path);
    }

    private string ApiPath() => ApiName.ToUpperInvariant() switch
    {
        "AUTOMATION" => AutomationClient.ApiPath,
        "STANDARD" => "v2.0",
        _ => string.Join('/', ApiName.Split('/').Select(Uri.EscapeDataString)),
    };

    private Uri WithQuery(Uri address)
    {
        var query = new UrlQuery();
        foreach (DictionaryEntry pair in Query ?? new Hashtable())
            query.Add(pair.Key.ToString()!, Text(pair.Value));
        return query.AddTo(address);
    }

    private byte[] BodyBytes()
    {
        switch (Body is PSObject wrapped ? wrapped.BaseObject : Body)
        {
            case byte[] bytes:
                return bytes;
            case string text:
                return Encoding.UTF8.GetBytes(text);
            default:
                // PowerShell objects are serialized by the rules of ConvertTo-Json.
                var json = InvokeCommand.InvokeScript(
                    "param($body) ConvertTo-Json -InputObject $body -Depth 50 -Compress", false,
                    System.Management.Automation.Runspaces.PipelineResultTypes.None, null, Body);
                return Encoding.UTF8.GetBytes(json[0].BaseObject.ToString()!);
        }
    }

    private HttpContent Typed(HttpContent content, string type)
    {
        content.Headers.ContentType = MediaTypeHeaderValue.TryParse(ContentType ?? type, out var parsed)
            ? parsed
            : throw new BcException(
                ErrorCode.InvalidArgument, Messages.InvalidContentType(ContentType))
            { Target = ContentType };
        return content;
    }

    private static string Text(object? value) => ValueText.Of(value is PSObject wrapped ? wrapped.BaseObject : value);
}
