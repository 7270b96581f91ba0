<#
.SYNOPSIS
Divides many tenants into shards, and starts one job for each shard.
.DESCRIPTION
The shard of a tenant depends only on its ID: the SHA-256 hash of the ID in lowercase, modulo the number of shards. A tenant is in the same shard in each run and on each computer,
whatever other tenants are in the list. A different -ShardCount moves most tenants to another shard. This is safe, even in the middle of a run, because Invoke-TenantShard.ps1 stores
results for each tenant, not for each shard.

The script runs -StartJob for each shard that has tenants, and returns an object with the properties Shard, TenantId, and Job. Without -StartJob, it starts nothing and returns the shards,
for engines that start the jobs themselves. To run a shard again after its job failed, use the same arguments and -Shard: tenants that are done are skipped.

Choose the number of shards so that each shard fits into the time limit of a job, such as three hours on Azure Automation.

Samples for engines: Start-AutomationShard.ps1 (Azure Automation), shard-github.yml (GitHub Actions), and shard-kubernetes.yml (Kubernetes).
.PARAMETER TenantId
The IDs of the tenants. Binds to the objects of Import-Csv, Get-BcCustomer, and Get-BcManageableTenant.
.PARAMETER ShardCount
The number of shards.
.PARAMETER StartJob
A script block that starts the job of one shard. It receives the number of the shard and the IDs of its tenants. Its output becomes the property Job. By default, no job is started.
.PARAMETER Shard
The numbers of the shards to start or return, from 0 to -ShardCount minus 1. The default is all shards.
.EXAMPLE
Import-Csv customers.csv | ./Start-ShardedRunbook.ps1 -ShardCount 8 -Shard 3

Returns shard 3 with its tenants. The file has a column TenantId.
.EXAMPLE
$shards = Import-Csv customers.csv | ./Start-ShardedRunbook.ps1 -ShardCount 4 -StartJob {
    param($Shard, $TenantId)
    Start-ThreadJob { ./Invoke-TenantShard.ps1 -TenantId $using:TenantId -Run 2026-11-25 -Store ./runs -SignIn $using:signIn -Work ./Update-SandboxApp.ps1 }
}
$shards.Job | Receive-Job -Wait | Where-Object Status -eq Failed

Runs four shards on this computer, and returns the tenants that failed.
.EXAMPLE
Import-Csv customers.csv | ./Start-ShardedRunbook.ps1 -ShardCount 4 -Shard 3 -StartJob $startJob

Starts shard 3 again after its job failed.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory, ValueFromPipelineByPropertyName)] [guid[]] $TenantId,
    [Parameter(Mandatory)] [ValidateRange(1, 1000)] [int] $ShardCount,
    [scriptblock] $StartJob,
    # An index that is missing, such as one of an environment variable, must not select all shards.
    [ValidateNotNullOrEmpty()] [int[]] $Shard
)
begin {
    $ErrorActionPreference = 'Stop'
    $numbers = $PSBoundParameters.ContainsKey('Shard') ? $Shard : 0..($ShardCount - 1)
    $unknown = @($numbers | Where-Object { $_ -notin 0..($ShardCount - 1) })
    if ($unknown) { throw "Shard $($unknown[0]) does not exist. With -ShardCount $ShardCount, the shards are 0 to $($ShardCount - 1)." }
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
        $row = [pscustomobject] @{ Shard = [int] $group.Name; TenantId = [string[]] $group.Group; Job = $null }
        if ($row.Shard -notin $numbers) { continue }
        if ($StartJob) {
            if (-not $PSCmdlet.ShouldProcess("shard $($row.Shard) with $($row.TenantId.Count) tenants", 'Start')) { continue }
            $row.Job = & $StartJob $row.Shard $row.TenantId
        }
        $row
    }
}
