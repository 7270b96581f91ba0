using System.Reflection;
using System.Runtime.Loader;

namespace BcAdmin.Isolation;

/// <summary>
/// Loads BcAdmin.Transport and its dependencies from deps/. The files are in a separate folder because PowerShell loads assemblies next to the module
/// into the default load context.
/// </summary>
internal sealed class TransportLoadContext() : AssemblyLoadContext("BcAdmin.Transport")
{
    public const string Root = "BcAdmin.Transport";

    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(typeof(TransportLoadContext).Assembly.Location)!, "deps");

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Path.Combine(Folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
