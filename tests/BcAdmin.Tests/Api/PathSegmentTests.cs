using BcAdmin.Api;

namespace BcAdmin.Tests.Api;

public sealed class PathSegmentTests
{
    [Theory]
    [InlineData("Production", "Production")]
    [InlineData("My Sandbox", "My%20Sandbox")]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("a\\b", "a%5Cb")]
    [InlineData("a%2Fb", "a%252Fb")]
    [InlineData("a?b#c", "a%3Fb%23c")]
    [InlineData("O'Neil", "O%27Neil")]
    [InlineData("...", "...")]
    [InlineData("æ日", "%C3%A6%E6%97%A5")]
    public void A_name_stays_one_segment(string name, string expected)
    {
        Assert.Equal(expected, PathSegment.Escape(name));
        var address = new Uri(new Uri("https://api.contoso.example/admin/"), $"before/{PathSegment.Escape(name)}/after");
        Assert.Equal($"/admin/before/{expected}/after", address.AbsolutePath);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\t")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(" .. ")]
    public void Names_that_an_address_would_change_are_rejected(string name) =>
        Assert.Equal("InvalidArgument", Assert.Throws<BcException>(() => PathSegment.Escape(name)).Code);
}
