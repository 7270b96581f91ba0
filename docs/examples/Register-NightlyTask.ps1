<#
.SYNOPSIS
Runs a script every night: registers a task on Windows, and gives the line for cron elsewhere.
.DESCRIPTION
The task runs Invoke-UnattendedScript.ps1, which signs in by certificate, keeps a transcript and ends with an exit code. On Windows it runs as the account that -Credential names, whether somebody is signed in
or not, makes up for a missed start, never runs twice at once, and is ended after -HoursAtMost. The certificate must be in the store of that account, or of the machine with its key readable to it.

On Linux and macOS nothing is changed: the line for crontab -e is returned. It mails what a failure leaves, if cron can send mail.
.PARAMETER Script
The script to run, such as Copy-ProductionNightly.ps1.
.PARAMETER TenantId
Id or domain of the tenant.
.PARAMETER ClientId
Client id of the app registration.
.PARAMETER Certificate
Thumbprint of the certificate on Windows, elsewhere the path of a .pem or .pfx file.
.PARAMETER LogFolder
Folder of the transcripts.
.PARAMETER At
When it starts, by the clock of this machine.
.PARAMETER Credential
Windows: account that the task runs as.
.PARAMETER HoursAtMost
Windows: after so many hours the task is ended. A copy may take long.
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
$pwsh = @(Get-Command pwsh -ErrorAction Ignore).Source + (Join-Path $PSHOME pwsh) | Select-Object -First 1
$scheduler = Get-Command Register-ScheduledTask -ErrorAction Ignore # on Windows only
$name = "BC $([IO.Path]::GetFileNameWithoutExtension($Script))"
$parts = '-NoProfile', '-NonInteractive', '-File', (Join-Path $PSScriptRoot Invoke-UnattendedScript.ps1), '-Script', (Resolve-Path $Script).Path,
    '-TenantId', $TenantId, '-ClientId', $ClientId, ($scheduler ? '-CertificateThumbprint' : '-CertificatePath'), $Certificate, '-LogFolder', $LogFolder

if (-not $scheduler) {
    $quoted = $parts | ForEach-Object { "'$("$_".Replace("'", "'\''"))'" }
    return "$($At.Minutes) $($At.Hours) * * * '$pwsh' $($quoted -join ' ') > /dev/null || echo '$name failed, see $LogFolder'" -replace '%', '\%'
}

if (-not $Credential) { throw 'Name the account that the task runs as: -Credential.' }
if (-not $PSCmdlet.ShouldProcess($name, 'Register a scheduled task')) { return }
$task = @{
    TaskName = $name
    Action   = New-ScheduledTaskAction -Execute $pwsh -Argument (($parts | ForEach-Object { "`"$_`"" }) -join ' ')
    Trigger  = New-ScheduledTaskTrigger -Daily -At ([datetime]::Today + $At)
    Settings = New-ScheduledTaskSettingsSet -StartWhenAvailable -MultipleInstances IgnoreNew -ExecutionTimeLimit (New-TimeSpan -Hours $HoursAtMost)
    User     = $Credential.UserName
    Password = $Credential.GetNetworkCredential().Password
}
Register-ScheduledTask @task -Force
