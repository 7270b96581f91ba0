using BcAdmin.Connections;

namespace BcAdmin.Tests.Connections;

public sealed class ConnectionStoreTests
{
    private readonly ConnectionStore _store = new();

    public ConnectionStoreTests()
    {
        foreach (var (name, tenant) in new[] { ("contoso.example", "1"), ("second", "1"), ("fabrikam.example", "2"), ("other", "1") })
            _store.Add(Connection(name, tenant, name == "other" ? "https://localhost:2" : "https://localhost:1"), commandLine: 1);
    }

    private static BcConnection Connection(string name, string? tenantId, string endpoint) =>
        new(access: null!) { Name = name, TenantId = tenantId, Tenant = $"tenant{tenantId}.example", Endpoint = new Uri(endpoint) };

    private string Found(params string[] names) => string.Join(' ', _store.FindToUse(names, []));

    [Fact]
    public void A_pattern_selects_one_connection_per_tenant_and_service()
    {
        Assert.Equal("contoso.example fabrikam.example other", Found("*"));
        Assert.Equal("contoso.example", Found("CO*"));
        Assert.Equal("second", string.Join(' ', _store.Unused(_store.FindToUse(["*"], []))));
    }

    [Fact]
    public void The_current_connection_is_preferred()
    {
        _store.Select(_store.All[1]);
        Assert.Equal("second fabrikam.example other", Found("*"));
        Assert.Equal("second", Found("1"));
        Assert.Equal("contoso.example", Found("co*"));
        _store.Select(_store.All[2]);
        Assert.Equal("contoso.example other", Found("1"));
    }

    [Fact]
    public void Exact_names_are_all_used_and_patterns_add_other_tenants()
    {
        Assert.Equal("second contoso.example", Found("second", "CONTOSO.EXAMPLE", "second"));
        Assert.Equal("second fabrikam.example other", Found("*", "second"));
        Assert.Equal("fabrikam.example contoso.example other", Found("f*", "*"));
        Assert.Equal("second fabrikam.example other", string.Join(' ', _store.FindToUse(["*"], [_store.All[1]])));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("nobody*")]
    [InlineData("[")]
    public void A_value_without_a_match_is_a_closed_connection(string name)
    {
        var found = _store.FindToUse([name, "second"], []);
        Assert.Equal(["second", name], found.Select(connection => connection.Name));
        Assert.Throws<BcException>(() => found[1].Access);
    }

    [Fact]
    public void A_tenant_without_an_ID_is_different_from_all_others()
    {
        _store.Add(Connection("a", null, "https://localhost:1"), commandLine: 1);
        _store.Add(Connection("b", null, "https://localhost:1"), commandLine: 1);
        Assert.Equal("a b", Found("?"));
    }

    [Fact]
    public void A_connection_with_its_own_name_is_described_with_its_tenant()
    {
        Assert.Equal("tenant1.example (connection second)", _store.All[1].TenantWithName);
        Assert.Equal("tenant1.example, connection second", _store.All[1].TenantWithNameNested);
        Assert.Equal("contoso.example", new BcConnection(access: null!) { Name = "contoso.example", Tenant = "Contoso.example" }.TenantWithName);
    }

    [Fact]
    public void A_connection_is_chosen_if_it_is_the_only_one_of_its_command_line_or_was_selected()
    {
        Assert.False(_store.IsChosen);
        var own = Connection("own", "3", "https://localhost:1");
        _store.Add(own, commandLine: 2);
        Assert.True(_store.IsChosen);
        _store.Add(Connection("loop", "4", "https://localhost:1"), commandLine: 2);
        Assert.False(_store.IsChosen);
        _store.Select(own);
        Assert.True(_store.IsChosen);
        Assert.True(_store.HasSeveralTenants);
    }
}
