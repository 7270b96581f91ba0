using BcAdmin.Cmdlets;

namespace BcAdmin.Publishing;

/// <summary>Where packages are published: an environment, and for the upload slot the company that has it.</summary>
internal sealed record PackagePlace(BcConnection Connection, EnvironmentKey Environment, string? Company = null)
{
    public override string ToString() => $"environment {Environment} (tenant {Connection.Name})";
}

/// <summary>The way into an environment: the admin center, or the upload slot of a company.</summary>
internal interface IPackageTarget
{
    Installations Installations { get; }

    /// <summary>Whether the user chose a later time.</summary>
    bool IsPutOff { get; }

    /// <summary>When the extension will be installed, for prompts.</summary>
    string When { get; }

    /// <summary>What is installed of the extension: the object, a description with its version, and the version; null where nothing is.</summary>
    (object Extension, string Description, object? Version)? Installed(AppPackage package);

    /// <summary>Refuses what the service is known to refuse or to handle wrongly.</summary>
    void Check(AppPackage package);

    /// <summary>Uploads the package; null where the user declined.</summary>
    Task<ILongRunningOperation?> UploadAsync(AppPackage package);

    /// <summary>Writes the operation or, with -Wait, the installed extension.</summary>
    Task FinishAsync(AppPackage package, ILongRunningOperation operation);
}

/// <summary>
/// Publishes packages in the order of their dependencies, one after the other in each environment. A package whose dependency failed is not
/// uploaded: it would be installed over a version that it was not made for.
/// </summary>
/// <param name="cmdlet">Prompts, and writes results and errors.</param>
/// <param name="open">Reads what the place has now.</param>
internal sealed class PackagePublisher(BcOperationCmdlet cmdlet, Func<PackagePlace, Task<IPackageTarget>> open)
{
    private readonly List<(PackagePlace Place, AppPackage Package)> _packages = [];

    public required bool ForcesSchema { get; init; }

    public required bool Force { get; init; }

    /// <summary>What else the prompt says.</summary>
    public string Remark { get; init; } = string.Empty;

    /// <summary>Adds the packages of a path; those that were added for the same place before are skipped.</summary>
    public void Add(PackagePlace place, IEnumerable<string> files, long mostBytes)
    {
        foreach (var file in files.Where(file => !_packages.Exists(known => known.Place == place && known.Package.Path == file)))
            _packages.Add((place, AppPackage.Open(file, mostBytes)));
    }

    public async Task PublishAsync()
    {
        foreach (var group in _packages.GroupBy(item => item.Place, item => item.Package))
            await cmdlet.GuardAsync(group.Key.Environment.Name, () => PublishAsync(group.Key, [.. group]));
    }

    private async Task PublishAsync(PackagePlace place, IReadOnlyList<AppPackage> packages)
    {
        var target = await open(place);
        var (failed, sent) = (new HashSet<Guid>(), new List<(Guid App, AppPackage Package)>());
        foreach (var package in AppPackage.InOrder(packages))
        {
            var isDone = false;
            await cmdlet.GuardAsync(package.Path, async () =>
            {
                await PublishAsync(place, target, package, failed, sent);
                isDone = true;
            });
            if (!isDone && package.AppId is { } id)
                failed.Add(id);
        }
    }

    /// <param name="failed">Apps whose package was not installed.</param>
    /// <param name="sent">The packages that were uploaded, with the ids of their apps.</param>
    private async Task PublishAsync(
        PackagePlace place, IPackageTarget target, AppPackage package, HashSet<Guid> failed, List<(Guid App, AppPackage Package)> sent)
    {
        var current = target.Installed(package);
        if (current is { Version: Version installed } && BcVersion.Parse(package.Version) is Version wanted && installed >= wanted)
        {
            cmdlet.WriteVerbose($"Nothing to do: {current.Value.Description} is already installed.");
            if (cmdlet.Wait)
                cmdlet.WriteObject(current.Value.Extension);
            return;
        }

        if (package.AppId is null)
            cmdlet.WriteVerbose($"The manifest of {package.FileName} cannot be read here: its version and dependencies are left to the service.");
        target.Check(package);
        if (!Confirm(place, target, package, current?.Version))
            return;

        // One at a time: what has run before is the package that was uploaded last.
        if (await target.Installations.EarlierAsync() is { IsSucceeded: false })
            failed.Add(sent[^1].App);
        if (package.Dependencies.Any(failed.Contains))
            throw package.DependencyFailed();
        foreach (var (_, needed) in sent.Where(item => target.IsPutOff && package.Dependencies.Contains(item.App)))
        {
            cmdlet.WriteWarning(
                $"{package} depends on {needed}, and both are scheduled for later. The service decides in which order it installs them.");
        }

        if (await target.UploadAsync(package) is not { } started)
            return;
        sent.Add((package.AppId ?? (started as BcAppOperation)?.AppId ?? Guid.Empty, package));
        await target.FinishAsync(package, started);
    }

    private bool Confirm(PackagePlace place, IPackageTarget target, AppPackage package, object? current)
    {
        var action = $"Upload {package}{(current is null ? "" : $" over version {current}")} and install it {target.When}{Remark}";
        if (!cmdlet.ShouldProcess(place.ToString(), action, Force))
            return false;
        return !ForcesSchema || Force
            || cmdlet.Ask($"ForceSync can delete tables, fields, and the data in them when {package} is installed in {place}. Continue?",
                "Force the schema");
    }
}
