using BcAdmin.Transport;

namespace BcAdmin;

/// <summary>The advice for failed sign-ins, by Microsoft Entra ID error number and by type of failure.</summary>
internal static class SignInAdvice
{
    private static readonly Dictionary<string, string> ByEntraCode = new(StringComparer.Ordinal)
    {
        ["AADSTS7000215"] = Messages.PassClientSecretValue,
        ["AADSTS7000222"] = Messages.ClientSecretExpired,
        ["AADSTS700016"] = Messages.CheckClientIdAndTenant,
        ["AADSTS90002"] = Messages.CheckTenantAndCloud,
        ["AADSTS900023"] = Messages.CheckTenantIdOrDomain,
        ["AADSTS65001"] = Messages.AdminConsentMissing,
        ["AADSTS90094"] = Messages.PermissionsRequireAdminConsent,
        ["AADSTS7000229"] = Messages.ServicePrincipalMissing,
        ["AADSTS700027"] = Messages.UploadCertificateToAppRegistration,
        ["AADSTS50076"] = Messages.MultifactorAuthenticationRequired,
        ["AADSTS50079"] = Messages.MultifactorRegistrationRequired,
        ["AADSTS50158"] = Messages.FurtherAuthenticationRequired,
        ["AADSTS53003"] = Messages.ConditionalAccessBlocksSignIn,
        ["AADSTS53000"] = Messages.ConditionalAccessRequiresCompliantDevice,
        ["AADSTS500011"] = Messages.BusinessCentralNotInTenant,
        ["AADSTS50194"] = Messages.AppIsSingleTenant,
        ["AADSTS650052"] = Messages.SubscriptionOrConsentMissing,
        ["AADSTS650057"] = Messages.BusinessCentralPermissionMissing,
        ["AADSTS50034"] = Messages.AccountNotFoundInTenant,
        ["AADSTS50105"] = Messages.AppAssignmentRequired,
        ["AADSTS70021"] = Messages.NoMatchingFederatedCredential,
        ["AADSTS700211"] = Messages.FederatedCredentialIssuerMismatch,
        ["AADSTS700212"] = Messages.FederatedCredentialAudienceMismatch,
        ["AADSTS700213"] = Messages.FederatedCredentialSubjectMismatch,
        ["AADSTS700024"] = Messages.FederatedTokenOutsideValidity,
        ["AADSTS700082"] = Messages.SignInExpiredByInactivity,
        ["AADSTS70043"] = Messages.SignInFrequencyReached,
        ["AADSTS50173"] = Messages.PasswordChangedOrSignInsRevoked,
        ["AADSTS7000218"] = Messages.PublicClientFlowsRequired,
    };

    /// <param name="failure">The failed sign-in.</param>
    /// <param name="connect">The command that connects to the same tenant again.</param>
    public static string? For(WireException failure, SuggestedCommand connect)
    {
        if (failure.Advice is { } known)
            return known;
        var advice = failure.EntraCode switch
        {
            null => null,
            "AADSTS50020" or "AADSTS90072" => Messages.UseAccountOfTenant(Messages.SignInWithAnotherAccount(connect)),
            var code => ByEntraCode.GetValueOrDefault(code),
        };
        return failure.Failure switch
        {
            WireFailure.SignInRequired => $"{advice} {Messages.RunAgain(connect)}".TrimStart(),
            _ when advice is not null => advice,
            WireFailure.SignInCanceled or WireFailure.SignInTimedOut => Messages.RunAgain(connect),
            WireFailure.TokenExpired or WireFailure.TokenNotRenewable => Messages.ConnectWithNewToken(connect),
            WireFailure.BrowserNotAvailable => Messages.UseDeviceCodeSignIn(connect),
            _ => failure.CanSignInAgain ? Messages.ConnectWithPrompt(connect) : null,
        };
    }
}
