using System.Management.Automation.Language;
using System.Text;

namespace BcAdmin.Migration;

/// <summary>Edits of a text by offsets in the original. Unchanged parts keep their formatting, comments, and line endings.</summary>
internal sealed class TextEdits(string text)
{
    private readonly List<Edit> _edits = [];

    public string Original { get; } = text;

    public bool IsEmpty => _edits.Count == 0;

    public void Insert(int offset, string added) => Add(offset, offset, () => added);

    /// <summary>Inserts a text that belongs to a command rather than to the argument that starts or ends at the same offset.</summary>
    public void Insert(int offset, Func<string> added, IScriptExtent owner) => Add(offset, offset, added, owner.StartOffset, owner.EndOffset);

    /// <summary>Inserts whole lines that do not belong to the command that starts at the same offset.</summary>
    public void InsertLines(int offset, Func<string> added) => Add(offset, offset, added, -1, Original.Length);

    public void Replace(IScriptExtent extent, string replacement) => Add(extent.StartOffset, extent.EndOffset, () => replacement);

    public void Replace(int start, int end, string replacement) => Add(start, end, () => replacement);

    /// <summary>Replaces text with a value that is computed when the edits are applied, because it contains text that is itself edited.</summary>
    public void Replace(IScriptExtent extent, Func<string> replacement) => Add(extent.StartOffset, extent.EndOffset, replacement);

    public void Delete(int start, int end) => Add(start, end, () => string.Empty);

    /// <summary>The edited text.</summary>
    public override string ToString() => Render(-1, Original.Length);

    /// <summary>The text of a part of the original with the edits in it.</summary>
    public string Text(IScriptExtent extent) => Render(extent.StartOffset, extent.EndOffset);

    private string Render(int start, int end)
    {
        // An insertion precedes a replacement at the same offset. Edits inside a larger replacement are discarded.
        var inside = _edits.Where(edit => edit.Start >= start && edit.End <= end && edit.OwnerStart >= start && edit.OwnerEnd <= end)
            .OrderBy(edit => edit.Start).ThenBy(edit => edit.End == edit.Start ? 0 : 1).ThenBy(edit => edit.OwnerStart < 0 ? 0 : 1)
            .ThenByDescending(edit => edit.End).ThenBy(edit => edit.Order);
        var result = new StringBuilder();
        var position = Math.Max(0, start);
        foreach (var edit in inside)
        {
            if (edit.Start < position)
            {
                // Two deletions can overlap, for example those of entries that share a separator.
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
