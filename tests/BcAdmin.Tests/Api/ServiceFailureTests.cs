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
    public void The_codes_and_the_message_are_in_the_json(string json, string codes, string message)
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
    public void Text_without_whole_json_is_kept(string text, string codes)
    {
        var failure = ServiceFailure.Parse(text);
        Assert.Equal((codes, text), (string.Join(',', failure.Codes), failure.Message));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void Nothing_has_no_codes(string? text) =>
        Assert.Equal(("", null), (string.Join(',', ServiceFailure.Parse(text).Codes), ServiceFailure.Parse(text).Message));

    [Fact]
    public void A_text_of_braces_is_read_in_no_time() => Assert.Empty(ServiceFailure.Parse(new string('{', 1_000_000)).Codes);
}
