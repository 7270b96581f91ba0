using System.Net;
using BcAdmin.Api.Automation;
using BcAdmin.Bulk;
using static BcAdmin.Tests.Bulk.BulkService;

namespace BcAdmin.Tests.Bulk;

public sealed class UserPlanTests : IDisposable
{
    private static readonly Guid App = Id(0xA);
    private static readonly DateTimeOffset End = new(2027, 3, 31, 22, 0, 0, TimeSpan.Zero);

    private readonly BulkService _service = new();

    public UserPlanTests()
    {
        _service.Users.AddRange([User(1, "ADELE"), User(2, "ALEX")]);
        _service.PermissionSets.AddRange(
        [
            new() { RoleId = "BASIC" }, new() { RoleId = "OTHER" },
            new() { RoleId = "TWICE", AppId = App, Scope = "Tenant" }, new() { RoleId = "TWICE", AppId = Id(0xB), Scope = "System" },
        ]);
        _service.Companies.Add(new() { CompanyId = Id(0xC1), Name = "FABRIKAM", DisplayName = "Fabrikam" });
    }

    public void Dispose() => _service.Dispose();

    private static DesiredUser Row(string user, params string[] sets) => new() { User = user, PermissionSets = sets };

    private async Task<IReadOnlyList<BulkItem<DesiredUser>>> Plan(bool isExact, params IEnumerable<DesiredUser> rows)
    {
        var items = rows.Select(row => new BulkItem<DesiredUser>(_service.Connection, Production, row.User, row)).ToList();
        return await UserPlan.PlanAsync(
            new BulkEnvironment<DesiredUser>(() => _service.Automation, items), row => row.Scope == "invalid" ? throw Invalid() : row, isExact,
            CancellationToken.None);
    }

    private static BcException Invalid() => new(ErrorCode.InvalidArgument, "The cell is not valid.");

    private Task<IReadOnlyList<BulkItem<DesiredUser>>> Plan(params IEnumerable<DesiredUser> rows) => Plan(false, rows);

    private async Task<string?> Fail(params IEnumerable<DesiredUser> rows) => (await Plan(rows))[^1].Failure?.Error!.Code;

    private static IEnumerable<string> Actions(BulkItem<DesiredUser> item) => item.Steps.Select(step => step.Change?.Action ?? step.Note!);

    private async Task<IEnumerable<string>> ActionsOf(params IEnumerable<DesiredUser> rows) => Actions((await Plan(rows))[^1]);

    private void Has(int user, string roleId, string company = "") =>
        _service.Permissions.Add(Held(User(user), 100 + _service.Permissions.Count, roleId, company));

    [Fact]
    public async Task A_row_that_already_matches_requires_no_change()
    {
        Has(1, "BASIC");
        var item = Assert.Single(await Plan(Row("adele", "basic") with { State = "enabled", ContactEmail = "user1@contoso.example" }));
        Assert.Empty(item.Steps);
        Assert.Equal("ADELE", item.User!.UserName);
    }

    [Fact]
    public async Task A_row_requires_what_the_user_does_not_have()
    {
        Has(1, "BASIC");
        var row = Row("ADELE", "BASIC", "OTHER") with { State = "Disabled", ExpiryDate = End, ContactEmail = "new@contoso.example" };
        var steps = Assert.Single(await Plan(row)).Steps;
        Assert.Equal(
            [
                "Set state to Disabled, expiry date to 2027-03-31 22:00:00Z, contact email to new@contoso.example",
                "Grant permission set OTHER in all companies",
            ],
            steps.Select(step => step.Change!.Action));
        Assert.All(steps, step => Assert.Equal(StepState.Planned, step.State));
        Assert.Equal("*", ((UserChanged)steps[0].Change!).ETag);
    }

