using System.Net;
using System.Text.Json;
using BcAdmin.Api.Automation;
using BcAdmin.Bulk;
using static BcAdmin.Tests.Bulk.BulkService;

namespace BcAdmin.Tests.Bulk;

public sealed class UserChangeTests
{
    private static readonly BcUser Adele = User(1, "ADELE");
    private static readonly Guid App = Id(0xA);
    private static readonly string Url = $"companies({Company})/users({Id(1)})";

    private static readonly DateTimeOffset End = new(2027, 3, 31, 22, 0, 0, TimeSpan.Zero);

    private static BcApiException Refusal(string code) => new(ErrorCode.Of(code), "Rejected.") { Status = HttpStatusCode.BadRequest };

    private static BatchCall CallOf(UserChange change) => change.ToCall("7", Company);

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    [Fact]
    public void A_grant_in_all_companies_is_a_POST_without_the_company()
    {
        var call = CallOf(Grant(Adele));
        Assert.Equal(("7", "POST", $"{Url}/userPermissions"), (call.Id, call.Method, call.Url));
        Assert.Null(call.Headers);
        Assert.Equal("""{"roleId":"BASIC"}""", call.Body!.Value.GetRawText());
    }

    [Fact]
    public void A_grant_contains_the_company_the_app_and_the_scope() => Assert.Equal(
        $$"""{"roleId":"BASIC","company":"CRONUS","appId":"{{App}}","scope":"Tenant"}""",
        CallOf(new PermissionAdded(Adele, "BASIC", "CRONUS", App, "Tenant")).Body!.Value.GetRawText());

    [Theory]
    [InlineData("", "Grant permission set BASIC in all companies")]
    [InlineData("CRONUS", "Grant permission set BASIC in company CRONUS")]
    public void A_grant_describes_itself(string company, string expected)
    {
        var change = Grant(Adele, company: company);
        Assert.Equal(expected, change.Action);
        Assert.Equal(("BASIC", company), change.Grant);
        Assert.Equal("BASIC", change.AssignedSet);
    }

    [Fact]
    public void Grants_are_the_same_call_regardless_of_the_case()
    {
        var call = new PermissionAdded(Adele, "Basic", "Cronus", App, "Tenant").Call;
        Assert.Equal(call, new PermissionAdded(Adele with { ETag = "2" }, "BASIC", "CRONUS", App, "TENANT").Call);
        UserChange[] others =
        [
            new PermissionAdded(User(2), "Basic", "Cronus", App, "Tenant"), new PermissionAdded(Adele, "Other", "Cronus", App, "Tenant"),
            new PermissionAdded(Adele, "Basic", "Other", App, "Tenant"), new PermissionAdded(Adele, "Basic", "Cronus", null, "Tenant"),
            new PermissionAdded(Adele, "Basic", "Cronus", App, null),
        ];
        Assert.All(others, other => Assert.NotEqual(call, other.Call));
    }

    [Fact]
    public void An_existing_assignment_confirms_a_grant()
    {
        Assert.True(Grant(Adele).IsConfirmedBy(Refusal("Internal_EntityWithSameKeyExists")));
        Assert.False(Grant(Adele).IsConfirmedBy(Refusal("Internal_RecordNotFound")));
    }

    [Fact]
    public void A_grant_finds_its_assignment()
    {
        var (basic, other) = (Held(Adele, 11, "BASIC"), Held(Adele, 12, "OTHER"));
        Assert.Same(basic, Grant(Adele, "basic").Find(Adele, [other, basic]));
        Assert.Null(Grant(Adele).Find(Adele, [other, Held(Adele, 13, "BASIC", "CRONUS")]));
        var ofApp = new PermissionAdded(Adele, "BASIC", "", App, "Tenant");
        Assert.Null(ofApp.Find(Adele, [basic, basic with { AppId = App, Scope = "System" }]));
        Assert.NotNull(ofApp.Find(Adele, [basic with { AppId = App, Scope = "tenant" }]));
    }

    [Fact]
    public void The_assignment_is_read_from_the_response_to_a_grant_or_a_replacement()
    {
        var answer = Parse($$"""{"id":"{{Id(11)}}","roleId":"BASIC"}""");
        Assert.Equal(Id(11), ((BcUserPermission)Grant(Adele).Read(answer)!).UserPermissionId);
        Assert.Equal(Id(11), Replacement(new("BASIC", null, null, null)).Read(answer)!.UserPermissionId);
    }

