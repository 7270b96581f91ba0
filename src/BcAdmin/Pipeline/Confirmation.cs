using System.Management.Automation;
using System.Management.Automation.Host;

namespace BcAdmin.Pipeline;

/// <summary>
/// Prompts for confirmation. In a session that cannot answer, the prompt fails with ConfirmationRequired instead of hanging or taking the default.
/// </summary>
internal static class Confirmation
{
    /// <param name="cmdlet">The cmdlet that prompts.</param>
    /// <param name="question">The question.</param>
    /// <param name="parameter">The parameter that skips the prompt.</param>
    /// <param name="prompt">Shows the prompt and returns the answer.</param>
    /// <exception cref="BcException">ConfirmationRequired.</exception>
    public static bool Show(PSCmdlet cmdlet, string question, string parameter, Func<bool> prompt)
    {
        if (!CanAnswer(cmdlet.Host))
            throw Required(question, parameter, null);
        try
        {
            return prompt();
        }
        catch (Exception exception) when (!Failures.IsStop(exception))
        {
            // A host without a user interface can throw any exception, including NotImplementedException and NullReferenceException.
            throw Required(question, parameter, exception);
        }
    }

    /// <summary>Whether a user can answer. A prompt in a job would wait forever, and redirected input is not an answer of the user.</summary>
    private static bool CanAnswer(PSHost host) => host.Name switch
    {
        "ConsoleHost" => !Console.IsInputRedirected,
        "ServerRemoteHost" => !IsJobProcess,
        _ => true,
    };

    private static bool IsJobProcess =>
        Environment.GetCommandLineArgs().Any(argument => argument.TrimStart('-', '/').ToUpperInvariant() is "S" or "SERVERMODE");

    private static BcException Required(string question, string parameter, Exception? inner) =>
        new(ErrorCode.ConfirmationRequired, Messages.PromptInNonInteractiveSession(question), inner)
        {
            Advice = Messages.UseParameterToSkipPrompt(parameter),
        };
}
