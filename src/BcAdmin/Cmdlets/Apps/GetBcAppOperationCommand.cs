using System.Management.Automation;

namespace BcAdmin.Cmdlets.Apps;

/// <summary>Lists operations on an app, or scheduled per-tenant extensions: listAppOperations, getAppOperation, listScheduledPteOperations.</summary>
[Cmdlet(VerbsCommon.Get, "BcAppOperation", DefaultParameterSetName = "App")]
[OutputType(typeof(BcAppOperation))]
public sealed class GetBcAppOperationCommand : BcEnvironmentReadCmdlet
{
    private readonly EnvironmentLists _lists;

    public GetBcAppOperationCommand() => _lists = new(this);

    [Parameter(Mandatory = true, HelpMessage = Messages.AppNameOrId, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = "App")]
    [Alias("Id", "App", "AppName")]
    [SupportsWildcards]
    [NameOrId(typeof(BcResource), nameof(BcApp.AppId), IsGuid = true, IsSingle = true)]
    [ArgumentCompleter(typeof(AppCompleter))]
    public string AppId { get; set; } = string.Empty;

    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true, ParameterSetName = "App")]
    [ArgumentCompleter(typeof(AppOperationCompleter))]
    public Guid[]? OperationId { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Scheduled")]
    public SwitchParameter Scheduled { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        var admin = AdminCenter(connection);
        if (Scheduled)
        {
            await foreach (var operation in admin.ListScheduledPteOperationsAsync(environment, PipelineStopToken))
                WriteObject(operation);
            return;
        }

        foreach (var app in await _lists.FindAppsAsync(connection, environment, AppId))
        {
            foreach (var id in OperationId ?? [])
                await GuardAsync(id, () => ReadOneAsync(connection, environment, app, id));
            if (OperationId is null)
                await ListAsync(admin, environment, app);
        }
    }

    private async Task ListAsync(AdminCenterClient admin, EnvironmentKey environment, Guid app)
    {
        var any = false;
        await foreach (var operation in admin.ListAppOperationsAsync(environment, app, PipelineStopToken))
        {
            any = true;
            WriteObject(operation);
        }

        // An installed app can have no operations, and an uninstalled app can have some. Only an app that is neither installed nor has operations is
        // unknown.
        if (!any && IsTyped(nameof(AppId)) && await admin.FindAppAsync(environment, app, PipelineStopToken) is null)
            throw AdminCenterClient.AppNotFound(environment, app);
    }

    private async Task ReadOneAsync(BcConnection connection, EnvironmentKey environment, Guid app, Guid id) =>
        WriteObject(await AdminCenter(connection).FindAppOperationAsync(environment, app, id, PipelineStopToken)
            ?? throw new BcException(ErrorCode.OperationNotFound, Messages.AppOperationNotFound(app, environment, id))
            {
                Advice = Messages.ListAppOperations(environment, app, connection, id),
            });
}
