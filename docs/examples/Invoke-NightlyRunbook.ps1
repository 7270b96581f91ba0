<#
.SYNOPSIS
Reports environments and operations that require attention, in a runbook with a managed identity.
.DESCRIPTION
For Azure Automation, Azure Functions, or a virtual machine: no secret is stored, and no credential expires. The script first checks the access and reports what is missing. Then it returns one row for each
environment that is not active, and for each operation that failed since yesterday.

The identity requires the application permissions of Business Central and the authorization in the admin center: see "A runbook with a managed identity" in docs/authentication.md.
.PARAMETER SignIn
Parameters of Connect-BcTenant for another sign-in method, such as an app of another tenant.
.PARAMETER Days
The number of days in which operations that failed are reported.
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
