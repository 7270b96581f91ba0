using System.Globalization;
using BcAdmin.Pipeline;

namespace BcAdmin.Tests.Pipeline;

public class NameFilterTests
{
    [Theory]
    [InlineData("A [1]", "A [1],A 1", "A [1]")]
    [InlineData("A [1]", "A 1,A [1]", "A [1]")]
    [InlineData("A [1]", "A 1,B", "A 1")]
    [InlineData("a `[1`]", "A 1,A [1]", "A [1]")]
    [InlineData("A*", "Ab,A*,Ac", "A*")]
    [InlineData("A?", "Ab,A?", "A?")]
    [InlineData("A`*", "A*,A`*", "A`*")]
    [InlineData("*", "A,*,B", "A,*,B")]
    [InlineData("A]", "A],AB", "A]")]
    [InlineData("A [1", "A 1,A [1", "A [1")]
    [InlineData("", "A,", "")]
    public async Task An_exact_name_is_preferred_to_a_pattern(string name, string texts, string expected)
    {
        var filter = NameFilter.Of([name]);
        Assert.Equal(expected.Split(',', StringSplitOptions.RemoveEmptyEntries), await ReadAsync(filter, texts.Split(',')));
        Assert.Empty(filter.Missing);
        Assert.Empty(filter.Errors);
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("th-TH")]
    [InlineData("de-DE")]
    public async Task Wildcards_ignore_case_in_every_culture(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        Assert.Equal(["PRODUCTION", "production"], await ReadAsync(NameFilter.Of(["*CTIO*"]), ["PRODUCTION", "production"]));
        Assert.Equal(["File"], await ReadAsync(NameFilter.Of(["FIL[E]"]), ["File"]));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("A [x")]
    [InlineData("[z-a]")]
    public async Task An_invalid_pattern_is_an_error_unless_it_is_a_name(string name)
    {
        var filter = NameFilter.Of([name]);
        Assert.Empty(await ReadAsync(filter, ["A"]));
        Assert.Equal("InvalidPattern", Assert.Single(filter.Errors).Error.Code);
        Assert.Empty(filter.Missing);
    }

    [Fact]
    public async Task Exact_names_without_a_match_are_errors_and_patterns_are_not()
    {
        var filter = NameFilter.Of(["Faild", "x*", "", "A"]);
        await ReadAsync(filter, ["Failed", "A"]);
        Assert.Equal(["Faild"], filter.Missing);
        Assert.Equal("Failed", filter.Nearest("Faild"));
        Assert.True(filter.IsComplete);
    }

    [Fact]
    public void The_error_for_a_missing_name_suggests_the_nearest_name()
    {
        var filter = NameFilter.Of(["Faild", "["]);
        filter.NotFound = name => new BcException(ErrorCode.InvalidArgument, $"No '{name}'.");
        var failure = Assert.Throws<BcException>(() => filter.Choose(["Failed"]));
        Assert.Equal(("No 'Faild'.", "Failed"), (failure.Text, failure.Suggestion));
        Assert.Equal(["InvalidArgument", "InvalidPattern"], filter.Errors.Select(problem => problem.Error.Code));
    }

    [Fact]
    public async Task Objects_are_streamed_until_a_pattern_could_be_a_name()
    {
        var taken = 0;
        await foreach (var _ in Counted().ChosenBy(NameFilter.Of(["*"])))
            break;
        Assert.Equal(1, taken);

        taken = 0;
        await foreach (var _ in Counted().ChosenBy(NameFilter.Of(["Item 1", "nothing"])))
            break;
        Assert.Equal(1, taken);

        async IAsyncEnumerable<string> Counted()
        {
            for (var i = 1; i <= 5; i++)
            {
                await Task.Yield();
                taken = i;
                yield return $"Item {i}";
            }
        }
    }

    [Fact]
    public void Names_without_wildcards_can_be_filtered_by_the_service()
    {
        Assert.Equal(["A", "B[1]"], NameFilter.Of(["A", "B`[1`]"]).Exact);
        Assert.Null(NameFilter.Of(["A", "B*"]).Exact);
        Assert.Null(NameFilter.Of(null).Exact);
        Assert.Null(NameFilter.Of([]).Exact);
    }

    private static async Task<List<string>> ReadAsync(NameFilter<string> filter, string[] texts)
    {
        var chosen = new List<string>();
        await foreach (var text in texts.ToAsyncEnumerable().ChosenBy(filter))
            chosen.Add(text);
        return chosen;
    }
}
