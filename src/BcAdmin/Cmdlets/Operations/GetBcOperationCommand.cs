using System.Management.Automation;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets.Operations;

/// <summary>Lists operations on environments: listOperations, listEnvironmentOperations, getOperation, getEnvironmentOperation.</summary>
[Cmdlet(VerbsCommon.Get, "BcOperation")]
[OutputType(typeof(BcOperation))]
public sealed class GetBcOperationCommand : BcConnectedCmdlet
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentName")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string[]? Environment { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string ApplicationFamily { get; set; } = BcEnvironment.DefaultFamily;

    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    public Guid[]? OperationId { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(OperationTypeCompleter))]
    public string[]? Type { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(OperationStatusCompleter))]
    public string[]? Status { get; set; }

    /// <summary>Filtered here: the service has no filter.</summary>
    [Parameter]
    [DateTransformation]
    public DateTime Since { get; set; }

    protected override async Task ProcessAsync()
    {
        EnvironmentKey?[] environments = Environment is { Length: > 0 } names
            ? [.. names.Select(name => new EnvironmentKey(ApplicationFamily, name))]
            : [null];
        foreach (var environment in environments)
        {
            if (OperationId is null)
                await ReadAsync(environment?.Name, connection => ListAsync(connection, environment));
            foreach (var id in OperationId ?? [])
                await ReadAsync(id, connection => ReadOneAsync(connection, environment, id));
        }
    }

    private async Task ReadOneAsync(BcConnection connection, EnvironmentKey? environment, Guid id)
    {
        var admin = AdminCenter(connection);
        // An environment that was renamed or deleted since has no such name any more; the operation is still there.
        var operation = environment is { } key ? await admin.FindOperationAsync(key, id, PipelineStopToken) : null;
        operation ??= await admin.FindOperationAsync(id, PipelineStopToken);
        if (operation is null)
        {
            throw new BcException("OperationNotFound", $"The tenant {connection.Name} has no operation {id}.")
            {
                Advice = "Operations are kept for 180 days; Get-BcOperation lists them.",
            };
        }

        if (Fits(operation))
            WriteObject(operation);
    }

    private async Task ListAsync(BcConnection connection, EnvironmentKey? environment)
    {
        await foreach (var operation in AdminCenter(connection).ListOperationsAsync(environment, PipelineStopToken))
        {
            if (Fits(operation))
                WriteObject(operation);
        }
    }

    private bool Fits(BcOperation operation) =>
        (Type is null || Array.Exists(Type, operation.HasType))
        && (Status is null || Status.Contains(operation.Status, StringComparer.OrdinalIgnoreCase))
        && (Since == default || operation.CreatedOn >= new DateTimeOffset(Since.ToUniversalTime()));
}
