namespace BcAdmin.Discovery;

/// <summary>
/// Ranks cmdlets for a query. A word scores higher in a name than in a description, higher if few cmdlets contain it, and lower if only a prefix, a
/// synonym, or a similar spelling matches. A phrase that equals the query scores highest.
/// </summary>
internal sealed class CommandSearch
{
    private const double SynonymQuality = 0.8;
    private const double PrefixQuality = 0.6;
    private const double SimilarQuality = 0.5;
    private const double SynonymOfSimilarQuality = 0.4;
    private const double PhraseWeight = 8;

    /// <summary>Results with a score below this fraction of the best score are omitted.</summary>
    private const double LeastScore = 0.4;

    private const int MaxResults = 12;

    private static readonly Lazy<CommandSearch> InModule = new(() => new CommandSearch(CommandIndex.OfModule));

    private readonly CommandIndex _index;
    private readonly List<Entry> _entries;
    private readonly HashSet<string> _vocabulary;
    private readonly Dictionary<string, HashSet<string>> _synonyms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OtherName> _otherNames = new(StringComparer.OrdinalIgnoreCase);

    public CommandSearch(CommandIndex index)
    {
        _index = index;
        _entries = [.. index.Commands.Select(command => new Entry(command))];
        _vocabulary = [.. _entries.SelectMany(entry => entry.Fields).SelectMany(field => field.Stems)];
        foreach (var group in index.SameMeaning)
        {
            var members = group.Select(SearchWords.Stems).Where(stems => stems.Count == 1).Select(stems => stems[0])
                .ToHashSet(StringComparer.Ordinal);
            foreach (var member in members)
            {
                if (!_synonyms.TryGetValue(member, out var others))
                    _synonyms[member] = others = new(StringComparer.Ordinal);
                others.UnionWith(members);
            }
        }

        foreach (var other in index.OtherNames)
        {
            foreach (var name in other.Names)
                _otherNames[name] = other;
        }
    }

    public static CommandSearch OfModule => InModule.Value;

    public IReadOnlyList<IndexedCommand> All => _index.Commands;

    /// <summary>The entry for a name that no cmdlet has; null if the name is not known.</summary>
    public OtherName? FindOtherName(string name) => _otherNames.GetValueOrDefault(name.Trim());

    /// <summary>The cmdlets for the query, best match first.</summary>
    public IReadOnlyList<IndexedCommand> Find(string words)
    {
        var ranked = Rank(words);
        if (FindOtherName(words) is not { } other)
            return ranked;
        var meant = other.Commands.Select(name => _index.Commands.First(command => command.Name == name)).ToList();
        return [.. meant, .. ranked.Except(meant)];
    }

    private IReadOnlyList<IndexedCommand> Rank(string words)
    {
        var query = new Query(words, this);
        if (query.Terms.Count == 0)
            return [];
        var ranked = _entries.Select(entry => (entry.Command, Score: Score(entry, query))).Where(result => result.Score > 0)
            .OrderByDescending(result => result.Score).ThenBy(result => result.Command.Name, StringComparer.Ordinal).ToList();
        return [.. ranked.TakeWhile(result => result.Score >= ranked[0].Score * LeastScore).Take(MaxResults).Select(result => result.Command)];
    }

    private static double Score(Entry entry, Query query)
    {
        var (total, found) = (0.0, 0.0);
        foreach (var term in query.Terms)
        {
            var best = entry.Fields.Max(field => field.Weight * Best(term, field.Stems).Quality);
            total += term.Rarity * best;
            found += term.Rarity * Math.Min(1, best);
        }

        if (total == 0)
            return 0;
        var coverage = found / query.Terms.Sum(term => term.Rarity);
        var overlap = entry.Phrases.Max(phrase => Overlap(query, phrase.Stems));
        return (total * Math.Pow(coverage, 1.5) / Math.Sqrt(query.Terms.Count)) + (PhraseWeight * overlap * overlap) + Bonus(entry, query);
    }

    /// <summary>The similarity of two phrases: 1 if all words match, in any order.</summary>
    private static double Overlap(Query query, List<string> phrase)
    {
        if (phrase.Count == 0)
            return 0;
        var common = 0.0;
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var term in query.Terms)
        {
            var (quality, stem) = Best(term, phrase);
            common += quality;
            if (stem is not null)
                used.Add(stem);
        }

