namespace BcAdmin.Configuration;

/// <summary>What applying a configuration needs of the command: its switches, prompts, output, and waits. Called on the command's thread.</summary>
internal interface IConfigurationHost
{
    bool IsWhatIf { get; }

    /// <summary>Whether the command agreed to the terms of apps.</summary>
    bool AcceptsTerms { get; }

    /// <summary>Whether environments that do not exist are created.</summary>
    bool CreatesEnvironments { get; }

    /// <summary>Whether the last operation of an environment is awaited, too. Those before it always are.</summary>
    bool WaitsForLast { get; }

    /// <summary>Prompts about the changes of a tenant or environment; whether they may be made.</summary>
    Task<bool> ConfirmAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes);

    /// <summary>Prompts about a new environment.</summary>
    bool ConfirmCreation(BcConnection connection, EnvironmentKey environment, string description);

    void Write(BcConfigurationResult result);

    void WriteError(BcException failure, object? target);

    void WriteVerbose(string text);

    /// <summary>Shows how many of the changes are made.</summary>
    /// <param name="step">To be called for each.</param>
    IDisposable ShowProgress(ConfigurationScope scope, int changes, out Action step);

    /// <summary>The operation when it has ended, successfully or not.</summary>
    Task<T> EndAsync<T>(BcConnection connection, T operation)
        where T : class, ILongRunningOperation;

    /// <summary>The environment when it can be used.</summary>
    Task<BcEnvironment> ReadyAsync(BcConnection connection, EnvironmentKey environment, string activity);

    /// <summary>Waits for anything else.</summary>
    Task<T> UntilAsync<T>(BcConnection connection, string activity, WaitFor<T> wait);
}
