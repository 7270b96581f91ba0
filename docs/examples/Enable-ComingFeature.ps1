<#
.SYNOPSIS
Enables features that become mandatory in a later version, to test them before.
.DESCRIPTION
Enables the disabled features that become mandatory up to -Version. Features that update data are skipped unless -DataUpdate is used, because the update takes long and its progress is shown only in the client.
Features that cannot be disabled again are skipped in production environments. Returns the features with their new state.
.PARAMETER Environment
The environments, with wildcards. The default is all sandboxes.
.PARAMETER Version
The version, such as 30.0.
.PARAMETER DataUpdate
Also enables features that update data.
.PARAMETER Force
Skips the prompts.
.PARAMETER Connection
The connection to use. The default is the current connection.
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
