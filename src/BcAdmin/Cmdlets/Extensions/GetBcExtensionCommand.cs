using System.Management.Automation;

namespace BcAdmin.Cmdlets.Extensions;

/// <summary>Lists the extensions of environments by the Automation API: listCompanies, listExtensions, getExtension.</summary>
[Cmdlet(VerbsCommon.Get, "BcExtension")]
[OutputType(typeof(BcExtension))]
public sealed class GetBcExtensionCommand : BcEnvironmentReadCmdlet
{
    private readonly EnvironmentLists _lists;

    public GetBcExtensionCommand() => _lists = new(this);

    [Parameter(Position = 1)]
    [SupportsWildcards]
    [NameOrId(typeof(BcExtension), nameof(BcExtension.Name))]
    [ArgumentCompleter(typeof(ExtensionNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Extension", "ExtensionName")]
    [SupportsWildcards]
    [NameOrId(typeof(BcExtension), nameof(BcExtension.PackageId), IsGuid = true)]
    [ArgumentCompleter(typeof(ExtensionCompleter))]
    public string[]? PackageId { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ExtensionPublisherCompleter))]
    public string? Publisher { get; set; }

    [Parameter]
    public bool? Installed { get; set; }

    /// <summary>Returns versions that are not installed although a newer version of the app is.</summary>
    [Parameter]
    public SwitchParameter Orphaned { get; set; }

    /// <summary>The company through which the environment is read. It does not limit the results.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("CompanyId")]
    [NameOrId(typeof(BcCompany), nameof(BcCompany.Name), IsSingle = true)]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string? Company { get; set; }

    /// <summary>An OData $filter expression that the service applies in addition to the other parameters.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? Filter { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        if (Orphaned && (Filter is not null || Installed is not null || PackageId is not null))
        {
            throw new BcException(ErrorCode.InvalidArgument, Messages.OrphanedConflictsWithFilters)
            {
                Advice = Messages.UseNameOrPublisher,
            };
        }

        var automation = Automation(connection, environment);
        var packages = PackageId;
        if (packages is not null && Array.TrueForAll(packages, package => Guid.TryParse(package, out _)))
        {
            foreach (var package in packages)
                await GuardAsync(package, () => ReadOneAsync(automation, Guid.Parse(package)));
            return;
        }

        if (WasRead(connection, environment, Company))
            return;

        // The list is short and is filtered locally, because the service filters case-sensitively and computes whether an extension is installed
        // (contract: x-bc-notes).
        var extensions = automation.ListExtensionsAsync(await _lists.CompanyIdAsync(automation, Company), new ODataQuery(Filter), PipelineStopToken);
        var names = new NameFilter<BcExtension>(Name, extension => [extension.Name]);
        var publishers = PublisherFilter();
        var packageFilter = new NameFilter<BcExtension>(packages, ExtensionFinder.TextsOf);
        if (Filter is null) // a filter can exclude existing extensions
        {
            names.NotFound = packageFilter.NotFound = name => NotFound(name, environment);
            publishers.NotFound = name => new(ErrorCode.PublisherNotFound, Messages.NoExtensionByPublisher(environment, name));
        }

        if (Orphaned)
            WriteOrphaned(await extensions.ToListAsync(), names, publishers);
        else
            await WriteMatchesAsync(extensions, IsWanted, names, publishers, packageFilter);
    }

    private void WriteOrphaned(List<BcExtension> extensions, NameFilter<BcExtension> names, NameFilter<BcExtension> publishers)
    {
        foreach (var extension in publishers.From(names.From(extensions)).Where(extension => extension.IsReplacedIn(extensions)))
            WriteObject(extension);
        WriteErrors(names);
        WriteErrors(publishers);
    }

    private async Task ReadOneAsync(AutomationClient automation, Guid id)
    {
        var extension = await automation.GetExtensionAsync(id, PipelineStopToken);
        if (IsWanted(extension) && PublisherFilter().From([extension]).Count > 0)
            WriteObject(extension);
    }

    private bool IsWanted(BcExtension extension) => Installed is null || extension.IsInstalled == Installed;

    private NameFilter<BcExtension> PublisherFilter() => new(Publisher is null ? null : [Publisher], extension => [extension.Publisher]);

    internal static BcException PackageNotFound(EnvironmentKey environment, Guid id) =>
        new(ErrorCode.ExtensionNotFound, Messages.PackageIdNotInEnvironment(environment, id))
        {
            Target = id,
            Advice = Messages.ListExtensionPackageIds(environment),
        };

    internal static BcException NotFound(string name, EnvironmentKey environment) =>
        new(ErrorCode.ExtensionNotFound, Messages.ExtensionNotInEnvironment(environment, name))
        {
            Target = name,
            AdviceFor = connection => Messages.ListExtensions(environment, connection),
        };
}
