<#
.SYNOPSIS
Gives a partner's app access to many customers: authorization, admin consent, and a test, with one row for each customer in a CSV file.
.DESCRIPTION
For each customer, the script signs in as a user of the partner and adds the app to the authorized apps of the admin center. Then it signs in as the app and tests the connection. Where admin consent is
missing, the row gets the address at which an administrator of the customer consents, and the status ConsentRequired.

The file is saved after each step. Run the script again with the same file to continue: customers with the status Done are skipped, and steps that are done are not repeated. So the script can be stopped at any
time, and be run again when customers have consented. An error is in the row of its customer, and the other customers follow.

Returns the rows: TenantId, DisplayName, Status (New, ConsentRequired, Failed, Done), Authorized, Consented, Error, ConsentUrl, UpdatedOn.
.PARAMETER TenantId
The tenants of the customers. Binds to the objects of Get-BcCustomer.
.PARAMETER DisplayName
The names of the customers.
.PARAMETER ClientId
The client ID of the multi-tenant app.
.PARAMETER Path
The CSV file that keeps the state of each customer.
.PARAMETER AppSignIn
The credential of the app: parameters of Connect-BcTenant without the tenant and the client ID.
.PARAMETER UserSignIn
The sign-in of the partner's user: parameters of Connect-BcTenant without the tenant. The default is interactive.
.PARAMETER Consent
A script block that gets an administrator's consent, or asks for it. It gets the address and the row of the customer. The connection is tested again afterwards. The default is to leave it to the next run.
.EXAMPLE
Connect-BcTenant partner.com
Get-BcCustomer | ./Add-CustomerFleet.ps1 -ClientId $app -AppSignIn @{ CertificateThumbprint = $thumbprint } -Path ./fleet.csv

Authorizes the app for all customers. The column ConsentUrl of the file has the addresses for the customers that have not consented.
.EXAMPLE
Get-BcCustomer Adatum | ./Add-CustomerFleet.ps1 -ClientId $app -AppSignIn @{ CertificateThumbprint = $thumbprint } -Path ./fleet.csv -Consent {
    param($Url)
    Start-Process $Url
    Read-Host 'Press Enter when the administrator has consented'
}

Opens the address in a browser, for a user who can consent in the tenant of the customer.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory, ValueFromPipelineByPropertyName)] [guid] $TenantId,
    [Parameter(ValueFromPipelineByPropertyName)] [string] $DisplayName,
    [Parameter(Mandatory)] [guid] $ClientId,
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [hashtable] $AppSignIn,
    [hashtable] $UserSignIn = @{},
    [scriptblock] $Consent
)
begin {
    $ErrorActionPreference = 'Stop'
    $rows = [ordered] @{}
    if (Test-Path -LiteralPath $Path) {
        foreach ($known in Import-Csv -LiteralPath $Path) { $rows[$known.TenantId] = $known }
    }

    # Written to another file and moved, so that the file is complete whenever the script is stopped.
    function Save-Row($Row, [hashtable] $Change) {
        foreach ($name in $Change.Keys) { $Row.$name = $Change[$name] }
        $Row.UpdatedOn = [datetime]::UtcNow.ToString('u', [cultureinfo]::InvariantCulture)
        $rows.Values | Export-Csv -LiteralPath "$Path.new"
        Move-Item -LiteralPath "$Path.new" $Path -Force
    }

    # The first check that fails; none where the app has access.
    function Test-App([string] $Tenant) {
        try { Connect-BcTenant $Tenant -ClientId $ClientId @AppSignIn -Name fleet-app }
        catch { Write-Verbose "${Tenant}: $_" }
        # Where the sign-in failed, this explains the failed sign-in.
        $failed = @(Test-BcConnection | Where-Object Result -eq Failed)
        # The failed sign-in of an app that the tenant does not know has its cause in the check of the tenant.
        $failed | Sort-Object { $_.Check -eq 'SignIn' } | Select-Object -First 1
    }
}
process {
    $id = "$TenantId"
    if (-not $rows.Contains($id)) {
        $rows[$id] = [pscustomobject] @{
            TenantId = $id; DisplayName = $DisplayName; Status = 'New'; Authorized = ''; Consented = ''; Error = ''; ConsentUrl = ''; UpdatedOn = ''
        }
    }

    $row = $rows[$id]
    if ($row.Status -eq 'Done' -or -not $PSCmdlet.ShouldProcess("customer $($row.DisplayName) ($id)", "Give app $ClientId access")) { return $row }
    try {
        if (-not $row.Authorized) {
            $user = Connect-BcTenant $id @UserSignIn -Name fleet-user -PassThru
            if ($ClientId -notin (Get-BcAuthorizedApp -Connection $user).ClientId) {
                $null = Add-BcAuthorizedApp $ClientId -Connection $user -Confirm:$false -WarningAction Ignore
            }
            Save-Row $row @{ Authorized = 'yes' }
        }

        $failed = Test-App $id
        if ($failed.Check -in 'Tenant', 'Consent') {
            $address = @{}
            if ($AppSignIn.Authority) { $address.Authority = $AppSignIn.Authority }
            Save-Row $row @{ Status = 'ConsentRequired'; ConsentUrl = Get-BcAdminConsentUrl $id $ClientId @address; Error = $failed.Detail }
            if ($Consent) {
                $null = & $Consent $row.ConsentUrl $row
                $failed = Test-App $id
            }
        }

        if (-not $failed) { Save-Row $row @{ Status = 'Done'; Consented = 'yes'; Error = '' } }
        elseif ($failed.Check -notin 'Tenant', 'Consent') { Save-Row $row @{ Status = 'Failed'; Error = "$($failed.Check): $($failed.Detail) $($failed.Remedy)" } }
    }
    catch {
        Save-Row $row @{ Status = 'Failed'; Error = "$_" }
    }
    $row
}
clean {
    # Also where the script is stopped.
    Disconnect-BcTenant fleet-app, fleet-user -ErrorAction Ignore
}
