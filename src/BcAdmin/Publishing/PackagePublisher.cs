using BcAdmin.Cmdlets;

namespace BcAdmin.Publishing;

/// <summary>Where packages are published: an environment, and for the upload slot the company that has it.</summary>
internal sealed record PackagePlace(BcConnection Connection, EnvironmentKey Environment, string? Company = null)
{
    public override string ToString() => Messages.EnvironmentTenant(Environment, Connection);
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

    /// <summary>Whether older versions are removed when the new ones are installed.</summary>
    public bool UnpublishesPrevious { get; init; }

    /// <summary>What else the prompt says.</summary>
    public string Remark { get; init; } = string.Empty;

    /// <summary>Adds packages; those that were added for the same place before are skipped.</summary>
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
                await run.PublishAsync(AppPackage.InOrder(NewestOfEach([.. group])));
            });
        }
    }

    /// <summary>Without the older versions of an app: the service would install one over the other, in the order of the files.</summary>
    private List<AppPackage> NewestOfEach(IReadOnlyList<AppPackage> packages)
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

            cmdlet.WriteVerbose(Messages.NothingDoPublished(package, newer));
            return false;
        }
    }

    /// <summary>The packages of one place.</summary>
    private sealed class Run(PackagePublisher publisher, BcOperationCmdlet cmdlet, PackagePlace place, IPackageTarget target)
    {
        /// <summary>Apps whose package was not installed.</summary>
        private readonly HashSet<Guid> _failed = [];

        /// <summary>The packages that were uploaded, with the ids of their apps.</summary>
        private readonly List<(Guid App, AppPackage Package)> _sent = [];

        /// <summary>The packages of which the environment has the same or a higher version, before the run or after it.</summary>
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
                await EarlierAsync();
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

            if (package.AppId is null)
                cmdlet.WriteVerbose(Messages.ManifestCannotReadHereVersionDependencies(package));
            target.Check(package);
            if (!Confirm(package, current?.Version))
                return;

            await EarlierAsync();
            if (package.Dependencies.Any(_failed.Contains))
                throw package.DependencyFailed();
            foreach (var (_, needed) in _sent.Where(item => target.IsPutOff && package.Dependencies.Contains(item.App)))
            {
                cmdlet.WriteWarning(
                    Messages.DependsBothScheduledLaterServiceDecides(package, needed));
            }

            if (await target.UploadAsync(package) is not { } started)
                return;
            _sent.Add((package.AppId ?? (started as BcAppOperation)?.AppId ?? Guid.Empty, package));
            await target.FinishAsync(package, started);
            _inPlace.Add(package);
        }

        private void Skip(AppPackage package, Version version, (object Extension, string Description, object? Version) current)
        {
            _inPlace.Add(package);
            if (cmdlet.IsWhatIf)
            {
                cmdlet.ShouldProcess(Messages.SkipVersionAlreadyInstalled(package, version, place), null, null);
                return;
            }

            cmdlet.WriteVerbose(Messages.NothingDoAlreadyInstalled2(current));
            if (cmdlet.Wait)
                cmdlet.WriteObject(current.Extension);
        }

        /// <summary>One at a time: what has run before is the package that was uploaded last.</summary>
        private async Task EarlierAsync()
        {
            if (await target.Installations.EarlierAsync() is { IsSucceeded: false })
                _failed.Add(_sent[^1].App);
        }

        private bool Confirm(AppPackage package, object? current)
        {
            var action = Messages.UploadOverVersionInstall(package, current, target, publisher);
            if (!cmdlet.ShouldProcess(place.ToString(), action, publisher.Force))
            {
                if (cmdlet.IsWhatIf)
                    _inPlace.Add(package);
                return false;
            }

            return !publisher.ForcesSchema || publisher.Force
                || cmdlet.Ask(Messages.ForceSyncCanDeleteTablesFieldsData(package, place),
                    Messages.ForceSchema);
        }
    }
}
