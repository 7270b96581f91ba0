<#
.SYNOPSIS
Makes an app that a scheduled task or a server can sign in with, by a certificate, and proves that it works.
.DESCRIPTION
Registers the app in the tenant of the current connection with a certificate that is made on this machine, grants consent, authorizes it in the Admin Center, signs
in with it, and looks at everything that decides about access. What is left for a person, such as the page Microsoft Entra Applications inside of each environment,
comes back in NextSteps and as failed checks. Run again, it makes nothing twice.

Returns the app, with the failed checks added as FailedChecks.
.PARAMETER Name
Name of the app.
.PARAMETER CertificatePath
File of the certificate, .pfx or .pem, with its private key. It is made if it does not exist. Keep it where only the account of the task can read it.
.PARAMETER CertificatePassword
Password of that file.
.PARAMETER SignIn
More parameters of Connect-BcTenant, such as -Authority and -Endpoint of another cloud.
.EXAMPLE
Connect-BcTenant contoso.com
./New-ServiceApp.ps1 'BC nightly' -CertificatePath C:\Keys\bc-nightly.pfx -CertificatePassword (Read-Host -AsSecureString)
.EXAMPLE
./New-ServiceApp.ps1 'BC nightly' -CertificatePath ./bc-nightly.pem | Select-Object -ExpandProperty FailedChecks
#>
[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
param(
    [Parameter(Mandatory)] [string] $Name,
    [Parameter(Mandatory)] [string] $CertificatePath,
    [securestring] $CertificatePassword,
    [hashtable] $SignIn = @{}
)
$ErrorActionPreference = 'Stop'
$administrator = Get-BcConnection -Current
$file = @{ CertificatePath = $CertificatePath }
if ($CertificatePassword) { $file.CertificatePassword = $CertificatePassword }

$app = New-BcAppRegistration $Name -Service -Update -GrantConsent -AuthorizeApp @file -Connection $administrator
if (-not $app) { return }

try {
    $connection = Connect-BcTenant $app.TenantId -ClientId $app.ClientId @file @SignIn -Name $Name -PassThru
    $failed = @(Test-BcConnection -Connection $connection | Where-Object Result -eq Failed)
}
finally {
    Disconnect-BcTenant $Name
    Select-BcConnection $administrator.Name
}
$app | Add-Member FailedChecks $failed -PassThru
