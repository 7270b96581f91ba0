<#
.SYNOPSIS
Does the work of one shard: a script, for one tenant after the other, with a result that lasts.
.DESCRIPTION
Signs in to each tenant, runs -Work with its connection, and keeps the result in -Store. A tenant that fails does not stop the shard. Run again with the same -Run it goes on:
tenants that are done are left alone, those that failed are tried again. So a job that was ended, or that Azure Automation has started anew, does the rest only.

Killed in the middle of a tenant, it begins this one again. So let -Work look before it changes something, as Update-SandboxApp.ps1 does: what is updated is not offered any more.

Returns a row for each tenant: TenantId, Run, Status (Done or Failed), Error, StartedOn, EndedOn, Output. The store has the same, one file a tenant.
.PARAMETER TenantId
Ids of the tenants of this shard.
.PARAMETER Run
Name of the run, such as the date. What is done in one run is to be done in the next.
.PARAMETER Store
Where results are kept: a folder, or the address of a container in Azure Storage with a shared access signature (Read and Create, Write). Without it the encrypted variable
BcRunStore of Azure Automation.
.PARAMETER SignIn
How the app signs in: parameters of Connect-BcTenant without the tenant. Without it by the variable BcClientId and the certificate BcPartner of Azure Automation. A managed identity
works in its own tenant only, so it is no way to customers.
.PARAMETER Work
The script to run. It gets -Connection.
.EXAMPLE
./Invoke-TenantShard.ps1 -TenantId $ids -Run 2026-11-25 -Store ./runs -SignIn @{ ClientId = $app; CertificateThumbprint = $thumbprint } -Work ./Update-SandboxApp.ps1
.EXAMPLE
Get-ChildItem ./runs/2026-11-25 | Get-Content -Raw | ConvertFrom-Json | Group-Object Status -NoElement

What has become of the run, from any machine that sees the store.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string[]] $TenantId,
    [Parameter(Mandatory)] [ValidatePattern('^[A-Za-z0-9_-]+$')] [string] $Run,
    [string] $Store,
    [hashtable] $SignIn,
    [string] $Work = './Update-SandboxApp.ps1'
)
$ErrorActionPreference = 'Stop'
if (-not $Store) { $Store = Get-AutomationVariable BcRunStore }
if (-not $SignIn) { $SignIn = @{ ClientId = Get-AutomationVariable BcClientId; Certificate = Get-AutomationCertificate BcPartner } }
$isBlob = $Store -match '^https?://'

function Get-Place([string] $Tenant) {
    if (-not $isBlob) { return Join-Path $Store $Run "$Tenant.json" }
    $address = [UriBuilder] $Store
    $address.Path = "$($address.Path.TrimEnd('/'))/$Run/$Tenant.json"
    $address.Uri
}

function Read-Result([string] $Tenant) {
    $place = Get-Place $Tenant
    if (-not $isBlob) { return (Test-Path $place) ? (Get-Content $place -Raw | ConvertFrom-Json) : $null }
    $answer = Invoke-WebRequest $place -SkipHttpErrorCheck
    if ($answer.StatusCode -eq 404) { return }
    if ($answer.StatusCode -ne 200) { throw "The store answers $($answer.StatusCode)." }
    ConvertFrom-Json ([Text.Encoding]::UTF8.GetString($answer.RawContentStream.ToArray()))
}

function Write-Result($Result) {
    $place = Get-Place $Result.TenantId
    $json = ConvertTo-Json $Result -Depth 5
    if ($isBlob) {
        $null = Invoke-RestMethod $place -Method Put -Body ([Text.Encoding]::UTF8.GetBytes($json)) -ContentType application/json -Headers @{ 'x-ms-blob-type' = 'BlockBlob' } -MaximumRetryCount 5 -RetryIntervalSec 2
        return
    }
    # Written aside and moved: a file that is there is complete, whenever the job is killed.
    $null = New-Item (Split-Path $place) -ItemType Directory -Force
    Set-Content "$place.new" $json
    Move-Item "$place.new" $place -Force
}

foreach ($tenant in $TenantId) {
    $known = Read-Result $tenant
    if ($known.Status -eq 'Done') {
        $known
        continue
    }

    $result = [ordered] @{ TenantId = $tenant; Run = $Run; Status = 'Failed'; Error = $null; StartedOn = [DateTimeOffset]::UtcNow; EndedOn = $null; Output = @() }
    try {
        $connection = Connect-BcTenant $tenant @SignIn -Name "shard-$tenant" -PassThru
        # An error that does not end the script makes the tenant a failed one all the same.
        $all = @(& { $ErrorActionPreference = 'Continue'; & $Work -Connection $connection } 2>&1)
        $problems, $output = $all.Where({ $_ -is [Management.Automation.ErrorRecord] }, 'Split')
        $result.Output = @($output | Select-Object *)
        if ($problems) { $result.Error = "$($problems[0])" } else { $result.Status = 'Done' }
    }
    catch {
        $result.Error = "$_"
    }
    finally {
        Disconnect-BcTenant "shard-$tenant"
    }
    $result.EndedOn = [DateTimeOffset]::UtcNow
    Write-Result $result
    [pscustomobject] $result
}
