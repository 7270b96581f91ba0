# Shared by the Pester files: the built module, one simulator for the whole run, and functions that check what a command did.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$script:Root = Split-Path $PSScriptRoot
# The field pass runs the same files on another copy of the module: see build/Copy-FieldModule.ps1.
Import-Module ($env:BCADMIN_TEST_MODULE ? $env:BCADMIN_TEST_MODULE : (Join-Path $script:Root out/BcAdmin)) -Global

<#
.SYNOPSIS
Resets the simulator and signs in; the first call starts it. Long operations are 2,000 times faster than in the real service.
#>
function Start-TestSession {
    param(
        [string] $Scenario = 'Contoso',
        [ValidateSet('User', 'DelegatedAdmin', 'App')] [string] $As = 'User',
        [double] $TimeScale = 2000,
        # Settings of the simulator, see docs/simulator.md.
        [hashtable] $Setting = @{},
        # Additional parameters of Connect-BcTenant.
        [hashtable] $Connect = @{},
        [switch] $NoConnect
    )
    Disconnect-BcTenant -All
    $simulator = Get-BcSimulator 'Test*' | Select-Object -First 1
    if (-not $simulator) { $simulator = Start-BcSimulator $Scenario -Name Test -TimeScale $TimeScale }
    Reset-BcSimulator $simulator.Name -Scenario $Scenario
    Send-Control clock @{ timeScale = $TimeScale }
    if ($Setting.Count) { Send-Control settings $Setting }
    if (-not $NoConnect) { Connect-BcTenant -Simulator -As $As @Connect }
    Clear-Request
}

# One client, because tests send thousands of these requests, and Invoke-RestMethod opens a connection for each.
$script:Http = [Net.Http.HttpClient]::new([Net.Http.SocketsHttpHandler] @{ UseProxy = $false })

<# .SYNOPSIS Sends a request to the simulator of the tests for which there is no cmdlet, see "Control" in docs/simulator.md. #>
function Send-Control([string] $Path, $Body, [string] $Method = 'POST') { $null = Send-Json "$((Get-BcSimulator Test).HttpEndpoint)simulator/$Path" $Body $Method }

<# .SYNOPSIS Sends a request with a JSON body, or without one, and returns the text of the response. Other statuses than 2xx are errors. #>
function Send-Json([uri] $Address, $Body, [string] $Method = 'POST') {
    $request = [Net.Http.HttpRequestMessage]::new($Method, $Address)
    if ($null -ne $Body) { $request.Content = [Net.Http.StringContent]::new((ConvertTo-Json $Body -Depth 10 -Compress), [Text.Encoding]::UTF8, 'application/json') }
    $response = $script:Http.Send($request)
    try {
        $text = $response.Content.ReadAsStringAsync().GetAwaiter().GetResult()
        if (-not $response.IsSuccessStatusCode) { throw "$($Address.AbsolutePath) returned $([int] $response.StatusCode): $text" }
        $text
    }
    finally { $response.Dispose() }
}

<# .SYNOPSIS Sets another clock in the module, with shorter waits or a date in the future. #>
function Start-TestClock([int] $Speed = 1, [timespan] $Ahead = 0) {
    if (-not ('TestClock' -as [type])) {
        Add-Type -TypeDefinition @'
using System;
using System.Threading;
public sealed class TestClock : TimeProvider
{
    public int Speed { get; set; }
    public TimeSpan Ahead { get; set; }
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
    public override long GetTimestamp() => System.GetTimestamp() * Speed;
    public override ITimer CreateTimer(TimerCallback callback, object state, TimeSpan due, TimeSpan period) => System.CreateTimer(callback, state, Shorter(due), Shorter(period));
    TimeSpan Shorter(TimeSpan time) => time > TimeSpan.Zero ? time / Speed : time;
}
'@
    }
    $global:BcAdminClock = [TestClock] @{ Speed = $Speed; Ahead = $Ahead }
}

function Stop-TestClock { Remove-Variable BcAdminClock -Scope Global -ErrorAction Ignore }

<# .SYNOPSIS Sets a clock that is 9 seconds slow. The module requests an update that starts now 10 seconds ahead, so a test does not wait for it. #>
function Start-SlowClock { Start-TestClock -Ahead ([timespan]::FromSeconds(-9)) }

