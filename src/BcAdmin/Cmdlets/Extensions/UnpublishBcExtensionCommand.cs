using System.Management.Automation;
using BcAdmin.Api.Automation;

namespace BcAdmin.Cmdlets.Extensions;

/// <summary>Removes an uninstalled per-tenant extension from the list: getExtension, unpublishExtension, listExtensions. Version 25.4 and later.</summary>
[Cmdlet(VerbsData.Unpublish, "BcExtension", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[AcceptsInput(typeof(BcExtension), typeof(BcEnvironment))]
public sealed class UnpublishBcExtensionCommand : BcExtensionCmdlet
{
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override async Task ChangeAsync(BcConnection connection, AutomationClient automation, Guid id)
    {
        if (await automation.FindExtensionAsync(id, PipelineStopToken) is not { } extension)
        {
            if (IsTyped(nameof(PackageId)))
                throw NotFound(id);
            WriteVerbose($"Environment {Key} has no extension with the package id {id}.");
            return;
        }

        if (extension.IsInstalled == true)
        {
            throw new BcException(ErrorCode.ExtensionInstalled, $"Extension {extension} is installed, and only what is not installed can be removed from the list.")
            {
                Target = id,
                Advice = "Uninstall-BcExtension uninstalls it; the version before an upgrade is not installed any more and has a package id of its own.",
            };
        }

        if (await ConfirmAsync(connection, Key, extension.Describe(connection), "Remove from the list", Force))
            await automation.UnpublishExtensionAsync(id, PipelineStopToken);
    }
}
