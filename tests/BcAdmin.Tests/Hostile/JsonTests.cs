using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BcAdmin.Api;
using BcAdmin.Api.Automation;
using BcAdmin.Pipeline;
using BcAdmin.Tests.Api;
using CsCheck;

namespace BcAdmin.Tests.Hostile;

/// <summary>For any response of the service or a proxy, the result is an object or one error of the module.</summary>
public sealed class JsonTests
{
    /// <summary>All models that are read from the service.</summary>
    private static readonly JsonTypeInfo[] Models =
        [.. typeof(BcJson).GetProperties().Where(property => typeof(JsonTypeInfo).IsAssignableFrom(property.PropertyType))
            .Select(property => (JsonTypeInfo)property.GetValue(BcJson.Default)!)
            .Where(type => type.Kind == JsonTypeInfoKind.Object && typeof(BcResource).IsAssignableFrom(type.Type) && !type.Type.IsAbstract)];

    [Fact]
    public void There_are_models_to_try() => Assert.InRange(Models.Length, 30, 200);

    [Fact]
    public void Any_text_can_be_read() => Generated.Text.Sample(text =>
    {
        using var document = ApiJson.Parse(Encoding.UTF8.GetBytes($"{{\"name\":{Generated.Quote(text)}}}"));
        Assert.Equal(RepairSurrogates(text), ApiJson.Text(document.RootElement, "NAME"));
        Assert.Equal(RepairSurrogates(text), document.RootElement.Deserialize(BcJson.Default.BcUser)!.AdditionalProperties.GetValueOrDefault("name"));
    }, iter: Generated.Samples);

    [Fact]
    public void Bytes_are_read_as_JSON_or_cause_a_JSON_error() =>
        Gen.Select(Generated.Json, Gen.Byte.Array[0, 3], Gen.Int[0, 1000]).Sample((json, noise, place) =>
    {
        var bytes = Encoding.UTF8.GetBytes(json).ToList();
        bytes.InsertRange(place % (bytes.Count + 1), noise);
        try
        {
            using var document = ApiJson.Parse([.. bytes]);
            _ = ApiJson.Plain(document.RootElement);
            foreach (var item in ApiJson.Items(document.RootElement))
                _ = PSJson.ToObject(item);
        }
        catch (JsonException)
        {
            // the JSON error
        }
    }, iter: Generated.Samples * 2);

    [Fact]
    public void An_unexpected_member_does_not_prevent_reading_an_object() =>
        Gen.Select(Generated.Any(Models), Generated.Scalar, Gen.Int[0, 1000]).Sample((type, value, place) =>
    {
        var members = type.Properties.Where(
            property => property.Set is not null && (property.PropertyType.IsValueType || property.PropertyType == typeof(string))).ToList();
        if (members.Count == 0)
            return;
        var member = members[place % members.Count];
        using var document = ApiJson.Parse(Encoding.UTF8.GetBytes($"{{\"{member.Name}\":{value}}}"));
        ReadProperties((BcResource)document.RootElement.Deserialize(type)!);
    }, iter: Generated.Samples * 4);

    [Fact]
    public async Task Any_list_returns_objects_or_one_error() =>
        await Gen.Select(Generated.Json, Gen.Int[100, 599]).SampleAsync(async (json, status) =>
    {
        using var api = new TestApi();
        api.Answer(json, (HttpStatusCode)status);
        for (var page = 0; page < 3; page++)
            api.Answer("{\"value\":[]}");
        try
        {
            await foreach (var environment in api.AdminCenter.ListEnvironmentsAsync(null, CancellationToken.None))
                ReadProperties(environment);
        }
        catch (BcException exception)
        {
            AssertBounded(exception);
        }
    }, iter: 1000);

