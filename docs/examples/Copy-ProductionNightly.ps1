<#
.SYNOPSIS
Copies production to a new sandbox each night, and removes old copies.
.DESCRIPTION
The name of a copy contains the date in UTC, such as Nightly-20260820. When the new copy is ready, copies with this prefix that are older than -KeepDays are removed; they can be recovered for 14 days. Nothing
is removed if the copy fails. A second run on the same day returns the existing copy.

The tenant requires a quota of two sandboxes more than -KeepDays, because old copies are removed after the new copy is ready.
.PARAMETER Source
The environment to copy.
.PARAMETER Prefix
The prefix of the names of the copies.
.PARAMETER KeepDays
The number of days to keep a copy.
.PARAMETER Connection
The connection to use. The default is the current connection.
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
