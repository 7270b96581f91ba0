using System.Management.Automation;
using BcAdmin.Api.Automation;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets;

/// <summary>A cmdlet that changes extensions which are in an environment: adds -PackageId.</summary>
public abstract class BcExtensionCmdlet : BcEnvironmentCmdlet
{
    /// <summary>Id of a version of an extension, not of the app.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ExtensionCompleter))]
    public Guid[] PackageId { get; set; } = [];

    protected sealed override async Task ProcessAsync()
    {
        foreach (var id in PackageId)
            await ChangeAsync(id, connection => ChangeAsync(connection, Automation(connection, Key), id));
    }

    /// <summary>Changes the extension with that id.</summary>
    private protected abstract Task ChangeAsync(BcConnection connection, AutomationClient automation, Guid id);

    private protected BcException NotFound(Guid id) => new(ErrorCode.ExtensionNotFound, $"Environment {Key} has no extension with the package id {id}.")
    {
        Target = id,
        Advice = $"Get-BcExtension '{Environment}' lists them. Every version has a package id of its own; Marketplace apps that are not installed yet come with Install-BcApp.",
    };
}
