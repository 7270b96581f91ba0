using System.Net;
using BcAdmin.Api.Automation;
using BcAdmin.Bulk;
using static BcAdmin.Tests.Bulk.BulkService;

namespace BcAdmin.Tests.Bulk;

public sealed class UserDirectoryTests : IDisposable
{
    private readonly BulkService _service = new();

    public void Dispose() => _service.Dispose();

    private static UserDirectory Of(params BcUser[] users) => new(Production, users);

    private static UserDetails SignIn(int user, string? address) => new(Id(1000 + user), Id(user), null, null, address, Guid.Empty);

    private async Task<UserDirectory> With(UserDirectory users, params UserDetails[] details)
    {
        _service.Details.AddRange(details);
        await users.ReadSignInAddressesAsync(_service.Automation, ["someone@contoso.example"], CancellationToken.None);
        return users;
    }

    [Theory]
    [InlineData("adele")]
    [InlineData("USER1@CONTOSO.EXAMPLE")]
    [InlineData("00000001-0000-0000-0000-000000000000")]
    [InlineData("{00000001-0000-0000-0000-000000000000}")]
    public void A_user_is_found_by_name_address_and_ID(string name)
    {
        var users = Of(User(2), User(1, "ADELE"));
        Assert.Equal("ADELE", users.Find(name).UserName);
        Assert.Equal("ADELE", users.Candidate(name)!.UserName);
    }

    [Fact]
    public void The_first_of_repeated_users_is_found_by_ID()
    {
        var users = Of(User(1, "FIRST"), User(1, "SECOND"));
        Assert.Equal("FIRST", users.Find(Id(1))!.UserName);
        Assert.Null(users.Find(Id(2)));
    }

    [Fact]
    public async Task A_name_precedes_a_sign_in_address_which_precedes_a_contact_email()
    {
        var (named, signedIn, mailed) = (User(1, "x@contoso.example"), User(2), User(3) with { ContactEmail = "y@contoso.example" });
        var users = await With(
            Of(mailed with { UserSecurityId = Id(4), ContactEmail = "x@contoso.example" }, mailed, signedIn, named),
            SignIn(2, "x@contoso.example"), SignIn(2, "Y@contoso.example"));
        Assert.Equal(Id(1), users.Find("x@contoso.example").UserSecurityId);
        Assert.Equal(Id(2), users.Find("y@contoso.example").UserSecurityId);
    }

    [Fact]
    public void An_unknown_user_is_not_found_and_a_similar_one_is_suggested()
    {
        var failure = Assert.Throws<BcException>(() => Of(User(1, "ADELE"), User(2)).Find("ADELA"));
        Assert.Equal("UserNotFound", failure.Code);
        Assert.Equal("ADELA", failure.Target);
        Assert.Equal("ADELE", failure.Suggestion);
        Assert.StartsWith("Environment Production has no user 'ADELA'.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_ID_is_not_found() =>
        Assert.Equal("UserNotFound", Assert.Throws<BcException>(() => Of(User(1)).Find($"{Id(2)}")).Code);

    [Theory]
    [InlineData(60, 60, false)]
    [InlineData(61, 61, true)]
    [InlineData(200, 61, true)]
    public void A_long_text_is_truncated_in_the_error(int length, int expected, bool isCut)
    {
        var target = (string)Assert.Throws<BcException>(() => Of().Find(new string('x', length))).Target!;
        Assert.Equal(expected, target.Length);
        Assert.Equal(isCut, target.EndsWith("x…", StringComparison.Ordinal));
    }

    [Fact]
    public void An_address_of_several_users_is_ambiguous()
    {
        var users = Of(
            User(1, "ADELE") with { ContactEmail = "team@contoso.example" }, User(2, "ALEX") with { ContactEmail = "Team@contoso.example" });
        var failure = Assert.Throws<BcException>(() => users.Find("team@contoso.example"));
        Assert.Equal("AmbiguousUser", failure.Code);
        Assert.Equal("Several users have the address team@contoso.example: ADELE, ALEX.", failure.Message);
        Assert.Equal("ADELE", users.Candidate("team@contoso.example")!.UserName);
    }

    [Fact]
    public async Task An_address_of_several_users_is_not_ambiguous_if_it_is_a_name_a_sign_in_address_or_an_ID()
    {
        BcUser[] Sharing(string address) => [User(8) with { ContactEmail = address }, User(9) with { ContactEmail = address }];
        Assert.Equal(Id(1), Of([User(1, "team@contoso.example"), .. Sharing("team@contoso.example")]).Find("team@contoso.example").UserSecurityId);
        Assert.Equal(Id(1), Of([User(1), .. Sharing($"{Id(1)}")]).Find($"{Id(1)}").UserSecurityId);
        var users = await With(Of([User(1), .. Sharing("team@contoso.example")]), SignIn(1, "team@contoso.example"));
        Assert.Equal(Id(1), users.Find("team@contoso.example").UserSecurityId);
    }

    [Theory]
    [InlineData("ADELE", false)]
    [InlineData("UNKNOWN", false)]
    [InlineData("user1@contoso.example", false)]
    [InlineData("unknown@contoso.example", true)]
    public async Task Sign_in_addresses_are_read_only_for_unknown_addresses(string name, bool areRead)
    {
        await Of(User(1, "ADELE")).ReadSignInAddressesAsync(_service.Automation, ["ADELE", name], CancellationToken.None);
        Assert.Equal(areRead ? ["GET usersPermissions"] : [], _service.Calls);
    }

    [Fact]
    public async Task Details_without_an_address_or_of_unknown_users_are_ignored()
    {
        var users = await With(Of(User(1, "ADELE")), SignIn(1, null), SignIn(1, ""), SignIn(9, "x@contoso.example"), SignIn(1, "a@contoso.example"));
        Assert.Equal("ADELE", users.Find("A@contoso.example").UserName);
        Assert.Null(users.Candidate("x@contoso.example"));
        Assert.Null(users.Candidate(""));
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.BadRequest)]
    public async Task Users_are_found_without_sign_in_addresses_if_they_cannot_be_read(HttpStatusCode status)
    {
        _service.On("GET usersPermissions", Reject(status));
        Assert.Equal("ADELE", (await With(Of(User(1, "ADELE")))).Find("ADELE").UserName);
    }

    [Fact]
    public async Task Users_are_found_without_sign_in_addresses_if_the_version_does_not_have_them()
    {
        _service.On("GET usersPermissions", Reject(HttpStatusCode.NotFound, "BadRequest_ResourceNotFound", "No segment usersPermissions."));
        _service.On("GET ", Json("""{"value":[{"name":"users","kind":"EntitySet","url":"users"}]}"""));
        Assert.Equal("ADELE", (await With(Of(User(1, "ADELE")))).Find("ADELE").UserName);
    }

    [Fact]
    public async Task A_temporary_error_is_reported()
    {
        _service.On("GET usersPermissions", Reject(HttpStatusCode.ServiceUnavailable, "Unavailable"));
        Assert.Equal("Unavailable", (await Assert.ThrowsAsync<BcApiException>(() => With(Of(User(1))))).Code);
    }
}
