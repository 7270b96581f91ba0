using System.Net;
using BcAdmin.Bulk;
using static BcAdmin.Tests.Bulk.BulkService;

namespace BcAdmin.Tests.Bulk;

public sealed class UserReaderTests : IDisposable
{
    private readonly BulkService _service = new();

    public void Dispose() => _service.Dispose();

    private Task<Dictionary<Guid, BcUser>> Users(params int[] numbers) =>
        UserReader.UsersAsync(_service.Automation, numbers.Select(Id), CancellationToken.None);

    private Task<ILookup<Guid, BcUserPermission>> HeldBy(params int[] numbers) =>
        UserReader.HeldAsync(_service.Automation, numbers.Select(Id), CancellationToken.None);

    private void Fill(int count)
    {
        _service.Users.AddRange(Enumerable.Range(1, count).Select(number => User(number)));
        _service.Permissions.AddRange(_service.Users.Select((user, index) => Held(user, 100 + index, "BASIC")));
    }

    [Fact]
    public async Task One_user_is_read_by_ID()
    {
        Fill(2);
        Assert.Equal("USER1", (await Users(1, 1))[Id(1)].UserName);
        Assert.Equal("BASIC", (await HeldBy(1))[Id(1)].Single().RoleId);
        Assert.Equal([$"GET users({Id(1)})", $"GET users({Id(1)})/userPermissions"], _service.Calls);
    }

    [Fact]
    public async Task Two_users_are_read_in_one_call()
    {
        Fill(3);
        Assert.Equal([Id(1), Id(3)], (await Users(1, 3)).Keys);
        Assert.Equal([Id(1), Id(3)], (await HeldBy(1, 3)).Select(group => group.Key));
        var filter = $"?$filter=(userSecurityId eq {Id(1)} or userSecurityId eq {Id(3)})";
        Assert.Equal(["GET users" + filter, "GET userPermissions" + filter], _service.Calls);
    }

    [Theory]
    [InlineData(20, 1)]
    [InlineData(21, 2)]
    [InlineData(40, 2)]
    [InlineData(41, 3)]
    public async Task Twenty_users_are_read_per_call(int count, int calls)
    {
        Fill(count);
        Assert.Equal(count, (await Users([.. Enumerable.Range(1, count)])).Count);
        Assert.Equal(calls, _service.Calls.Count);
        Assert.Equal(count, (await HeldBy([.. Enumerable.Range(1, count)])).Count);
        Assert.Equal(2 * calls, _service.Calls.Count);
    }

    [Fact]
    public async Task Nothing_is_read_for_no_users()
    {
        Assert.Empty(await Users());
        Assert.Empty(await HeldBy());
        Assert.Empty(_service.Calls);
    }

    [Fact]
    public async Task Rows_of_other_users_and_repeated_rows_are_dropped()
    {
        Fill(2);
        _service.On("GET users", Json(ListOf([User(1), User(1, "AGAIN"), User(9), User(2)], BcJson.Default.BcUser)));
        var users = await Users(1, 2);
        Assert.Equal([Id(1), Id(2)], users.Keys);
        Assert.Equal("USER1", users[Id(1)].UserName);

        var ofOther = Held(User(9), 200, "BASIC");
        _service.On("GET userPermissions", Json(ListOf([.. _service.Permissions, ofOther], BcJson.Default.BcUserPermission)));
        Assert.Equal([Id(1), Id(2)], (await HeldBy(1, 2)).Select(group => group.Key));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.NotFound)]
    public async Task Users_are_read_individually_if_the_filter_is_rejected(HttpStatusCode status)
    {
        Fill(2);
        _service.On("GET users", Reject(status)).On("GET userPermissions", Reject(status));
        Assert.Equal([Id(1), Id(2)], (await Users(1, 2)).Keys);
        Assert.Equal([Id(1), Id(2)], (await HeldBy(1, 2)).Select(group => group.Key));
        Assert.Equal([$"GET users({Id(1)})", $"GET users({Id(2)})"], _service.Calls.Where(call => call.Contains("users(") && call.EndsWith(')')));
        Assert.Equal(6, _service.Calls.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, "Unauthorized")]
    [InlineData(HttpStatusCode.Forbidden, "Forbidden")]
    [InlineData(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable")]
    [InlineData(HttpStatusCode.TooManyRequests, "TooManyRequests")]
    public async Task Other_errors_are_not_the_fault_of_the_filter(HttpStatusCode status, string code)
    {
        _service.On("GET users", Reject(status, code));
        Assert.Equal(status, (await Assert.ThrowsAsync<BcApiException>(() => Users(1, 2))).Status);
        Assert.Single(_service.Calls);
    }

    [Fact]
    public async Task Users_that_no_longer_exist_are_omitted()
    {
        Fill(1);
        Assert.Empty(await Users(9));
        _service.On($"GET users({Id(9)})/userPermissions", Reject(HttpStatusCode.NotFound, "Internal_RecordNotFound"));
        Assert.Empty(await HeldBy(9));
        _service.On("GET users", Reject(HttpStatusCode.BadRequest));
        Assert.Equal([Id(1)], (await Users(9, 1)).Keys);
    }

    [Fact]
    public async Task Another_error_of_a_single_user_is_reported()
    {
        _service.On($"GET users({Id(1)})", Reject(HttpStatusCode.BadRequest, "BadRequest"));
        Assert.Equal("BadRequest", (await Assert.ThrowsAsync<BcApiException>(() => Users(1))).Code);
    }
}