    private static PermissionChanged Replacement(UserPermissionRequest wanted, string? etag = null) =>
        new(Adele, Held(Adele, 11, "OLD", "CRONUS"), wanted, etag);

    [Theory]
    [InlineData(null, "W/\"11\"")]
    [InlineData("*", "*")]
    public void A_replacement_is_a_PATCH_of_the_version_that_was_read_or_of_any(string? etag, string expected)
    {
        var call = CallOf(Replacement(new("NEW", null, null, null), etag));
        Assert.Equal(("7", "PATCH", $"{Url}/userPermissions({Id(11)})"), (call.Id, call.Method, call.Url));
        Assert.Equal(expected, call.Headers!["if-match"]);
        Assert.Equal("""{"roleId":"NEW"}""", call.Body!.Value.GetRawText());
    }

    [Fact]
    public void A_version_that_is_not_known_matches_any()
    {
        Assert.Equal("*", CallOf(new PermissionRemoved(Adele, Held(Adele, 11, "OLD") with { ETag = null })).Headers!["If-Match"]);
        Assert.Equal("*", CallOf(new UserChanged(Adele with { ETag = null }, new(), null)).Headers!["If-Match"]);
    }

    [Theory]
    [InlineData("NEW", null, "Change OLD (CRONUS) to NEW in company CRONUS", "NEW", "CRONUS")]
    [InlineData(null, "", "Change OLD (CRONUS) to OLD in all companies", "OLD", "")]
    public void A_replacement_keeps_the_values_that_are_not_specified(string? roleId, string? company, string action, string set, string where)
    {
        var change = Replacement(new(roleId, company, null, null));
        Assert.Equal(action, change.Action);
        Assert.Equal((set, where), change.Grant);
        Assert.Equal(roleId, change.AssignedSet);
    }

    [Fact]
    public void Replacements_are_the_same_call_if_assignment_and_values_are_the_same()
    {
        var call = Replacement(new("NEW", null, null, null)).Call;
        Assert.Equal(call, Replacement(new("NEW", null, null, null), "*").Call);
        Assert.NotEqual(call, Replacement(new("OTHER", null, null, null)).Call);
        Assert.NotEqual(call, (Replacement(new("NEW", null, null, null)) with { Permission = Held(Adele, 12, "OLD") }).Call);
        Assert.NotEqual(call, (Replacement(new("NEW", null, null, null)) with { User = User(2) }).Call);
    }

    [Fact]
    public void A_replacement_finds_the_same_assignment_with_the_new_values()
    {
        var change = Replacement(new("NEW", null, App, "Tenant"));
        var done = Held(Adele, 11, "NEW", "CRONUS") with { AppId = App, Scope = "Tenant" };
        Assert.Same(done, change.Find(Adele, [Held(Adele, 12, "NEW", "CRONUS"), done]));
        BcUserPermission[] others =
        [
            done with { UserPermissionId = Id(12) }, done with { RoleId = "OLD" }, done with { Company = "" }, done with { AppId = null },
            done with { Scope = "System" },
        ];
        Assert.Null(change.Find(Adele, others));
        Assert.False(change.IsConfirmedBy(Refusal("Internal_EntityWithSameKeyExists")));
        Assert.False(change.IsConfirmedBy(Refusal("Internal_RecordNotFound")));
    }

    [Fact]
    public void A_removal_is_a_DELETE_of_the_version_that_was_read()
    {
        var change = new PermissionRemoved(Adele, Held(Adele, 11, "OLD", "CRONUS"));
        var call = CallOf(change);
        Assert.Equal(("7", "DELETE", $"{Url}/userPermissions({Id(11)})"), (call.Id, call.Method, call.Url));
        Assert.Equal("W/\"11\"", call.Headers!["If-Match"]);
        Assert.Null(call.Body);
        Assert.Equal("Remove permission set OLD in company CRONUS", change.Action);
        Assert.Null(change.Grant);
        Assert.Null(change.AssignedSet);
        Assert.Null(change.Read(Parse("{}")));
    }

