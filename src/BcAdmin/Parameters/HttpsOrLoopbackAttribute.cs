using System.Management.Automation;

namespace BcAdmin.Parameters;

/// <summary>Accepts the URL of a host: HTTPS, or HTTP for the loopback address.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HttpsOrLoopbackAttribute : ValidateArgumentsAttribute
{
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is Uri { IsAbsoluteUri: true, UserInfo.Length: > 0 } signed)
            throw new ValidationMetadataException(Messages.AddressContainsCredentials(signed));
        if (arguments is not Uri { IsAbsoluteUri: true } address || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
            throw new ValidationMetadataException(Messages.InvalidHostAddress(arguments));
        if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
            throw new ValidationMetadataException(Messages.AddressMustUseHttps(address));
        if (address.PathAndQuery != "/" || address.Fragment.Length > 0)
            throw new ValidationMetadataException(Messages.AddressMustNotContainPath(address));
    }
}
