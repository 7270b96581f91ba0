using System.Management.Automation;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace BcAdmin.Pipeline;

/// <summary>Resolves paths as users specify them: relative, with ~, on a PowerShell drive, or with wildcards. All cmdlets use it.</summary>
internal static class UserPath
{
    /// <summary>Gets the full path of an existing file.</summary>
    /// <exception cref="BcException">FileNotFound, InvalidArgument.</exception>
    public static string ResolveFile(this PSCmdlet cmdlet, string path)
    {
        try
        {
            return FullPath(cmdlet, path) is var file && File.Exists(file) ? file : throw Failures.FileNotFound(path);
        }
        catch (Exception exception) when (IsNotAPath(exception))
        {
            throw Failures.FileNotFound(path, exception);
        }
    }

    /// <summary>
    /// Gets the full paths of the files that match a path: the file with exactly this name, otherwise those that match the wildcards.
    /// </summary>
    /// <exception cref="BcException">FileNotFound, InvalidArgument.</exception>
    public static IReadOnlyList<string> ResolveFiles(this PSCmdlet cmdlet, string path) => Resolve(cmdlet, path, File.Exists);

    /// <summary>Gets the full paths of the files and folders that match a path.</summary>
    /// <exception cref="BcException">FileNotFound, InvalidArgument.</exception>
    public static IReadOnlyList<string> ResolveItems(this PSCmdlet cmdlet, string path) => Resolve(cmdlet, path, Path.Exists);

    /// <summary>Gets the full path of a file or folder to write, which may not exist yet. With -NoClobber, it must not exist.</summary>
    /// <exception cref="BcException">InvalidArgument, ResourceExists.</exception>
    public static string ResolveOutput(this PSCmdlet cmdlet, string path, bool noClobber = false)
    {
        string full;
        try
        {
            full = FullPath(cmdlet, path);
        }
        catch (Exception exception) when (IsNotAPath(exception))
        {
            throw new BcException(ErrorCode.InvalidArgument, Messages.InvalidFileSystemPath(path, exception), exception) { Target = path };
        }

        if (!noClobber || !File.Exists(full))
            return full;
        throw new BcException(ErrorCode.ResourceExists, $"{full} already exists.")
        {
            Target = path,
            Advice = Messages.ChooseAnotherPathOrOmitNoClobber,
        };
    }

    private static List<string> Resolve(PSCmdlet cmdlet, string path, Func<string, bool> exists)
    {
        try
        {
            // A name can contain wildcard characters, so an item with exactly this name takes precedence.
            var full = FullPath(cmdlet, path);
            if (exists(full))
                return [full];
            var items = WildcardPattern.ContainsWildcardCharacters(path)
                ? cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _).Where(exists).ToList() : [];
            return items.Count > 0 ? items : throw Failures.FileNotFound(path);
        }
        catch (Exception exception) when (IsNotAPath(exception))
        {
            throw Failures.FileNotFound(path, exception);
        }
    }

    private static string FullPath(PSCmdlet cmdlet, string path)
    {
        var full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        return provider.Name == "FileSystem"
            ? full
            : throw new BcException(ErrorCode.InvalidArgument, Messages.PathNotInFileSystem(path)) { Target = path };
    }

    private static bool IsNotAPath(Exception exception) => exception
        is ItemNotFoundException or WildcardPatternException or DriveNotFoundException or ProviderNotFoundException
        or PSNotSupportedException or PSArgumentException;
}
