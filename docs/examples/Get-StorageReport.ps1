<#
.SYNOPSIS
Reports the storage and the quotas of several tenants.
.DESCRIPTION
Returns one row for each tenant: the size of its databases, the quota, and the largest environment. Tenants with the highest usage come first.
.PARAMETER Connection
The connections to use. The default is all open connections.
.PARAMETER AbovePercent
Returns only tenants that use more than this percentage of their quota.
.EXAMPLE
'contoso.com', 'fabrikam.com' | ForEach-Object { Connect-BcTenant $_ -ClientId $app -CertificateThumbprint $thumbprint }
./Get-StorageReport.ps1 | Format-Table
.EXAMPLE
./Get-StorageReport.ps1 -AbovePercent 80 | Export-Csv storage.csv
#>
[CmdletBinding()]
param(
    [object[]] $Connection = '*',
    [ValidateRange(0, 100)] [double] $AbovePercent = 0
)
$quotas = Get-BcQuota -Connection $Connection | Group-Object TenantId -AsHashTable -AsString

Get-BcEnvironmentStorage -Connection $Connection | Group-Object TenantId | ForEach-Object {
    $used = ($_.Group | Measure-Object DatabaseSizeKB -Sum).Sum
    $quota = $quotas[$_.Name].TotalStorageKB
    [pscustomobject] @{
        TenantId     = $_.Name
        UsedGB       = [math]::Round($used / 1MB, 2) # of kilobytes
        QuotaGB      = [math]::Round($quota / 1MB, 2)
        Percent      = $quota ? [math]::Round(100 * $used / $quota, 1) : $null
        Biggest      = ($_.Group | Sort-Object DatabaseSizeKB -Descending | Select-Object -First 1).EnvironmentName
        Environments = $_.Count
    }
} | Where-Object Percent -ge $AbovePercent | Sort-Object Percent -Descending
