using System.Xml.Linq;
using BcAdmin.HelpBuilder;

namespace BcAdmin.Tests.Build;

public class MamlTests
{
    private readonly XElement _command = Maml.Write(
        [HelpSetTests.Read(SamplePage.Markdown, new Problems())], new Uri("https://example.com/cmdlets/")).Root!.Elements().Single();

    [Fact]
    public void Names_and_texts_are_written_as_plain_text()
    {
        Assert.Equal("Copy-BcSample", One("details", "name").Value);
        Assert.Equal(("Copy", "BcSample"), (One("details", "verb").Value, One("details", "noun").Value));
        Assert.Equal("Copies a sample.", One("details", "description").Value);
        Assert.Equal(["Uses Get-BcSample, see the docs (https://example.com/docs).", "- first", "- second"], Paras(One("description")));
        Assert.Equal(["Take care."], Paras(One("alertSet")));
    }

    [Fact]
    public void Syntax_has_a_line_for_each_set_with_the_default_one_first()
    {
        var sets = One("syntax").Elements().Select(set => set.Elements().Skip(1).Select(parameter => Child(parameter, "name").Value));

        Assert.Equal(
            [["Name", "Kind", "TimeoutSec", "Force", "WhatIf", "Confirm"], ["Kind", "Id", "TimeoutSec", "Force", "WhatIf", "Confirm"]],
            sets);
    }

    [Fact]
    public void Syntax_shows_the_values_of_an_enum_and_no_value_for_a_switch()
    {
        var parameters = One("syntax").Elements().First().Elements().Skip(1).ToDictionary(parameter => Child(parameter, "name").Value);

        Assert.Equal(["Production", "Sandbox"], Child(parameters["Kind"], "parameterValueGroup").Elements().Select(value => value.Value));
        Assert.Equal("string[]", Child(parameters["Name"], "parameterValue").Value);
        Assert.Single(parameters["Force"].Elements());
    }

    [Fact]
    public void Parameters_have_the_facts_of_the_code()
    {
        Assert.Equal("required=true variableLength=true globbing=true pipelineInput=True (ByPropertyName, ByValue) position=0 aliases=none",
            Facts("Name"));
        Assert.Equal("required=true variableLength=false globbing=false pipelineInput=True (ByPropertyName) position=named aliases=SampleId",
            Facts("Id"));
        Assert.Equal("required=false variableLength=false globbing=false pipelineInput=False position=1 aliases=none", Facts("Kind"));
        Assert.Equal("required=false variableLength=false globbing=false pipelineInput=False position=named aliases=wi", Facts("WhatIf"));
        Assert.Equal("21600", Child(Parameter("TimeoutSec"), "defaultValue").Value);
        Assert.Equal(["What to make.", "Accepted values: Production, Sandbox."], Paras(Child(Parameter("Kind"), "description")));
        Assert.Equal(["Names of samples."], Paras(Child(Parameter("Name"), "description")));
    }

    [Fact]
    public void Hidden_parameters_are_omitted() => Assert.DoesNotContain("Secret", _command.ToString(), StringComparison.Ordinal);

    [Fact]
    public void The_code_of_an_example_is_separate_and_the_text_follows_it()
    {
        var example = One("examples").Elements().First();

        Assert.Equal("---------- Example 1: By name ----------", Child(example, "title").Value);
        Assert.Equal("Copy-BcSample a* -Kind Sandbox", Child(example, "code").Value);
        Assert.Equal(["What it is for.", "Major  Minor", ""], Paras(Child(example, "remarks")));
        Assert.DoesNotContain(example.Elements(), element => element.Name.LocalName == "introduction");
    }

    [Fact]
    public void The_online_page_is_the_first_link()
    {
        var links = One("relatedLinks").Elements().Select(link => (Child(link, "linkText").Value, Child(link, "uri").Value));

        Assert.Equal([("Online Version:", "https://example.com/cmdlets/Copy-BcSample.html"), ("More", "https://example.com/more")], links);
    }

    [Fact]
    public void Input_and_output_types_are_listed()
    {
        Assert.Equal("System.String", One("inputTypes", "inputType", "type", "name").Value);
        Assert.Equal("System.Version", One("returnValues", "returnValue", "type", "name").Value);
    }

    private static XElement Child(XElement element, string name) => element.Elements().Single(child => child.Name.LocalName == name);

    private static IEnumerable<string> Paras(XElement element) =>
        element.Descendants().Where(para => para.Name.LocalName == "para").Select(para => para.Value);

    private XElement One(params string[] path) => path.Aggregate(_command, Child);

    private XElement Parameter(string name) => One("parameters").Elements().Single(parameter => Child(parameter, "name").Value == name);

    private string Facts(string name) => string.Join(' ', Parameter(name).Attributes().Select(attribute => $"{attribute.Name}={attribute.Value}"));
}
