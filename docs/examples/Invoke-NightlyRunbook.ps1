<#
.SYNOPSIS
A runbook that signs in by its managed identity: warns of what needs somebody, once a night.
.DESCRIPTION
Made for Azure Automation, Functions or a virtual machine: there is no secret, and nothing that expires. It first makes sure that access is set up, and says what is
missing if not. Then it returns a row for each environment that is not active, and for each operation that failed since yesterday.

The identity needs the application permissions of Business Central and the authorization in the Admin Center: see "A runbook with a managed identity" in
docs/authentication.md.
.PARAMETER SignIn
Parameters of Connect-BcTenant, to sign in another way, such as by an app of another tenant.
.PARAMETER Days
How far back to look for failed operations.
.EXAMPLE
./Invoke-NightlyRunbook.ps1
.EXAMPLE
./Invoke-NightlyRunbook.ps1 -SignIn @{ TenantId = 'contoso.com'; ClientId = $app; CertificateThumbprint = $thumbprint } | Export-Csv nightly.csv
#>
[CmdletBinding()]
param(
    [hashtable] $SignIn = @{ ManagedIdentity = $true },
    [int] $Days = 1
)
$ErrorActionPreference = 'Stop'
$connection = Connect-BcTenant @SignIn -Name nightly -PassThru
try {
    $causes = Test-BcConnection -Connection $connection | Where-Object Result -eq Failed | Where-Object Check -in SignIn, Audience, Tenant, Consent, AdminCenter
    if ($causes) { throw "Access is not set up. $($causes.ForEach{ "$($_.Check): $($_.Detail) $($_.Remedy)" } -join ' ')" }

    Get-BcEnvironment -Connection $connection | Where-Object Status -ne Active | ForEach-Object {
        [pscustomobject] @{ Environment = $_.Name; What = 'Status'; Detail = $_.Status }
    }
    Get-BcOperation -Connection $connection -Status failed | Where-Object CreatedOn -gt ([datetime]::Now.AddDays(-$Days)) | ForEach-Object {
        [pscustomobject] @{ Environment = $_.EnvironmentName; What = $_.Type; Detail = $_.ErrorMessage }
    }
}
finally {
    Disconnect-BcTenant nightly
}
