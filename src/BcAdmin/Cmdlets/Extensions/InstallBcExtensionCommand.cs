using System.Management.Automation;
using BcAdmin.Api.Automation;

namespace BcAdmin.Cmdlets.Extensions;

/// <summary>Installs an extension that is published already: getExtension, installExtension. One that is installed is left as it is.</summary>
[Cmdlet(VerbsLifecycle.Install, "BcExtension", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcExtension))]
[AcceptsInput(typeof(BcExtension), typeof(BcEnvironment))]
public sealed class InstallBcExtensionCommand : BcExtensionCmdlet
{
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task ChangeAsync(BcConnection connection, AutomationClient automation, Guid id)
    {
        var extension = await automation.FindExtensionAsync(id, PipelineStopToken) ?? throw NotFound(id);
        if (extension.IsInstalled == true)
        {
            WriteVerbose($"Extension {extension} is installed already.");
        }
        else
        {
            if (!ShouldProcess(extension.Describe(connection), "Install"))
                return;
            extension = await automation.InstallExtensionAsync(id, PipelineStopToken);
        }

        if (PassThru)
            WriteObject(extension);
    }
}
