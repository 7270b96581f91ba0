using System.Management.Automation;
using BcAdmin.HelpBuilder;

namespace BcAdmin.Tests.Build;

public class CmdletModelTests
{
    [Theory]
    [InlineData(nameof(GetBcDefaultCommand.Given), "60")]
    [InlineData(nameof(GetBcDefaultCommand.Kind), "Production")]
    [InlineData(nameof(GetBcDefaultCommand.Said), "the last day")]
    [InlineData(nameof(GetBcDefaultCommand.Switch), "False")]
    [InlineData(nameof(GetBcDefaultCommand.Text), "2.29")]
    [InlineData(nameof(GetBcDefaultCommand.Needed), "")]
    [InlineData(nameof(GetBcDefaultCommand.Time), "")]
    [InlineData(nameof(GetBcDefaultCommand.Id), "")]
    [InlineData(nameof(GetBcDefaultCommand.Maybe), "")]
    public void A_default_is_the_value_of_the_property_in_a_new_cmdlet(string parameter, string value) => Assert.Equal(
        value, new CmdletModel(typeof(GetBcDefaultCommand)).Parameters.Single(item => item.Name == parameter).DefaultValue);

    [Fact]
    public void Types_have_the_names_that_users_write() => Assert.Equal(
        ["int", "SampleKind", "DateTime", "SwitchParameter", "string", "int", "DateTime", "Guid", "bool"],
        new CmdletModel(typeof(GetBcDefaultCommand)).Parameters.Select(parameter => parameter.TypeName));

    [Cmdlet(VerbsCommon.Get, "BcDefault")]
    public sealed class GetBcDefaultCommand : PSCmdlet
    {
        [Parameter]
        public int Given { get; set; } = 60;

        [Parameter]
        public SampleKind Kind { get; set; }

        [Parameter]
        [PSDefaultValue(Help = "the last day")]
        public DateTime Said { get; set; }

        [Parameter]
        public SwitchParameter Switch { get; set; }

        [Parameter]
        public string Text { get; set; } = "2.29";

        [Parameter(Mandatory = true)]
        public int Needed { get; set; } = 5;

        [Parameter]
        public DateTime Time { get; set; }

        [Parameter]
        public Guid Id { get; set; }

        [Parameter]
        public bool? Maybe { get; set; }
    }
}
