using System.Management.Automation;
using System.Text.RegularExpressions;

namespace BcAdmin.Parameters;

/// <summary>
/// The rule for names of new environments (contract: EnvironmentName). Reserved words are the service's to refuse: their list is not published
/// any more.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed partial class EnvironmentNameAttribute : ValidateArgumentsAttribute
{
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is not string name || !Rule().IsMatch(name))
        {
            throw new ValidationMetadataException(
                Messages.CannotNameEnvironmentStartsLetterLetters(arguments));
        }
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]{0,28}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rule();
}
