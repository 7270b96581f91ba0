using System.Management.Automation.Language;
using System.Text;

namespace BcAdmin.Migration;

/// <summary>Changes of a text, by offsets of the original. What is not changed keeps its formatting, comments, and line ends.</summary>
internal sealed class TextEdits(string text)
{
    private readonly List<Edit> _edits = [];

    public string Original { get; } = text;

    public bool IsEmpty => _edits.Count == 0;

    public void Insert(int offset, string added) => Add(offset, offset, () => added);

    /// <summary>Inserts a text that belongs to a command, and not to the argument that begins or ends at the same offset.</summary>
    public void Insert(int offset, Func<string> added, IScriptExtent owner) => Add(offset, offset, added, owner.StartOffset, owner.EndOffset);

    /// <summary>Inserts whole lines, which are no part of the command that starts at the same offset.</summary>
    public void InsertLines(int offset, Func<string> added) => Add(offset, offset, added, -1, Original.Length);

    public void Replace(IScriptExtent extent, string replacement) => Add(extent.StartOffset, extent.EndOffset, () => replacement);

    public void Replace(int start, int end, string replacement) => Add(start, end, () => replacement);

    /// <summary>Replaces with a text that is made at the end, because it contains text that is itself changed.</summary>
    public void Replace(IScriptExtent extent, Func<string> replacement) => Add(extent.StartOffset, extent.EndOffset, replacement);

    public void Delete(int start, int end) => Add(start, end, () => string.Empty);

    /// <summary>The changed text.</summary>
    public override string ToString() => Render(-1, Original.Length);

    /// <summary>The text of a part of the original after the changes inside it.</summary>
    public string Text(IScriptExtent extent) => Render(extent.StartOffset, extent.EndOffset);

    private string Render(int start, int end)
    {
        // An insertion comes before what is replaced at its offset. What is inside a larger replacement goes with it.
        var inside = _edits.Where(edit => edit.Start >= start && edit.End <= end && edit.OwnerStart >= start && edit.OwnerEnd <= end)
            .OrderBy(edit => edit.Start).ThenBy(edit => edit.End == edit.Start ? 0 : 1).ThenBy(edit => edit.OwnerStart < 0 ? 0 : 1)
            .ThenByDescending(edit => edit.End).ThenBy(edit => edit.Order);
        var result = new StringBuilder();
        var position = Math.Max(0, start);
        foreach (var edit in inside)
        {
            if (edit.Start < position)
            {
                // Two removals can meet, such as those of entries that share a separator.
                if (edit.End > position && edit.New().Length == 0)
                    position = edit.End;
                continue;
            }

            result.Append(Original, position, edit.Start - position).Append(edit.New());
            position = edit.End;
        }

        return result.Append(Original, position, end - position).ToString();
    }

    private void Add(int start, int end, Func<string> replacement) => Add(start, end, replacement, start, end);

    private void Add(int start, int end, Func<string> replacement, int ownerStart, int ownerEnd) =>
        _edits.Add(new(start, end, replacement, ownerStart, ownerEnd, _edits.Count));

    private sealed record Edit(int Start, int End, Func<string> New, int OwnerStart, int OwnerEnd, int Order);
}
