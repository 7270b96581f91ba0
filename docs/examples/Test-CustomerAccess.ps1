<#
.SYNOPSIS
Tests for each customer whether the partner's app has access, and shows the cause if not.
.DESCRIPTION
Tests the tenants from the pipeline, or the tenants that have authorized the app. An authorized app can lack consent, so the script signs in to each tenant and tests the connection. Returns one row for each tenant:
the number of environments that the app can access, or the first cause with its remedy.
.PARAMETER TenantId
The tenants to test. The default is all tenants that have authorized the app.
.PARAMETER HomeTenantId
A tenant in which the app has access, to read the list of tenants.
.PARAMETER SignIn
The sign-in of the app: parameters of Connect-BcTenant without the tenant.
.EXAMPLE
./Test-CustomerAccess.ps1 -HomeTenantId partner.com -SignIn @{ ClientId = $app; CertificateThumbprint = $thumbprint } | Where-Object Cause
.EXAMPLE
Import-Csv customers.csv | ./Test-CustomerAccess.ps1 -SignIn @{ ClientId = $app; ClientSecret = $secret } | Export-Csv access.csv
#>
[CmdletBinding(DefaultParameterSetName = 'Authorized')]
param(
    [Parameter(Mandatory, ParameterSetName = 'Named', ValueFromPipelineByPropertyName)] [string[]] $TenantId,
    [Parameter(Mandatory, ParameterSetName = 'Authorized')] [string] $HomeTenantId,
    [Parameter(Mandatory)] [hashtable] $SignIn
)
begin {
    $all = [Collections.Generic.List[string]]::new()
}
process {
    if ($TenantId) { $all.AddRange($TenantId) }
}
end {
    if ($HomeTenantId) {
        Connect-BcTenant $HomeTenantId @SignIn -Name customer-list -ErrorAction Stop
        $all.AddRange([string[]] (Get-BcManageableTenant -Connection customer-list).TenantId)
        Disconnect-BcTenant customer-list
    }

    foreach ($tenant in $all) {
        # After a sign-in that fails no connection is current, and Test-BcConnection explains that sign-in.
        try { Connect-BcTenant $tenant @SignIn -Name customer } catch { Write-Verbose "${tenant}: $_" }
        $checks = @(Test-BcConnection)
        $cause = $checks | Where-Object Result -eq Failed | Select-Object -Last 1
        [pscustomobject] @{
            TenantId = $tenant
            Environments = @($checks | Where-Object Check -eq Automation).Count
            Cause = $cause.Check
            Detail = $cause.Detail
            Remedy = $cause.Remedy
        }
    }
    Disconnect-BcTenant customer
}
