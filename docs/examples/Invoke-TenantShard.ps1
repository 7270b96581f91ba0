<#
.SYNOPSIS
Processes one shard: runs a script for each tenant, one after the other, and stores the results.
.DESCRIPTION
For each tenant, the script signs in, runs -Work with the connection, and stores the result in -Store. A tenant that fails does not stop the others. Run the script again with the same
-Run to continue: tenants that are done are skipped, and tenants that failed are retried. So a job that was stopped or that failed processes only the remaining tenants.

If the job is stopped while -Work runs, the next job runs -Work for that tenant again. Therefore -Work must check the state before it changes something, as Update-SandboxApp.ps1
does: it updates only apps that have an update.

Returns an object for each tenant: TenantId, Run, Status (Done or Failed), Error, StartedOn, EndedOn, and Output. The store has the same data, in one file for each tenant.
.PARAMETER TenantId
The IDs of the tenants of the shard. Start-ShardedRunbook.ps1 returns them.
.PARAMETER Run
The name of the run, such as the date. Each run processes all tenants once.
.PARAMETER Store
The location of the results: a folder, or the address of a container in Azure Storage with a shared access signature (permissions Read, Create, and Write). The default is the
encrypted variable BcRunStore of the Azure Automation account.
.PARAMETER SignIn
The sign-in of the app: parameters of Connect-BcTenant without the tenant. The default is the variable BcClientId and the certificate BcPartner of the Azure Automation account. A managed
identity can sign in to its own tenant only.
.PARAMETER Work
The script to run, or the name of a command of a module. It receives -Connection.
.EXAMPLE
./Invoke-TenantShard.ps1 -TenantId $ids -Run 2026-11-25 -Store ./runs -SignIn @{ ClientId = $app; CertificateThumbprint = $thumbprint } -Work ./Update-SandboxApp.ps1

Updates the apps in the sandboxes of some tenants.
.EXAMPLE
Get-ChildItem ./runs/2026-11-25 | Get-Content -Raw | ConvertFrom-Json | Group-Object Status -NoElement

Counts the results of a run. This works on each computer that can access the store.
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
if (-not $isBlob) { $null = New-Item (Join-Path $Store $Run) -ItemType Directory -Force }

function Get-ResultPath([string] $Tenant) {
    if (-not $isBlob) { return Join-Path $Store $Run "$Tenant.json" }
    $address = [UriBuilder] $Store
    $address.Path = "$($address.Path.TrimEnd('/'))/$Run/$Tenant.json"
    $address.Uri
}

function Read-Result([string] $Tenant) {
    $path = Get-ResultPath $Tenant
    if (-not $isBlob) { return (Test-Path -LiteralPath $path) ? (Get-Content -LiteralPath $path -Raw | ConvertFrom-Json) : $null }
    $answer = Invoke-WebRequest $path -SkipHttpErrorCheck
    if ($answer.StatusCode -eq 404) { return }
    if ($answer.StatusCode -ne 200) { throw "The store returned HTTP status $($answer.StatusCode)." }
    ConvertFrom-Json ([Text.Encoding]::UTF8.GetString($answer.RawContentStream.ToArray()))
}

function Write-Result($Result) {
    $path = Get-ResultPath $Result.TenantId
    $json = ConvertTo-Json $Result -Depth 5
    if ($isBlob) {
        $blob = @{ Method = 'Put'; Headers = @{ 'x-ms-blob-type' = 'BlockBlob' }; ContentType = 'application/json'; MaximumRetryCount = 5; RetryIntervalSec = 2 }
        $null = Invoke-RestMethod $path @blob -Body ([Text.Encoding]::UTF8.GetBytes($json))
        return
    }
    # Written to another file and moved, so that a stopped job never leaves an incomplete result.
    Set-Content -LiteralPath "$path.new" $json
    Move-Item -LiteralPath "$path.new" $path -Force
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
        # A tenant with an error has failed, even if the error does not end -Work.
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
