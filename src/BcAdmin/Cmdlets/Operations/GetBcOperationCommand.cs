using System.Management.Automation;

namespace BcAdmin.Cmdlets.Operations;

/// <summary>Lists operations on environments: listOperations, listEnvironmentOperations, getOperation, getEnvironmentOperation.</summary>
[Cmdlet(VerbsCommon.Get, "BcOperation")]
[OutputType(typeof(BcOperation))]
public sealed class GetBcOperationCommand : BcConnectedCmdlet, IThrottled
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentName")]
    [SupportsWildcards]
    [NameOrId(typeof(BcResource), nameof(BcEnvironment.EnvironmentName))]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string[]? Environment { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string ApplicationFamily { get; set; } = BcEnvironment.DefaultFamily;

    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(OperationCompleter))]
    public Guid[]? OperationId { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OperationTypeCompleter))]
    public string[]? Type { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(OperationStatusCompleter))]
    public string[]? Status { get; set; }

    /// <summary>The start of the range. Filtered locally, because the service has no filter.</summary>
    [Parameter]
    [DateTransformation]
    public DateTime Since { get; set; }

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    private NameFilter<BcOperation> Types =>
        field ??= new(Type, operation => [operation.Type, operation.Type?.Replace(" ", string.Empty, StringComparison.Ordinal)]);

    private NameFilter<BcOperation> Statuses => field ??= new(Status, operation => [operation.Status]);

    protected override async Task ProcessAsync()
    {
        // The list of the tenant also contains the operations of environments that were renamed or deleted.
        if (OperationId is null && Environment is not null && Array.Exists(Environment, NameFilter.HasWildcards))
        {
            await ReadAsync(Environment, connection => ListAsync(connection, null, Environment));
            return;
        }

        EnvironmentKey?[] environments = Environment is null || (OperationId is not null && Environment.All(string.IsNullOrEmpty))
            ? [null]
            : [.. Environment.Where(name => name.Length > 0).Select(name => new EnvironmentKey(ApplicationFamily, name))];
        foreach (var environment in environments)
        {
            if (OperationId is null)
                await ReadAsync(environment?.Name, connection => ListAsync(connection, environment, null));
            foreach (var id in OperationId ?? [])
                await ReadAsync(id, connection => ReadOneAsync(connection, environment, id));
        }
    }

    protected override Task EndAsync()
    {
        WarnUnknown(Types, nameof(Type), BcOperation.DocumentedTypes);
        WarnUnknown(Statuses, nameof(Status), BcOperation.DocumentedStatuses);
        return Task.CompletedTask;
    }

    private async Task ReadOneAsync(BcConnection connection, EnvironmentKey? environment, Guid id)
    {
        var admin = AdminCenter(connection);
        // An environment that was renamed or deleted is not found by this name, but its operation still exists in the list of the tenant.
        var operation = environment is { } key ? await admin.FindOperationAsync(key, id, PipelineStopToken) : null;
        operation ??= await admin.FindOperationAsync(id, PipelineStopToken);
        if (operation is null)
        {
            throw new BcException(ErrorCode.OperationNotFound, Messages.OperationNotInTenant(connection, id))
            {
                Advice = Messages.ListKeptOperations,
            };
        }

        if (Types.From([operation]).Count > 0 && Statuses.From([operation]).Count > 0 && IsSince(operation))
            WriteObject(operation);
    }

    private async Task ListAsync(BcConnection connection, EnvironmentKey? environment, string[]? names)
    {
        // The list of the tenant contains all application families.
        var family = environment is null && MyInvocation.BoundParameters.ContainsKey(nameof(ApplicationFamily)) ? ApplicationFamily : null;
        var any = false;
        var environments = new NameFilter<BcOperation>(names, operation => [operation.EnvironmentName]);
        await foreach (var operation in AdminCenter(connection).ListOperationsAsync(environment, PipelineStopToken)
            .ChosenBy(Types, Statuses, environments))
        {
            if (family is not null && !string.Equals(operation.ApplicationFamily, family, StringComparison.OrdinalIgnoreCase))
                continue;
            any = true;
            if (IsSince(operation))
                WriteObject(operation);
        }

        WriteErrors(environments);
        if (!any && !string.IsNullOrEmpty(family))
            await WriteUnknownFamilyAsync(connection, family);
    }

    private bool IsSince(BcOperation operation) => Since == default || operation.CreatedOn >= new DateTimeOffset(Since.ToUniversalTime());
}
