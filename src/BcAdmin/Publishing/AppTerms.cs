using BcAdmin.Cmdlets;

namespace BcAdmin.Publishing;

/// <summary>The common behavior of the cmdlets that install apps.</summary>
internal static class AppTerms
{
    /// <summary>Requires that the user accepts the terms of the app.</summary>
    /// <exception cref="BcException">EulaNotAccepted.</exception>
    public static void RequireEula(bool accepted)
    {
        if (!accepted)
        {
            throw new BcException(ErrorCode.EulaNotAccepted, Messages.InstallationAcceptsTerms)
            {
                Advice = Messages.UseAcceptIsvEula,
            };
        }
    }

    /// <summary>Gets the text for prompts about -IncludeDependency.</summary>
    public static string WithDependencies(bool included) =>
        included ? Messages.IncludingDependencies : string.Empty;

    /// <summary>Reports that the app is already installed; with -Wait, writes the app as after an installation.</summary>
    public static void WriteSkipped(BcOperationCmdlet cmdlet, BcApp app)
    {
        cmdlet.WriteVerbose(Messages.AppAlreadyInstalled(app));
        if (cmdlet.Wait)
            cmdlet.WriteObject(app);
    }

    public static BcException IsMarketplaceApp(AppPackage package) =>
        new(ErrorCode.InvalidArgument,
            Messages.PackageIdOfMarketplaceApp(package))
        {
            Advice = Messages.UseUpdateBcAppForMarketplaceApps,
        };

    /// <summary>Writes the operation or, with -Wait, the app as soon as it is listed with the installed version.</summary>
    public static Task FinishAsync(
        Installations installations, AdminCenterClient admin, BcAppOperation operation, bool isDeferred, CancellationToken cancellationToken)
    {
        var environment = new EnvironmentKey(operation.ApplicationFamily, operation.EnvironmentName);
        return installations.FinishAsync<BcApp>(
            operation, isDeferred, operation.AppId == Guid.Empty ? null : FindAsync, operation.TargetVersion is Version,
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
