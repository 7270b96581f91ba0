using System.Text;
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
        Assert.Equal(expected, TokenClaims.Read($"e30.{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims)).TrimEnd('=')}.x").IsApp);

    [Fact]
    public void A_token_that_cannot_be_read_has_no_caller_type() => Assert.Null(TokenClaims.Read("opaque").IsApp);
}
