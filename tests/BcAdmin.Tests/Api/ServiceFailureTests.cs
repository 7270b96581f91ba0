using BcAdmin.Api;

namespace BcAdmin.Tests.Api;

public sealed class ServiceFailureTests
{
    private const string Sentence = "A request to the Data Plane Admin Service failed.\r\nHttp status code: BadRequest\r\nError:\r\n";

    [Theory]
    [InlineData("""{ "code": "ExtensionChangeFailed", "message": "Feltet er fjernet.", "innerError": { "code": "TenantSyncFailure" } }""",
        "ExtensionChangeFailed,TenantSyncFailure", "Feltet er fjernet.")]
    [InlineData("""{"Code":"ExtensionChangeFailed","Message":"Feltet \"Zone\" er fjernet."} Try again.""", "ExtensionChangeFailed",
        "Feltet \"Zone\" er fjernet.")]
    [InlineData("""{"error":{"code":"A","message":"Non.","innererror":{"code":"B","innerError":{"code":"C"}}}}""", "A,B,C", "Non.")]
    [InlineData("""{0} was not found: {"code":"A","message":"Nej."}""", "A", "Nej.")]
    public void Codes_and_message_are_read_from_the_JSON(string json, string codes, string message)
    {
        var failure = ServiceFailure.Parse(Sentence + json);
        Assert.Equal((codes, message), (string.Join(',', failure.Codes), failure.Message));
        Assert.Equal($"{message} ({codes.Replace(",", ", ", StringComparison.Ordinal)})", failure.ToString());
    }

    [Theory]
    [InlineData("""{"code":"ExtensionChangeFailed","message":"Udvidelsen kunne ikke""", "ExtensionChangeFailed")]
    [InlineData("""{"code": "A", "innerError": {"code": "B", "message": "Cut \"code\": \"C\" off""", "A,B")]
    [InlineData("The code is not in JSON.", "")]
    [InlineData("{}", "")]
    public void Text_with_incomplete_JSON_is_kept(string text, string codes)
    {
        var failure = ServiceFailure.Parse(text);
        Assert.Equal((codes, text), (string.Join(',', failure.Codes), failure.Message));
    }

    [Fact]
    public void Missing_text_has_no_codes_and_no_message()
    {
        foreach (var text in (string?[])[null, "", " \r\n"])
        {
            var failure = ServiceFailure.Parse(text);
            Assert.Empty(failure.Codes);
            Assert.Null(failure.Message);
            Assert.Equal("", failure.ToString());
        }
    }

    [Fact]
    public void Text_of_many_braces_is_read_quickly() => Assert.Empty(ServiceFailure.Parse(new string('{', 1_000_000)).Codes);

    [Theory]
    [InlineData(15, "Nej.")]
    [InlineData(16, null)]
    public void JSON_is_searched_after_the_first_16_braces_only(int braces, string? message)
    {
        var text = new string('{', braces) + """{"code":"A","message":"Nej."}""";
        var failure = ServiceFailure.Parse(text);
        Assert.Equal(["A"], failure.Codes); // otherwise the code is found in the text
        Assert.Equal(message ?? text, failure.Message);
    }

    [Fact]
    public void An_object_without_a_code_is_skipped()
    {
        var failure = ServiceFailure.Parse("""{"message":"Not this."} {"details":{"code":"A","message":"Nej."}}""");
        Assert.Equal(["A"], failure.Codes);
        Assert.Equal("Nej.", failure.Message);
    }

    [Theory]
    [InlineData("""{"code":"A","message":"Nej.",}""")]
    [InlineData("""{/* comment */"code":"A","message":"Nej."}""")]
    [InlineData("""{"code":" A ","message":" Nej. "}""")]
    [InlineData("""{"CODE":"A","MESSAGE":"Nej."}""")]
    [InlineData("""{"code":"A","message":"Nej.","innerError":"none"}""")]
    [InlineData("""{"code":"A","message":"Nej.","innerError":{"code":7}}""")]
    [InlineData("""{"code":"A","message":"Nej.","innerError":{"code":" ","message":"Inner."}}""")]
    [InlineData("""{"code":"A","message":" ","innerError":{"message":"Nej."}}""")]
    [InlineData("""{"code":"A","innerError":{"message":"Nej.","innerError":{"message":"Not this."}}}""")]
    public void Other_forms_of_the_JSON_are_read(string json)
    {
        var failure = ServiceFailure.Parse(json);
        Assert.Equal(["A"], failure.Codes);
        Assert.Equal("Nej.", failure.Message);
    }

    [Theory]
    [InlineData("""{"error":"code"}""")]
    [InlineData("""{"code":7}""")]
    [InlineData("""{"code":null}""")]
    [InlineData("""{"error":{"message":"No code."}}""")]
    public void JSON_without_a_code_is_a_text(string json)
    {
        var failure = ServiceFailure.Parse($" {json} ");
        Assert.Empty(failure.Codes);
        Assert.Equal(json, failure.Message);
        Assert.Equal(json, failure.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Up_to_16_codes_are_read(bool isComplete)
    {
        var json = string.Concat(Enumerable.Range(1, 17).Select(number => $$"""{"code":"C{{number}}","innerError":"""));
        var failure = ServiceFailure.Parse(isComplete ? json + "{}" + new string('}', 17) : json);
        Assert.Equal(Enumerable.Range(1, 16).Select(number => $"C{number}"), failure.Codes);
        Assert.Equal(isComplete ? null : json, failure.Message);
    }

    [Theory]
    [InlineData("A failed.", "A", "A failed.")]
    [InlineData("a failed.", "A", "a failed.")]
    [InlineData("A failed.", "A,B", "A failed. (A, B)")]
    [InlineData("Nej.", "", "Nej.")]
    [InlineData(null, "A,B", "(A, B)")]
    [InlineData(null, "", "")]
    public void Codes_that_the_message_does_not_contain_follow_it(string? message, string codes, string expected) =>
        Assert.Equal(expected, new ServiceFailure(codes.Split(',', StringSplitOptions.RemoveEmptyEntries), message).ToString());

    [Fact]
    public void A_failure_has_each_of_its_codes_in_any_casing()
    {
        var failure = new ServiceFailure(["Other", "tenantSyncFailure"], null);
        Assert.True(failure.Has(ErrorCode.TenantSyncFailure));
        Assert.False(failure.Has(ErrorCode.ExtensionChangeFailed));
    }
}
