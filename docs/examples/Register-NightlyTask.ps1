<#
.SYNOPSIS
Runs a script each night: registers a task on Windows, and returns a line for cron on other systems.
.DESCRIPTION
The task runs Invoke-UnattendedScript.ps1, which signs in with a certificate, writes a transcript, and returns an exit code. On Windows, it runs as the account in -Credential, also if the user is not signed in,
runs later if a start was missed, never runs twice at the same time, and is stopped after -HoursAtMost. The certificate must be in the personal store of that account, or in the store of the computer with a private
key that the account can read.

On Linux and macOS, nothing is changed: the script returns the line for crontab -e. Cron mails the output of a failure if it can send mail.
.PARAMETER Script
The script to run, such as Copy-ProductionNightly.ps1.
.PARAMETER TenantId
The ID or domain of the tenant.
.PARAMETER ClientId
The client ID of the app registration.
.PARAMETER Certificate
On Windows, the thumbprint of the certificate. On other systems, the path of a .pem or .pfx file.
.PARAMETER LogFolder
The folder of the transcripts. A relative path is relative to the current folder.
.PARAMETER At
The start time, in the time zone of this computer.
.PARAMETER Credential
The account of the task (Windows).
.PARAMETER HoursAtMost
The number of hours after which the task is stopped (Windows). A copy can take hours.
.EXAMPLE
./Register-NightlyTask.ps1 ./Copy-ProductionNightly.ps1 contoso.com 11111111-2222-3333-4444-555555555555 4E1C0B9AF3D2475C8A61E0B7D95F3C28A4E7D610 -LogFolder C:\Logs\bc -Credential (Get-Credential contoso\bc-nightly)
.EXAMPLE
./Register-NightlyTask.ps1 ./Copy-ProductionNightly.ps1 contoso.com 11111111-2222-3333-4444-555555555555 /etc/bc/nightly.pem -LogFolder /var/log/bc -At 02:30
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory, Position = 0)] [string] $Script,
    [Parameter(Mandatory, Position = 1)] [string] $TenantId,
    [Parameter(Mandatory, Position = 2)] [guid] $ClientId,
    [Parameter(Mandatory, Position = 3)] [string] $Certificate,
    [Parameter(Mandatory)] [string] $LogFolder,
    [timespan] $At = '03:00',
    [pscredential] $Credential,
    [ValidateRange(1, 72)] [int] $HoursAtMost = 12
)
$ErrorActionPreference = 'Stop'
$scheduler = Get-Command Register-ScheduledTask -ErrorAction Ignore # on Windows only

# The PowerShell that runs this; one that was installed as a .NET tool is started by dotnet.
$program = @([Environment]::ProcessPath)
if ((Split-Path $program[0] -LeafBase) -eq 'dotnet') { $program += Join-Path $PSHOME pwsh.dll }
elseif ((Split-Path $program[0] -LeafBase) -ne 'pwsh') { $program = @((Get-Command pwsh -CommandType Application)[0].Source) }

# The task starts in another folder, so it gets full paths.
function Get-FullPath([string] $Path) { $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path) }
$LogFolder = Get-FullPath $LogFolder
# The certificate dialog of Windows copies a thumbprint with blanks and an invisible mark.
$Certificate = $scheduler ? ($Certificate -replace '[^0-9A-Fa-f]') : (Get-FullPath $Certificate)
$name = "BC $([IO.Path]::GetFileNameWithoutExtension($Script))"
$parts = @($program | Select-Object -Skip 1) + @('-NoProfile', '-NonInteractive', '-File', (Join-Path $PSScriptRoot Invoke-UnattendedScript.ps1), '-Script', (Resolve-Path $Script).Path,
    '-TenantId', $TenantId, '-ClientId', $ClientId, ($scheduler ? '-CertificateThumbprint' : '-CertificatePath'), $Certificate, '-LogFolder', $LogFolder)

if (-not $scheduler) {
    function Quote($Text) { "'$("$Text".Replace("'", "'\''"))'" }
    $command = @($program[0]) + $parts | ForEach-Object { Quote $_ }
    return "$($At.Minutes) $($At.Hours) * * * $($command -join ' ') > /dev/null || echo $(Quote "$name failed, see $LogFolder")" -replace '%', '\%'
}

if (-not $Credential) { throw 'Name the account that the task runs as: -Credential.' }
if (-not $PSCmdlet.ShouldProcess($name, 'Register a scheduled task')) { return }
# How programs of Windows read a command line: before a quote, and at the end of a quoted part, each backslash is written twice.
function Quote($Text) { '"' + ("$Text" -replace '(\\*)"', '$1$1\"' -replace '(\\+)$', '$1$1') + '"' }
$task = @{
    TaskName = $name
    Action   = New-ScheduledTaskAction -Execute $program[0] -Argument (($parts | ForEach-Object { Quote $_ }) -join ' ')
    Trigger  = New-ScheduledTaskTrigger -Daily -At ([datetime]::Today + $At)
    Settings = New-ScheduledTaskSettingsSet -StartWhenAvailable -MultipleInstances IgnoreNew -ExecutionTimeLimit (New-TimeSpan -Hours $HoursAtMost)
    User     = $Credential.UserName
    Password = $Credential.GetNetworkCredential().Password
}
Register-ScheduledTask @task -Force
