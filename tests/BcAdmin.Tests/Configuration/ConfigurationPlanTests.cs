using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using BcAdmin.Api;
using BcAdmin.Configuration;
using BcAdmin.Configuration.Components;
using BcAdmin.Tests.Api;

namespace BcAdmin.Tests.Configuration;

public sealed class ConfigurationPlanTests : IDisposable
{
    private static readonly FilePlace Place = new("file.json", 1, 1, "$.things");
    private static readonly BcException Broken = new(ErrorCode.InvalidData, "Broken.");

    private readonly TestApi _api = new();
    private readonly List<string> _read = [];
    private readonly CancellationTokenSource _stop = new();

    public void Dispose()
    {
        _stop.Dispose();
        _api.Dispose();
    }

    /// <summary>A component that makes no calls: entries of a name and a size.</summary>
    private sealed class Things(ComponentLevel level = ComponentLevel.Environment, bool canRemove = true) : IManagedComponent
    {
        public ComponentSchema Schema { get; } = new(
            "Things", level, ComponentShape.List, "Things.",
            new("name", ValueKind.Code, "Name.") { IsKey = true }, new("size", ValueKind.Text, "Size."))
        {
            CanRemove = canRemove,
        };

        public string[] Current { get; init; } = [];

        public Exception? ReadFailure { get; init; }

        public Func<ConfigurationItem, ConfigurationItem> Resolve { get; init; } = item => item;

        public Func<ItemChange, IReadOnlyList<ItemChange>, ItemChange?> Check { get; init; } = (change, _) => change;

        public IReadOnlyList<ConfigurationItem>? ReadFor { get; private set; }

        public ConfigurationItem Item(string text, int line = 1) =>
            new(Schema, [text.Split('=')[0], text.Contains('=', StringComparison.Ordinal) ? text.Split('=')[1] : null]) { Place = At(line) };

        public static FilePlace At(int line) => new("file.json", line, 1, $"$.things[{line}]");

        public Task<IReadOnlyList<ConfigurationItem>> ReadAsync(ConfigurationScope scope, IReadOnlyList<ConfigurationItem>? desired)
        {
            ReadFor = desired;
            return ReadFailure is null
                ? Task.FromResult<IReadOnlyList<ConfigurationItem>>([.. Current.Select(text => Item(text))])
                : Task.FromException<IReadOnlyList<ConfigurationItem>>(ReadFailure);
        }

        public Task<ConfigurationItem> ResolveAsync(ConfigurationScope scope, ConfigurationItem desired) => Task.FromResult(Resolve(desired));

        public Task<ItemChange?> CheckAsync(ConfigurationScope scope, ItemChange change, IReadOnlyList<ItemChange> plan) =>
            Task.FromResult(Check(change, plan));

