namespace BcAdmin.Operations;

/// <summary>The APIs of the tenant in which an operation runs.</summary>
internal sealed record OperationService(AdminCenterClient AdminCenter, Func<EnvironmentKey, AutomationClient> Automation)
{
    public AutomationClient AutomationOf(BcEnvironmentResource item) => Automation(new(item.ApplicationFamily, item.EnvironmentName));
}

/// <summary>The behavior that depends on the type of an operation.</summary>
/// <param name="Describe">Describes the operation in a sentence.</param>
/// <param name="ReadAgain">Reads the current state; null if the service does not know the operation.</param>
/// <param name="LookUp">The command that shows the operation.</param>
/// <param name="Resume">The command that waits for the operation.</param>
/// <param name="ExplainFailure">The advice after a failure; null if the message of the service is sufficient.</param>
internal sealed record OperationHandler(
    Func<ILongRunningOperation, string> Describe,
    Func<ILongRunningOperation, OperationService, CancellationToken, Task<ILongRunningOperation?>> ReadAgain,
    Func<ILongRunningOperation, SuggestedCommand> LookUp,
    Func<ILongRunningOperation, SuggestedCommand> Resume,
    Func<ILongRunningOperation, string?> ExplainFailure)
{
    private static readonly Dictionary<Type, OperationHandler> Kinds = new()
    {
        [typeof(BcOperation)] = For<BcOperation>(
            operation => Messages.OperationDisplayText(operation),
            (operation, service, token) => service.AdminCenter.FindOperationAsync(operation.OperationId, token),
            operation => Commands.GetOperation.With("OperationId", operation.OperationId).On(operation.Connection),
            resume: operation => Commands.WaitOperation.With(operation.OperationId).On(operation.Connection)),

        // Operations on apps can be found only through their app.
        [typeof(BcAppOperation)] = For<BcAppOperation>(
            operation => Messages.AppOperationDisplayText(operation),
            (operation, service, token) => service.AdminCenter.FindAppOperationAsync(operation, token),
            operation => Commands.GetAppOperation.In(operation).With(operation.AppId).With(operation.OperationId),
            explainFailure: ApiAdvice.ForAppFailure),

        [typeof(BcExtensionDeployment)] = For<BcExtensionDeployment>(
            deployment => Messages.ExtensionDeploymentDisplayText(deployment),
            (deployment, service, token) => service.AutomationOf(deployment).FindExtensionDeploymentAsync(deployment, token),
            deployment => Commands.GetExtensionDeployment.In(deployment).With(deployment.Name).Then(Commands.SelectObject.With("First", 1)),
            explainFailure: _ =>
                Messages.ExtensionDeploymentFailureAdvice),

        [typeof(BcScheduledJob)] = For<BcScheduledJob>(
            job => Messages.ScheduledJobDisplayText(job),
            (job, service, token) => service.AutomationOf(job).FindScheduledJobAsync(job.ScheduledJobId, token),
            job => Commands.GetScheduledJob.In(job).With(job.ScheduledJobId)),
    };

    /// <exception cref="BcException">OperationNotFound: the type of the object does not support waiting.</exception>
    public static OperationHandler Of(ILongRunningOperation operation) => Kinds.GetValueOrDefault(operation.GetType())
        ?? throw new BcException(ErrorCode.OperationNotFound, Messages.WaitingNotSupported(operation));

    /// <summary>The error for a failed operation.</summary>
    public static BcException Failed(ILongRunningOperation operation)
    {
        var handler = Of(operation);
        var message = string.IsNullOrWhiteSpace(operation.ErrorMessage)
            ? Messages.OperationEndedWithoutReason(handler, operation)
            : Messages.OperationEndedWithMessage(operation);
        return new(ErrorCode.OperationFailed, message) { Target = operation, Advice = handler.ExplainFailure(operation) };
    }

    private static OperationHandler For<T>(
        Func<T, string> describe, Func<T, OperationService, CancellationToken, Task<T?>> readAgain, Func<T, SuggestedCommand> lookUp,
        Func<T, SuggestedCommand>? resume = null, Func<T, string?>? explainFailure = null)
        where T : class, ILongRunningOperation => new(
            operation => describe((T)operation),
            async (operation, service, token) => await readAgain((T)operation, service, token).ConfigureAwait(false),
            operation => lookUp((T)operation),
            operation => resume?.Invoke((T)operation) ?? lookUp((T)operation).Then(Commands.WaitOperation),
            operation => explainFailure?.Invoke((T)operation));
}
