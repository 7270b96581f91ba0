using System.Management.Automation;
using System.Text.Json;
using BcAdmin.Pipeline;

namespace BcAdmin.Tests.Pipeline;

public sealed class PSJsonTests
{
    private static object? Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return PSJson.ToObject(document.RootElement);
    }

    [Theory]
    [InlineData("\"æ\"", "æ")]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("null", null)]
    [InlineData("9007199254740993", 9007199254740993L)]
    [InlineData("1e300", 1e300)]
    public void Values_keep_their_kind(string json, object? expected) => Assert.Equal(expected, Read(json));

    [Fact]
    public void Decimals_are_exact() => Assert.Equal(79228162514264337593543950.335m, Read("79228162514264337593543950.335"));

    [Fact]
    public void Objects_and_lists_keep_any_depth_and_order()
    {
        var item = Assert.IsType<PSObject>(Read("""{"b":{"c":[1,{"d":"x"}]},"a":null,"@odata.etag":"W/1"}"""));
        Assert.Equal(["b", "a", "@odata.etag"], item.Properties.Select(property => property.Name));
        var list = Assert.IsType<object[]>(((PSObject)item.Properties["b"].Value).Properties["c"].Value);
        Assert.Equal((1L, "x"), ((long)list[0], (string)((PSObject)list[1]).Properties["d"].Value));
    }

    [Fact]
    public void If_members_differ_only_in_case_the_last_one_is_used() =>
        Assert.Equal(2L, Assert.Single(Assert.IsType<PSObject>(Read("""{"a":1,"A":2}""")).Properties).Value);
}