<# .SYNOPSIS Runs a command that starts an update, with the slow clock. #>
function Invoke-Soon([scriptblock] $Command) {
    Start-SlowClock
    try { & $Command } finally { Stop-TestClock }
}

<# .SYNOPSIS The requests since Start-TestSession or Clear-Request, by operationId with wildcards. #>
function Get-Request([string[]] $Operation = '*') { Get-BcSimulatorRequest Test -Operation $Operation }

function Clear-Request { Send-Control requests -Method DELETE }

<# .SYNOPSIS An HttpListener on a free port of this computer; the address is its only prefix. #>
function Start-HttpListener {
    foreach ($attempt in 1..20) {
        $listener = [Net.HttpListener]::new()
        # Below the ports that systems assign to client connections.
        $listener.Prefixes.Add("http://localhost:$(Get-Random -Minimum 20000 -Maximum 32000)/")
        try {
            $listener.Start()
            return $listener
        }
        catch { if ($attempt -eq 20) { throw } }
    }
}

<# .SYNOPSIS Simulates the endpoint at which a job requests its token: that of GitHub (GET, value) and of Azure DevOps (POST, oidcToken). #>
function Start-TokenEndpoint([string] $Issuer, [string] $Subject) {
    $listener = Start-HttpListener
    $job = Start-ThreadJob -ArgumentList $listener, $Issuer, $Subject {
        param($listener, $issuer, $subject)
        function ConvertTo-Base64Url($value) { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes((ConvertTo-Json $value -Compress))).TrimEnd('=').Replace('+', '-').Replace('/', '_') }
        while ($listener.IsListening) {
            # Stop-Job cannot end a call that is blocked, and stopping the listener does not always end GetContext.
            $next = $listener.GetContextAsync()
            while (-not $next.AsyncWaitHandle.WaitOne(100)) { }
            $context = $next.GetAwaiter().GetResult()
            $request = $context.Request
            $member = $request.HttpMethod -eq 'POST' ? 'oidcToken' : 'value'
            $asked = $member -eq 'value' ? $request.QueryString['audience'] -eq 'api://AzureADTokenExchange' : $request.QueryString['serviceConnectionId'] -eq 'connection-of-the-job'
            if ($request.Headers['Authorization'] -ne 'Bearer token-of-the-job' -or -not $asked) {
                $context.Response.StatusCode = 401
            }
            else {
                $claims = @{ iss = $issuer; sub = $subject; aud = 'api://AzureADTokenExchange'; exp = [DateTimeOffset]::UtcNow.AddMinutes(5).ToUnixTimeSeconds() }
                $bytes = [Text.Encoding]::UTF8.GetBytes((ConvertTo-Json @{ $member = "$(ConvertTo-Base64Url @{ alg = 'RS256' }).$(ConvertTo-Base64Url $claims).c2ln" }))
                $context.Response.ContentType = 'application/json'
                $context.Response.OutputStream.Write($bytes)
            }
            $context.Response.Close()
        }
    }
    @{ Listener = $listener; Job = $job; Address = "$(@($listener.Prefixes))token" }
}

function Stop-TokenEndpoint($Endpoint) {
    $Endpoint.Listener.Stop()
    $Endpoint.Job | Stop-Job -PassThru | Remove-Job -Force
}

<# .SYNOPSIS Reads a YAML file of docs/examples into dictionaries and lists. #>
function Read-Yaml([string] $Name) {
    if (-not ('YamlDotNet.Serialization.DeserializerBuilder' -as [type])) {
        Add-Type -Path (Get-Item "$script:Root/.packages/yamldotnet/*/lib/net8.0/YamlDotNet.dll")
    }
    $reader = [IO.StreamReader]::new((Join-Path $script:Root docs/examples $Name))
    try { [YamlDotNet.Serialization.DeserializerBuilder]::new().Build().Deserialize($reader) } finally { $reader.Dispose() }
}