    [Fact]
    public async Task Each_value_of_the_user_is_compared()
    {
        _service.Users[0] = _service.Users[0] with { ExpiryDate = End };
        var same = Row("ADELE") with { State = "Enabled", ExpiryDate = End, ContactEmail = "user1@contoso.example" };
        Assert.Equal(["Set state to Disabled"], await ActionsOf(same with { State = "Disabled" }));
        Assert.Equal(["Set no expiry date"], await ActionsOf(same with { ExpiryDate = UserUpdate.Never }));
        Assert.Equal(["Set contact email to (empty)"], await ActionsOf(same with { ContactEmail = "" }));
        Assert.Equal(["Set contact email to USER1@contoso.example"], await ActionsOf(same with { ContactEmail = "USER1@contoso.example" }));
        Assert.Empty(await ActionsOf(same));
        Assert.Empty(await ActionsOf(Row("ADELE")));
    }

    [Fact]
    public async Task Sets_are_granted_in_each_company_by_its_technical_name()
    {
        Has(1, "BASIC", "FABRIKAM");
        Assert.Equal(
            [
                "Grant permission set BASIC in company CRONUS", "Grant permission set OTHER in company CRONUS",
                "Grant permission set OTHER in company FABRIKAM",
            ],
            await ActionsOf(Row("ADELE", "BASIC", "OTHER") with { Companies = ["CRONUS USA, Inc.", $"{Id(0xC1)}"] }));
    }

    [Fact]
    public async Task Repeated_sets_and_companies_of_a_row_are_granted_once() => Assert.Equal(
        ["Grant permission set BASIC in company CRONUS"],
        await ActionsOf(Row("ADELE", "BASIC", "BASIC") with { Companies = ["CRONUS", "cronus"] }));

    [Theory]
    [InlineData("NOBODY", "BASIC", "", "UserNotFound", "Environment Production has no user 'NOBODY'.")]
    [InlineData("ADELE", "UNKNOWN", "", "PermissionSetNotFound", "Environment Production has no permission set 'UNKNOWN'.")]
    [InlineData("ADELE", "BASIC", "CONTOSO", "CompanyNotFound", "Environment Production has no company 'CONTOSO'.")]
    [InlineData("ADELE", "TWICE", "", "AmbiguousPermissionSet", "Several permission sets have the ID TWICE.")]
    public async Task An_invalid_row_fails_and_the_next_one_is_planned(string user, string set, string company, string code, string message)
    {
        var items = await Plan(Row(user, set) with { Companies = company.Length == 0 ? [] : [company] }, Row("ALEX", "BASIC"));
        var failure = items[0].Failure!.Error!;
        Assert.Equal((code, message), (failure.Code, failure.Text));
        Assert.Single(items[0].Steps);
        Assert.Equal(["Grant permission set BASIC in all companies"], Actions(items[1]));
    }

    [Fact]
    public async Task A_row_with_an_invalid_cell_fails() =>
        Assert.Equal("InvalidArgument", await Fail(Row("ADELE", "BASIC") with { Scope = "invalid" }));

    [Fact]
    public async Task A_similar_permission_set_is_suggested() =>
        Assert.Equal("BASIC", (await Plan(Row("ADELE", "BASIK")))[0].Failure!.Error!.Suggestion);

    [Fact]
    public async Task The_advice_for_a_set_that_is_defined_several_times_is_to_specify_app_and_scope()
    {
        var failure = (await Plan(Row("ADELE", "TWICE")))[0].Failure!.Error!;
        Assert.Equal(("TWICE", "Specify the AppId and Scope."), (failure.Target, failure.Advice));
    }

    [Theory]
    [InlineData(0xA, null)]
    [InlineData(null, "tenant")]
    [InlineData(0xA, "TENANT")]
    public async Task A_set_that_is_defined_several_times_is_granted_with_its_app_and_scope(int? app, string? scope)
    {
        var row = Row("ADELE", "twice") with { AppId = app is { } id ? Id(id) : null, Scope = scope };
        var grant = (PermissionAdded)(await Plan(row))[0].Steps[0].Change!;
        Assert.Equal((App, "Tenant"), (grant.AppId, grant.Scope));
    }

