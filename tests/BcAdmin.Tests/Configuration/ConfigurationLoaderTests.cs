using BcAdmin.Configuration;

namespace BcAdmin.Tests.Configuration;

public sealed class ConfigurationLoaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bcadmin-configuration-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("""{ "environments": [ { "name": "P", "updateWindw": {} } ] }""",
        "(1,36): $.environments[0].updateWindw: The member 'updateWindw' is not known. Did you mean 'updateWindow'?")]
    [InlineData("""{ "Tenant": "x" }""", "(1,3): $.Tenant: The member 'Tenant' is not known. Did you mean 'tenant'?")]
    [InlineData("""{ "name": "P", "appUpdateCadence": "Defalt" }""",
        "(1,36): $.appUpdateCadence: 'Defalt' is not one of Default, DuringMajorUpgrade, DuringMajorMinorUpgrade. Did you mean 'Default'?")]
    [InlineData("""{ "name": "P", "microsoft365LicenseAccess": "true" }""", "(1,45): $.microsoft365LicenseAccess: 'true' is not true or false.")]
    [InlineData("""{ "name": "P", "microsoft365LicenseAccess": null }""", "(1,45): $.microsoft365LicenseAccess: Null is not true or false.")]
    [InlineData("""{ "name": 7 }""", "(1,11): $.name: The number 7 is not a string.")]
    [InlineData("""{ "name": "P", "apps": {} }""", "(1,24): $.apps: An object is not an array.")]
    [InlineData("""{ "name": "P", "apps": [ { "version": "*" } ] }""", "(1,26): $.apps[0]: The entry requires the member appId.")]
    [InlineData("""{ "name": "P", "apps": [ { "appId": "x" } ] }""", "(1,37): $.apps[0].appId: 'x' is not a GUID.")]
    [InlineData("""{ "name": "P", "environment": { "version": "28.1" } }""",
        "(1,44): $.environment.version: '28.1' is not \"*\", \"latest\", or a minimum version such as \">=28.1\". Did you mean '>=28.1'?")]
    [InlineData("""{ "name": "P", "name": "Q" }""", "(1,16): $.name: The member 'name' occurs twice.")]
    [InlineData("""{ "environments": [ { "apps": [] } ] }""", "(1,21): $.environments[0]: An entry for environments has either name or match.")]
    [InlineData("""{ "environments": [ { "match": {} } ] }""", "(1,32): $.environments[0].match: match requires name, type, or both.")]
    [InlineData("""{ "notificationRecipients": [ { "email": "a@b.c" }, { "email": "A@B.C" } ] }""",
        "(1,53): $.notificationRecipients[1]: A@B.C is listed twice. The first entry is tenant.json(1,31): $.notificationRecipients[0].")]
    [InlineData("""{ "name": "P", "users": [ { "user": "A", "expiryDate": "30.06.2027" } ] }""",
        "(1,56): $.users[0].expiryDate: '30.06.2027' is not a date")]
    [InlineData("""{ "name": "P", "updateWindow": { "start": "24:00" } }""", "(1,43): $.updateWindow.start: '24:00' is not a time")]
    [InlineData("""{ "name": "P", "applicationInsights": "InstrumentationKey=1" }""",
        "(1,39): $.applicationInsights: The value is not a reference to a secret")]
    [InlineData("""{ "name": "${parameter:site}" }""", "(1,11): $.name: The parameter 'site' has no value.")]
    [InlineData("""{ "name": "${secret:site}" }""", "(1,11): $.name: A secret can only be the value of applicationInsights.")]
    [InlineData("""{ "name": "P" """, "(1,15): $: The file is not valid JSON.")]
    [InlineData("""[]""", "(1,1): $: An array is not an object.")]
    [InlineData("{\n  // note\n  \"name\": \"P\",\n  \"appUpdateCadence\": \"DuringMajor\",\n}",
        "(4,23): $.appUpdateCadence: 'DuringMajor' is not one of ")]
    [InlineData("""{ "name": "ÆØ日", "updateWindow": { "start": 22 } }""", "(1,45): $.updateWindow.start: The number 22 is not a ")]
    [InlineData("""{ "name": "P", "supportContact": null }""", "(1,34): $.supportContact: Null is not an object.")]
    [InlineData("""{ "name": "P", "userPermissions": [ { "user": "A" } ] }""", "(1,37): $.userPermissions[0]: The entry requires the member ")]
    [InlineData("""{ "notificationRecipients": [ { "email": "not an address" } ] }""",
        "(1,42): $.notificationRecipients[0].email: 'not an address' is not an email address")]
    [InlineData("""{ "name": "P", "supportContact": { "name": "${secret:Name}" } }""",
        "(1,44): $.supportContact.name: A secret can only be the value of applicationInsights.")]
    public void A_mistake_is_reported_with_its_position_and_a_suggestion(string json, string expected)
    {
        var error = Assert.Single(Load(json).Errors);
        Assert.StartsWith($"tenant.json{expected}", error.Message, StringComparison.Ordinal);
        Assert.Equal("InvalidConfiguration", error.Code);
        Assert.DoesNotContain("InstrumentationKey", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_reported()
    {
        var loader = Load("""
            {
              // a comment, and a comma at the end
              "environments": [
                { "name": "P", "updateWindow": { "start": "x", "end": "y" }, },
                { "name": "P" },
              ],
              "other": 1,
            }
            """);
        Assert.Equal([(4, 47), (4, 59), (5, 5), (7, 3)], loader.Errors.Select(error => (error.Line, error.Column)).Order());
    }

    [Fact]
    public void Columns_count_characters_and_not_bytes()
    {
        var error = Assert.Single(Load("""{ /* Ünïcode ✓ */ "nam": "P" }""").Errors);
        Assert.Equal((1, 19), (error.Line, error.Column));
    }

    [Fact]
    public void A_folder_is_one_configuration()
    {
        Write("tenant.json", """{ "tenant": "contoso.example", "authorizedApps": [] }""");
        Write("Production.json", """{ "name": "Production", "appUpdateCadence": "default" }""");
        Write("baseline.json", """{ "environments": [ { "match": { "type": "sandbox", "name": "Dev*" }, "companies": [ { "name": "C" } ] } ] }""");
        Write("bcadmin.schema.json", "not a configuration");
        var loader = new ConfigurationLoader(new Dictionary<string, string>(StringComparer.Ordinal));
        var document = Assert.Single(loader.LoadAll(_folder));
        Assert.Empty(loader.Errors);
        Assert.Equal("contoso.example", document.Tenant?.Text);
        Assert.Equal(["Dev* Sandbox", "Production"], document.Environments.Select(entry => entry.Label).Order(StringComparer.Ordinal));
        Assert.Equal("Default", Assert.Single(document.Environments.Single(entry => entry.Name == "Production").Items.Values).Items[0]["cadence"]);
    }

    [Fact]
    public void A_folder_of_folders_is_one_configuration_for_each_tenant()
    {
        foreach (var (folder, tenant) in new[] { ("a", "\"tenant\": \"a.example\","), ("b", "\"tenant\": \"b.example\","), ("c", "") })
        {
            Directory.CreateDirectory(Path.Combine(_folder, folder));
            Write($"{folder}/tenant.json", $$"""{ {{tenant}} "authorizedApps": [] }""");
            Write($"{folder}/P.json", $$"""{ "name": "P", "companies": [ { "name": "${parameter:{{folder}}}" } ] }""");
        }

        Directory.CreateDirectory(Path.Combine(_folder, ".git"));
        var loader = new ConfigurationLoader(new[] { "a", "b", "c" }.ToDictionary(name => name, name => name, StringComparer.Ordinal));
        var documents = loader.LoadAll(_folder);
        Assert.Equal(["a.example", "b.example", null], documents.Select(document => document.Tenant?.Text));
        Assert.All(documents, document => Assert.Single(document.Environments));
        var error = Assert.Single(loader.Errors);
        Assert.Contains("does not specify its tenant", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(Path.Combine("c", "P.json"), error.Place.File, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_fill_texts_flags_and_lists()
    {
        var loader = Load(
            """
            {
              "name": "${parameter:site}-Test",
              "microsoft365LicenseAccess": "${parameter:on}",
              "partnerAccess": { "partnerTenants": "${parameter:ids}" }
            }
            """,
            ("site", "North"), ("on", "True"), ("ids", "22222222-0000-0000-0000-000000000000, 11111111-0000-0000-0000-000000000000"));
        Assert.Empty(loader.Errors);
        var entry = Assert.Single(_document!.Environments);
        Assert.Equal("North-Test", entry.Name);
        Assert.Equal(
            ["true", "11111111-0000-0000-0000-000000000000, 22222222-0000-0000-0000-000000000000"],
            entry.Items.Values.SelectMany(items => items.Items).SelectMany(item =>
                item.Values).OfType<string>().OrderDescending(StringComparer.Ordinal));
    }

    [Fact]
    public void A_parameter_that_is_in_no_file_is_a_mistake()
    {
        var error = Assert.Single(Load("""{ "name": "${parameter:site}" }""", ("site", "P"), ("sitee", "Q")).Errors);
        Assert.Equal(("site", "sitee"), (error.Suggestion, error.Target));
    }

    [Fact]
    public void A_secret_is_a_reference()
    {
        Assert.Empty(Load("""{ "name": "P", "applicationInsights": "${secret:Insights of P}" }""").Errors);
        Assert.Equal("Insights of P", Assert.Single(_document!.Secrets).Key);
    }

    private ConfigurationDocument? _document;

    private ConfigurationLoader Load(string json, params (string Name, string Value)[] parameters)
    {
        Write("tenant.json", json);
        var loader = new ConfigurationLoader(parameters.ToDictionary(item => item.Name, item => item.Value, StringComparer.OrdinalIgnoreCase));
        _document = Assert.Single(loader.LoadAll(Path.Combine(_folder, "tenant.json")));
        return loader;
    }

    private void Write(string name, string json) => File.WriteAllText(Path.Combine(_folder, name), json);
}
