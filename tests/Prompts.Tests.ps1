# What a prompt says and which answer it has by default, seen by a host that records its prompts.
BeforeAll {
    Import-Module $PSScriptRoot/TestSession.psm1
    Start-TestSession

    if (-not ('RecordingHost' -as [type])) {
        Add-Type -TypeDefinition @'
using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

/// Answers each prompt with its default, as a user who presses Enter does, and keeps what was shown.
public sealed class RecordingHost : PSHost
{
    public RecordingUI Recorder { get; } = new RecordingUI();
    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;
    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override string Name => "RecordingHost";
    public override PSHostUserInterface UI => Recorder;
    public override Version Version => new Version(1, 0);
    public override void EnterNestedPrompt() => throw new NotSupportedException();
    public override void ExitNestedPrompt() => throw new NotSupportedException();
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
    public override void SetShouldExit(int exitCode) { }
}

public sealed class RecordingUI : PSHostUserInterface
{
    public List<string> Prompts { get; } = new List<string>();
    public List<string> Defaults { get; } = new List<string>();
    public override PSHostRawUserInterface RawUI => null;
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        Prompts.Add(caption + "\n" + message);
        Defaults.Add(choices[defaultChoice].Label.Replace("&", ""));
        return defaultChoice;
    }
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw new NotSupportedException();
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw new NotSupportedException();
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes allowed, PSCredentialUIOptions options) => throw new NotSupportedException();
    public override string ReadLine() => throw new NotSupportedException();
    public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();
    public override void Write(string value) { }
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) { }
    public override void WriteDebugLine(string message) { }
    public override void WriteErrorLine(string value) { }
    public override void WriteLine(string value) { }
    public override void WriteProgress(long sourceId, ProgressRecord record) { }
    public override void WriteVerboseLine(string message) { }
    public override void WriteWarningLine(string message) { }
}
'@
    }

    # Runs a command for a user who presses Enter at each prompt.
    function Invoke-WithEnter([string] $Command) {
        $recorder = [RecordingHost]::new()
        $runspace = [runspacefactory]::CreateRunspace($recorder)
        $runspace.Open()
        $shell = [powershell]::Create($runspace)
        try {
            $module = Join-Path $PSScriptRoot ../out/BcAdmin
            $null = $shell.AddScript("Import-Module '$module'; `$null = Connect-BcTenant -Simulator").Invoke()
            $shell.Commands.Clear()
            $output = $shell.AddScript($Command).Invoke()
            [pscustomobject] @{ Prompts = $recorder.Recorder.Prompts; Defaults = $recorder.Recorder.Defaults; Output = $output; Errors = @($shell.Streams.Error) }
        }
        finally {
            $shell.Dispose()
            $runspace.Dispose()
        }
    }
}

Describe 'A prompt about a production environment' {
    It 'says PRODUCTION and what is at stake, and Enter means No: <Command>' -ForEach @(
        @{ Command = 'Remove-BcEnvironment Production'; Says = 'Delete', 'recovered for 14 days' }
        @{ Command = 'Restart-BcEnvironment Production'; Says = , 'Restart' }
        @{ Command = 'Rename-BcEnvironment Production Renamed'; Says = , 'Rename to Renamed' }
        @{ Command = 'Get-BcCompany Production | Select-Object -First 1 | Remove-BcCompany'; Says = 'with all its data', 'restore' }
        @{ Command = 'Get-BcSession Production | Select-Object -First 1 | Stop-BcSession'; Says = , 'unsaved work' }
    ) {
        Clear-Request
        $run = Invoke-WithEnter $Command
        $run.Prompts | Should -HaveCount 1
        $run.Prompts[0] | Should -Match 'PRODUCTION environment Production'
        $run.Prompts[0] | Should -Match 'Active sessions: \d+\. Users: \d+\.'
        foreach ($text in $Says) { $run.Prompts[0] | Should -Match $text }
        $run.Defaults | Should -Be 'No'
        $run.Errors | Should -BeNullOrEmpty
        $run.Output | Should -BeNullOrEmpty
        Get-Request | Where-Object Method -In POST, DELETE, PATCH, PUT | Where-Object Operation -NotIn 'token', 'deviceCode' | Should -BeNullOrEmpty
    }

    It 'is an ordinary one for a sandbox' {
        $run = Invoke-WithEnter 'Restart-BcEnvironment Sandbox -WhatIf; Restart-BcEnvironment Sandbox'
        $run.Prompts | Should -HaveCount 1
        $run.Prompts[0] | Should -Not -Match 'PRODUCTION'
        $run.Defaults | Should -Be 'Yes'
    }

    It 'is not shown with -Force, -Confirm:$false, -WhatIf, or $ConfirmPreference None' {
        foreach ($command in 'Remove-BcEnvironment Production -WhatIf', 'Restart-BcEnvironment Production -Force', 'Restart-BcEnvironment Production -Confirm:$false', '$ConfirmPreference = "None"; Restart-BcEnvironment Production') {
            (Invoke-WithEnter $command).Prompts | Should -BeNullOrEmpty -Because $command
        }
    }

    It 'is shown in spite of -Force with an explicit -Confirm' {
        (Invoke-WithEnter 'Remove-BcEnvironment Production -Force -Confirm').Defaults | Should -Be 'No'
    }

    It 'fails with ConfirmationRequired where the session is not interactive' {
        $run = dotnet pwsh -NoProfile -NonInteractive -Command "Import-Module '$PSScriptRoot/../out/BcAdmin'; `$null = Connect-BcTenant -Simulator; try { Remove-BcEnvironment Production -ErrorAction Stop } catch { `$_.Exception.Code }; Stop-BcSimulator"
        $run | Select-Object -Last 1 | Should -Be 'ConfirmationRequired'
    }
}

Describe 'Granting SUPER or SECURITY' {
    It 'prompts with No as the default: <Command>' -ForEach @(
        @{ Command = 'Add-BcUserPermission Sandbox SELLER.03 SUPER -PassThru'; Set = 'SUPER' }
        @{ Command = 'Add-BcUserPermission Sandbox SELLER.03 security -PassThru'; Set = 'SECURITY' }
        @{ Command = 'Get-BcSecurityGroup Production | Select-Object -First 1 | Add-BcSecurityGroupPermission -PermissionSet SUPER -PassThru'; Set = 'SUPER' }
        @{ Command = 'Get-BcUserPermission Sandbox SELLER.03 | Select-Object -First 1 | Set-BcUserPermission -PermissionSet SUPER -PassThru'; Set = 'SUPER' }
        @{ Command = "[pscustomobject] @{ User = 'SELLER.03'; PermissionSets = 'SUPER' } | Import-BcUser Sandbox"; Set = 'SUPER' }
    ) {
        Clear-Request
        $run = Invoke-WithEnter $Command
        $run.Prompts | Should -HaveCount 1
        $run.Prompts[0] | Should -MatchExactly $Set
        $run.Defaults | Should -Be 'No'
        Get-Request | Where-Object Method -In POST, PATCH, DELETE | Where-Object Operation -NotIn 'token', 'deviceCode' | Should -BeNullOrEmpty
    }

    It 'does not prompt with -Force, and other sets never do' {
        (Invoke-WithEnter 'Add-BcUserPermission Sandbox SELLER.03 SUPER -Force').Prompts | Should -BeNullOrEmpty
        (Invoke-WithEnter "Add-BcUserPermission Sandbox SELLER.03 'D365 READ'").Prompts | Should -BeNullOrEmpty
    }
}
