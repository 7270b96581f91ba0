using System.Globalization;
using BcAdmin.Api;

namespace BcAdmin.Tests.Api;

public class SuggestionTests
{
    [Theory]
    [InlineData("faild", "failed")]
    [InlineData("Activ", "Active")]
    [InlineData("SUPPER", "SUPER")]
    [InlineData("Prodution", "Production")]
    [InlineData("Prodcution", "Production")]
    [InlineData("PRODUCTOIN", "Production")]
    [InlineData("prod", "Production")]
    [InlineData("Zanzibar", null)]
    [InlineData("xy", null)]
    [InlineData("", null)]
    public void The_nearest_known_name_is_suggested(string typed, string? expected) =>
        Assert.Equal(expected, Suggestion.Nearest(typed, ["Active", "failed", "SUPER", "Production", "Sandbox", null, ""]));

    [Theory]
    [InlineData("peter.jensen@contoso.example", null)]
    [InlineData("buyr.02@contoso.example", "buyer.02@contoso.example")]
    [InlineData("buyer.02@contoso.com", "buyer.02@contoso.example")]
    [InlineData("seller@contoso.example", "seller.03@contoso.example")]
    [InlineData("buyer.02", "buyer.02@contoso.example")]
    [InlineData("fabrikam.onmicrosoft.com", null)]
    [InlineData("contso.onmicrosoft.com", "contoso.onmicrosoft.com")]
    public void Addresses_are_compared_without_their_domain(string typed, string? expected) => Assert.Equal(
        expected, Suggestion.Nearest(typed, ["buyer.02@contoso.example", "seller.03@contoso.example", "contoso.onmicrosoft.com"]));

    [Theory]
    [InlineData("Payroll", "Adatum Payroll")]
    [InlineData("payroll", "Adatum Payroll")]
    [InlineData("Payrol", null)]
    [InlineData("roll", null)]
    [InlineData("App", null)]
    [InlineData("Base", "Base Application")]
    [InlineData("Extended", "Adatum Payroll Extended")]
    [InlineData("Application", "Base Application")]
    [InlineData("contoso", null)]
    public void A_name_that_contains_the_text_as_whole_words_is_suggested_if_none_is_similar(string typed, string? expected) => Assert.Equal(
        expected, Suggestion.Nearest(
            typed, ["Adatum Payroll Extended", "Adatum Payroll", "Fabrikam Base", "Base Application", "An App", "buyer.02@contoso.example"]));

    [Fact]
    public void The_suggestion_is_the_same_in_Turkish()
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
        Assert.Equal("LISTING", Suggestion.Nearest("listin", ["LISTING"]));
    }

    [Fact]
    public void A_name_is_never_suggested_for_itself() => Assert.Null(Suggestion.Nearest("SANDBOX", ["Sandbox"]));

    [Fact]
    public void The_message_of_an_error_ends_with_its_suggestion()
    {
        var error = new BcApiException(ErrorCode.Of("EnvironmentNotFound"), "There is no environment X.") { Suggestion = "Y" };
        Assert.Equal("There is no environment X. Did you mean 'Y'?", error.Message);
        Assert.Equal("There is no environment X. Did you mean 'Y'?", error.With(advice: "Look.").Message);
    }
}
