using System.Management.Automation;

namespace BcAdmin.Parameters;

/// <summary>The address of a host: https, or plain http on this machine.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HttpsOrLoopbackAttribute : ValidateArgumentsAttribute
{
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is Uri { IsAbsoluteUri: true, UserInfo.Length: > 0 } signed)
            throw new ValidationMetadataException($"The address of {signed.Host} must name a host only, without a user and a password.");
        if (arguments is not Uri { IsAbsoluteUri: true } address || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
            throw new ValidationMetadataException($"'{arguments}' is not the address of a host, such as https://api.businesscentral.dynamics.com.");
        if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
            throw new ValidationMetadataException($"'{address}' must use https: plain http is for addresses of this machine only.");
        if (address.PathAndQuery != "/" || address.Fragment.Length > 0)
            throw new ValidationMetadataException($"'{address}' must name a host only, without a path.");
    }
}
