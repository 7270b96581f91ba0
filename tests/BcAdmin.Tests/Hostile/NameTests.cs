using System.Globalization;
using BcAdmin.Api;
using BcAdmin.Api.Automation;
using BcAdmin.Connections;
using BcAdmin.Tests.Api;
using BcAdmin.Tests.Transport;
using CsCheck;

namespace BcAdmin.Tests.Hostile;

/// <summary>Any name, key, or filter stays in its position of the address, and is decoded to the same value.</summary>
public sealed class NameTests
{
    [Fact]
    public void A_name_is_one_segment_or_rejected() => Generated.Text.Sample(name =>
    {
        if (Refused(() => PathSegment.Escape(name)) is not { } segment)
            return;
        var address = new Uri(new Uri(TestWire.Api + "/admin/"), $"before/{segment}/after");
        Assert.Equal(["/", "admin/", "before/", segment + "/", "after"], address.Segments);
        Assert.Equal(new Uri(TestWire.Api).Authority, address.Authority);
        Assert.Equal(("", ""), (address.Query, address.Fragment));
        Assert.Equal(Sent(name), Uri.UnescapeDataString(address.Segments[3].TrimEnd('/')));
    }, iter: Generated.Samples);

    [Fact]
    public void A_name_that_is_too_long_is_rejected() =>
        Assert.Equal("InvalidArgument", Assert.Throws<BcException>(() => PathSegment.Escape(new string('a', 100_000))).Code);

    [Fact]
    public void A_query_contains_only_the_intended_values() => Gen.Select(Generated.Text, Generated.Text).Sample((filter, select) =>
    {
        var address = new Uri(TestWire.Api + "/x" + new ODataQuery(ODataQuery.Is("roleId", filter), select));
        Assert.Equal(("/x", ""), (address.AbsolutePath, address.Fragment));
        var options = address.Query.TrimStart('?').Split('&').Select(option => option.Split('=', 2))
            .ToDictionary(option => option[0], option => Uri.UnescapeDataString(option[1]), StringComparer.Ordinal);
        Assert.Equal($"roleId eq {Sent(ODataQuery.Literal(filter))}", options["$filter"]);
        Assert.Equal(string.IsNullOrWhiteSpace(select) ? 1 : 2, options.Count);
    }, iter: Generated.Samples);

    [Fact]
    public void A_literal_ends_where_its_text_ends() => Gen.Select(Generated.Text, Generated.Text).Sample((first, second) =>
    {
        // As a server reads it: a quote ends the literal unless another one follows.
        Assert.Equal([first, second], Literals($"{ODataQuery.Literal(first)} or {ODataQuery.Literal(second)}"));
    }, iter: Generated.Samples);

    [Fact]
    public async Task The_service_receives_names_in_their_position() =>
        await Gen.Select(Generated.Text, Generated.Text).SampleAsync(async (environment, key) =>
    {
        using var api = new TestApi();
        api.Answer($"{{\"value\":[{{\"id\":\"{Guid.Empty}\"}}]}}").Answer("{\"value\":[]}");
        try
        {
            var automation = api.Automation(environment);
            await foreach (var _ in automation.ListUsersAsync(null, new ODataQuery(ODataQuery.Is("userName", key)), CancellationToken.None))
                Assert.Fail("The list is empty.");
        }
        catch (BcException refused) when (refused.Code == "InvalidArgument")
        {
            Assert.Empty(api.Network.Sent);
            return;
        }

        Assert.All(api.Network.Sent, sent => Assert.Equal(new Uri(TestWire.Api).Authority, sent.Address.Authority));
        Assert.All(api.Network.Sent, sent => Assert.Equal(Sent(environment), Uri.UnescapeDataString(sent.Address.Segments[3].TrimEnd('/'))));
        Assert.Equal("?$filter=" + Uri.EscapeDataString(ODataQuery.Is("userName", key)), api.Network.Sent[^1].Address.Query);
    }, iter: 500);

    [Fact]
    public void A_family_leads_to_a_Microsoft_host_or_is_rejected() => Generated.Text.Sample(family =>
    {
        using var access = new ServiceAccess(TestWire.Options(TimeProvider.System, TimeSpan.Zero), ServiceAccess.DefaultEndpoint);
        if (Refused(() => access.EndpointOf(family)) is not { } endpoint)
            return;
        Assert.True(endpoint == ServiceAccess.DefaultEndpoint
            || endpoint.Host.EndsWith(".api.bc.dynamics.com", StringComparison.Ordinal), endpoint.ToString());
        Assert.True(ServiceAccess.IsApiAddress(ServiceAccess.DefaultEndpoint, endpoint));
    }, iter: 1000);

    [Fact]
    public async Task A_header_is_sent_unchanged_or_the_call_is_not_made() =>
        await Gen.Select(Generated.Text, Generated.Text).SampleAsync(async (name, value) =>
    {
        using var api = new TestApi();
        api.Answer("{}");
        try
        {
            await api.Client.SendAsync(TestApi.Get().WithHeader(name, value), CancellationToken.None);
        }
        catch (BcException refused) when (refused.Code == "InvalidArgument")
        {
            Assert.Empty(api.Network.Sent);
            return;
        }

        Assert.Equal(value.Trim(), api.Network.Sent[0].Header(name)?.Trim());
        Assert.DoesNotContain(value, letter => letter is '\r' or '\n' or '\0');
    }, iter: Generated.Samples);

    /// <summary>The value, or null if it is rejected correctly: with a code of the module, and before anything is sent.</summary>
    private static T? Refused<T>(Func<T> make)
        where T : class
    {
        try
        {
            return make();
        }
        catch (BcException exception) when (exception.Code == "InvalidArgument")
        {
            return null;
        }
    }

    /// <summary>An unpaired surrogate cannot be sent; it is replaced.</summary>
    private static string Sent(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    private static List<string> Literals(string expression)
    {
        var literals = new List<string>();
        for (var place = 0; place < expression.Length; place++)
        {
            if (expression[place] != '\'')
                continue;
            var text = new System.Text.StringBuilder();
            for (place++; expression[place] != '\'' || (place + 1 < expression.Length && expression[place + 1] == '\''); place++)
            {
                if (expression[place] == '\'')
                    place++;
                text.Append(expression[place]);
            }

            literals.Add(text.ToString());
        }

        return literals;
    }
}
