using BcAdmin.Transport;

namespace BcAdmin.Tests.Transport;

public sealed class TokenClaimsTests
{
    [Theory]
    [InlineData("""{"scp":"user_impersonation","upn":"adele@contoso.example"}""", false)]
    [InlineData("""{"scp":"user_impersonation","name":"Adele","ipaddr":"10.0.0.1"}""", false)]
    [InlineData("""{"scp":"user_impersonation","roles":["x"]}""", false)]
    [InlineData("""{"idtyp":"user"}""", false)]
    [InlineData("""{"roles":["AdminCenter.ReadWrite.All"]}""", true)]
    [InlineData("""{"idtyp":"app"}""", true)]
    [InlineData("""{"upn":"adele@contoso.example"}""", null)]
    [InlineData("""{"tid":"c0a70500-0000-4000-8000-000000000001","appid":"x"}""", null)]
    [InlineData("""{"scp":7,"roles":"x","idtyp":null}""", null)]
    public void User_or_app_is_decided_by_scp_roles_and_idtyp_never_by_a_user_name(string claims, bool? expected) =>
        Assert.Equal(expected, Read(claims).IsApp);

    [Fact]
    public void A_token_that_cannot_be_read_has_no_caller_type() => Assert.Null(TokenClaims.Read("opaque").IsApp);

    [Fact]
    public void Claims_have_the_names_of_version_1()
    {
        var claims = Read("""
            {"exp":1767225600,"upn":"a@x","preferred_username":"b@x","unique_name":"c@x","name":"Adele","appid":"app","azp":"other",
             "tid":"tenant","aud":"api","idp":"https://sts.windows.net/aaaaaaaa-0000-0000-0000-00000000000a/","roles":["r1",2,"r2"],"scp":" s1  s2 "}
            """);
        Assert.True(claims.IsReadable);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), claims.ExpiresOn);
        Assert.Equal(
            ("a@x", "Adele", "app", "tenant", "api", "aaaaaaaa-0000-0000-0000-00000000000a"),
            (claims.UserName, claims.Name, claims.ClientId, claims.TenantId, claims.Audience, claims.HomeTenantId));
        Assert.Equal(["r1", "r2"], claims.Roles);
        Assert.Equal(["s1", "s2"], claims.Scopes);
    }

    [Theory]
    [InlineData("""{"preferred_username":"b@x","unique_name":"c@x","azp":"other"}""", "b@x", "other")]
    [InlineData("""{"unique_name":"c@x","upn":null}""", "c@x", null)]
    [InlineData("{}", null, null)]
    public void Other_tokens_name_the_user_and_the_app_differently(string json, string? userName, string? clientId)
    {
        var claims = Read(json);
        Assert.True(claims.IsReadable);
        Assert.Equal((userName, clientId, null), (claims.UserName, claims.ClientId, claims.ExpiresOn));
    }

    [Theory]
    [InlineData("https://sts.windows.net/aaaaaaaa-0000-0000-0000-00000000000a", "aaaaaaaa-0000-0000-0000-00000000000a")]
    [InlineData("live.com", null)]
    [InlineData("https://accounts.contoso.example/", null)]
    public void Only_Microsoft_Entra_ID_names_the_home_tenant(string provider, string? tenant) =>
        Assert.Equal(tenant, Read($$"""{"idp":"{{provider}}"}""").HomeTenantId);

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"exp":99999999999999999}""")]
    public void A_token_with_another_content_is_not_readable(string json) => Assert.False(Read(json).IsReadable);

    private static TokenClaims Read(string json) => TokenClaims.Read($"e30.{TestWire.Base64Url(json)}.x");
}
