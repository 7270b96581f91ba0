using BcAdmin.Transport;

namespace BcAdmin;

/// <summary>What to do after a failed sign-in, by the number of Microsoft Entra ID and by the kind of the failure.</summary>
internal static class SignInAdvice
{
    private static readonly string SignInAnew = $"sign in with another account ({Commands.ConnectTenant.Switch("Prompt")})";

    private static readonly Dictionary<string, string> ByEntraCode = new(StringComparer.Ordinal)
    {
        ["AADSTS7000215"] = "Pass the value of the client secret, not its id. The value is shown only once, when the secret is created.",
        ["AADSTS7000222"] = $"The client secret has expired. Create another one ({Commands.NewAppRegistration} NAME -Service -Update -NewSecret), "
            + "or use a certificate or a federated credential.",
        ["AADSTS700016"] = "Check the client id and the tenant: "
            + "the app is not registered in this tenant, or no administrator has consented to it there.",
        ["AADSTS90002"] = "Check the tenant id or domain, and the cloud: the tenant does not exist.",
        ["AADSTS900023"] = "Check the tenant id or domain: the tenant does not exist.",
        ["AADSTS65001"] = "Consent is missing: an administrator of the tenant must grant the app its permissions. "
            + $"{Commands.GetAdminConsentUrl} returns the address for that.",
        ["AADSTS90094"] = "These permissions require an administrator's consent: sign in as a Cloud Application Administrator or higher.",
        ["AADSTS7000229"] = $"The app has no service principal in this tenant. {Commands.NewAppRegistration} NAME -Update creates it, "
            + $"or an administrator opens the address of {Commands.GetAdminConsentUrl}.",
        ["AADSTS700027"] = "Upload the public part of this certificate to the app registration, and compare the thumbprints. "
            + $"If the certificate has expired, {Commands.UpdateAppCredential} replaces it.",
        ["AADSTS50076"] = "Multi-factor authentication is required: sign in with a browser or a device code.",
        ["AADSTS50079"] = "The user must register for multi-factor authentication: sign in with a browser once.",
        ["AADSTS50158"] = "A further step of authentication is required: sign in with a browser.",
        ["AADSTS53003"] = "A Conditional Access policy of the tenant blocks this sign-in. "
            + "Its administrator finds it in the sign-in log by the correlation id.",
        ["AADSTS53000"] = "A Conditional Access policy requires a compliant device.",
        ["AADSTS500011"] = "The tenant does not know Business Central: check the tenant, and that it has a Business Central subscription.",
        ["AADSTS50020"] = $"This account does not exist in the tenant: {SignInAnew}, or specify the right tenant.",
        ["AADSTS90072"] = $"This account does not exist in the tenant: {SignInAnew}, or specify the right tenant.",
        ["AADSTS50194"] = "The app is registered for one tenant only: use a multitenant app, or sign in to the tenant of the app.",
        ["AADSTS650052"] = "The tenant has no subscription for this service, or an administrator has not consented to it.",
        ["AADSTS650057"] = "The app registration does not have the permission for Business Central: add it, then grant consent.",
        ["AADSTS50034"] = "The tenant has no such account.",
        ["AADSTS50105"] = "The enterprise application requires an assignment, and this account has none.",
        ["AADSTS70021"] = "No federated credential of the app registration matches the issuer, subject, and audience of the token.",
        ["AADSTS700211"] = "No federated credential of the app registration matches the issuer of the token.",
        ["AADSTS700212"] = "No federated credential of the app registration matches the audience of the token (usually api://AzureADTokenExchange).",
        ["AADSTS700213"] = "No federated credential of the app registration matches the subject of the token.",
        ["AADSTS700024"] = "The federated token or client assertion is not valid at this time: get another one, and check the clock.",
        ["AADSTS700082"] = "The sign-in was not used for too long.",
        ["AADSTS70043"] = "The tenant requires a new sign-in after some time.",
        ["AADSTS50173"] = "The password was changed, or the sign-ins were revoked.",
        ["AADSTS7000218"] = "This client id is a confidential client: allow public client flows in the app registration, or use another client id.",
    };

    private static readonly string ConnectAgain = $"Run {Commands.ConnectTenant} again.";

    public static string? For(WireException failure)
    {
        if (failure.Advice is { } known)
            return known;
        var advice = failure.EntraCode is { } code ? ByEntraCode.GetValueOrDefault(code) : null;
        return failure.Failure switch
        {
            WireFailure.SignInRequired => $"{advice} {ConnectAgain}".TrimStart(),
            _ when advice is not null => advice,
            WireFailure.SignInCanceled or WireFailure.SignInTimedOut => ConnectAgain,
            WireFailure.TokenExpired or WireFailure.TokenNotRenewable =>
                $"Run {Commands.ConnectTenant} again with a new token, or use a sign-in that renews itself.",
            WireFailure.BrowserNotAvailable => $"To sign in with a browser on another device: {Commands.ConnectTenant.Switch("DeviceCode")}",
            _ => failure.CanSignInAgain ? $"Run {Commands.ConnectTenant.Switch("Prompt")} to sign in again." : null,
        };
    }
}
