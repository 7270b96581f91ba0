using System.Management.Automation;
using BcAdmin.Discovery;

namespace BcAdmin.Cmdlets.Discovery;

/// <summary>Finds cmdlets by words that describe a task. Runs offline.</summary>
[Cmdlet(VerbsCommon.Find, "BcCommand")]
[OutputType(typeof(BcCommand))]
public sealed class FindBcCommandCommand : BcCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromRemainingArguments = true)]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string[]? Word { get; set; }

    protected override Task ProcessAsync()
    {
        var words = string.Join(' ', Word ?? []).Trim();
        var search = CommandSearch.OfModule;
        var found = words.Length == 0 ? search.All : search.Find(words);
        if (search.FindOtherName(words) is { } other)
            WriteWarning(Messages.CmdletNotFound(words, other.Commands, other.Explanation));
        else if (found.Count == 0)
            WriteWarning(Messages.NoMatchingCmdlet(words));
        foreach (var command in found)
            WriteObject(command.ToCommand());
        return Task.CompletedTask;
    }
}