    [Theory]
    [InlineData("TWICE", 0xA, "System")]
    [InlineData("TWICE", 0xD, null)]
    [InlineData("BASIC", 0xA, null)]
    [InlineData("BASIC", null, "Tenant")]
    public async Task A_set_with_another_app_or_scope_does_not_exist(string set, int? app, string? scope) => Assert.Equal(
        "PermissionSetNotFound", await Fail(Row("ADELE", set) with { AppId = app is { } id ? Id(id) : null, Scope = scope }));

    [Fact]
    public async Task A_set_that_is_defined_once_is_granted_without_app_and_scope()
    {
        _service.PermissionSets.Add(new() { RoleId = "ONCE", AppId = App, Scope = "Tenant" });
        var grant = (PermissionAdded)(await Plan(Row("ADELE", "ONCE") with { AppId = App, Scope = "Tenant" }))[0].Steps[0].Change!;
        Assert.Equal((null, null), (grant.AppId, grant.Scope));
    }

    [Fact]
    public async Task A_row_that_repeats_an_earlier_one_is_skipped()
    {
        var row = Row("ADELE", "BASIC", "OTHER") with { State = "Disabled" };
        var items = await Plan(row, row with { User = "user1@contoso.example", PermissionSets = ["other", "BASIC"] });
        Assert.Equal(3, items[0].Steps.Count);
        var step = Assert.Single(items[1].Steps);
        Assert.Equal((StepState.Unchanged, "Skipped because an earlier row is identical."), (step.State, step.Note));
    }

    [Fact]
    public async Task A_row_that_differs_in_one_value_is_not_skipped()
    {
        var row = Row("ADELE", "BASIC") with { State = "Disabled" };
        DesiredUser[] others =
        [
            row with { User = "ALEX" }, row with { PermissionSets = ["OTHER"] }, row with { Companies = ["CRONUS"] }, row with { ExpiryDate = End },
            row with { PermissionSets = [] }, row with { State = null },
        ];
        foreach (var other in others)
            Assert.DoesNotContain("Skipped because an earlier row is identical.", await ActionsOf(row, other));
        var twice = Row("ADELE", "TWICE") with { Scope = "Tenant" };
        Assert.Equal(["Grant permission set TWICE in all companies"], await ActionsOf(twice, twice with { Scope = "System" }));
    }

    [Fact]
    public async Task A_change_of_an_earlier_row_is_not_planned_again() => Assert.Equal(
        ["Grant permission set OTHER in all companies"],
        await ActionsOf(
            Row("ADELE", "BASIC") with { State = "Disabled", ExpiryDate = End, ContactEmail = "x@contoso.example" },
            Row("ADELE", "BASIC", "OTHER") with { State = "disabled", ExpiryDate = End, ContactEmail = "X@contoso.example" }));

    private static DesiredUser With(string property, bool isOther) => property switch
    {
        "State" => Row("ADELE") with { State = isOther ? "Disabled" : "Enabled" },
        "ContactEmail" => Row("ADELE") with { ContactEmail = isOther ? "x@contoso.example" : "y@contoso.example" },
        _ => Row("ADELE") with { ExpiryDate = isOther ? End : End.AddDays(1) },
    };

    [Theory]
    [InlineData("State")]
    [InlineData("ContactEmail")]
    [InlineData("ExpiryDate")]
    public async Task A_row_with_another_value_than_any_earlier_row_fails(string property)
    {
        var (one, other, nothing) = (With(property, false), With(property, true), Row("ADELE", "BASIC"));
        var failure = (await Plan(one, other))[1].Failure!.Error!;
        Assert.Equal(("InvalidArgument", "ADELE"), (failure.Code, failure.Target));
        Assert.Equal("An earlier row has another state, expiry date, or contact email for user ADELE.", failure.Message);
        Assert.Equal("Specify the value in one row of the user, and leave it blank in the others.", failure.Advice);
        Assert.Equal("InvalidArgument", await Fail(one, nothing, other));
        Assert.Equal("InvalidArgument", await Fail(nothing, one, other));
        Assert.Null(await Fail(one, other with { User = "ALEX" }));
        Assert.Null(await Fail(one, one with { PermissionSets = ["BASIC"] }));
        Assert.Null(await Fail(one, nothing));
    }

