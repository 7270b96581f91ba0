namespace BcAdmin.Configuration;

/// <summary>The services of the cmdlet that applies a configuration: switches, prompts, output, and waits. Called on the pipeline thread.</summary>
internal interface IConfigurationHost
{
    bool IsWhatIf { get; }

    /// <summary>Whether the user accepted the terms of apps.</summary>
    bool AcceptsTerms { get; }

    /// <summary>Whether to create missing environments.</summary>
    bool CreatesEnvironments { get; }

    /// <summary>Whether to wait for the last operation of an environment. Earlier ones are always awaited.</summary>
    bool WaitsForLast { get; }

    /// <summary>Prompts for the changes of a tenant or environment; returns whether to make them.</summary>
    Task<bool> ConfirmAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes);

    /// <summary>Prompts for the creation of an environment.</summary>
    bool ConfirmCreation(BcConnection connection, EnvironmentKey environment, string description);

    void Write(BcConfigurationResult result);

    void WriteError(BcException failure, object? target);

    void WriteVerbose(string text);

    /// <summary>Shows the number of completed changes.</summary>
    /// <param name="step">Called after each change.</param>
    IDisposable ShowProgress(ConfigurationScope scope, int changes, out Action step);

    /// <summary>Waits for an operation to complete, successfully or not.</summary>
    Task<T> EndAsync<T>(BcConnection connection, T operation)
        where T : class, ILongRunningOperation;

    /// <summary>Waits until the environment is ready.</summary>
    Task<BcEnvironment> WaitUntilReadyAsync(BcConnection connection, EnvironmentKey environment, string activity);

    /// <summary>Waits for another condition.</summary>
    Task<T> WaitUntilAsync<T>(BcConnection connection, string activity, WaitFor<T> wait);
}
