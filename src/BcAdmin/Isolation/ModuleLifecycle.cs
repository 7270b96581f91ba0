using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;
using BcAdmin.Discovery;
using BcAdmin.LocalSimulator;

namespace BcAdmin.Isolation;

/// <summary>
/// Lets the module find BcAdmin.Transport in its private load context, and so lives beside any other module's MSAL.
/// </summary>
/// <remarks>
/// PowerShell reads the public types of BcAdmin.dll before it calls <see cref="OnImport"/>: none of them may derive from a type of
/// BcAdmin.Transport or have a field of one of its value types.
/// </remarks>
public sealed class ModuleLifecycle : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly TransportLoadContext Transport = new();

    public void OnImport()
    {
        AssemblyLoadContext.Default.Resolving += Resolve;
        CommandHints.OfProcess.Start();
    }

    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        AssemblyLoadContext.Default.Resolving -= Resolve;
        CommandHints.OfProcess.Stop();
        SimulatorStore.StopAll();
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == TransportLoadContext.Root ? Transport.LoadFromAssemblyName(name) : null;
}
