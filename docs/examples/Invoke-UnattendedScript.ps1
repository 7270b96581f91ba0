<#
.SYNOPSIS
Runs a script for a scheduler: signs in by certificate, keeps a transcript, and ends with an exit code.
.DESCRIPTION
A scheduler sees an exit code and nothing else. This script ends with 0 when all went well and with 1 when the script, or the sign-in, wrote an error. What was done and said stands in a
transcript in -LogFolder; transcripts older than -KeepDays are removed. The script gets the connection as -Connection, if it takes that.

Register-NightlyTask.ps1 puts it into the task scheduler or into cron; New-ServiceApp.ps1 makes the app and its certificate.
.PARAMETER Script
The script to run.
.PARAMETER TenantId
Id or domain of the tenant.
.PARAMETER ClientId
Client id of the app registration.
.PARAMETER CertificateThumbprint
A certificate in the personal store of the account, or of the machine.
.PARAMETER CertificatePath
A .pfx or .pem file without a password that only the account of the task can read; for Linux and macOS.
.PARAMETER LogFolder
Folder of the transcripts.
.PARAMETER KeepDays
How long transcripts stay.
.PARAMETER SignIn
More parameters of Connect-BcTenant, such as -Authority and -Endpoint of another cloud.
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
$PSStyle.OutputRendering = 'PlainText' # a log is no screen
$ConfirmPreference = 'None' # nobody is there to answer
$name = [IO.Path]::GetFileNameWithoutExtension($Script)
$null = New-Item $LogFolder -ItemType Directory -Force
Get-ChildItem $LogFolder -Filter "$name-*.log" | Where-Object LastWriteTime -lt ([datetime]::Now.AddDays(-$KeepDays)) | Remove-Item

$exitCode = 1
$null = Start-Transcript (Join-Path $LogFolder "$name-$([datetime]::UtcNow.ToString('yyyyMMdd-HHmmss', [cultureinfo]::InvariantCulture)).log")
try {
    $certificate = $CertificatePath ? @{ CertificatePath = $CertificatePath } : @{ CertificateThumbprint = $CertificateThumbprint }
    $connection = Connect-BcTenant $TenantId -ClientId $ClientId @certificate @SignIn -Name unattended -PassThru
    $arguments = (Get-Command $Script).Parameters.ContainsKey('Connection') ? @{ Connection = $connection } : @{}

    # An error that does not end the script is a reason for somebody to look, too.
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
