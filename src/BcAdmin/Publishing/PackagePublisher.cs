using BcAdmin.Cmdlets;

namespace BcAdmin.Publishing;

/// <summary>The destination of packages: an environment and, for an upload slot, the company.</summary>
internal sealed record PackagePlace(BcConnection Connection, EnvironmentKey Environment, string? Company = null)
{
    public override string ToString() => Messages.EnvironmentTarget(Environment, Connection);
}

/// <summary>The API through which packages are published: the Admin Center API, or the upload slot of a company.</summary>
internal interface IPackageTarget
{
    Installations Installations { get; }

    /// <summary>Whether the user selected a later time.</summary>
    bool IsDeferred { get; }

    /// <summary>The time of the installation, for prompts.</summary>
    string When { get; }

    /// <summary>Gets the installed extension, its description with the version, and its version; null if it is not installed.</summary>
    (object Extension, string Description, object? Version)? Installed(AppPackage package);

    /// <summary>The installation of the package that has not ended, such as that of an interrupted run; null if there is none.</summary>
    ILongRunningOperation? Running(AppPackage package);

    /// <summary>Rejects packages that the service rejects or processes incorrectly.</summary>
    void Check(AppPackage package);

    /// <summary>Uploads the package. Returns null if the user declined.</summary>
    Task<ILongRunningOperation?> UploadAsync(AppPackage package);

    /// <summary>Writes the operation or, with -Wait, the installed extension.</summary>
    Task FinishAsync(AppPackage package, ILongRunningOperation operation);
}

/// <summary>
/// Publishes packages in dependency order, one after the other in each environment. A package whose dependency failed is not uploaded, because it
/// would be installed with a version for which it was not built.
/// </summary>
/// <param name="cmdlet">The cmdlet that prompts and writes results and errors.</param>
/// <param name="open">Reads the current state of the destination.</param>
internal sealed class PackagePublisher(BcOperationCmdlet cmdlet, Func<PackagePlace, Task<IPackageTarget>> open)
{
    private readonly List<(PackagePlace Place, AppPackage Package)> _packages = [];

    public required bool ForcesSchema { get; init; }

    public required bool Force { get; init; }

    /// <summary>Whether older versions are unpublished after the new ones are installed.</summary>
    public bool UnpublishesPrevious { get; init; }

    /// <summary>Additional text for the prompt.</summary>
    public string Remark { get; init; } = string.Empty;

    /// <summary>Adds packages. Packages that were already added for the same destination are skipped.</summary>
    public void Add(PackagePlace place, IEnumerable<AppPackage> packages)
    {
        foreach (var package in packages.Where(package => !_packages.Exists(known => known.Place == place && known.Package.Path == package.Path)))
            _packages.Add((place, package));
    }

    public async Task PublishAsync()
    {
        foreach (var group in _packages.GroupBy(item => item.Place, item => item.Package))
        {
            await cmdlet.GuardAsync(group.Key.Environment.Name, async () =>
            {
                var run = new Run(this, cmdlet, group.Key, await open(group.Key));
                await run.PublishAsync(AppPackage.InOrder(NewestVersions([.. group])));
            });
        }
    }

    /// <summary>Removes older versions of an app, because the service would install all versions in the order of the files.</summary>
    private List<AppPackage> NewestVersions(IReadOnlyList<AppPackage> packages)
    {
        var newest = new Dictionary<Guid, (Version Version, AppPackage Package)>();
        foreach (var package in packages)
        {
            if (package is { AppId: { } id } && BcVersion.Parse(package.Version) is Version version
                && (!newest.TryGetValue(id, out var known) || version > known.Version))
            {
                newest[id] = (version, package);
            }
        }

        return [.. packages.Where(IsNewest)];

        bool IsNewest(AppPackage package)
        {
            if (package.AppId is not { } id || BcVersion.Parse(package.Version) is not Version
                || !newest.TryGetValue(id, out var newer) || ReferenceEquals(newer.Package, package))
            {
                return true;
            }

            cmdlet.WriteVerbose(Messages.NewerPackagePublished(package, newer));
            return false;
        }
    }

    /// <summary>Publishes the packages of one destination.</summary>
    private sealed class Run(PackagePublisher publisher, BcOperationCmdlet cmdlet, PackagePlace place, IPackageTarget target)
    {
        /// <summary>The IDs of apps whose package was not installed.</summary>
        private readonly HashSet<Guid> _failed = [];