<#
.SYNOPSIS
A server on a free port of this computer that returns the same response to every connection and closes it, such as a proxy that opens no tunnel. Has Port, Requests (first lines) and Dispose().
#>
function Start-OneAnswerServer([string] $Answer) {
    if (-not ('OneAnswerServer' -as [type])) {
        Add-Type -TypeDefinition @'
using System;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
public sealed class OneAnswerServer : IDisposable
{
    readonly TcpListener listener = new TcpListener(IPAddress.Loopback, 0);
    readonly byte[] answer;
    public OneAnswerServer(string answer) { this.answer = Encoding.ASCII.GetBytes(answer); listener.Start(); _ = Serve(); }
    public ConcurrentQueue<string> Requests { get; } = new ConcurrentQueue<string>();
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;
    public void Dispose() => listener.Stop();
    async Task Serve()
    {
        while (true)
        {
            TcpClient client;
            try { client = await listener.AcceptTcpClientAsync(); } catch (Exception) { return; }
            _ = Task.Run(async () =>
            {
                using (client)
                {
                    try
                    {
                        var buffer = new byte[8192];
                        var stream = client.GetStream();
                        Requests.Enqueue(Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer)).Split('\r')[0]);
                        await stream.WriteAsync(answer);
                        client.Client.Shutdown(SocketShutdown.Send);
                        await stream.ReadAsync(buffer); // until the other side has read the answer
                    }
                    catch (Exception) { }
                }
            });
        }
    }
}
'@
    }
    [OneAnswerServer]::new($Answer)
}

<#
.SYNOPSIS
A host for a runspace. Default answers each prompt with its default, like a user who presses Enter, and records the prompts in UI.Prompts and UI.Defaults;
NoInterface has no user interface; the others throw an exception of that kind at each prompt. UI.Lines has what is written to the host, such as the lines of -WhatIf.
#>
function New-TestHost([ValidateSet('Default', 'NoInterface', 'NotImplemented', 'NullReference', 'InvalidOperation')] [string] $Kind = 'Default') {
    if (-not ('TestHost' -as [type])) {
        Add-Type -TypeDefinition @'
using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
public sealed class TestHost : PSHost
{
    public TestHost(string kind) { UI = kind == "NoInterface" ? null : new TestInterface(kind); }
    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;
    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override string Name => "TestHost";
    public override PSHostUserInterface UI { get; }
    public override Version Version => new Version(1, 0);
    public override void EnterNestedPrompt() => throw new NotImplementedException();
    public override void ExitNestedPrompt() => throw new NotImplementedException();
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
    public override void SetShouldExit(int exitCode) { }
}
public sealed class TestInterface : PSHostUserInterface
{
    readonly string kind;
    public TestInterface(string kind) { this.kind = kind; }
    public List<string> Prompts { get; } = new List<string>();
    public List<string> Defaults { get; } = new List<string>();
    public List<string> Lines { get; } = new List<string>();
    public override PSHostRawUserInterface RawUI => null;
    Exception Failure() => kind == "NullReference" ? new NullReferenceException() : kind == "InvalidOperation" ? new InvalidOperationException() : (Exception)new NotImplementedException();
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        if (kind != "Default") throw Failure();
        Prompts.Add(caption + "\n" + message);
        Defaults.Add(choices[defaultChoice].Label.Replace("&", ""));
        return defaultChoice;
    }
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw Failure();
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw Failure();
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes types, PSCredentialUIOptions options) => throw Failure();
    public override string ReadLine() => throw Failure();
    public override SecureString ReadLineAsSecureString() => throw Failure();
    public override void Write(string value) { }
    public override void Write(ConsoleColor foreground, ConsoleColor background, string value) { }
    public override void WriteDebugLine(string message) { }
    public override void WriteErrorLine(string value) { }
    public override void WriteLine(string value) => Lines.Add(value);
    public override void WriteProgress(long sourceId, ProgressRecord record) { }
    public override void WriteVerboseLine(string message) { }
    public override void WriteWarningLine(string message) { }
}
'@
    }
    [TestHost]::new($Kind)
}

<#
.SYNOPSIS
Runs a script in another session of this process, which has a host of New-TestHost and is signed in to the simulator of the tests. Returns its output and its errors, and what
the host recorded: Prompts, Defaults, and Lines.
#>
function Invoke-InHost([string] $Script, [string] $Kind = 'Default', [string] $Tenant) {
    $recorder = New-TestHost $Kind
    $runspace = [runspacefactory]::CreateRunspace($recorder)
    $runspace.Open()
    $shell = [powershell]::Create($runspace)
    try {
        $null = $shell.AddScript("Import-Module '$((Get-Module BcAdmin).Path)'; `$null = Connect-BcTenant $Tenant -Simulator").Invoke()
        $shell.Commands.Clear()
        $recorder.UI.Lines.Clear()
        $output = @($shell.AddScript($Script).Invoke())
        [pscustomobject] @{ Output = $output; Errors = @($shell.Streams.Error); Prompts = $recorder.UI.Prompts; Defaults = $recorder.UI.Defaults; Lines = $recorder.UI.Lines }
    }
    finally {
        $shell.Dispose()
        $runspace.Dispose()
    }
}

