# Runs the commands of the session in README.md on a simulator, as a user would at a prompt with 80 columns, and writes the output of the module below each.
param(
    [Parameter(Mandatory)] [string] $Module,
    [string] $Path = (Join-Path $PSScriptRoot ../README.md),

    # Returns the session instead of writing it.
    [switch] $PassThru
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

# A host that records what a console would show.
if (-not ('SessionHost' -as [type])) {
    Add-Type -TypeDefinition @'
using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Text;
public sealed class SessionHost : PSHost
{
    public SessionHost(int columns) { UI = new SessionInterface(columns); }
    public override CultureInfo CurrentCulture => CultureInfo.GetCultureInfo("en-US");
    public override CultureInfo CurrentUICulture => CurrentCulture;
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override string Name => "SessionHost";
    public override PSHostUserInterface UI { get; }
    public override Version Version => new Version(1, 0);
    public override void EnterNestedPrompt() { }
    public override void ExitNestedPrompt() { }
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
    public override void SetShouldExit(int exitCode) { }
}
public sealed class SessionInterface : PSHostUserInterface
{
    public SessionInterface(int columns) { RawUI = new SessionWindow(columns); }
    public StringBuilder Shown { get; } = new StringBuilder();
    public override PSHostRawUserInterface RawUI { get; }
    public override bool SupportsVirtualTerminal => false;
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) => defaultChoice;
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw new NotSupportedException();
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw new NotSupportedException();
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes types, PSCredentialUIOptions options) => throw new NotSupportedException();
    public override string ReadLine() => throw new NotSupportedException();
    public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();
    public override void Write(string value) => Shown.Append(value);
    public override void Write(ConsoleColor foreground, ConsoleColor background, string value) => Shown.Append(value);
    public override void WriteDebugLine(string message) => WriteLine(message);
    public override void WriteErrorLine(string value) => WriteLine(value);
    public override void WriteLine(string value) => Shown.Append(value).Append('\n');
    public override void WriteProgress(long sourceId, ProgressRecord record) { }
    public override void WriteVerboseLine(string message) => WriteLine(message);
    public override void WriteWarningLine(string message) => WriteLine("WARNING: " + message);
}
public sealed class SessionWindow : PSHostRawUserInterface
{
    public SessionWindow(int columns) { BufferSize = WindowSize = new Size(columns, 50); }
    public override ConsoleColor BackgroundColor { get; set; }
    public override Size BufferSize { get; set; }
    public override Coordinates CursorPosition { get; set; }
    public override int CursorSize { get; set; }
    public override ConsoleColor ForegroundColor { get; set; }
    public override bool KeyAvailable => false;
    public override Size MaxPhysicalWindowSize => WindowSize;
    public override Size MaxWindowSize => WindowSize;
    public override Coordinates WindowPosition { get; set; }
    public override Size WindowSize { get; set; }
    public override string WindowTitle { get; set; } = "";
    public override void FlushInputBuffer() { }
    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw new NotSupportedException();
    public override KeyInfo ReadKey(ReadKeyOptions options) => throw new NotSupportedException();
    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) { }
    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) { }
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) { }
}
'@
}

$readme = (Get-Content $Path -Raw).ReplaceLineEndings("`n")
$block = [regex]::Match($readme, '(?s)(?<=<!-- session[^>]*-->\s*```text\n).*?(?=\n```)')
$commands = @([regex]::Matches($block.Value, '(?m)^PS> (.+)$') | ForEach-Object { $_.Groups[1].Value })
if (-not $commands) { throw "$Path has no session: the comment 'session', and a block of text with lines that begin with 'PS> '." }

$terminal = [SessionHost]::new(80)
$runspace = [runspacefactory]::CreateRunspace($terminal)
$runspace.Open()
function Invoke-Shown([string] $Command) {
    $shell = [powershell]::Create($runspace)
    $null = $shell.AddScript($Command).AddCommand('Out-Default')
    $shell.Commands.Commands[0].MergeMyResults('Error', 'Output')
    $null = $shell.Invoke()
    $shell.Dispose()
}
try {
    Invoke-Shown "`$PSStyle.OutputRendering = 'PlainText'; Import-Module '$(Join-Path (Resolve-Path $Module) BcAdmin.psd1)'; `$own = -not (Get-BcSimulator); if (`$own) { `$null = Start-BcSimulator -TimeScale 2000 }"
    $session = foreach ($command in $commands) {
        $null = $terminal.UI.Shown.Clear()
        Invoke-Shown $command
        # An ID that differs in each session is shortened, and a line that is longer than the window is folded between words.
        $shown = "$($terminal.UI.Shown)" -replace '\e\[[0-9;]*m' -replace '(?<=correlation ID )[0-9a-f-]{36}', '…' -replace '(?m)(?=.{81})(.{1,80})[ ]', "`$1`n" -replace '[ \t]+(?=\r?\n|$)'
        $shown = $shown.Trim("`n")
        "PS> $command`n$shown".TrimEnd("`n")
    }
    $session = $session -join "`n`n"
    Invoke-Shown 'if ($own) { Stop-BcSimulator }'
}
finally { $runspace.Dispose() }

if ($PassThru) { return $session }
Set-Content $Path ($readme.Remove($block.Index, $block.Length).Insert($block.Index, $session)) -NoNewline
Write-Host $session
