using System.Management.Automation;
using System.Text.RegularExpressions;

namespace BcAdmin.Parameters;

/// <summary>
/// Validates the names of new environments (contract: EnvironmentName). Reserved names are validated by the service, because Microsoft no longer
/// publishes the list.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed partial class EnvironmentNameAttribute : ValidateArgumentsAttribute
{
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is not string name || !Rule().IsMatch(name))
        {
            throw new ValidationMetadataException(
                Messages.InvalidEnvironmentName(arguments));
        }
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]{0,28}\z", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Rule();
}