    [Fact]
    public async Task With_Exact_sets_that_no_row_of_the_user_lists_are_removed_at_its_first_row()
    {
        Has(1, "BASIC");
        Has(1, "SURPLUS");
        Has(1, "OTHER", "CRONUS");
        Has(2, "SURPLUS");
        var items = await Plan(true, Row("ADELE", "BASIC"), Row("ALEX") with { State = "Disabled" }, Row("ADELE", "OTHER"));
        Assert.Equal(["Remove permission set SURPLUS in all companies", "Remove permission set OTHER in company CRONUS"], Actions(items[0]));
        Assert.Equal(["Set state to Disabled"], Actions(items[1]));
        Assert.Equal(["Grant permission set OTHER in all companies"], Actions(items[2]));
    }

    [Fact]
    public async Task Without_Exact_nothing_is_removed()
    {
        Has(1, "SURPLUS");
        Assert.Equal(["Grant permission set BASIC in all companies"], await ActionsOf(Row("ADELE", "BASIC")));
    }

    [Theory]
    [InlineData("adele")]
    [InlineData("user1@contoso.example")]
    public async Task Nothing_is_removed_from_a_user_with_an_invalid_row(string name)
    {
        Has(1, "SURPLUS");
        Has(2, "SURPLUS");
        var items = await Plan(true, Row("ADELE", "BASIC"), Row("ALEX", "BASIC"), Row(name, "UNKNOWN"));
        Assert.Equal(["Grant permission set BASIC in all companies"], Actions(items[0]));
        Assert.Equal(["Grant permission set BASIC in all companies", "Remove permission set SURPLUS in all companies"], Actions(items[1]));
    }

    [Fact]
    public async Task The_row_of_an_unknown_user_does_not_prevent_removals()
    {
        Has(1, "SURPLUS");
        var items = await Plan(true, Row("NOBODY", "BASIC"), Row("ADELE", "BASIC"));
        Assert.Contains("Remove permission set SURPLUS in all companies", Actions(items[1]));
    }

    private void IsMember(int user, string code, string? name) =>
        _service.Members.Add(new() { SecurityGroupCode = code, SecurityGroupName = name, UserSecurityId = Id(user) });

    [Fact]
    public async Task Groups_that_the_user_is_not_a_member_of_are_noted()
    {
        IsMember(1, "SALES", "Sales Team");
        IsMember(1, "BUYERS", null);
        IsMember(2, "WAREHOUSE", "Warehouse");
        var items = await Plan(
            Row("ADELE", "BASIC") with { SecurityGroups = ["sales", "WAREHOUSE", "BUYERS", "ACCOUNTING"] },
            Row("ALEX") with { SecurityGroups = ["WAREHOUSE"] }, Row("ADELE") with { SecurityGroups = ["SALES TEAM"] });
        Assert.Equal(
            ["Grant permission set BASIC in all companies",
                "The user is not a member of WAREHOUSE, ACCOUNTING. Memberships are managed in Microsoft Entra ID."], Actions(items[0]));
        Assert.Equal(StepState.Unchanged, items[0].Steps[1].State);
        Assert.Empty(items[1].Steps);
        Assert.Empty(items[2].Steps);
        Assert.Equal(1, _service.Calls.Count(call => call == "GET securityGroupMembers"));
    }

    [Fact]
    public async Task A_user_without_groups_is_not_a_member_of_any() => Assert.Equal(
        ["The user is not a member of SALES. Memberships are managed in Microsoft Entra ID."],
        await ActionsOf(Row("ADELE") with { SecurityGroups = ["SALES"] }));

    [Fact]
    public async Task Groups_of_an_invalid_row_are_not_noted()
    {
        var items = await Plan(Row("NOBODY") with { SecurityGroups = ["SALES"] });
        Assert.Equal("UserNotFound", items[0].Failure!.Error!.Code);
        Assert.DoesNotContain("GET securityGroupMembers", _service.Calls);
    }

    [Fact]
    public async Task Members_of_groups_are_not_read_if_no_row_lists_groups()
    {
        await Plan(Row("ADELE", "BASIC"));
        Assert.Equal(
            ["GET companies", "GET permissionSets", "GET users", $"GET users({Id(1)})/userPermissions"], _service.Calls);
    }

