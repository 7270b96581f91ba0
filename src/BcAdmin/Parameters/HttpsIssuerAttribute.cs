using System.Management.Automation;

namespace BcAdmin.Parameters;

/// <summary>Accepts the URL of a token issuer: HTTPS, with or without a path.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HttpsIssuerAttribute : ValidateArgumentsAttribute
{
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is not Uri { IsAbsoluteUri: true } address || address.Scheme != Uri.UriSchemeHttps)
            throw new ValidationMetadataException(Messages.InvalidIssuer(arguments));
    }
}
