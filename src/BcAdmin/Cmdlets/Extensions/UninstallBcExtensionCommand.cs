using System.Management.Automation;

namespace BcAdmin.Cmdlets.Extensions;

/// <summary>
/// Uninstalls an extension: getExtension, uninstallExtension, uninstallExtensionAndDeleteData. One that is not installed is left as it is.
/// </summary>
[Cmdlet(VerbsLifecycle.Uninstall, "BcExtension", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BcExtension))]
[AcceptsInput(typeof(BcExtension), typeof(BcEnvironment))]
public sealed class UninstallBcExtensionCommand : BcEnvironmentCmdlet
{
    /// <summary>Id of a version of an extension, not of the app.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(InstalledExtensionCompleter))]
    public Guid[] PackageId { get; set; } = [];

    [Parameter]
    public SwitchParameter DeleteData { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task ProcessAsync()
    {
        foreach (var id in PackageId)
            await ChangeAsync(id, connection => UninstallAsync(connection, Automation(connection, Key), id));
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
                    Messages.ExtensionNotInstalledSoDataStays(extension, id));
            }
        }
        else
        {
            var action = DeleteData ? Messages.UninstallDeleteDataGood : Messages.UninstallDataStays;
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
