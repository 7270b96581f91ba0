using BcAdmin.Cmdlets;

namespace BcAdmin.Publishing;

/// <summary>Unpublishes the versions of per-tenant extensions that were replaced by published packages.</summary>
internal sealed class PreviousVersions(BcOperationCmdlet cmdlet, PackagePlace place)
{
    /// <summary>The list of extensions can be outdated for some time after the operation.</summary>
    private static readonly TimeSpan ListLag = TimeSpan.FromMinutes(2);

    private readonly AutomationClient _automation = cmdlet.Automation(place.Connection, place.Environment);

    /// <summary>Unpublishes the older versions, starting with dependent apps, because the service keeps versions that others require.</summary>
    /// <param name="packages">The installed packages in dependency order.</param>
    public async Task UnpublishAsync(IReadOnlyList<AppPackage> packages)
    {
        if (packages.Count == 0)
            return;
        await cmdlet.GuardAsync(place.Environment.Name, async () =>
        {
            foreach (var extension in await WaitForReplacedAsync(packages))
                await cmdlet.GuardAsync(extension, () => UnpublishAsync(extension));
        });
    }

    private async Task UnpublishAsync(BcExtension extension)
    {
        if (!cmdlet.ShouldProcess(place.ToString(), Messages.RemovePreviousVersion(extension)))
            return;
        if (IsInUse(extension))
        {
            throw new BcException(ErrorCode.ExtensionInstalled, Messages.ExtensionNotRemoved(extension))
            {
                Target = extension,
                Advice = Messages.RemoveExtensionLater(place, extension),
            };
        }

        await _automation.UnpublishExtensionAsync(extension.PackageId, cmdlet.PipelineStopToken);
        cmdlet.WriteVerbose(Messages.ExtensionRemoved(extension, place));
    }

    /// <summary>Waits until the environment lists the older versions as not installed, or until the timeout.</summary>
    private async Task<List<BcExtension>> WaitForReplacedAsync(IReadOnlyList<AppPackage> packages)
    {
        var older = await OlderAsync(packages);
        if (cmdlet.IsWhatIf || !older.Exists(IsInUse))
            return older;
        var wait = new WaitFor<List<BcExtension>>(
            older, _ => OlderAsync(packages), seen => !seen.Exists(IsInUse), _ => Messages.WaitingForExtensionList,
            _ => new(ErrorCode.OperationTimeout, Messages.PreviousVersionsStillInstalled));
        using var progress = new WaitProgress(cmdlet, Messages.PreviousVersionsActivity(place));
        try
        {
            return await new OperationWaiter(cmdlet.Context.Clock, ListLag).WaitUntilAsync(wait, progress, cmdlet.PipelineStopToken);
        }
        catch (BcException exception) when (exception.Is(ErrorCode.OperationTimeout))
        {
            return await OlderAsync(packages); // each version that is still in use becomes a separate error
        }
    }

    private async Task<List<BcExtension>> OlderAsync(IReadOnlyList<AppPackage> packages)
    {
        var listed = await _automation.ListExtensionsAsync(null, null, cmdlet.PipelineStopToken).ToListAsync();
        return [.. packages.Reverse().SelectMany(package => listed.Where(version => IsOlder(version, package)).OrderBy(version => version.Version))];
    }

    private static bool IsOlder(BcExtension extension, AppPackage package) => extension.AppId == package.AppId && !extension.HasType("Global")
        && BcVersion.Parse(package.Version) is Version current && extension.Version < current;

    private static bool IsInUse(BcExtension extension) => extension.IsInstalled != false;
}
