using System.Management.Automation;

namespace BcAdmin.Cmdlets.Apps;

/// <summary>Lists operations on an app, or waiting per-tenant extensions: listAppOperations, getAppOperation, listScheduledPteOperations.</summary>
[Cmdlet(VerbsCommon.Get, "BcAppOperation", DefaultParameterSetName = "App")]
[OutputType(typeof(BcAppOperation))]
public sealed class GetBcAppOperationCommand : BcEnvironmentReadCmdlet
{
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = "App")]
    [Alias("Id")]
    [ArgumentCompleter(typeof(AppCompleter))]
    public Guid AppId { get; set; }

    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true, ParameterSetName = "App")]
    [ArgumentCompleter(typeof(AppOperationCompleter))]
    public Guid[]? OperationId { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Scheduled")]
    public SwitchParameter Scheduled { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        foreach (var id in OperationId ?? [])
            await GuardAsync(id, () => ReadOneAsync(connection, environment, id));
        if (OperationId is not null)
            return;

        var admin = AdminCenter(connection);
        var operations = Scheduled
            ? admin.ListScheduledPteOperationsAsync(environment, PipelineStopToken)
            : admin.ListAppOperationsAsync(environment, AppId, PipelineStopToken);
        var any = false;
        await foreach (var operation in operations)
        {
            any = true;
            WriteObject(operation);
        }

        // An app may be without a history, or have one after it was uninstalled; one with neither does not exist.
        if (!any && !Scheduled && IsTyped(nameof(AppId)) && await admin.FindAppAsync(environment, AppId, PipelineStopToken) is null)
            throw AdminCenterClient.AppNotFound(environment, AppId);
    }

    private async Task ReadOneAsync(BcConnection connection, EnvironmentKey environment, Guid id) =>
        WriteObject(await AdminCenter(connection).FindAppOperationAsync(environment, AppId, id, PipelineStopToken)
            ?? throw new BcException(ErrorCode.OperationNotFound, Messages.AppEnvironmentNoOperation(AppId, environment, id))
            {
                Advice = Messages.ListsOperationsAppOperationIdFindsOperation(environment, AppId, connection, id),
            });
}