        return common / (query.Terms.Count + phrase.Count - used.Count);
    }

    /// <summary>Breaks ties between cmdlets: exact phrases in the order of the list, then names, then Get cmdlets.</summary>
    private static double Bonus(Entry entry, Query query)
    {
        var bonus = 0.0;
        for (var i = 0; i < entry.SearchPhrases.Count; i++)
        {
            if (entry.SearchPhrases[i].Stems.SequenceEqual(query.Stems, StringComparer.Ordinal))
                bonus = Math.Max(bonus, 1 - (0.05 * i) + (entry.SearchPhrases[i].Words.SequenceEqual(query.Words, StringComparer.Ordinal) ? 2 : 0));
        }

        if (entry.Name.ToHashSet(StringComparer.Ordinal).SetEquals(query.Stems))
            bonus = Math.Max(bonus, entry.NameWords.ToHashSet(StringComparer.Ordinal).SetEquals(query.Words) ? 2 : 1);
        if (entry.Name[0] == "get" && query.Terms.All(term => Best(term, entry.Name[1..]).Quality > 0))
            bonus = Math.Max(bonus, 1.2);
        return bonus;
    }

    private static (double Quality, string? Stem) Best(Term term, IEnumerable<string> stems)
    {
        (double Quality, string? Stem) best = (0, null);
        foreach (var stem in stems)
        {
            if (term.Forms.TryGetValue(stem, out var quality) && quality > best.Quality)
                best = (quality, stem);
        }

        return best;
    }

    /// <summary>The words of the index that match a word of the query, each with the quality of the match.</summary>
    private Dictionary<string, double> FormsOf(string stem)
    {
        var forms = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var word in _vocabulary)
        {
            var quality = word == stem ? 1
                : _synonyms.TryGetValue(stem, out var synonyms) && synonyms.Contains(word) ? SynonymQuality
                : (stem.Length >= 3 && word.StartsWith(stem, StringComparison.Ordinal))
                    || (word.Length >= 4 && stem.Length - word.Length <= 2 && stem.StartsWith(word, StringComparison.Ordinal)) ? PrefixQuality
                : 0;
            if (quality > 0)
                forms[word] = quality;
        }

        if (forms.Count == 0 && stem.Length >= 4)
            AddSimilar(forms, stem);
        return forms;
    }

    private void AddSimilar(Dictionary<string, double> forms, string stem)
    {
        var limit = stem.Length < 8 ? 2 : 3;
        foreach (var word in _vocabulary.Where(word => Suggestion.Distance(stem, word, limit) < limit).ToList())
        {
            forms[word] = SimilarQuality;
            foreach (var synonym in _synonyms.GetValueOrDefault(word) ?? [])
                forms.TryAdd(synonym, SynonymOfSimilarQuality);
        }
    }

    /// <summary>A word of the query.</summary>
    /// <param name="Rarity">Higher for words that few cmdlets contain.</param>
    private sealed record Term(Dictionary<string, double> Forms, double Rarity);

    private sealed class Query
    {
        public Query(string text, CommandSearch search)
        {
            Words = SearchWords.Split(text);
            Stems = SearchWords.Stems(text);
            Terms =
            [
                .. Stems.Distinct(StringComparer.Ordinal).Select(search.FormsOf).Select(forms => new Term(forms, forms.Count == 0 ? 1
                    : Math.Log(1 + (search._entries.Count / (1.0 + search._entries.Count(entry => entry.IsAbout(forms))))))),
            ];
        }

        public List<string> Words { get; }

        public List<string> Stems { get; }

        public List<Term> Terms { get; }
    }

    private sealed record Phrase(List<string> Words, List<string> Stems)
    {
        public static Phrase Of(string text) => new(SearchWords.Split(text), SearchWords.Stems(text));
    }

    /// <summary>A cmdlet and its words.</summary>
    private sealed class Entry
    {
        public Entry(IndexedCommand command)
        {
            Command = command;
            NameWords = SearchWords.Split(command.Name);
            Name = SearchWords.Stems(command.Name);
            SearchPhrases = [.. command.Phrases.Select(Phrase.Of)];
            Phrases = [.. SearchPhrases, new(NameWords, [.. Name.Distinct(StringComparer.Ordinal)]), Distinct(command.Synopsis)];
            Fields =
            [
                (3.0, [.. Name]),
                (2.2, [.. SearchPhrases.SelectMany(phrase => phrase.Stems)]),
                (1.6, [.. SearchWords.Stems(command.Synopsis)]),
                (1.0, [.. command.Examples.SelectMany(SearchWords.Stems)]),
                (0.4, [.. SearchWords.Stems(command.Description)]),
            ];
        }

        public IndexedCommand Command { get; }

        public List<string> NameWords { get; }

        public List<string> Name { get; }

        /// <summary>The phrases of docs/en-US/_cmdlets.md.</summary>
        public List<Phrase> SearchPhrases { get; }

        /// <summary>The search phrases, the name, and the synopsis.</summary>
        public List<Phrase> Phrases { get; }

        public List<(double Weight, HashSet<string> Stems)> Fields { get; }

        /// <summary>Whether the name, the phrases, or the synopsis contain one of the words or a longer form of it.</summary>
        public bool IsAbout(Dictionary<string, double> forms) =>
            Fields.Take(3).Any(field => field.Stems.Any(stem => forms.TryGetValue(stem, out var quality) && quality >= PrefixQuality));

        private static Phrase Distinct(string text) =>
            new(SearchWords.Split(text), [.. SearchWords.Stems(text).Distinct(StringComparer.Ordinal)]);
    }
}
