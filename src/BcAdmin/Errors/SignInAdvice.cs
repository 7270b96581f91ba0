using BcAdmin.Transport;

namespace BcAdmin;

/// <summary>The advice for failed sign-ins, by Microsoft Entra ID error number and by type of failure.</summary>
internal static class SignInAdvice
{
    private static readonly string SignInAgain = Messages.SignAnotherAccountPrompt;

    private static readonly Dictionary<string, string> ByEntraCode = new(StringComparer.Ordinal)
    {
        ["AADSTS7000215"] = Messages.PassValueClientSecretNotId,
        ["AADSTS7000222"] = Messages.ClientSecretExpiredCreateAnotherOne,
        ["AADSTS700016"] = Messages.CheckClientIdTenantAppNot,
        ["AADSTS90002"] = Messages.CheckTenantIdDomainCloudTenant,
        ["AADSTS900023"] = Messages.CheckTenantIdDomainTenantDoes,
        ["AADSTS65001"] = Messages.ConsentMissingAdministratorTenantMustGrant,
        ["AADSTS90094"] = Messages.ThesePermissionsRequireAdministratorSConsent,
        ["AADSTS7000229"] = Messages.AppNoServicePrincipalTenantNAME,
        ["AADSTS700027"] = Messages.UploadPublicPartCertificateAppRegistration,
        ["AADSTS50076"] = Messages.MultiFactorAuthenticationRequiredSignBrowser,
        ["AADSTS50079"] = Messages.UserMustRegisterMultiFactorAuthentication,
        ["AADSTS50158"] = Messages.FurtherStepAuthenticationRequiredSignBrowser,
        ["AADSTS53003"] = Messages.ConditionalAccessPolicyTenantBlocksSign,
        ["AADSTS53000"] = Messages.ConditionalAccessPolicyRequiresCompliantDevice,
        ["AADSTS500011"] = Messages.TenantDoesNotKnowBusinessCentral,
        ["AADSTS50020"] = Messages.AccountDoesNotExistTenantSpecify(SignInAgain),
        ["AADSTS90072"] = Messages.AccountDoesNotExistTenantSpecify(SignInAgain),
        ["AADSTS50194"] = Messages.AppRegisteredOneTenantOnlyUse,
        ["AADSTS650052"] = Messages.TenantNoSubscriptionServiceAdministratorNot,
        ["AADSTS650057"] = Messages.AppRegistrationDoesNotPermissionBusiness,
        ["AADSTS50034"] = Messages.TenantNoSuchAccount,
        ["AADSTS50105"] = Messages.EnterpriseApplicationRequiresAssignment,
        ["AADSTS70021"] = Messages.NoFederatedCredentialAppRegistrationMatches,
        ["AADSTS700211"] = Messages.NoFederatedCredentialAppRegistrationMatches2,
        ["AADSTS700212"] = Messages.NoFederatedCredentialAppRegistrationMatches3,
        ["AADSTS700213"] = Messages.NoFederatedCredentialAppRegistrationMatches4,
        ["AADSTS700024"] = Messages.FederatedTokenClientAssertionNotValid,
        ["AADSTS700082"] = Messages.SignNotUsedTooLong,
        ["AADSTS70043"] = Messages.TenantRequiresNewSignAfterSome,
        ["AADSTS50173"] = Messages.PasswordChangedSignInsWereRevoked,
        ["AADSTS7000218"] = Messages.ClientIdConfidentialClientAllowPublic,
    };

    private static readonly string ConnectAgain = Messages.RunAgain;

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
                Messages.RunAgainNewTokenUseSign,
            WireFailure.BrowserNotAvailable => Messages.SignBrowserAnotherDeviceDeviceCode,
            _ => failure.CanSignInAgain ? Messages.RunPromptSignAgain : null,
        };
    }
}
