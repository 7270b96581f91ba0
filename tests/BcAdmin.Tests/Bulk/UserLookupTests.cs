using System.Net;
using BcAdmin.Api.Automation;
using BcAdmin.Bulk;
using static BcAdmin.Tests.Bulk.BulkService;

namespace BcAdmin.Tests.Bulk;

public sealed class UserLookupTests : IDisposable
{
    private readonly BulkService _service = new();
    private readonly List<string> _log = [];

    public UserLookupTests() => _service.Users.AddRange([User(1, "ADELE"), User(2, "ALEX"), User(3, "MEGAN")]);

    public void Dispose() => _service.Dispose();

    private UserLookup NewLookup(UserLookup? earlier = null) => new(_service.Automation, Production, earlier, _log.Add, CancellationToken.None);

    private static Task<IReadOnlyList<BulkStep>> Nothing(UserLookup lookup, BcUser user) => Task.FromResult<IReadOnlyList<BulkStep>>([]);

    private BulkItem<UserPlanner> Item(string name, UserPlanner? planner = null) => new(_service.Connection, Production, name, planner ?? Nothing);

    private Task<IReadOnlyList<BulkItem<UserPlanner>>> Plan(params string[] names) =>
        NewLookup().PlanAsync([.. names.Select(name => Item(name))]);

    [Fact]
    public async Task Users_are_found_by_name_in_the_list_of_all_users()
    {
        Assert.Equal(["ADELE", "MEGAN"], (await Plan("adele", "user3@contoso.example")).Select(item => item.User!.UserName));
        Assert.Equal(["GET users"], _service.Calls);
    }

    [Fact]
    public async Task One_user_is_read_by_ID()
    {
        Assert.Equal("ADELE", Assert.Single(await Plan($"{Id(1)}")).User!.UserName);
        Assert.Equal([$"GET users({Id(1)})"], _service.Calls);
    }

    [Fact]
    public async Task Several_users_are_read_by_ID_in_one_call()
    {
        Assert.Equal(["ADELE", "ALEX"], (await Plan($"{Id(1)}", $"{Id(2)}")).Select(item => item.User!.UserName));
        Assert.Equal([$"GET users?$filter=(userSecurityId eq {Id(1)} or userSecurityId eq {Id(2)})"], _service.Calls);
    }

    [Fact]
    public async Task IDs_and_names_can_be_mixed()
    {
        Assert.Equal(["ALEX", "ADELE"], (await Plan("alex", $"{Id(1)}")).Select(item => item.User!.UserName));
        Assert.Equal(["GET users", $"GET users({Id(1)})"], _service.Calls);
    }

    [Fact]
    public async Task A_user_that_does_not_exist_fails_and_the_others_are_planned()
    {
        var items = await Plan("NOBODY", "ALEX");
        var failure = items[0].Failure!.Error!;
        Assert.Equal(("UserNotFound", "Environment Production has no user 'NOBODY'."), (failure.Code, failure.Text));
        Assert.Null(items[0].User);
        Assert.Equal("ALEX", items[1].User!.UserName);
        Assert.Null(items[1].Failure);
    }

    [Fact]
    public async Task An_ID_that_does_not_exist_fails_with_the_reason_of_the_service()
    {
        var items = await Plan($"{Id(8)}", $"{Id(2)}");
        Assert.Equal(["UserNotFound", null], items.Select(item => item.Failure?.Error!.Code));
        Assert.Equal($"GET users({Id(8)})", _service.Calls[^1]);
    }

    [Fact]
    public async Task A_suggestion_is_a_similar_name() => Assert.Equal("ADELE", (await Plan("ADELA"))[0].Failure!.Error!.Suggestion);

    [Fact]
    public async Task The_list_of_users_is_read_once_for_all_groups_of_objects()
    {
        var first = NewLookup();
        await first.PlanAsync([Item("ADELE")]);
        Assert.Equal("ALEX", (await NewLookup(first).PlanAsync([Item("ALEX")]))[0].User!.UserName);
        Assert.Equal(["GET users"], _service.Calls);
    }

    [Fact]
    public async Task The_steps_are_those_of_the_planner_of_each_object()
    {
        var lookup = NewLookup();
        UserPlanner planner = (environment, user) =>
        {
            Assert.Same(lookup, environment);
            return Task.FromResult<IReadOnlyList<BulkStep>>([BulkStep.Keep(user.UserName)]);
        };
        Assert.Equal(["ADELE", "ALEX"], (await lookup.PlanAsync([Item("adele", planner), Item("alex", planner)])).Select(
            item => Assert.Single(item.Steps).Note));
        Assert.Equal(Production, lookup.Key);
    }

