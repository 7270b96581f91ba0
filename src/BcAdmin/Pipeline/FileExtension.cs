namespace BcAdmin.Pipeline;

/// <summary>Rejects output files whose extension belongs to another format than the one that a cmdlet writes.</summary>
internal static class FileExtension
{
    private static readonly string[] Formats =
    [
        ".csv", ".htm", ".html", ".ics", ".json", ".jsonc", ".md", ".pdf", ".ps1", ".psd1", ".txt", ".xls", ".xlsx", ".xml", ".yaml", ".yml", ".zip",
    ];

    /// <summary>Whether the file has one of the extensions.</summary>
    public static bool Is(string path, params string[] extensions) =>
        extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Fails if the file has another extension than the supported one. A file without an extension is accepted.</summary>
    /// <exception cref="BcException">InvalidArgument.</exception>
    public static void Check(string path, string supported)
    {
        if (!Is(path, string.Empty, supported))
        {
            throw new BcException(ErrorCode.InvalidArgument, Messages.FileExtensionNotSupported(path, supported))
            {
                Target = path,
                Advice = Messages.ChangeFileExtension(supported),
            };
        }
    }

    /// <summary>
    /// Fails if the name of a folder has the extension of a file format. Other names with a period, such as contoso.com, and existing folders are
    /// accepted.
    /// </summary>
    /// <exception cref="BcException">InvalidArgument.</exception>
    /// <param name="path">The path as it was typed.</param>
    /// <param name="folder">The full path.</param>
    /// <param name="file">The extension of a file that can be specified instead of a folder; null if there is none.</param>
    public static void CheckFolder(string path, string folder, string? file = null)
    {
        if (Is(path, Formats) && !Directory.Exists(folder))
        {
            throw new BcException(ErrorCode.InvalidArgument, Messages.FileNameInsteadOfFolder(path, file))
            {
                Target = path,
                Advice = Messages.SpecifyOutputFolder(file),
            };
        }
    }
}