        /// <summary>The packages that were uploaded, with the IDs of their apps.</summary>
        private readonly List<(Guid App, AppPackage Package)> _sent = [];

        /// <summary>The packages whose version or a higher one is installed, before or after the run.</summary>
        private readonly List<AppPackage> _inPlace = [];

        public async Task PublishAsync(IReadOnlyList<AppPackage> packages)
        {
            foreach (var package in packages)
            {
                var isDone = false;
                await cmdlet.GuardAsync(package.Path, async () =>
                {
                    await PublishAsync(package);
                    isDone = true;
                });
                if (!isDone && package.AppId is { } id)
                    _failed.Add(id);
            }

            if (publisher.UnpublishesPrevious)
            {
                await WaitForPreviousAsync();
                _inPlace.RemoveAll(package => package.AppId is not { } id || _failed.Contains(id));
                await new PreviousVersions(cmdlet, place).UnpublishAsync(_inPlace);
            }
        }

        private async Task PublishAsync(AppPackage package)
        {
            var current = target.Installed(package);
            if (current is { Version: Version installed } && BcVersion.Parse(package.Version) is Version wanted && installed >= wanted)
            {
                Skip(package, installed, current.Value);
                return;
            }

            if (target.Running(package) is { } running)
            {
                await ContinueAsync(package, running);
                return;
            }

            if (package.AppId is null)
                cmdlet.WriteVerbose(Messages.PackageManifestNotReadable(package));
            target.Check(package);
            if (!Confirm(package, current?.Version))
                return;

            await WaitForPreviousAsync();
            if (package.Dependencies.Any(_failed.Contains))
                throw package.DependencyFailed();
            foreach (var (_, needed) in _sent.Where(item => target.IsDeferred && package.Dependencies.Contains(item.App)))
            {
                cmdlet.WriteWarning(
                    Messages.ScheduledPackageOrderUndefined(package, needed));
            }

            if (await target.UploadAsync(package) is not { } started)
                return;
            await FinishAsync(package, started);
        }

        /// <summary>Continues with an installation that is running, because the service rejects or repeats a second one.</summary>
        private async Task ContinueAsync(AppPackage package, ILongRunningOperation running)
        {
            var text = Messages.PackageBeingInstalled(package, running);
            if (cmdlet.IsWhatIf)
            {
                _inPlace.Add(package);
                cmdlet.ShouldProcess(text, null, null);
                return;
            }

            cmdlet.WriteVerbose(text);
            await WaitForPreviousAsync();
            await target.Installations.StartAsync(isDeferred: false, () => Task.FromResult(running));
            await FinishAsync(package, running);
        }

        private async Task FinishAsync(AppPackage package, ILongRunningOperation started)
        {
            _sent.Add((package.AppId ?? (started as BcAppOperation)?.AppId ?? Guid.Empty, package));
            await target.FinishAsync(package, started);
            _inPlace.Add(package);
        }

        private void Skip(AppPackage package, Version version, (object Extension, string Description, object? Version) current)
        {
            _inPlace.Add(package);
            if (cmdlet.IsWhatIf)
            {
                cmdlet.ShouldProcess(Messages.SkipInstalledPackage(package, version, place), null, null);
                return;
            }

            cmdlet.WriteVerbose(Messages.PackageAlreadyInstalled(current));
            if (cmdlet.Wait)
                cmdlet.WriteObject(current.Extension);
        }

        /// <summary>Waits for the previous operation, which is the one of the last uploaded package.</summary>
        private async Task WaitForPreviousAsync()
        {
            if (await target.Installations.WaitForPreviousAsync() is { IsSucceeded: false })
                _failed.Add(_sent[^1].App);
        }

        private bool Confirm(AppPackage package, object? current)
        {
            var action = Messages.UploadAndInstallPackage(package, current, target, publisher);
            if (!cmdlet.ShouldProcess(place.ToString(), action, publisher.Force))
            {
                if (cmdlet.IsWhatIf)
                    _inPlace.Add(package);
                return false;
            }

            return !publisher.ForcesSchema || publisher.Force
                || cmdlet.ConfirmRisk(Messages.ConfirmForceSync(package, place),
                    Messages.ForceSchemaCaption);
        }
    }
}