    [Fact]
    public async Task The_assignments_of_each_user_are_read_once()
    {
        await Plan(Row("ADELE", "BASIC"), Row("adele", "OTHER"), Row("user1@contoso.example"), Row("NOBODY@contoso.example"));
        Assert.Equal([$"GET users({Id(1)})/userPermissions"], _service.Calls.Where(call => call.Contains("/userPermissions")));
        Assert.Equal("GET usersPermissions", _service.Calls[3]);
    }

    [Fact]
    public async Task A_user_is_found_by_the_sign_in_address()
    {
        _service.Details.Add(new(Id(77), Id(2), null, null, "alex@contoso.example", Guid.Empty));
        Has(2, "BASIC");
        Assert.Equal(["Grant permission set OTHER in all companies"], await ActionsOf(Row("Alex@contoso.example", "BASIC", "OTHER")));
    }

    private static IEnumerable<DesiredUser> Rows(int count) =>
        [Row("ADELE", "BASIC"), .. Enumerable.Range(2, count - 1).Select(number => Row($"NOBODY{number}"))];

    [Theory]
    [InlineData(100, false)]
    [InlineData(101, true)]
    public async Task The_assignments_of_more_than_100_users_are_read_as_one_list(int count, bool isList)
    {
        Has(1, "BASIC");
        Assert.Empty((await Plan(Rows(count)))[0].Steps);
        Assert.Equal(isList, _service.Calls.Contains($"GET userPermissions?$filter=userSecurityId ne {Guid.Empty}"));
        Assert.Equal(!isList, _service.Calls.Contains($"GET users({Id(1)})/userPermissions"));
    }

    [Fact]
    public async Task Names_that_differ_in_case_count_once()
    {
        await Plan([.. Rows(100), Row("adele", "OTHER")]);
        Assert.DoesNotContain($"GET userPermissions?$filter=userSecurityId ne {Guid.Empty}", _service.Calls);
    }

    [Fact]
    public async Task Users_without_assignments_are_not_in_the_list_of_all_assignments() => Assert.Equal(
        ["Grant permission set BASIC in all companies"], Actions((await Plan(Rows(101)))[0]));

    [Fact]
    public async Task Assignments_are_read_per_user_if_the_service_rejects_the_list()
    {
        Has(1, "BASIC");
        _service.On("GET userPermissions", Reject(HttpStatusCode.BadRequest));
        Assert.Empty((await Plan(Rows(101)))[0].Steps);
        Assert.Contains($"GET users({Id(1)})/userPermissions", _service.Calls);
    }

    [Fact]
    public async Task The_plan_fails_if_the_list_of_assignments_cannot_be_read()
    {
        _service.On("GET userPermissions", Reject(HttpStatusCode.Forbidden, "Forbidden"));
        Assert.Equal("Forbidden", (await Assert.ThrowsAsync<BcApiException>(() => Plan(Rows(101)))).Code);
    }

    [Fact]
    public async Task The_error_is_clear_if_no_company_is_visible()
    {
        _service.Companies.Clear();
        _service.Connection.AnyCompany.Clear();
        var failure = await Assert.ThrowsAsync<BcException>(() => Plan(Row("ADELE")));
        Assert.Equal(("CompanyNotFound", "Environment Production returns no company, and the API is called through a company."),
            (failure.Code, failure.Message));
        Assert.Equal(["GET companies", "GET companies"], _service.Calls);
    }

    [Fact]
    public async Task The_assignments_of_all_users_are_read_by_user()
    {
        Has(1, "BASIC");
        Has(2, "BASIC");
        Has(1, "OTHER");
        var held = await UserPlan.ReadAllPermissionsAsync(_service.Automation, CancellationToken.None);
        Assert.Equal(["BASIC", "OTHER"], held[Id(1)].Select(permission => permission.RoleId));
        Assert.Equal(["BASIC"], held[Id(2)].Select(permission => permission.RoleId));
    }
}
