using System.Management.Automation;

namespace BcAdmin.Cmdlets.Extensions;

/// <summary>Installs a published extension: getExtension, installExtension. An installed extension is skipped.</summary>
[Cmdlet(VerbsLifecycle.Install, "BcExtension", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcExtension))]
[AcceptsInput(typeof(BcExtension), typeof(BcEnvironment))]
public sealed class InstallBcExtensionCommand : BcEnvironmentCmdlet
{
    private readonly EnvironmentLists _lists;

    public InstallBcExtensionCommand() => _lists = new(this);

    /// <summary>The package ID of a version of an extension (not the app ID), or a name.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Extension", "ExtensionName")]
    [NameOrId(typeof(BcExtension), nameof(BcExtension.PackageId), IsGuid = true)]
    [ArgumentCompleter(typeof(PublishedExtensionCompleter))]
    public string[] PackageId { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task ProcessAsync()
    {
        foreach (var package in PackageId)
        {
            await ChangeAsync(package, async connection => await InstallAsync(connection, Automation(connection, Key),
                await _lists.FindExtensionAsync(connection, Key, package, isInstalled: true)));
        }
    }

    private async Task InstallAsync(BcConnection connection, AutomationClient automation, Guid id)
    {
        var extension = await automation.FindExtensionAsync(id, PipelineStopToken) ?? throw GetBcExtensionCommand.PackageNotFound(Key, id);
        if (extension.IsInstalled == true)
        {
            WriteVerbose(Messages.ExtensionAlreadyInstalled(extension));
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
