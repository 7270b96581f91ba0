using BcAdmin.Cmdlets;

namespace BcAdmin.Publishing;

/// <summary>What the cmdlets that install apps have in common.</summary>
internal static class AppTerms
{
    /// <summary>An app is never installed without the user's agreement to its terms.</summary>
    /// <exception cref="BcException">EulaNotAccepted.</exception>
    public static void RequireEula(bool accepted)
    {
        if (!accepted)
        {
            throw new BcException(ErrorCode.EulaNotAccepted, Messages.InstallingAppAcceptsTermsPublisherMicrosoft2)
            {
                Advice = Messages.UseAcceptIsvEulaAcceptThem,
            };
        }
    }

    /// <summary>For prompts: what -IncludeDependency does.</summary>
    public static string WithDependencies(bool included) =>
        included ? Messages.InstallUpdateAppsDependsTheirLatest : string.Empty;

    /// <summary>Reports that there is nothing to do; -Wait writes what the operation would have installed.</summary>
    public static void WriteSkipped(BcOperationCmdlet cmdlet, BcApp app)
    {
        cmdlet.WriteVerbose(Messages.NothingDoAlreadyInstalled(app));
        if (cmdlet.Wait)
            cmdlet.WriteObject(app);
    }

    public static BcException IsMarketplaceApp(AppPackage package) =>
        new(ErrorCode.InvalidArgument,
            Messages.IdMarketplaceAppInstalledSuchId(package))
        {
            Advice = Messages.UpdateBcAppUpdatesMarketplaceApps,
        };

    /// <summary>Writes the operation or, with -Wait, the app once it is listed in the version that the operation installs.</summary>
    public static Task FinishAsync(
        Installations installations, AdminCenterClient admin, BcAppOperation operation, bool isPutOff, CancellationToken cancellationToken)
    {
        var environment = new EnvironmentKey(operation.ApplicationFamily, operation.EnvironmentName);
        return installations.FinishAsync<BcApp>(
            operation, isPutOff, operation.AppId == Guid.Empty ? null : FindAsync, operation.TargetVersion is Version,
            Commands.GetApp.In(operation).With("AppId", operation.AppId));

        async Task<BcApp?> FindAsync()
        {
            var app = await admin.FindAppAsync(environment, operation.AppId, cancellationToken).ConfigureAwait(false);
            return app is null || HasReached(app, operation) ? app : null;
        }
    }

    private static bool HasReached(BcApp app, BcAppOperation operation) =>
        operation.TargetVersion is not Version wanted || app.Version is not Version installed || installed >= wanted;
}
