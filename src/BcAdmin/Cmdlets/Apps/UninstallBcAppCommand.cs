using System.Management.Automation;
using BcAdmin.Publishing;

namespace BcAdmin.Cmdlets.Apps;

/// <summary>Uninstalls an app: listInstalledApps, listAppUninstallRequirements, uninstallApp, getAppOperation.</summary>
[Cmdlet(VerbsLifecycle.Uninstall, "BcApp", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BcAppOperation))]
[AcceptsInput(typeof(BcApp), typeof(BcAppUninstallRequirement), typeof(BcExtension), typeof(BcEnvironment))]
public sealed class UninstallBcAppCommand : BcOperationCmdlet
{
    private readonly InstallationsByPlace _installations;
    private readonly EnvironmentLists _lists;

    /// <summary>The apps of this pipeline that are only previewed, so that they do not block the apps that they depend on.</summary>
    private readonly HashSet<(BcConnection Connection, EnvironmentKey Environment, Guid App)> _previewed = [];

    public UninstallBcAppCommand() => (_installations, _lists) = (new(this), new(this));

    [Parameter(Mandatory = true, HelpMessage = Messages.AppNameOrId, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "App", "AppName")]
    [NameOrId(typeof(BcResource), nameof(BcApp.AppId), IsGuid = true, IsSingle = true)]
    [ArgumentCompleter(typeof(RemovableAppCompleter))]
    public string AppId { get; set; } = string.Empty;

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
        var id = await _lists.FindAppAsync(connection, Key, AppId);
        if (await admin.FindAppAsync(Key, id, PipelineStopToken) is not { } app)
        {
            if (IsTyped(nameof(AppId)))
                throw AdminCenterClient.AppNotFound(Key, id);
            WriteVerbose(Messages.AppNotInEnvironment(Key, id));
            return;
        }

        if (app.CanBeUninstalled == false)
        {
            throw new BcException(ErrorCode.EnvironmentAppOperationFailed, Messages.AppCannotBeUninstalled(Key, app))
            {
                Target = app,
                Advice = Messages.ListRemovableApps(Key, connection),
            };
        }

        var dependents = await DependentsAsync(connection, id);
        if (!IncludeDependent && dependents.Where(other => !_previewed.Contains((connection, Key, other.AppId))).ToList() is { Count: > 0 } blocking)
            throw DependentsInstalled(connection, app, blocking);
        if (IsWhatIf)
            _previewed.Add((connection, Key, id));
        if (!await ConfirmAsync(connection, Key, $"{app.Describe()}, tenant {connection.TenantWithName}", Action(dependents), Force))
            return;

        if (app.HasType("Developer"))
        {
            WriteWarning(
                Messages.UnpublishInDevelopmentTool(app));
        }

        var installations = _installations.Of(connection, Key);
        var body = new UninstallAppRequest(UseUpdateWindow, IncludeDependent, DeleteData);
        var operation = await installations.StartAsync(UseUpdateWindow, () => admin.UninstallAppAsync(Key, id, body, PipelineStopToken));
        operation = operation with { AppName = app.Name };
        WriteObject(installations.IsWrittenImmediately(operation, UseUpdateWindow)
            ? operation : await WaitUntilUninstalledAsync(connection, installations, operation, dependents));
    });

    /// <summary>Waits until the app is no longer listed, which can take longer than the operation.</summary>
    private async Task<BcAppOperation> WaitUntilUninstalledAsync(
        BcConnection connection, Installations installations, BcAppOperation operation, IReadOnlyList<BcAppUninstallRequirement> dependents)
    {
        var ended = await installations.EndAsync(operation);
        if (!ended.IsSucceeded)
        {
            // The service sometimes reports a failure although the app was uninstalled, so the list of apps is checked.
            if (await AdminCenter(connection).FindAppAsync(Key, operation.AppId, PipelineStopToken) is { IsLeaving: false })
                throw OperationHandler.Failed(ended);
            WriteWarning(Messages.FailedButAppNotListed(ended));
        }

        await installations.WaitUntilGoneAsync([operation.AppId, .. IncludeDependent ? dependents.Select(dependent => dependent.AppId) : []]);
        return ended;
    }

    /// <summary>The error that the service would return after the prompt.</summary>
    private BcApiException DependentsInstalled(BcConnection connection, BcApp app, List<BcAppUninstallRequirement> dependents)
    {
        IReadOnlyList<BcAppRequirement> requirements =
        [
            .. dependents.Select(other => new BcAppRequirement
            {
                AppId = other.AppId,
                Name = other.Name,
                Publisher = other.Publisher,
                Type = "uninstall",
                VersionText = other.VersionText,
            }),
        ];
        return new(ErrorCode.DependentAppsInstalled, Messages.OtherAppsDependOn(Key, app, dependents))
        {
            Connection = connection,
            Target = app,
            Requirements = requirements,
            Advice = ApiAdvice.For(requirements),
        };
    }

    private string Action(IReadOnlyList<BcAppUninstallRequirement> dependents)
    {
        var data = DeleteData ? Messages.UninstallAndDeleteDataAction : Messages.UninstallAndKeepDataAction;
        return IncludeDependent && dependents.Count > 0 ? Messages.UninstallWithDependentsAction(data, dependents) : data;
    }

    private async Task<IReadOnlyList<BcAppUninstallRequirement>> DependentsAsync(BcConnection connection, Guid id)
    {
        try
        {
            return await AdminCenter(connection).ListAppUninstallRequirementsAsync(Key, id, PipelineStopToken).ToListAsync();
        }
        catch (BcException exception) when (exception.Is(ErrorCode.EndpointNotAvailable))
        {
            WriteVerbose(Messages.DependentAppsUnknown(exception)); // the service rejects the call if an app depends on this one
            return [];
        }
    }
}
