<#
.SYNOPSIS
Registers an app with a certificate for scheduled tasks and servers, and tests the sign-in.
.DESCRIPTION
Registers the app in the tenant of the current connection with a certificate that is created on this computer, grants consent, authorizes the app in the admin center, signs in as the app, and tests the connection.
NextSteps and the failed checks show the remaining manual steps, such as the page Microsoft Entra Applications in each environment. A second run creates nothing twice.

Returns the app with the property FailedChecks.
.PARAMETER Name
The name of the app.
.PARAMETER CertificatePath
The certificate file with the private key, .pfx or .pem. It is created if it does not exist. Store it where only the account of the task can read it.
.PARAMETER CertificatePassword
The password of the certificate file.
.PARAMETER SignIn
More parameters of Connect-BcTenant, such as -Authority and -Endpoint for another cloud.
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
