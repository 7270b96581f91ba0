namespace BcAdmin.Pipeline;

/// <summary>
/// Selects the companies for -Company when assignments are removed, by the technical names in the assignments. Names are compared with all companies
/// of the environment and not only with those of the assignments, so that the name of an existing company is never used as a pattern for another one.
/// </summary>
internal static class CompanyChoice
{
    /// <param name="names">The names that the user specified; an empty text for the assignment for all companies.</param>
    /// <param name="held">The companies of the assignments, which may have been deleted.</param>
    /// <param name="readCompanies">Reads the companies of the environment.</param>
    /// <exception cref="BcException">CompanyNotFound, InvalidPattern.</exception>
    public static async Task<HashSet<string>> ChooseAsync(
        IReadOnlyCollection<string> names, IEnumerable<string> held, EnvironmentKey environment, Func<Task<List<BcCompany>>> readCompanies)
    {
        var mentioned = held.Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (names.Contains("*", StringComparer.Ordinal))
            return mentioned.ToHashSet(StringComparer.OrdinalIgnoreCase);

        var companies = names.All(name => name.Length == 0) ? [] : await readCompanies();
        var filter = new NameFilter<BcCompany>(names, company => [company.Name, company.CompanyId.ToString()], emptyIsName: true)
        {
            NotFound = name => AutomationClient.CompanyNotFound(name, environment, companies),
        };
        var chosen = filter.From([.. companies, .. mentioned.Append(string.Empty).Select(name => new BcCompany { Name = name })])
            .Select(company => company.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, error) in filter.Errors)
            chosen.Add(AutomationClient.Pick(companies, name)?.Name ?? throw error);
        return chosen;
    }

    /// <summary>
    /// Gets the permission sets that remain effective although their removal was requested: those assigned in single companies if no company was
    /// specified, and those assigned for all companies if some were.
    /// </summary>
    /// <param name="held">The assignments before the removal.</param>
    /// <param name="sets">The role IDs that the user specified.</param>
    /// <param name="names">The companies that the user specified; null or empty if none were.</param>
    /// <param name="chosen">The companies whose assignments are removed.</param>
    public static IEnumerable<(string RoleId, IReadOnlyList<string> Companies)> Kept(
        IEnumerable<(string RoleId, string Company)> held, string[] sets, string[]? names, HashSet<string> chosen) => held
        .Where(assignment => sets.Contains(assignment.RoleId, StringComparer.OrdinalIgnoreCase) && !chosen.Contains(assignment.Company)
            && (names is not { Length: > 0 } || assignment.Company.Length == 0))
        .GroupBy(assignment => assignment.RoleId, assignment => assignment.Company, StringComparer.OrdinalIgnoreCase)
        .Select(group => (group.Key,
            (IReadOnlyList<string>)[.. group.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)]));
}