<#
.SYNOPSIS
The text of a script in a session that cannot prompt: the lines that it writes to the host, such as those of -WhatIf, and then its output. tests/Unattended.Tests.ps1 shows that
a process with -NonInteractive is the same.
#>
function Invoke-Unattended([string] $Script) {
    $run = Invoke-InHost $Script NotImplemented
    @($run.Lines) + @($run.Output | ForEach-Object { "$_" })
}

<# .SYNOPSIS Runs a command and returns the output of each stream. Terminating errors count as errors too. #>
function Invoke-Captured([scriptblock] $Command) {
    $result = [pscustomobject] @{ Output = @(); Errors = @(); Warnings = @(); Verbose = @(); Information = @() }
    try {
        $all = & $Command *>&1
    }
    catch {
        $result.Errors += $_
        $all = @()
    }
    foreach ($item in $all) {
        switch ($item) {
            { $_ -is [System.Management.Automation.ErrorRecord] } { $result.Errors += $_; break }
            { $_ -is [System.Management.Automation.WarningRecord] } { $result.Warnings += $_.Message; break }
            { $_ -is [System.Management.Automation.VerboseRecord] } { $result.Verbose += $_.Message; break }
            { $_ -is [System.Management.Automation.InformationRecord] } { $result.Information += "$($_.MessageData)"; break }
            default { $result.Output += $_ }
        }
    }
    $result
}

<# .SYNOPSIS The one error of a command that is expected to fail, as a record. #>
function Get-OneError([scriptblock] $Command) {
    $errors = @((Invoke-Captured $Command).Errors)
    if ($errors.Count -ne 1) { throw "Expected one error, got $($errors.Count): $($errors -join ' | ')" }
    $errors[0]
}

<# .SYNOPSIS Starts a session with 1,000 users in Production and 300 in Sandbox. #>
function Start-ManyUserSession { Start-TestSession "$PSScriptRoot/Cmdlets/ManyUsers.json" }

<# .SYNOPSIS The calls that were sent since Start-TestSession or Clear-Request: a batch is one. #>
function Get-WireCall { @(Get-Request | Where-Object { -not $_.InBatch -and $_.Operation -ne 'token' }) }

<#
.SYNOPSIS
Runs a command with all items in one pipeline, and again with each item in a separate pipeline, both from the same state. Returns the
output of both as text, which must be the same, and the number of calls of each.
#>
function Invoke-BothWays {
    param(
        # Returns the items.
        [scriptblock] $Item,
        # Accepts the items as $input.
        [scriptblock] $Action,
        # Returns the state at the end, as text.
        [scriptblock] $State
    )
    foreach ($alone in $false, $true) {
        Start-ManyUserSession
        $items = @(& $Item)
        Clear-Request
        $result = Invoke-Captured { if ($alone) { foreach ($one in $items) { $one | & $Action } } else { $items | & $Action } }
        $calls = (Get-WireCall).Count
        [pscustomobject] @{
            Output = @($result.Output | ForEach-Object { "$($_.EnvironmentName) $($_.UserName) $_ $($_.UserSecurityId)" })
            Errors = @($result.Errors | ForEach-Object { "$($_.FullyQualifiedErrorId) $($_.CategoryInfo.Category) $($_.TargetObject) $($_.Exception.Advice)" })
            Verbose = @($result.Verbose | Where-Object { $_ -match 'already|does not have' })
            State = (@(& $State) | Sort-Object) -join "`n"
            Calls = $calls
        }
    }
}

