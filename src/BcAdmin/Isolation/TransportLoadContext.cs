using System.Reflection;
using System.Runtime.Loader;

namespace BcAdmin.Isolation;

/// <summary>
/// Loads BcAdmin.Transport and the packages behind it from deps/. That folder is apart from BcAdmin.dll on purpose: PowerShell itself would
/// find a dll beside the module and load it for everybody.
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
