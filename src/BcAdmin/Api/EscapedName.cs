using System.Text;

namespace BcAdmin.Api;

/// <summary>A name in which wildcard characters are escaped with backticks, as tab completion inserts it.</summary>
internal static class EscapedName
{
    /// <summary>The name without the backticks before *, ?, [, and ].</summary>
    public static string Unescape(string name)
    {
        if (!name.Contains('`', StringComparison.Ordinal))
            return name;
        var text = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '`' && i + 1 < name.Length && (name[i + 1] is '*' or '?' or '[' or ']'))
                i++;
            text.Append(name[i]);
        }

        return text.ToString();
    }
}