    [Fact]
    public void Messages_of_failures_are_limited() => Gen.Select(Generated.Json, Generated.Text, Gen.Int[100, 999]).Sample((inner, text, status) =>
    {
        foreach (var body in (string[])[inner, text, $"{{\"error\":{inner}}}",
            $"{{\"code\":{inner},\"message\":{Generated.Quote(text)},\"data\":{{\"requirements\":[{inner}]}}}}", $"<html><title>{text}</title>"])
        {
            using var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body) };
            AssertBounded(ApiErrors.FromResponse(TestApi.Get(), response, Encoding.UTF8.GetBytes(body), TestApi.CorrelationId, 1, text => text));
        }
    }, iter: Generated.Samples);

    [Theory]
    [InlineData("""{"code":"@","message":"#"}""")]
    [InlineData("""{"error":{"code":"#","message":"@"}}""")]
    [InlineData("<html><title>@</title>#")]
    [InlineData("@")]
    public void Messages_of_very_large_failures_are_limited(string form)
    {
        var body = form.Replace("@", new string('a', 5_000_000), StringComparison.Ordinal)
            .Replace("#", new string(' ', 1_000_000) + "b", StringComparison.Ordinal);
        using var response = new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent(body) };
        AssertBounded(ApiErrors.FromResponse(TestApi.Get(), response, Encoding.UTF8.GetBytes(body), TestApi.CorrelationId, 1, text => text));
    }

    [Fact]
    public async Task Unlimited_nesting_is_an_unexpected_response()
    {
        using var api = new TestApi();
        api.Answer(new string('[', 1_000_000)).Answer(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)), HttpStatusCode.Conflict);
        Assert.Equal("UnexpectedResponse",
            (await Assert.ThrowsAsync<BcApiException>(() => api.Client.ReadJsonAsync(TestApi.Get(), CancellationToken.None))).Code);
        var failure = await Assert.ThrowsAsync<BcApiException>(() => api.Client.ReadJsonAsync(TestApi.Get(), CancellationToken.None));
        Assert.Equal("Conflict", failure.Code);
        AssertBounded(failure);
    }

    [Fact]
    public async Task The_responses_of_a_batch_match_its_calls_or_are_an_unexpected_response()
    {
        var ids = Generated.Any("\"1\"", "\"2\"", "1", "null", "\"9\"");
        var answer = Gen.Select(ids, Generated.Any("200", "\"204\"", "404", "0", "-1", "1000", "99999999999", "null"), Generated.Json,
            (id, status, body) => $"{{\"id\":{id},\"status\":{status},\"headers\":{{}},\"body\":{body}}}");
        var answers = Gen.Frequency((9, answer), (1, Generated.Json)).Array[0, 4];
        IReadOnlyList<BatchCall> calls = [new("1", "GET", "companies", null, null), new("2", "PATCH", "http://", null, null)];
        await answers.SampleAsync(async given =>
        {
            using var api = new TestApi();
            api.Answer($"{{\"responses\":[{string.Join(",", given)}]}}");
            var automation = api.Automation("Production");
            try
            {
                var read = await automation.SendBatchAsync(calls, isTransaction: false, CancellationToken.None);
                foreach (var (id, answer) in read)
                    AssertBounded(automation.FailureOf(calls.FirstOrDefault(call => call.Id == id) ?? calls[1], answer));
            }
            catch (BcApiException exception)
            {
                Assert.Equal("UnexpectedResponse", exception.Code);
            }
        }, iter: 2000);
    }

    /// <summary>Reads every property, as a table, a list, or Export-Csv does.</summary>
    private static void ReadProperties(BcResource resource)
    {
        foreach (var property in resource.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0))
            _ = property.GetValue(resource)?.ToString();
        _ = resource.ToString();
        _ = new System.Management.Automation.PSObject(resource).Properties.Select(property => property.Name).ToList();
    }

    private static void AssertBounded(BcException exception)
    {
        Assert.InRange(exception.Code.Length, 1, 100);
        Assert.Matches("^[A-Za-z0-9_]+$", exception.Code);
        Assert.InRange(exception.Message.Length, 1, 5000);
        Assert.DoesNotContain(exception.Message, letter => char.IsControl(letter) && letter is not ('\r' or '\n' or '\t'));
        Assert.InRange((exception as BcApiException)?.ResponseBody?.Length ?? 0, 0, 4000);
    }

    private static string RepairSurrogates(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
