using BcAdmin.Transport.SignIn;
using Microsoft.Identity.Client;

namespace BcAdmin.Tests.Transport;

public sealed class AccountChoiceTests
{
    private const string Contoso = "aaaaaaaa-0000-0000-0000-000000000001";
    private const string Fabrikam = "bbbbbbbb-0000-0000-0000-000000000002";
    private static readonly Account Adele = new("adele.admin@contoso.example", Contoso);
    private static readonly Account Megan = new("megan.bowen@contoso.example", Contoso);
    private static readonly Account Partner = new("gdap.partner@fabrikam.example", Fabrikam);

    [Theory]
    [InlineData(null, "MEGAN.bowen@contoso.example", "megan.bowen@contoso.example")]
    [InlineData(Fabrikam, null, "gdap.partner@fabrikam.example")]
    [InlineData("fabrikam.example", null, "gdap.partner@fabrikam.example")]
    [InlineData(Contoso, null, null)]
    [InlineData(Contoso, "adele.admin@contoso.example", "adele.admin@contoso.example")]
    [InlineData(null, null, null)]
    [InlineData(null, "nobody@contoso.example", null)]
    [InlineData("cccccccc-0000-0000-0000-000000000003", null, null)]
    public void Of_several_accounts_the_hint_or_the_tenant_decides_or_else_the_user(string? tenantId, string? loginHint, string? expected) =>
        Assert.Equal(expected, UserTokenSource.Choose([Adele, Megan, Partner], tenantId, loginHint)?.Username);

    [Fact]
    public void The_only_account_is_used_for_customers_too() => Assert.Same(Partner, UserTokenSource.Choose([Partner], Contoso, loginHint: null));

    [Fact]
    public void Without_accounts_there_is_no_choice() => Assert.Null(UserTokenSource.Choose([], Contoso, loginHint: null));

    private sealed class Account(string username, string tenantId) : IAccount
    {
        public string Username => username;

        public string Environment => "login.microsoftonline.com";

        public AccountId HomeAccountId { get; } = new($"{username}.{tenantId}", username, tenantId);
    }
}
