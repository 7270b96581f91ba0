using System.ComponentModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Net.Sockets;
using System.Reflection;
using System.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml;
using BcAdmin.Cmdlets;
using BcAdmin.Pipeline;
using BcAdmin.Transport;

namespace BcAdmin.Tests.Pipeline;

public sealed class FailuresTests
{
    private static readonly (Exception Exception, string Code)[] Exceptions =
    [
        (new BcException(ErrorCode.Of("OurCode"), "Text."), "OurCode"),
        (new WireException(WireFailure.TokenCacheFailed, "Text."), "TokenCacheFailed"),
        (new FileNotFoundException("Text."), "FileNotFound"),
        (new DirectoryNotFoundException("Text."), "FileNotFound"),
        (new ItemNotFoundException("Text."), "FileNotFound"),
        (new IOException("Text."), "FileAccessFailed"),
        (new PathTooLongException("Text."), "FileAccessFailed"),
        (new UnauthorizedAccessException("Text."), "FileAccessFailed"),
        (new SecurityException("Text."), "FileAccessFailed"),
        (new CryptographicException("Text."), "CryptographyFailed"),
        (new HttpRequestException("Text."), "Unreachable"),
        (new SocketException(), "Unreachable"),
        (new AuthenticationException("Text."), "Unreachable"),
        (new TimeoutException("Text."), "RequestTimeout"),
        (new TaskCanceledException("Text."), "RequestTimeout"),
        (new ObjectDisposedException("client"), "NotConnected"),
        (new JsonException("Text."), "InvalidData"),
        (new FormatException("Text."), "InvalidData"),
        (new XmlException("Text."), "InvalidData"),
        (new InvalidDataException("Text."), "InvalidData"),
        (new DecoderFallbackException("Text."), "InvalidData"),
        (new Win32Exception("Text."), "PlatformFailed"),
        (new PlatformNotSupportedException("Text."), "PlatformFailed"),
        (new WildcardPatternException("Text."), "InvalidArgument"),
        (new HostException("Text."), "ConfirmationRequired"),
        (new AggregateException(new FormatException("Text.")), "InvalidData"),
        (new TargetInvocationException(new IOException("Text.")), "FileAccessFailed"),
        (Caught(() => _ = ((string)null!).Length), "InternalError"),
        (Caught(() => Enum.Parse<DayOfWeek>("Text.")), "InternalError"),
        (Caught(() => "Text.".Contains((string)null!, StringComparison.Ordinal)), "InternalError"),
        (new InvalidOperationException("Text."), "InternalError"),
        (new PSInvalidOperationException("Text."), "InternalError"),
        (new NotSupportedException("Text."), "InternalError"),
        (new InvalidCastException("Text."), "InternalError"),
        (new KeyNotFoundException("Text."), "InternalError"),
        (Caught(() => Array.Empty<int>().GetValue(1)), "InternalError"),
        (new DivideByZeroException("Text."), "InternalError"),
        (new OverflowException("Text."), "InternalError"),
    ];

    /// <summary>An exception that only the runtime can throw.</summary>
    private static Exception Caught(Action action) => Record.Exception(action)!;

    [Theory]
    [InlineData(Step.Begin)]
    [InlineData(Step.Process)]
    [InlineData(Step.End)]
    [InlineData(Step.Guarded)]
    public void Every_exception_of_a_cmdlet_has_a_code(Step step)
    {
        foreach (var (exception, code) in Exceptions)
        {
            var (output, record) = Run(step, () => throw exception);
            Assert.Equal($"{code},{typeof(ThrowTestCommand).FullName}", record?.FullyQualifiedErrorId);
            Assert.IsType<BcException>(record!.Exception, exactMatch: false);
            // Only the failure of one item does not stop the command.
            Assert.Equal(step == Step.Guarded ? 1 : 0, output);
        }
    }

    [Fact]
    public void A_programming_error_is_shown_with_the_advice_to_report_it()
    {
        var record = Run(Step.Guarded, () => _ = ((string)null!).Length).Record!;
        Assert.Contains("Test-Throw", record.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(NullReferenceException), record.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("Report this error", record.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.IsType<NullReferenceException>(record.Exception.InnerException);
    }

    [Fact]
    public void A_token_in_the_message_of_an_exception_is_not_shown()
    {
        const string token = "eyJhbGciOiJub25lIn0.eyJzZWNyZXQiOjF9.c2ln";
        var record = Run(Step.Guarded, () => throw new FormatException($"The format of value 'Bearer {token}\n' is invalid.")).Record!;
        Assert.DoesNotContain(token, record.ErrorDetails.Message + record.Exception, StringComparison.Ordinal);
    }

    [Fact]
    public void Exceptions_that_control_the_pipeline_are_not_changed()
    {
        Assert.Null(Failures.From(new PipelineStoppedException(), "Test-Throw"));
        Assert.Null(Failures.From(new ActionPreferenceStopException(), "Test-Throw"));
        Assert.Null(Failures.From(new CmdletInvocationException("A command later in the pipeline failed."), "Test-Throw"));
        Assert.Null(Failures.From(new ItemNotFoundException("Thrown by a script.") { WasThrownFromThrowStatement = true }, "Test-Throw"));
    }

    public enum Step
    {
        Begin,
        Process,
        End,
        Guarded,
    }

    private static (int Output, ErrorRecord? Record) Run(Step step, Action work)
    {
        var state = InitialSessionState.Create();
        state.Commands.Add(new SessionStateCmdletEntry("Test-Throw", typeof(ThrowTestCommand), null));
        using var runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        shell.AddCommand("Test-Throw").AddParameter("Step", step).AddParameter("Work", work);
        try
        {
            return (shell.Invoke().Count, shell.Streams.Error.SingleOrDefault());
        }
        catch (RuntimeException exception)
        {
            return (0, exception.ErrorRecord);
        }
    }

    [Cmdlet(VerbsDiagnostic.Test, "Throw")]
    public sealed class ThrowTestCommand : BcCmdlet
    {
        [Parameter]
        public Step Step { get; set; }

        [Parameter]
        public Action? Work { get; set; }

        protected override Task BeginAsync() => In(Step.Begin);

        protected override async Task ProcessAsync()
        {
            await In(Step.Process);
            await GuardAsync("item", () => In(Step.Guarded));
        }

        protected override async Task EndAsync()
        {
            await In(Step.End);
            WriteObject("ended");
        }

        private async Task In(Step step)
        {
            await Task.Yield();
            if (step == Step)
                Work!();
        }
    }
}
