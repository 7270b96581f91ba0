<#
.SYNOPSIS
Runs a script for a scheduler: signs in with a certificate, writes a transcript, and returns an exit code.
.DESCRIPTION
Returns the exit code 0 on success, and 1 if the script or the sign-in wrote an error. The transcript is written to -LogFolder; transcripts that are older than -KeepDays are removed. The script receives the
connection as -Connection if it has this parameter.

Register-NightlyTask.ps1 adds this script to the Task Scheduler or to cron. New-ServiceApp.ps1 creates the app and its certificate.
.PARAMETER Script
The script to run.
.PARAMETER TenantId
The ID or domain of the tenant.
.PARAMETER ClientId
The client ID of the app registration.
.PARAMETER CertificateThumbprint
A certificate in the personal store of the account or of the computer.
.PARAMETER CertificatePath
A .pfx or .pem file without a password that only the account of the task can read, for Linux and macOS.
.PARAMETER LogFolder
The folder of the transcripts.
.PARAMETER KeepDays
The number of days to keep transcripts.
.PARAMETER SignIn
More parameters of Connect-BcTenant, such as -Authority and -Endpoint for another cloud.
.EXAMPLE
pwsh -NoProfile -File ./Invoke-UnattendedScript.ps1 -Script ./Copy-ProductionNightly.ps1 -TenantId contoso.com -ClientId 11111111-2222-3333-4444-555555555555 -CertificateThumbprint 4E1C… -LogFolder C:\Logs\bc
.EXAMPLE
./Invoke-UnattendedScript.ps1 ./Get-StorageReport.ps1 contoso.com $app -CertificatePath ./bc-nightly.pem -LogFolder ./log; $LASTEXITCODE
#>
[CmdletBinding(DefaultParameterSetName = 'Thumbprint')]
param(
    [Parameter(Mandatory, Position = 0)] [string] $Script,
    [Parameter(Mandatory, Position = 1)] [string] $TenantId,
    [Parameter(Mandatory, Position = 2)] [guid] $ClientId,
    [Parameter(Mandatory, ParameterSetName = 'Thumbprint')] [string] $CertificateThumbprint,
    [Parameter(Mandatory, ParameterSetName = 'File')] [string] $CertificatePath,
    [Parameter(Mandatory)] [string] $LogFolder,
    [ValidateRange(1, 3650)] [int] $KeepDays = 30,
    [hashtable] $SignIn = @{}
)
$ErrorActionPreference = 'Stop'
$PSStyle.OutputRendering = 'PlainText' # no colors in the log
$ConfirmPreference = 'None' # a prompt cannot be answered
$name = [IO.Path]::GetFileNameWithoutExtension($Script)
$null = New-Item $LogFolder -ItemType Directory -Force
Get-ChildItem $LogFolder -Filter "$name-*.log" | Where-Object LastWriteTime -lt ([datetime]::Now.AddDays(-$KeepDays)) | Remove-Item

$exitCode = 1
$null = Start-Transcript (Join-Path $LogFolder "$name-$([datetime]::UtcNow.ToString('yyyyMMdd-HHmmss', [cultureinfo]::InvariantCulture)).log")
try {
    $certificate = $CertificatePath ? @{ CertificatePath = $CertificatePath } : @{ CertificateThumbprint = $CertificateThumbprint }
    $connection = Connect-BcTenant $TenantId -ClientId $ClientId @certificate @SignIn -Name unattended -PassThru
    $arguments = (Get-Command $Script).Parameters.ContainsKey('Connection') ? @{ Connection = $connection } : @{}

    # A non-terminating error is also a failure of the run.
    $exitCode = 0
    & { $ErrorActionPreference = 'Continue'; & $Script @arguments } 2>&1 |
        ForEach-Object { if ($_ -is [Management.Automation.ErrorRecord]) { $exitCode = 1 }; $_ } |
        Out-Host
}
catch {
    $exitCode = 1
    $_ | Out-Host
}
finally {
    Disconnect-BcTenant unattended
    "Ends with $exitCode." | Out-Host
    $null = Stop-Transcript
}
exit $exitCode
