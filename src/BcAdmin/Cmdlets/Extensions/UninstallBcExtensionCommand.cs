using System.Management.Automation;

namespace BcAdmin.Cmdlets.Extensions;

/// <summary>
/// Uninstalls an extension: getExtension, uninstallExtension, uninstallExtensionAndDeleteData. An extension that is not installed is skipped.
/// </summary>
[Cmdlet(VerbsLifecycle.Uninstall, "BcExtension", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BcExtension))]
[AcceptsInput(typeof(BcExtension), typeof(BcEnvironment))]
public sealed class UninstallBcExtensionCommand : BcEnvironmentCmdlet
{
    private readonly EnvironmentLists _lists;

    public UninstallBcExtensionCommand() => _lists = new(this);

    /// <summary>The package ID of a version of an extension (not the app ID), or a name.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Extension", "ExtensionName")]
    [NameOrId(typeof(BcExtension), nameof(BcExtension.PackageId), IsGuid = true)]
    [ArgumentCompleter(typeof(InstalledExtensionCompleter))]
    public string[] PackageId { get; set; } = [];

    [Parameter]
    public SwitchParameter DeleteData { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task ProcessAsync()
    {
        foreach (var package in PackageId)
        {
            await ChangeAsync(package, async connection => await UninstallAsync(connection, Automation(connection, Key),
                await _lists.FindExtensionAsync(connection, Key, package, isInstalled: true)));
        }
    }

    private async Task UninstallAsync(BcConnection connection, AutomationClient automation, Guid id)
    {
        var extension = await automation.FindExtensionAsync(id, PipelineStopToken);
        if (extension is null && IsTyped(nameof(PackageId)))
            throw GetBcExtensionCommand.PackageNotFound(Key, id);
        if (extension?.IsInstalled != true)
        {
            WriteVerbose(Messages.ExtensionNotInstalled(extension, id));
            if (DeleteData)
            {
                WriteWarning(
                    Messages.ExtensionNotInstalledDataKept(extension, id));
            }
        }
        else
        {
            var action = DeleteData ? Messages.UninstallAndDeleteDataAction : Messages.UninstallAndKeepDataAction;
            if (!await ConfirmAsync(connection, Key, extension.Describe(connection), action, Force))
            {
                return;
            }

            extension = await automation.UninstallExtensionAsync(id, DeleteData, PipelineStopToken);
        }

        if (PassThru && extension is not null)
            WriteObject(extension);
    }
}
