using System.Management.Automation;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets.Apps;

/// <summary>Uninstalls an app: listInstalledApps, listAppUninstallRequirements, uninstallApp, getAppOperation.</summary>
[Cmdlet(VerbsLifecycle.Uninstall, "BcApp", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BcAppOperation))]
public sealed class UninstallBcAppCommand : BcAppOperationCmdlet
{
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(AppCompleter))]
    public Guid AppId { get; set; }

    [Parameter]
    public SwitchParameter DeleteData { get; set; }

    [Parameter]
    [Alias("UninstallDependents")]
    public SwitchParameter IncludeDependent { get; set; }

    [Parameter]
    [Alias("UseEnvironmentUpdateWindow")]
    public SwitchParameter UseUpdateWindow { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(AppId, async connection =>
    {
        var admin = AdminCenter(connection);
        if (await admin.FindAppAsync(Key, AppId, PipelineStopToken) is not { } app)
        {
            WriteVerbose($"Environment {Key} has no app {AppId}.");
            return;
        }

        if (!ShouldProcess($"{app.Describe()}, tenant {connection.Name}", Action(await DependentsAsync(connection)), Force))
            return;

        if (app.HasType("Developer"))
            WriteWarning($"{app.Name} was published from a development tool. Should the service say that it is not installed, unpublish it from that tool.");

        var operation = await admin.UninstallAppAsync(Key, AppId, new(UseUpdateWindow, IncludeDependent, DeleteData), PipelineStopToken) with { AppName = app.Name };
        WriteObject(IsLeftToItself(operation, UseUpdateWindow) ? operation : await WaitUntilGoneAsync(connection, operation));
    });

    private async Task<BcAppOperation> WaitUntilGoneAsync(BcConnection connection, BcAppOperation operation)
    {
        try
        {
            return await WaitForAsync(connection, operation, Describe(operation));
        }
        catch (BcException exception) when (exception is { Code: "OperationFailed", Target: BcAppOperation failed })
        {
            // The service sometimes reports a failure of what went through: the list of apps decides.
            if (await AdminCenter(connection).FindAppAsync(Key, AppId, PipelineStopToken) is not null)
                throw;
            WriteWarning($"{exception.Message} All the same the app is gone.");
            return failed;
        }
    }

    private string Action(IReadOnlyList<string> dependents)
    {
        var data = DeleteData ? "Uninstall and delete its data for good" : "Uninstall (its data stays)";
        return dependents.Count == 0 ? data
            : IncludeDependent ? $"{data}, together with the apps that depend on it: {string.Join(", ", dependents)}"
            : $"{data}; {string.Join(", ", dependents)} depend on it, so that the service will refuse without -IncludeDependent";
    }

    private async Task<IReadOnlyList<string>> DependentsAsync(BcConnection connection)
    {
        var dependents = new List<string>();
        try
        {
            await foreach (var dependent in AdminCenter(connection).ListAppUninstallRequirementsAsync(Key, AppId, PipelineStopToken))
                dependents.Add(dependent.ToString());
        }
        catch (BcException exception) when (exception.Code == "EndpointNotAvailable")
        {
            WriteVerbose($"Which apps depend on it is not known: {exception.Message}"); // the service still refuses where one does
        }

        return dependents;
    }
}
