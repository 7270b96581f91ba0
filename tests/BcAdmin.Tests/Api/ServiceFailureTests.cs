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

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void Empty_text_has_no_codes(string? text) =>
        Assert.Equal(("", null), (string.Join(',', ServiceFailure.Parse(text).Codes), ServiceFailure.Parse(text).Message));

    [Fact]
    public void Text_of_many_braces_is_read_quickly() => Assert.Empty(ServiceFailure.Parse(new string('{', 1_000_000)).Codes);
}
