using System.Net;

namespace BcAdmin.Tests.Api.AdminCenter;

/// <summary>A missing object is reported by a status or by a code, because the documentation does not specify the status of a code.</summary>
public sealed class MissingTests : IDisposable
{
    private static readonly EnvironmentKey Sandbox = new("BusinessCentral", "Sandbox");

    private readonly TestApi _api = new();

    public void Dispose() => _api.Dispose();

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "", true, true)]
    [InlineData(HttpStatusCode.NotFound, """{"code":"environmentNotFound","message":"No."}""", true, false)]
    [InlineData(HttpStatusCode.BadRequest, """{"code":"environmentNotFound","message":"No."}""", true, false)]
    [InlineData(HttpStatusCode.BadRequest, """{"code":"EnvironmentNotFound","message":"No."}""", true, false)]
    [InlineData(HttpStatusCode.BadRequest, """{"code":"applicationTypeDoesNotExist","message":"No."}""", true, false)]
    [InlineData(HttpStatusCode.BadRequest, """{"code":"ResourceDoesNotExist","message":"No."}""", true, true)]
    [InlineData(HttpStatusCode.BadRequest, """{"error":{"code":"Internal_RecordNotFound","message":"No."}}""", true, true)]
    [InlineData(HttpStatusCode.BadRequest, """{"code":"invalidInput","message":"No."}""", false, false)]
    public async Task A_missing_object_is_detected_by_status_or_code(HttpStatusCode status, string body, bool isMissing, bool isItem)
    {
        _api.Answer(body, status);
        var failure = await Assert.ThrowsAsync<BcApiException>(() => _api.AdminCenter.GetEnvironmentAsync(Sandbox, CancellationToken.None));
        Assert.Equal((isMissing, isItem), (failure.IsNotFound, failure.IsItemNotFound));
    }

    [Fact]
    public async Task A_canceled_app_update_is_read_again_if_the_response_does_not_show_it()
    {
        var id = Guid.NewGuid();
        _api.Answer("", HttpStatusCode.NoContent).Answer($$"""{"id":"{{id}}","status":"Canceled"}""");
        var canceled = await _api.AdminCenter.CancelAppUpdateAsync(Sandbox, Guid.NewGuid(), id, CancellationToken.None);
        Assert.True(canceled!.HasStatus("canceled"));

        _api.Answer("");
        Assert.Null(await _api.AdminCenter.RemoveScheduledPteAsync(Sandbox, Guid.NewGuid(), new("1.0.0.0", "UpdateWindow"), CancellationToken.None));
    }
}