        public IAsyncEnumerable<ItemOutcome> ApplyAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes) =>
            throw new InvalidOperationException("A comparison changes nothing.");
    }

    private ConfigurationPlanner Planner(
        ConfigurationDocument? document = null, bool includeUnlisted = false, string[]? environments = null, string? component = null,
        IConfigurationHost? host = null) => new(_ => document!, ConfigurationSecrets.None, _stop.Token)
    {
        AdminCenter = _ => _api.AdminCenter,
        Automation = (_, environment) => _api.Automation(environment.Name),
        IsWanted = schema => component is null || schema.Name == component,
        Environments = environments,
        EnvironmentsRead = (read, all) => _read.Add($"{(read == document ? "document" : "?")}: {string.Join(',', all.Select(item => item.Name))}"),
        IncludeUnlisted = includeUnlisted,
        Host = host,
    };

    private Task<ComponentPlan> Plan(Things things, string[] desired, bool includeUnlisted = false, string status = "Active")
    {
        var items = new DesiredItems(Place, [.. desired.Select((text, index) => things.Item(text, index + 1))]);
        var scope = new ConfigurationScope(
            _api.Connection, _api.AdminCenter, new BcEnvironment { Name = "P", Status = status }, null, ConfigurationSecrets.None, _stop.Token)
        {
            Desired = new Dictionary<ComponentSchema, DesiredItems> { [things.Schema] = items },
        };
        return Planner(includeUnlisted: includeUnlisted).PlanAsync(scope, things);
    }

    private static string Changes(ComponentPlan plan) => string.Join(", ", plan.Changes);

    [Fact]
    public async Task A_component_is_compared_with_the_file()
    {
        var things = new Things { Current = ["a=1", "b=1", "c=1"] };
        var plan = await Plan(things, ["A=1", "B=2", "D=3"]);
        Assert.Equal("~ Things B size: 1 -> 2, + Things D size: (none) -> 3", Changes(plan));
        Assert.Equal((things, Place, null), (plan.Component, plan.Place, plan.Unknown));
        Assert.Empty(plan.Refusals);
        Assert.Equal(["A", "B", "D"], things.ReadFor!.Select(item => item.Key));
        Assert.Equal([Things.At(2), Things.At(3)], plan.Changes.Select(change => change.Place));
        Assert.Equal("+ Things D size: (none) -> 3", Changes(plan.Only(change => change.Action == BcConfigurationAction.Add)));
    }

    [Theory]
    [InlineData(true, true, "- Things b")]
    [InlineData(true, false, "")]
    [InlineData(false, true, "")]
    public async Task An_entry_that_is_not_in_the_file_is_removed_only_if_this_is_requested_and_possible(
        bool includeUnlisted, bool canRemove, string expected) =>
        Assert.Equal(expected, Changes(await Plan(new Things(canRemove: canRemove) { Current = ["a", "b"] }, ["a"], includeUnlisted)));

    [Fact]
    public async Task Nothing_is_removed_if_an_entry_of_the_file_cannot_be_resolved()
    {
        var refusal = new BcConfigurationException(ErrorCode.UserNotFound, Things.At(7), "No such thing.");
        var things = new Things { Current = ["a", "b"], Resolve = item => item.Key == "x" ? throw refusal : item };
        var plan = await Plan(things, ["x", "a", "c"], includeUnlisted: true);
        Assert.Equal("+ Things c", Changes(plan));
        var reported = Assert.Single(plan.Refusals);
        Assert.Equal((refusal.Message, "UserNotFound", "x"), (reported.Message, reported.Code, reported.Entry));
        Assert.Null(plan.Unknown);
    }

    [Fact]
    public async Task Two_entries_for_the_same_object_are_refused()
    {
        var things = new Things { Current = ["adele"], Resolve = item => item.Key == "adele@contoso.example" ? item.With("name", "ADELE") : item };
        var plan = await Plan(things, ["adele=1", "adele@contoso.example=2"], includeUnlisted: true);
        Assert.Equal("~ Things adele size: (none) -> 1", Changes(plan));
        var refusal = Assert.Single(plan.Refusals);
        Assert.Equal("InvalidConfiguration", refusal.Code);
        Assert.Equal($"{Things.At(2)}: ADELE is listed twice. The first entry is {Things.At(1)}.", refusal.Message);
        Assert.Equal(("adele@contoso.example", "ADELE"), (refusal.Entry, refusal.Target));
    }

    [Fact]
    public async Task Changes_are_checked_and_can_be_ignored_or_refused()
    {
        var things = new Things
        {
            Check = (change, plan) => change.Key switch
            {
                "ignored" => null,
                "refused" => throw change.Fail(ErrorCode.InvalidArgument, "Not possible."),
                _ => change with { Reason = $"1 of {plan.Count}" },
            },
        };
        var plan = await Plan(things, ["ignored", "refused", "kept"]);
        Assert.Equal(("kept", "1 of 3"), (Assert.Single(plan.Changes).Key, plan.Changes[0].Reason));
        var refusal = Assert.Single(plan.Refusals);
        Assert.Equal(("InvalidArgument", $"{Things.At(2)}: Not possible.", "refused"), (refusal.Code, refusal.Message, refusal.Entry));
    }

    [Fact]
    public async Task A_component_that_cannot_be_read_resolved_or_checked_is_unknown()
    {
        foreach (var things in (Things[])
            [new() { ReadFailure = Broken }, new() { Resolve = _ => throw Broken }, new() { Check = (_, _) => throw Broken }])
        {
            var plan = await Plan(things, ["a"]);
            Assert.Same(Broken, plan.Unknown);
            Assert.Empty(plan.Changes);
            Assert.Equal(Place, plan.Place);
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => Plan(new Things { ReadFailure = new InvalidOperationException() }, ["a"]));
    }

    [Theory]
    [InlineData(ComponentLevel.Content, "Upgrading", true)]
    [InlineData(ComponentLevel.Content, "active", false)]
    [InlineData(ComponentLevel.Environment, "Upgrading", false)]
    public async Task Only_the_content_of_an_inactive_environment_is_unknown(object level, string status, bool isUnknown)
    {
        var plan = await Plan(new Things((ComponentLevel)level), ["a"], status: status);
        Assert.Equal(isUnknown ? "" : "+ Things a", Changes(plan));
        Assert.Equal(Place, plan.Place);
        if (isUnknown)
        {
            Assert.Equal(("EnvironmentNotActive", "Environment P has the status Upgrading, so its content cannot be read.", "P"),
                (plan.Unknown!.Code, plan.Unknown.Message, plan.Unknown.Target));
        }
        else
        {
            Assert.Null(plan.Unknown);
        }
    }

    [Fact]
    public void A_plan_lists_the_parts_that_could_not_be_read()
    {
        var (failure, other) = (new BcException(ErrorCode.InvalidData, "One."), new BcException(ErrorCode.InvalidData, "Two."));
        var refusal = new BcConfigurationException(ErrorCode.InvalidConfiguration, Place, "No.");
        var (known, unknown) = (new ComponentPlan(new Things()) { Place = Place, Refusals = [refusal] },
            new ComponentPlan(new Companies()) { Place = Place, Unknown = failure });
        var plan = new TenantPlan(_api.Connection)
        {
            Unknown = other,
            Scopes =
            [
                new(new(_api.Connection, _api.AdminCenter, null, null, ConfigurationSecrets.None, default), [known, unknown]),
                new(new(_api.Connection, _api.AdminCenter, new BcEnvironment { Name = "P" }, null, ConfigurationSecrets.None, default), [unknown]),
            ],
        };
        Assert.Equal([("Environment", null, other), ("Companies", null, failure), ("Companies", "P", failure)], plan.UnknownParts);
        Assert.Equal([("Companies", null, failure), ("Companies", "P", failure)], (plan with { Unknown = null }).UnknownParts);
        Assert.Same(refusal, Assert.Single(plan.Refusals));
        Assert.Empty(new TenantPlan(_api.Connection).UnknownParts);
        Assert.Empty(new TenantPlan(_api.Connection).Missing);
    }

    /// <summary>Answers each call by its path.</summary>
    private void Route(params (string Path, string Json)[] answers) => _api.Network.Do((request, _) =>
    {
        var json = Array.Find(answers, answer => request.RequestUri!.AbsolutePath.EndsWith(answer.Path, StringComparison.Ordinal)).Json;
        return Task.FromResult(new HttpResponseMessage(json is null ? HttpStatusCode.Forbidden : HttpStatusCode.OK)
        {
            Content = new StringContent(json ?? """{"code":"forbidden","message":"No."}""", Encoding.UTF8, "application/json"),
        });
    }, times: 20);

    private static readonly (string Path, string Json) Recipients = (
        "settings/notification/recipients", """{"value":[{"id":"11111111-0000-0000-0000-000000000000","email":"x@y.z"}]}""");

    private static readonly (string Path, string Json) ThreeEnvironments = ("applications/environments", """
        {"value":[
          {"name":"P","type":"Production","status":"Active","appSourceAppsUpdateCadence":"Default"},
          {"name":"Q","type":"Sandbox","status":"Active","appSourceAppsUpdateCadence":"Default"},
          {"name":"Gone","type":"Sandbox","status":"SoftDeleted","appSourceAppsUpdateCadence":"Default"}]}
        """);

    private static ConfigurationDocument Load(string json) => ConfigurationWorld.Load(Encoding.UTF8.GetBytes(json));

    private static IEnumerable<string> Describe(TenantPlan plan) => plan.Scopes.Select(
        scope => $"{(scope.Scope.IsTenant ? "tenant" : scope.Scope.Key.Name)}: {string.Join(", ", scope.Components.Select(Changes))}");

    private const string TenantAndEnvironments = """
        {
          "notificationRecipients": [ { "email": "a@b.c" } ],
          "environments": [
            { "name": "Q", "appUpdateCadence": "DuringMajorUpgrade" },
            { "match": { "type": "Production" }, "appUpdateCadence": "DuringMajorUpgrade" },
            { "name": "Gone", "environment": { "type": "Sandbox" } },
            { "name": "Qa", "appUpdateCadence": "Default" }
          ]
        }
        """;

    [Fact]
    public async Task A_tenant_and_its_environments_are_compared()
    {
        Route(Recipients, ThreeEnvironments);
        var plan = await Planner(Load(TenantAndEnvironments)).PlanAsync(_api.Connection);
        Assert.Equal(
            [
                "tenant: + NotificationRecipients a@b.c", "P: ~ AppUpdateCadence cadence: Default -> DuringMajorUpgrade",
                "Q: ~ AppUpdateCadence cadence: Default -> DuringMajorUpgrade",
            ],
            Describe(plan));
        Assert.Same(_api.Connection, plan.Connection);
        Assert.Null(plan.Unknown);
        Assert.Equal(["document: P,Q"], _read);
        Assert.Equal([("Gone", "Sandbox", null), ("Qa", null, "Q")],
            plan.Missing.Select(missing => (missing.Entry.Name, missing.Kind?["type"], missing.Suggestion)));
    }

    [Fact]
    public async Task A_configuration_without_environments_reads_no_environments()
    {
        Route(Recipients);
        var plan = await Planner(Load("""{ "notificationRecipients": [ { "email": "a@b.c" } ] }""")).PlanAsync(_api.Connection);
        Assert.Equal(["tenant: + NotificationRecipients a@b.c"], Describe(plan));
        Assert.DoesNotContain(_api.Calls, call => call.Contains("environments", StringComparison.Ordinal));
        Assert.Empty(_read);
    }

    [Fact]
    public async Task A_component_that_is_not_selected_is_not_read()
    {
        Route(ThreeEnvironments);
        var plan = await Planner(Load(TenantAndEnvironments), component: "AppUpdateCadence").PlanAsync(_api.Connection);
        Assert.Equal(["P", "Q"], plan.Scopes.Select(scope => scope.Scope.Key.Name)); // not the tenant, which has no component
        Assert.Single(_api.Calls);
    }

    [Fact]
    public async Task Only_selected_environments_are_compared()
    {
        Route(ThreeEnvironments);
        var plan = await Planner(Load(TenantAndEnvironments), environments: ["q*"]).PlanAsync(_api.Connection);
        Assert.Equal(["Q: ~ AppUpdateCadence cadence: Default -> DuringMajorUpgrade"], Describe(plan));
        Assert.Equal(["Qa"], plan.Missing.Select(missing => missing.Entry.Name));
        Assert.Single(_api.Calls);
        Assert.Empty(_read);
    }

    [Fact]
    public async Task A_selected_environment_that_does_not_exist_anywhere_is_an_error()
    {
        Route(ThreeEnvironments);
        var failure = await Assert.ThrowsAsync<BcException>(
            () => Planner(Load(TenantAndEnvironments), environments: ["gone", "Pq"]).PlanAsync(_api.Connection));
        Assert.Equal("EnvironmentNotFound", failure.Code);
        Assert.Equal(
            $"Neither tenant {_api.Connection.TenantWithName} nor the configuration has an environment 'Pq'. Did you mean 'P'?", failure.Message);
        Assert.Equal("Pq", failure.Target);
    }

    [Fact]
    public async Task Environments_that_cannot_be_listed_are_unknown()
    {
        Route(Recipients);
        var plan = await Planner(Load(TenantAndEnvironments)).PlanAsync(_api.Connection);
        Assert.Equal(["tenant: + NotificationRecipients a@b.c"], Describe(plan));
        Assert.Equal("Forbidden", plan.Unknown?.Code);
        Assert.Equal(("Environment", null), plan.UnknownParts.Select(part => (part.Component, part.Environment)).Single());
        Assert.Empty(plan.Missing);
    }

    [Fact]
    public async Task An_environment_without_an_entry_is_not_compared()
    {
        Route(ThreeEnvironments);
        var plan = await Planner(Load("""{ "name": "Q", "appUpdateCadence": "Default" }""")).PlanAsync(_api.Connection);
        Assert.Equal(["Q: "], Describe(plan));
        Assert.Empty(plan.Missing);
    }

    [Theory]
    [InlineData("""{ "type": "Sandbox" }""", "Q")]
    [InlineData("""{ "name": "p*" }""", "P")]
    [InlineData("""{ "name": "*", "type": "production" }""", "P")]
    [InlineData("""{ "name": "Test*" }""", "")]
    public async Task Environments_are_selected_by_match(string match, string expected)
    {
        Route(ThreeEnvironments);
        var document = Load($$"""{ "environments": [ { "match": {{match}}, "appUpdateCadence": "DuringMajorUpgrade" } ] }""");
        var plan = await Planner(document).PlanAsync(_api.Connection);
        Assert.Equal(expected, string.Join(',', plan.Scopes.Select(scope => scope.Scope.Key.Name)));
        Assert.Empty(plan.Missing);
    }

    [Fact]
    public async Task Components_are_returned_in_order_and_the_content_is_read_first()
    {
        Route(ThreeEnvironments);
        var document = Load("""{ "name": "P", "updateWindow": { "start": "22:00", "end": "06:00" }, "companies": [ { "name": "C" } ] }""");
        var plan = await Planner(document).PlanAsync(_api.Connection);
        Assert.Equal(["UpdateWindow", "Companies"], Assert.Single(plan.Scopes).Components.Select(component => component.Component.Schema.Name));
        var calls = _api.Calls.ToList();
        Assert.EndsWith("/companies", calls[1].Split('?')[0], StringComparison.Ordinal);
        Assert.True(calls.Count > 2);
        Assert.Equal([("UpdateWindow", "P"), ("Companies", "P")], plan.UnknownParts.Select(part => (part.Component, part.Environment)));
    }

    [Fact]
    public async Task The_scopes_have_the_host_and_the_entries_of_the_file()
    {
        Route(Recipients, ThreeEnvironments);
        var host = System.Reflection.DispatchProxy.Create<IConfigurationHost, NoHost>();
        var document = Load(TenantAndEnvironments);
        var plan = await Planner(document, host: host).PlanAsync(_api.Connection);
        Assert.All(plan.Scopes, scope => Assert.Same(host, scope.Scope.Host));
        Assert.Same(document.TenantItems, plan.Scopes[0].Scope.Desired);
        Assert.Equal(_stop.Token, plan.Scopes[0].Scope.CancellationToken);
    }

    /// <summary>A host that a comparison does not call.</summary>
    [SuppressMessage("Performance", "CA1852:Seal internal types", Justification = "DispatchProxy derives a type from it.")]
    internal class NoHost : System.Reflection.DispatchProxy
    {
        protected override object? Invoke(System.Reflection.MethodInfo? targetMethod, object?[]? args) =>
            throw new InvalidOperationException("A comparison does not call the host.");
    }
}