    [Fact]
    public void A_removal_is_confirmed_if_the_assignment_no_longer_exists()
    {
        var change = new PermissionRemoved(Adele, Held(Adele, 11, "OLD"));
        Assert.True(change.IsConfirmedBy(Refusal("Internal_RecordNotFound")));
        Assert.False(change.IsConfirmedBy(Refusal("Internal_EntityWithSameKeyExists")));
        Assert.Same(change.Permission, change.Find(Adele, [Held(Adele, 12, "OLD")]));
        Assert.Null(change.Find(Adele, [Held(Adele, 12, "OLD"), Held(Adele, 11, "OLD")]));
        Assert.Equal(change.Call, new PermissionRemoved(Adele, Held(Adele, 11, "NEW")).Call);
        Assert.NotEqual(change.Call, new PermissionRemoved(Adele, Held(Adele, 12, "OLD")).Call);
        Assert.NotEqual(change.Call, new PermissionRemoved(User(2), Held(Adele, 11, "OLD")).Call);
    }

    [Theory]
    [InlineData(null, "W/\"1\"")]
    [InlineData("*", "*")]
    public void A_change_of_the_user_is_a_PATCH_of_the_version_that_was_read_or_of_any(string? etag, string expected)
    {
        var call = CallOf(new UserChanged(Adele, new() { State = "Disabled" }, etag));
        Assert.Equal(("7", "PATCH", Url), (call.Id, call.Method, call.Url));
        Assert.Equal(expected, call.Headers!["If-Match"]);
        Assert.Equal("""{"state":"Disabled"}""", call.Body!.Value.GetRawText());
    }

    [Fact]
    public void A_change_of_the_user_is_described_by_its_values_or_by_a_verb()
    {
        Assert.Equal("Set state to Disabled", new UserChanged(Adele, new() { State = "Disabled" }, null).Action);
        Assert.Equal("Disable", new UserChanged(Adele, new() { State = "Disabled" }, null, "Disable").Action);
        Assert.Null(new UserChanged(Adele, new(), null).Grant);
        Assert.Null(new UserChanged(Adele, new(), null).AssignedSet);
        Assert.False(new UserChanged(Adele, new(), null).IsConfirmedBy(Refusal("Internal_RecordNotFound")));
    }

    [Fact]
    public void Changes_of_the_user_are_the_same_call_if_their_values_are_the_same()
    {
        var call = new UserChanged(Adele, new() { State = "Disabled" }, null, "Disable").Call;
        Assert.Equal(call, new UserChanged(Adele, new() { State = "Disabled" }, "*").Call);
        Assert.NotEqual(call, new UserChanged(Adele, new() { State = "Enabled" }, null).Call);
        Assert.NotEqual(call, new UserChanged(User(2), new() { State = "Disabled" }, null).Call);
    }

    [Fact]
    public void The_step_to_a_state_is_a_change_only_if_the_user_has_another_state()
    {
        var step = UserChanged.ToState(Adele, "Disabled", "*", "Disable");
        Assert.Equal(StepState.Planned, step.State);
        Assert.Equal(new UserChanged(Adele, new() { State = "Disabled" }, "*", "Disable"), step.Change);

        var kept = UserChanged.ToState(Adele, "ENABLED", "*", "Enable");
        Assert.Equal((StepState.Unchanged, "User ADELE is already enabled."), (kept.State, kept.Note));
        Assert.Same(Adele, kept.Found);
        Assert.Null(kept.Change);
    }

    [Fact]
    public void A_change_of_the_user_is_found_if_the_user_has_all_of_its_values()
    {
        var update = new UserUpdate { State = "Disabled", ExpiryDate = End, ContactEmail = "a@contoso.example" };
        var done = Adele with { State = "disabled", ExpiryDate = End, ContactEmail = "a@contoso.example" };
        Assert.Same(done, new UserChanged(Adele, update, null).Find(done, []));
        BcUser[] others =
        [
            done with { State = "Enabled" }, done with { ExpiryDate = null }, done with { ContactEmail = null },
            done with { ContactEmail = "A@contoso.example" },
        ];
        Assert.All(others, other => Assert.Null(new UserChanged(Adele, update, null).Find(other, [])));
    }

    [Fact]
    public void Values_that_are_not_changed_do_not_matter()
    {
        var done = Adele with { State = "Disabled", ExpiryDate = End, ContactEmail = null };
        UserUpdate[] updates =
            [new(), new() { State = "Disabled" }, new() { ExpiryDate = End }, new() { ContactEmail = "" }];
        Assert.All(updates, update => Assert.Same(done, new UserChanged(Adele, update, null).Find(done, [])));
    }

    [Fact]
    public void The_user_is_read_from_the_response_to_a_change() => Assert.Equal(
        "ADELE", new UserChanged(Adele, new(), null).Read(Parse("""{"userName":"ADELE"}"""))!.UserName);
}
