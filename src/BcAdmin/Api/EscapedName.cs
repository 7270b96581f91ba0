using System.Text;

namespace BcAdmin.Api;

/// <summary>A name whose wildcards are escaped with backticks, as tab completion offers it.</summary>
internal static class EscapedName
{
    /// <summary>The name without the backticks in front of *, ?, [ and ].</summary>
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
