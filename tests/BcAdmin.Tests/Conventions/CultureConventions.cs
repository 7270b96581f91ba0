using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using BcAdmin.Parameters;

namespace BcAdmin.Tests.Conventions;

/// <summary>
/// Nothing that the module reads, compares, or writes depends on the culture of the session, except text that the user types in that culture.
/// </summary>
public class CultureConventions
{
    [Fact]
    public void Every_date_parameter_reads_ISO_dates_as_Gregorian()
    {
        var dates = (from cmdlet in CompiledCmdlet.All
                     from parameter in cmdlet.Parameters
                     where IsDate(parameter.PropertyType)
                     select (cmdlet, parameter)).ToList();
        Assert.NotEmpty(dates);
        Rule.Holds(from date in dates
                   where date.parameter.GetCustomAttribute<DateTransformationAttribute>() is null
                   select $"{date.cmdlet.Name} -{date.parameter.Name} needs [DateTransformation]: without it, 2027-01-31 is another day in other "
                       + "calendars.");

        static bool IsDate(Type type)
        {
            var single = type.IsArray ? type.GetElementType()! : type;
            return (Nullable.GetUnderlyingType(single) ?? single) is var plain
                && (plain == typeof(DateTime) || plain == typeof(DateTimeOffset) || plain == typeof(DateOnly));
        }
    }

    [Fact]
    public void A_pattern_of_a_parameter_ignores_case_in_Turkish_as_well() => Rule.Holds(
        from cmdlet in CompiledCmdlet.All
        from parameter in cmdlet.Parameters
        from pattern in parameter.GetCustomAttributes<ValidatePatternAttribute>()
        where !pattern.Options.HasFlag(RegexOptions.CultureInvariant)
        select $"{cmdlet.Name} -{parameter.Name}: add Options = RegexOptions.CultureInvariant to [ValidatePattern].");

    [Theory]
    [InlineData("RegexOptions.IgnoreCase", "RegexOptions.CultureInvariant")]
    [InlineData("WildcardOptions.IgnoreCase", "WildcardOptions.CultureInvariant")]
    public void Case_is_ignored_in_every_culture(string option, string needed)
    {
        var lines = (from file in Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
                     from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
                     where line.Text.Contains(option, StringComparison.Ordinal)
                     select (file, line)).ToList();
        Assert.NotEmpty(lines);
        Rule.Holds(from item in lines
                   where !item.line.Text.Contains(needed, StringComparison.Ordinal)
                   select $"{Path.GetRelativePath(Repository.Root, item.file)}({item.line.Number}): add {needed}.");
    }

    [Fact]
    public void A_view_formats_with_the_invariant_culture()
    {
        var format = XDocument.Load(Repository.PathOf("src", "BcAdmin", "Views", "Views.xml"));
        Assert.Contains("InvariantCulture", format.ToString(), StringComparison.Ordinal);
        var models = typeof(BcException).Assembly.GetExportedTypes().ToDictionary(type => type.FullName!);
        Rule.Holds(
            (from script in format.Descendants("ScriptBlock")
             where Regex.IsMatch(script.Value, @"\.ToString\('[^']*'\)|'\s+-f\s", RegexOptions.None, TimeSpan.FromSeconds(10))
             select $"{script.Value}: use a format of build/Update-ViewFile.ps1.")
            .Concat(
                from view in format.Descendants("View")
                from name in view.Descendants("TypeName")
                let model = name.Value.Split('#')[0]
                where models.ContainsKey(model)
                from column in view.Descendants("PropertyName")
                let type = models[model].GetProperty(column.Value)?.PropertyType
                let plain = type is null ? null : Nullable.GetUnderlyingType(type) ?? type
                where plain == typeof(DateTime) || plain == typeof(DateTimeOffset) || plain == typeof(double) || plain == typeof(decimal)
                select $"{name.Value}: the column {column.Value} shows a date or a number in the culture of the session. Give it a format "
                    + "in build/Views.psd1."));
    }

    [Fact]
    public void A_sample_formats_and_compares_with_the_invariant_culture() => Rule.Holds(
        from file in Directory.EnumerateFiles(Repository.PathOf("docs", "examples"), "*", SearchOption.AllDirectories)
        from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
        where Regex.IsMatch(line.Text, @"\.ToString\('[^']*'\)|Get-Date\s.*-(Format|UFormat)|\s-i?(not)?like\s.*[A-Za-z]'?|'\s+-f\s"
            + @"|\[datetime(offset)?\]::Parse\([^,]*\)|\.To(Lower|Upper)\(\)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10))
        select $"{Path.GetRelativePath(Repository.Root, file)}({line.Number}): {line.Text.Trim()} depends on the culture.");
}
