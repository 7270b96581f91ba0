using System.Management.Automation.Subsystem.Feedback;
using BcAdmin.Discovery;

namespace BcAdmin.Tests.Discovery;

public class CommandHintsTests
{
    [Fact]
    public void The_provider_of_PowerShell_returns_hints_for_unknown_commands()
    {
        var provider = Assert.IsAssignableFrom<IFeedbackProvider>(CommandHints.CreateProvider());
        Assert.Equal("BcAdmin", provider.Name);
        Assert.NotEmpty(provider.Description);
        Assert.NotEqual(Guid.Empty, provider.Id);
        Assert.Equal(FeedbackTrigger.CommandNotFound, provider.Trigger);
        Assert.Null(provider.FunctionsToDefine);
    }

    [Theory]
    [InlineData("foo")]
    [InlineData("Get-User")]
    [InlineData("New-BcContainer")]
    [InlineData("get-foo")]
    public void Other_commands_get_no_hint(string command) => Assert.Null(CommandHints.For(command));
}
