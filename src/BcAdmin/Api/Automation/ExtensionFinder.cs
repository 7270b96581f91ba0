namespace BcAdmin.Api.Automation;

/// <summary>Finds the version of an extension that a text identifies: by package ID, by name, or by name and version, in this order.</summary>
internal static class ExtensionFinder
{
    /// <summary>The texts that identify a version, such as 'Sales Forecast' and 'Sales Forecast 1.2.0.0'.</summary>
    public static IEnumerable<string?> TextsOf(BcExtension extension) =>
        [extension.PackageId.ToString(), extension.Name, extension.ToString()];

    /// <param name="extensions">The extensions of the environment.</param>
    /// <param name="name">The name, or the name and version.</param>
    /// <param name="isInstalled">The preferred state if the name matches several versions.</param>
    /// <exception cref="BcException">AmbiguousExtension: several versions or extensions have the name.</exception>
    public static BcExtension? Pick(IReadOnlyCollection<BcExtension> extensions, string name, bool isInstalled)
    {
        var found = ExactName.Find(extensions, name, extension => [extension.Name, extension.ToString()]);
        if (found.Count < 2)
            return found.FirstOrDefault();
        return found.Where(extension => extension.IsInstalled == isInstalled).Take(2).ToList() is [var only]
            && found.TrueForAll(extension => extension.AppId == only.AppId)
            ? only
            : throw new BcException(ErrorCode.AmbiguousExtension, Messages.SeveralExtensionsHaveName(name, found))
            {
                Target = name,
                Advice = Messages.SpecifyPackageId,
            };
    }

    public static BcException NotFound(EnvironmentKey environment, string name, IEnumerable<BcExtension> extensions) =>
        new(ErrorCode.ExtensionNotFound, Messages.ExtensionNotInEnvironment(environment, name))
        {
            Target = name,
            Suggestion = Suggestion.Nearest(name, extensions.Select(known => known.Name)),
            AdviceFor = connection => Messages.ListExtensions(environment, connection),
        };
}
