namespace BcAdmin.Parameters;

/// <summary>
/// Declares the BcAdmin types that a cmdlet accepts from the pipeline. PowerShell binds by property name, and most objects have an EnvironmentName, a
/// Name, or an AppId: without this list, piping a user to Remove-BcEnvironment would remove the user's environment. CSV rows and [pscustomobject] are
/// accepted if they contain the key under its own name.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class AcceptsInputAttribute(params Type[] types) : Attribute
{
    /// <summary>The accepted types, starting with the type that the cmdlet works on. A base type includes its derived types.</summary>
    public IReadOnlyList<Type> Types { get; } = types;
}
