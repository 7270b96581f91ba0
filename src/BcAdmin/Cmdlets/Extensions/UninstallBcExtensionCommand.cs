using System.Management.Automation;
using BcAdmin.Api.Automation;

namespace BcAdmin.Cmdlets.Extensions;

/// <summary>
/// Uninstalls an extension: getExtension, uninstallExtension, uninstallExtensionAndDeleteData. One that is not installed is left as it is.
/// </summary>
[Cmdlet(VerbsLifecycle.Uninstall, "BcExtension", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BcExtension))]
[AcceptsInput(typeof(BcExtension), typeof(BcEnvironment))]
public sealed class UninstallBcExtensionCommand : BcExtensionCmdlet
{
    [Parameter]
    public SwitchParameter DeleteData { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task ChangeAsync(BcConnection connection, AutomationClient automation, Guid id)
    {
        var extension = await automation.FindExtensionAsync(id, PipelineStopToken);
        if (extension is null && IsTyped(nameof(PackageId)))
            throw NotFound(id);
        if (extension?.IsInstalled != true)
        {
            WriteVerbose($"Extension {extension?.ToString() ?? id.ToString()} is not installed.");
            if (DeleteData)
                WriteWarning($"Extension {extension?.ToString() ?? id.ToString()} is not installed, so its data stays: the service deletes it together with the installation only.");
        }
        else
        {
            if (!await ConfirmAsync(connection, Key, extension.Describe(connection), DeleteData ? "Uninstall and delete its data for good" : "Uninstall (its data stays)", Force))
                return;
            extension = await automation.UninstallExtensionAsync(id, DeleteData, PipelineStopToken);
        }

        if (PassThru && extension is not null)
            WriteObject(extension);
    }
}
