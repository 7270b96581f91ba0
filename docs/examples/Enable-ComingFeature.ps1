<#
.SYNOPSIS
Switches on what a coming version makes mandatory, so that it can be tested before.
.DESCRIPTION
Looks at the features that become mandatory up to a version and are still off. Those that rewrite data are left out unless -DataUpdate: they take long, and how far
they are can be seen in the client only. Those that cannot be switched off again are left out in production environments. Gives each feature with its state after.
.PARAMETER Environment
Environments, with wildcards; without it all sandboxes.
.PARAMETER Version
The version that is coming, such as 30.0.
.PARAMETER DataUpdate
Takes those that rewrite data too.
.PARAMETER Force
Does not ask.
.PARAMETER Connection
The connection to use; without it the current one.
.EXAMPLE
./Enable-ComingFeature.ps1 -Version 30.0 -WhatIf
.EXAMPLE
./Enable-ComingFeature.ps1 Test -Version 30.0 -DataUpdate -Force
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Position = 0)] [SupportsWildcards()] [string[]] $Environment = '*',
    [Parameter(Mandatory)] [version] $Version,
    [switch] $DataUpdate,
    [switch] $Force,
    [object] $Connection
)
$via = $Connection ? @{ Connection = $Connection } : @{}
$choice = $PSBoundParameters.ContainsKey('Environment') ? @{} : @{ Type = 'Sandbox' }
foreach ($place in Get-BcEnvironment $Environment -Status Active @choice @via) {
    $place | Get-BcFeature -Enabled $false |
        Where-Object { $_.MandatoryByVersion -and [version] $_.MandatoryByVersion -le $Version } |
        Where-Object { $DataUpdate -or -not $_.DataUpdateRequired } |
        Where-Object { -not $_.IsOneWay -or $place.Type -eq 'Sandbox' } |
        Enable-BcFeature -Force:$Force -PassThru
}
