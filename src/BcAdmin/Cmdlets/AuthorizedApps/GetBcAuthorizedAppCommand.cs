using System.Management.Automation;

namespace BcAdmin.Cmdlets.AuthorizedApps;

/// <summary>Lists the Microsoft Entra apps that can call the Admin Center API in the tenant: listAuthorizedApps. Requires a user.</summary>
[Cmdlet(VerbsCommon.Get, "BcAuthorizedApp")]
[OutputType(typeof(BcAuthorizedApp))]
public sealed class GetBcAuthorizedAppCommand : BcConnectedCmdlet, IThrottled
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("AppId", "ApplicationId", "Id")]
    [NameOrId(typeof(BcAuthorizedApp), nameof(BcAuthorizedApp.ClientId), IsGuid = true)]
    [ArgumentCompleter(typeof(AuthorizedAppCompleter))]
    public Guid[]? ClientId { get; set; }

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    protected override Task ProcessAsync() => ReadAsync(ClientId, async connection =>
    {
        RequireUser(connection);
        var missing = ClientId?.ToHashSet();
        await foreach (var app in AdminCenter(connection).ListAuthorizedAppsAsync(PipelineStopToken))
        {
            if (missing?.Remove(app.ClientId) != false)
                WriteObject(app);
        }

        foreach (var id in missing ?? [])
        {
            await GuardAsync(id, () => throw new BcException(ErrorCode.AppNotFound, Messages.AppNotAuthorized(id, connection))
            {
                Advice = Messages.UseAddAuthorizedApp(id, connection),
            });
        }
    });
}
