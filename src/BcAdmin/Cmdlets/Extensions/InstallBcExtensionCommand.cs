using System.Management.Automation;

namespace BcAdmin.Cmdlets.Extensions;

/// <summary>Installs an extension that is published already: getExtension, installExtension. One that is installed is left as it is.</summary>
[Cmdlet(VerbsLifecycle.Install, "BcExtension", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcExtension))]
[AcceptsInput(typeof(BcExtension), typeof(BcEnvironment))]
public sealed class InstallBcExtensionCommand : BcEnvironmentCmdlet
{
    /// <summary>Id of a version of an extension, not of the app.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PublishedExtensionCompleter))]
    public Guid[] PackageId { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task ProcessAsync()
    {
        foreach (var id in PackageId)
            await ChangeAsync(id, connection => InstallAsync(connection, Automation(connection, Key), id));
    }

    private async Task InstallAsync(BcConnection connection, AutomationClient automation, Guid id)
    {
        var extension = await automation.FindExtensionAsync(id, PipelineStopToken) ?? throw GetBcExtensionCommand.PackageNotFound(Key, id);
        if (extension.IsInstalled == true)
        {
            WriteVerbose(Messages.ExtensionInstalledAlready(extension));
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
