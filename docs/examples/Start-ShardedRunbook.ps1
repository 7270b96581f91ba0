<#
.SYNOPSIS
Divides many tenants among several jobs, so that a run over hundreds of them fits into the time that one job has.
.DESCRIPTION
The shard of a tenant follows from its id alone (SHA-256 of the id in small letters, modulo the number of shards): the same tenant is in the same shard on each run and on every
machine, whatever other tenants there are. With another -ShardCount nearly all tenants change their shards. That is safe between runs and in the middle of one, for what is done is
kept for each tenant and not for each shard (Invoke-TenantShard.ps1).

Starts one job for each shard that has tenants, by the script block -StartJob, and returns a row for each: Shard, TenantId, Job. To go on after a shard died, start it again with the same
arguments and -Shard: it does what is left.

One shard is one machine's worth of work. Azure Automation ends a job after three hours and starts it anew; a few dozen tenants a shard leave room for that.
.PARAMETER TenantId
Ids of the tenants. Binds from a CSV, or from Get-BcManageableTenant.
.PARAMETER ShardCount
Number of shards.
.PARAMETER StartJob
Starts the work on one shard. It gets the number of the shard and the ids of its tenants, and what it returns becomes Job.
.PARAMETER Shard
Starts these shards only, counted from 0; all without it.
.EXAMPLE
Connect-BcTenant partner.com -ClientId $app -CertificateThumbprint $thumbprint
$run = [datetime]::Today.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)
Get-BcManageableTenant | ./Start-ShardedRunbook.ps1 -ShardCount 8 -StartJob {
    param($Shard, $TenantId)
    Start-AzAutomationRunbook Invoke-TenantShard -ResourceGroupName automation -AutomationAccountName bc-care -Parameters @{ TenantId = $TenantId; Run = $run }
}

On Azure Automation, from a runbook that has signed in with Connect-AzAccount -Identity.
.EXAMPLE
$shards = Import-Csv customers.csv | ./Start-ShardedRunbook.ps1 -ShardCount 4 -StartJob {
    param($Shard, $TenantId)
    Start-ThreadJob { ./Invoke-TenantShard.ps1 -TenantId $using:TenantId -Run 2026-11-25 -Store ./runs -SignIn $using:signIn -Work ./Update-SandboxApp.ps1 }
}
$shards.Job | Receive-Job -Wait | Where-Object Status -eq Failed

On this machine, with the rows of all tenants at the end.
.EXAMPLE
Import-Csv customers.csv | ./Start-ShardedRunbook.ps1 -ShardCount 8 -Shard 3 -StartJob $startJob

Once more, for a shard that died.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory, ValueFromPipelineByPropertyName)] [guid[]] $TenantId,
    [Parameter(Mandatory)] [ValidateRange(1, 1000)] [int] $ShardCount,
    [Parameter(Mandatory)] [scriptblock] $StartJob,
    [int[]] $Shard
)
begin {
    $ErrorActionPreference = 'Stop'
    $all = [Collections.Generic.SortedSet[string]]::new()
}
process {
    foreach ($id in $TenantId) { $null = $all.Add("$id") }
}
end {
    $shards = $all | Group-Object {
        $hash = [Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes($_))
        [Buffers.Binary.BinaryPrimitives]::ReadUInt32BigEndian($hash) % $ShardCount
    }
    foreach ($group in $shards | Sort-Object { [int] $_.Name }) {
        $number = [int] $group.Name
        if ($Shard -and $number -notin $Shard) { continue }
        if (-not $PSCmdlet.ShouldProcess("shard $number with $($group.Count) tenants", 'Start')) { continue }
        [pscustomobject] @{ Shard = $number; TenantId = [string[]] $group.Group; Job = & $StartJob $number ([string[]] $group.Group) }
    }
}
