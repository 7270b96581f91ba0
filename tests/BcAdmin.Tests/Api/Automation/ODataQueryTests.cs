using BcAdmin.Api.Automation;

namespace BcAdmin.Tests.Api.Automation;

public sealed class ODataQueryTests
{
    [Fact]
    public void A_query_ends_an_address_and_escapes_its_values()
    {
        Assert.Equal("", new ODataQuery().ToString());
        Assert.Equal("?$select=id", new ODataQuery(Select: "id").ToString());
        Assert.Equal(
            "?$filter=roleId%20eq%20%27O%27%27NEIL%20%26%20%22CO%22%20%C3%86%27&$select=id%2Ccode",
            new ODataQuery(ODataQuery.Is("roleId", "O'NEIL & \"CO\" Æ"), "id,code").ToString());
    }

    [Fact]
    public void Conditions_are_joined_and_empty_ones_are_omitted()
    {
        Assert.Null(ODataQuery.All(null, " "));
        Assert.Equal("a eq 'b'", ODataQuery.All(null, ODataQuery.Is("a", "b")));
        Assert.Equal("(a eq 'b') and (c eq 1 or c eq 2)", ODataQuery.All("a eq 'b'", "c eq 1 or c eq 2"));
    }

    [Fact]
    public void Several_values_become_one_condition_unless_they_are_too_many()
    {
        Assert.Null(ODataQuery.IsAnyOf<string>("a", null));
        Assert.Null(ODataQuery.IsAnyOf("a", Array.Empty<int>()));
        Assert.Equal("(a eq 'x' or a eq 'y''z')", ODataQuery.IsAnyOf("a", (string[])["x", "y'z"]));
        Assert.Equal("(a eq 1 or a eq 2)", ODataQuery.IsAnyOf("a", (int[])[1, 2]));
        Assert.Null(ODataQuery.IsAnyOf("a", Enumerable.Range(0, 21).ToList()));
    }
}
