<#
.SYNOPSIS
Says for each customer whether the partner's app gets in, and if not, why.
.DESCRIPTION
Takes the tenants from the pipeline, or else asks Business Central which tenants have authorized the app. Being on that list says nothing about consent, so every
tenant is signed in to and tested. Returns a row a tenant: how many environments the app sees, and the first cause of trouble with what to do about it.
.PARAMETER TenantId
Tenants to look into. Without it those that have authorized the app.
.PARAMETER HomeTenantId
A tenant that the app works in, to ask for the list.
.PARAMETER SignIn
How the app signs in: parameters of Connect-BcTenant without the tenant.
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