<# .SYNOPSIS Writes an .app package with a manifest, like the compiler, and returns its path. #>
function New-TestApp {
    param(
        [string] $Folder,
        [string] $Name,
        [guid] $AppId,
        [version] $Version,
        [guid[]] $DependsOn = @(),
        [string] $Publisher = 'Contoso'
    )
    $dependencies = foreach ($id in $DependsOn) { "<Dependency Id=`"$id`" Name=`"Needed`" Publisher=`"$Publisher`" MinVersion=`"1.0.0.0`" />" }
    $manifest = @"
<?xml version="1.0" encoding="utf-8"?>
<Package xmlns="http://schemas.microsoft.com/navx/2015/manifest">
  <App Id="$AppId" Name="$Name" Publisher="$Publisher" Version="$Version" />
  <Dependencies>$dependencies</Dependencies>
</Package>
"@
    $bytes = [IO.MemoryStream]::new()
    $zip = [IO.Compression.ZipArchive]::new($bytes, [IO.Compression.ZipArchiveMode]::Create, $true)
    $entry = [IO.StreamWriter]::new($zip.CreateEntry('NavxManifest.xml').Open())
    $entry.Write($manifest)
    $entry.Dispose()
    $zip.Dispose()

    $header = [byte[]]::new(40)
    [Text.Encoding]::ASCII.GetBytes('NAVX').CopyTo($header, 0)
    $header[4] = 40
    [BitConverter]::GetBytes($bytes.Length).CopyTo($header, 28)
    [Text.Encoding]::ASCII.GetBytes('NAVX').CopyTo($header, 36)
    $path = Join-Path $Folder "$($Publisher)_$($Name)_$Version.app"
    [IO.File]::WriteAllBytes($path, $header + $bytes.ToArray())
    $path
}

<# .SYNOPSIS Writes a .rapidstart package with a table and some records, and returns its path. #>
function New-TestPackage([string] $Folder, [string] $Code, [int] $Records = 2, [string] $Name = 'Base setup') {
    $terms = foreach ($number in 1..$Records) { "<PaymentTerms><Code PrimaryKey=`"1`">$number D</Code></PaymentTerms>" }
    $xml = '<?xml version="1.0" encoding="UTF-16" standalone="yes"?>' +
        "<DataList LanguageID=`"1033`" ProductVersion=`"28.0`" PackageName=`"$Name`" Code=`"$([Security.SecurityElement]::Escape($Code))`">" +
        "<PaymentTermsList><TableID>3</TableID>$(-join $terms)</PaymentTermsList></DataList>"
    $path = Join-Path $Folder "$($Code -replace '[^A-Za-z0-9-]', '_').rapidstart"
    $zipped = [IO.Compression.GZipStream]::new([IO.File]::Create($path), [IO.Compression.CompressionMode]::Compress)
    [byte[]] $bytes = [Text.Encoding]::Unicode.GetPreamble() + [Text.Encoding]::Unicode.GetBytes($xml)
    $zipped.Write($bytes, 0, $bytes.Length)
    $zipped.Dispose()
    $path
}

<# .SYNOPSIS The environment variables of a user with this home folder, for Invoke-FreshPwsh. #>
function Get-HomeVariable([string] $Folder) {
    @{ HOME = $Folder; XDG_DATA_HOME = $null; XDG_CONFIG_HOME = $null; XDG_CACHE_HOME = $null; XDG_STATE_HOME = $null }
}

<# .SYNOPSIS The output of a script in a separate PowerShell, for tests that need another process. #>
function Invoke-FreshPwsh([string] $Script, [hashtable] $Environment = @{}) {
    $file = New-Item (Join-Path ([IO.Path]::GetTempPath()) "bcadmin-$([guid]::NewGuid()).ps1") -Value "`$ErrorActionPreference = 'Stop'; `$PSStyle.OutputRendering = 'PlainText'; Set-Location '$script:Root'`n$Script"
    $before = @{}
    foreach ($name in $Environment.Keys) {
        $before[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $Environment[$name])
    }
    try {
        & dotnet (Join-Path $PSHOME pwsh.dll) -NoProfile -NonInteractive -File $file.FullName 2>&1 | ForEach-Object { "$_" }
    }
    finally {
        foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
        Remove-Item $file
    }
}

<#
.SYNOPSIS
Creates a folder with the command pwsh for the PATH, and returns its path. The command is the PowerShell of the tests, which does not have to be installed, and records its command lines. On Windows the folder is empty.
#>
function New-PwshCommand([string] $Folder, [string] $Log) {
    $null = New-Item $Folder -ItemType Directory -Force
    if (-not $IsWindows) {
        $dotnet = (Get-Command dotnet -CommandType Application)[0].Source
        Set-Content $Folder/pwsh '#!/bin/sh', "printf '%s\n' `"`$*`" >> '$Log'", "exec '$dotnet' '$(Join-Path $PSHOME pwsh.dll)' `"`$@`""
        chmod +x $Folder/pwsh
    }
    $Folder
}

Export-ModuleMember -Function *
