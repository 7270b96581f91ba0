<#
.SYNOPSIS
Starts a child runbook of Azure Automation for each shard of tenants.
.DESCRIPTION
The parent runbook. It divides the tenants with Start-ShardedRunbook.ps1, starts the runbook Invoke-TenantShard for each shard, and returns an object for each: Shard, TenantId, and Job. It
does not wait for the jobs. The results are in the store, see Invoke-TenantShard.ps1.

Azure Automation stops a job after three hours and does not restart it. To continue, start this runbook again with the same -Run, for example by an hourly schedule: tenants that are done are
skipped. While jobs of an earlier start are active, the script starts nothing, so that two jobs never process the same tenant.

The Automation account needs:
- a runtime environment with PowerShell 7.4 and the modules BcAdmin and Az.Automation
- the runbooks Start-AutomationShard, Start-ShardedRunbook, Invoke-TenantShard, and Update-SandboxApp
- the certificate BcPartner, the variables BcClientId and BcTenantId (the partner's tenant), and the encrypted variable BcRunStore (the address of the store)
- a managed identity with the role Automation Operator on the account

The script can also run on a computer or in a pipeline that is signed in to Azure, with -TenantId.
.PARAMETER ResourceGroupName
The resource group of the Automation account.
.PARAMETER AutomationAccountName
The name of the Automation account.
.PARAMETER ShardCount
The number of shards. Choose it so that a shard takes less than three hours. The default is 8.
.PARAMETER Shard
The numbers of the shards to start, even if jobs of an earlier start are active. The default is all shards.
.PARAMETER Run
The name of the run. Each run processes all tenants once. The default is the current date (UTC).
.PARAMETER TenantId
The IDs of the tenants. The default is all tenants in which the app is authorized.
.PARAMETER Runbook
The name of the child runbook. The default is Invoke-TenantShard.
.EXAMPLE
./Start-AutomationShard.ps1 -ResourceGroupName automation -AutomationAccountName bc-care

Starts eight child runbooks, or continues the run of the day.
.EXAMPLE
./Start-AutomationShard.ps1 -ResourceGroupName automation -AutomationAccountName bc-care -Run 2026-11-25 -Shard 3

Starts shard 3 again after its job failed.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [string] $ResourceGroupName,
    [Parameter(Mandatory)] [string] $AutomationAccountName,
    [ValidateRange(1, 1000)] [int] $ShardCount = 8,
    [ValidateNotNullOrEmpty()] [int[]] $Shard,
    [ValidatePattern('^[A-Za-z0-9_-]+$')] [string] $Run = [datetime]::UtcNow.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture),
    [guid[]] $TenantId,
    [string] $Runbook = 'Invoke-TenantShard'
)
$ErrorActionPreference = 'Stop'
$account = @{ ResourceGroupName = $ResourceGroupName; AutomationAccountName = $AutomationAccountName }
if (-not (Get-AzContext)) { $null = Connect-AzAccount -Identity -WhatIf:$false }

$division = @{ ShardCount = $ShardCount }
if ($PSBoundParameters.ContainsKey('Shard')) { $division.Shard = $Shard }
else {
    $active = @(Get-AzAutomationJob @account -RunbookName $Runbook | Where-Object Status -notin Completed, Failed, Stopped, Suspended)
    if ($active) {
        Write-Warning "$($active.Count) jobs of the runbook $Runbook are still active. No job was started."
        return
    }
}

if (-not $TenantId) {
    $partner = @{ ClientId = Get-AutomationVariable BcClientId; Certificate = Get-AutomationCertificate BcPartner }
    $connection = Connect-BcTenant (Get-AutomationVariable BcTenantId) @partner -Name partner -PassThru
    try { $TenantId = (Get-BcManageableTenant -Connection $connection).TenantId }
    finally { Disconnect-BcTenant partner }
}

./Start-ShardedRunbook.ps1 -TenantId $TenantId @division -StartJob {
    param($Shard, $TenantId)
    Start-AzAutomationRunbook @account -Name $Runbook -Parameters @{ TenantId = $TenantId; Run = $Run }
}