    [Fact]
    public async Task An_error_of_a_planner_fails_only_its_object()
    {
        var items = await NewLookup().PlanAsync([Item("ADELE", (_, _) => throw new BcException(ErrorCode.InvalidArgument, "Wrong.")), Item("ALEX")]);
        Assert.Equal(["InvalidArgument", null], items.Select(item => item.Failure?.Error!.Code));
    }

    [Fact]
    public async Task The_assignments_of_all_users_are_read_in_one_call_when_they_are_needed()
    {
        var (adele, megan) = (_service.Users[0], _service.Users[2]);
        _service.Permissions.AddRange([Held(adele, 11, "BASIC"), Held(megan, 12, "OTHER")]);
        UserPlanner planner = async (environment, user) =>
            [.. (await environment.HeldAsync(user)).Select(held => BulkStep.Keep($"{user} has {held}", held))];
        var items = await NewLookup().PlanAsync([Item("ADELE", planner), Item("NOBODY"), Item("MEGAN", planner)]);
        Assert.Equal(["ADELE has BASIC", "MEGAN has OTHER"], items.SelectMany(item => item.Steps).Select(step => step.Note).OfType<string>());
        Assert.Equal(
            ["GET users", $"GET userPermissions?$filter=(userSecurityId eq {Id(1)} or userSecurityId eq {Id(3)})"], _service.Calls);
    }

    [Theory]
    [InlineData("")]
    [InlineData("cronus")]
    [InlineData("CRONUS USA, Inc.")]
    [InlineData("000000c0-0000-0000-0000-000000000000")]
    public async Task The_technical_name_of_a_company_is_read_once(string company)
    {
        var lookup = NewLookup();
        var expected = company.Length == 0 ? string.Empty : "CRONUS";
        Assert.Equal(expected, await lookup.CompanyNameAsync(company));
        Assert.Equal(expected, await lookup.CompanyNameAsync(company.ToUpperInvariant()));
        Assert.Equal(company.Length == 0 ? [] : ["GET companies"], _service.Calls);
    }

    [Fact]
    public async Task An_unknown_company_is_an_error_each_time()
    {
        var lookup = NewLookup();
        Assert.Equal("CompanyNotFound", (await Assert.ThrowsAsync<BcException>(() => lookup.CompanyNameAsync("X"))).Code);
        Assert.Equal("CompanyNotFound", (await Assert.ThrowsAsync<BcException>(() => lookup.CompanyNameAsync("X"))).Code);
    }

    [Fact]
    public async Task The_companies_are_read_once()
    {
        var lookup = NewLookup();
        Assert.Equal("CRONUS", Assert.Single(await lookup.CompaniesAsync()).Name);
        Assert.Same(await lookup.CompaniesAsync(), await lookup.CompaniesAsync());
        Assert.Equal(["GET companies"], _service.Calls);
    }

    [Fact]
    public async Task Permission_sets_are_checked_with_a_list_that_is_read_once()
    {
        _service.PermissionSets.Add(new() { RoleId = "BASIC" });
        var lookup = NewLookup();
        await lookup.CheckPermissionSetAsync("basic");
        var failure = await Assert.ThrowsAsync<BcException>(() => lookup.CheckPermissionSetAsync("BASIK"));
        Assert.Equal(("PermissionSetNotFound", "BASIC"), (failure.Code, failure.Suggestion));
        Assert.Equal("Environment Production has no permission set 'BASIK'.", failure.Text);
        Assert.Equal(["GET permissionSets?$select=id"], _service.Calls);
        Assert.Empty(_log);
    }

    [Fact]
    public async Task Permission_sets_that_cannot_be_read_are_not_checked()
    {
        _service.On("GET permissionSets", Reject(HttpStatusCode.Forbidden, "Forbidden", "No access."));
        await NewLookup().CheckPermissionSetAsync("UNKNOWN");
        Assert.Equal(["The permission sets of environment Production cannot be read: No access."], _log);
    }

    private static ChangeResult Failed(UserChange change, HttpStatusCode? status, string message = "Rejected.") =>
        new(change, null, new BcApiException(ErrorCode.Of("Test", status), message) { Status = status });

    private async Task<ChangeResult> Complete(ChangeResult settled, bool needsObject = false, UserLookup? lookup = null) =>
        await (lookup ?? NewLookup()).CompleteAsync(settled, needsObject, CancellationToken.None);

    [Fact]
    public async Task A_permission_set_that_does_not_exist_is_reported_instead_of_the_error_of_the_service()
    {
        var failed = Failed(Grant(User(1), "UNKNOWN"), HttpStatusCode.BadRequest);
        var result = await Complete(failed, needsObject: true);
        Assert.Equal("PermissionSetNotFound", result.Error!.Code);
        Assert.Same(failed.Change, result.Change);
        Assert.Null(result.Found);
        Assert.Equal(["GET permissionSets?$select=id"], _service.Calls);
    }

