using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;
using BcAdmin.Discovery;
using BcAdmin.LocalSimulator;
using BcAdmin.Views;

namespace BcAdmin.Isolation;

/// <summary>Loads BcAdmin.Transport in a private load context, so that its version of MSAL does not conflict with that of other modules.</summary>
/// <remarks>
/// PowerShell inspects the public types of BcAdmin.dll before it calls <see cref="OnImport"/>. Therefore, public types must not derive from types in
/// BcAdmin.Transport or have fields of its value types.
/// </remarks>
public sealed class ModuleLifecycle : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly TransportLoadContext Transport = new();

    public void OnImport()
    {
        AssemblyLoadContext.Default.Resolving += Resolve;
        ModuleViews.Change(add: true);
        CommandHints.OfProcess.Start();
    }

    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        AssemblyLoadContext.Default.Resolving -= Resolve;
        ModuleViews.Change(add: false);
        CommandHints.OfProcess.Stop();
        SimulatorStore.StopAll();
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == TransportLoadContext.Root ? Transport.LoadFromAssemblyName(name) : null;
}
