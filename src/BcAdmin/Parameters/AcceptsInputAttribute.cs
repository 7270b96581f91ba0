namespace BcAdmin.Parameters;

/// <summary>
/// Names the BcAdmin types that a cmdlet takes from the pipeline. Binding goes by property name, and most objects have an EnvironmentName, a Name or
/// an AppId: without this list, a piped user would remove the user's environment. Rows of a CSV file or a [pscustomobject] are taken if they carry
/// the key under its own name.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class AcceptsInputAttribute(params Type[] types) : Attribute
{
    /// <summary>Accepted types, the cmdlet's own first; a base type stands for all of its types.</summary>
    public IReadOnlyList<Type> Types { get; } = types;
}