    [Fact]
    public async Task The_error_of_the_service_is_reported_if_the_permission_set_exists()
    {
        _service.PermissionSets.Add(new() { RoleId = "BASIC" });
        var failed = Failed(Grant(User(1)), HttpStatusCode.BadRequest);
        Assert.Equal(failed, await Complete(failed, needsObject: true));
        Assert.Equal(["GET permissionSets?$select=id"], _service.Calls);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(null)]
    public async Task Other_errors_are_not_about_the_permission_set(HttpStatusCode? status)
    {
        var failed = Failed(Grant(User(1), "UNKNOWN"), status);
        Assert.Equal(failed, await Complete(failed, needsObject: true));
        Assert.Empty(_service.Calls);
    }

    [Fact]
    public async Task Errors_of_changes_without_a_permission_set_are_not_about_a_permission_set()
    {
        ChangeResult[] all =
        [
            Failed(new UserChanged(User(1), new() { State = "Disabled" }, null), HttpStatusCode.BadRequest),
            Failed(new PermissionRemoved(User(1), Held(User(1), 11, "UNKNOWN")), HttpStatusCode.BadRequest),
            Failed(new PermissionChanged(User(1), Held(User(1), 11, "UNKNOWN"), new(null, "CRONUS", null, null), null), HttpStatusCode.BadRequest),
            new(Grant(User(1), "UNKNOWN"), null, new BcException(ErrorCode.InvalidArgument, "Wrong.")),
        ];
        foreach (var failed in all)
            Assert.Equal(failed, await Complete(failed));
        Assert.Empty(_service.Calls);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task An_assignment_that_is_missing_in_the_response_is_read_if_it_is_needed(bool needsObject, bool isRead)
    {
        _service.Permissions.Add(Held(User(1), 11, "BASIC"));
        var result = await Complete(new(Grant(User(1)), null, null), needsObject);
        Assert.Equal(isRead ? Id(11) : null, (result.Found as BcUserPermission)?.UserPermissionId);
        Assert.Equal(isRead ? [$"GET users({Id(1)})", $"GET users({Id(1)})/userPermissions"] : [], _service.Calls);
        Assert.Null(result.Error);
    }

    [Fact]
    public async Task An_object_in_the_response_is_not_read_again()
    {
        var settled = new ChangeResult(Grant(User(1)), Held(User(1), 11, "BASIC"), null);
        Assert.Equal(settled, await Complete(settled, needsObject: true));
        Assert.Empty(_service.Calls);
    }

    [Fact]
    public async Task A_changed_user_that_is_missing_in_the_response_is_read()
    {
        var change = new UserChanged(User(1), new() { State = "Enabled" }, null);
        Assert.Equal("ADELE", ((await Complete(new(change, null, null))).Found as BcUser)?.UserName);
    }

    [Fact]
    public async Task Nothing_is_found_if_the_user_no_longer_exists()
    {
        var result = await Complete(new(Grant(User(9)), null, null), needsObject: true);
        Assert.Null(result.Found);
        Assert.Null(result.Error);
    }

    [Fact]
    public async Task An_object_that_cannot_be_read_is_the_error()
    {
        _service.On($"GET users({Id(1)})", Reject(HttpStatusCode.Forbidden, "Forbidden"));
        var result = await Complete(new(Grant(User(1)), null, null), needsObject: true);
        Assert.Equal("Forbidden", result.Error!.Code);
        Assert.Null(result.Found);
    }

    [Fact]
    public async Task A_changed_user_replaces_the_earlier_one_in_the_list()
    {
        var lookup = NewLookup();
        await lookup.PlanAsync([Item("ADELE")]);
        var changed = User(1, "ADELE") with { State = "Disabled" };
        await Complete(new(new UserChanged(User(1), new(), null), changed, null), lookup: lookup);
        var next = await NewLookup(lookup).PlanAsync([Item("ADELE"), Item("ALEX"), Item("MEGAN")]);
        Assert.Equal(["Disabled", "Enabled", "Enabled"], next.Select(item => item.User!.State));
        Assert.Same(changed, next[0].User);
    }

    [Fact]
    public async Task A_changed_user_that_is_not_in_the_list_is_ignored()
    {
        var lookup = NewLookup();
        await lookup.PlanAsync([Item("ADELE")]);
        await Complete(new(new UserChanged(User(9), new(), null), User(9), null), lookup: lookup);
        Assert.Equal("UserNotFound", (await NewLookup(lookup).PlanAsync([Item("USER9")]))[0].Failure!.Error!.Code);
    }
}
