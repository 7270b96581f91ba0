<#
.SYNOPSIS
Copies production to a fresh sandbox, and removes the one of last week.
.DESCRIPTION
For a nightly schedule. The copy is called like "Nightly-20260820", by the date in UTC. Once it is ready, copies with this prefix that are older than
-KeepDays are removed; they can be brought back for 14 days more. Nothing else is removed, and nothing when the copy fails. Run twice on a day, it finds
its copy and makes no second one. Returns the copy.

The tenant needs room for two sandboxes more than -KeepDays: the old copy goes only when the new one is there.
.PARAMETER Source
The environment to copy.
.PARAMETER Prefix
Start of the names of the copies.
.PARAMETER KeepDays
How many days a copy stays.
.PARAMETER Connection
The connection to work on; without it the current one.
.EXAMPLE
Connect-BcTenant contoso.com -ManagedIdentity
./Copy-ProductionNightly.ps1
.EXAMPLE
./Copy-ProductionNightly.ps1 -Source Production -Prefix Test -KeepDays 3 -WhatIf
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [string] $Source = 'Production',
    [ValidatePattern('^[A-Za-z][A-Za-z0-9_-]{0,19}$')] [string] $Prefix = 'Nightly',
    [ValidateRange(1, 365)] [int] $KeepDays = 6,
    $Connection
)
$ErrorActionPreference = 'Stop' # a copy that failed must not cost the old ones
$tenant = $Connection ? @{ Connection = $Connection } : @{}
$today = [datetime]::UtcNow.Date
$newName = "$Prefix-$($today.ToString('yyyyMMdd', [cultureinfo]::InvariantCulture))"

$copies = Get-BcEnvironment "$Prefix-*" @tenant -Type Sandbox
if ($newName -in $copies.Name) { Get-BcEnvironment $newName @tenant } else { Copy-BcEnvironment $Source $newName @tenant -Wait }

$copies | Where-Object {
    $date = [datetime]::MinValue
    $digits = $_.Name.Substring($Prefix.Length + 1)
    [datetime]::TryParseExact($digits, 'yyyyMMdd', [cultureinfo]::InvariantCulture, 'None', [ref] $date) -and $date -lt $today.AddDays(-$KeepDays)
} | Remove-BcEnvironment -Force | Out-Null
