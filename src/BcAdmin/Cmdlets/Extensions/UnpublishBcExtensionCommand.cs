using System.Management.Automation;

namespace BcAdmin.Cmdlets.Extensions;

/// <summary>Unpublishes an uninstalled per-tenant extension: getExtension, unpublishExtension, listExtensions. Version 25.4 and later.</summary>
[Cmdlet(VerbsData.Unpublish, "BcExtension", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[AcceptsInput(typeof(BcExtension), typeof(BcEnvironment))]
public sealed class UnpublishBcExtensionCommand : BcEnvironmentCmdlet
{
    private readonly EnvironmentLists _lists;

    public UnpublishBcExtensionCommand() => _lists = new(this);

    /// <summary>The package ID of a version of an extension (not the app ID), or a name.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Extension", "ExtensionName")]
    [NameOrId(typeof(BcExtension), nameof(BcExtension.PackageId), IsGuid = true)]
    [ArgumentCompleter(typeof(PublishedExtensionCompleter))]
    public string[] PackageId { get; set; } = [];

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override async Task ProcessAsync()
    {
        foreach (var package in PackageId)
        {
            await ChangeAsync(package, async connection => await UnpublishAsync(connection, Automation(connection, Key),
                await _lists.FindExtensionAsync(connection, Key, package, isInstalled: false)));
        }
    }

    private async Task UnpublishAsync(BcConnection connection, AutomationClient automation, Guid id)
    {
        if (await automation.FindExtensionAsync(id, PipelineStopToken) is not { } extension)
        {
            if (IsTyped(nameof(PackageId)))
                throw GetBcExtensionCommand.PackageNotFound(Key, id);
            WriteVerbose(Messages.PackageIdNotInEnvironment(Key, id));
            return;
        }

        if (extension.IsInstalled == true)
        {
            throw new BcException(ErrorCode.ExtensionInstalled,
                Messages.InstalledExtensionNotRemovable(extension))
            {
                Target = id,
                Advice =
                    Messages.UninstallExtensionFirst,
            };
        }

        if (await ConfirmAsync(connection, Key, extension.Describe(connection), Messages.RemoveFromListAction, Force))
            await automation.UnpublishExtensionAsync(id, PipelineStopToken);
    }
}
