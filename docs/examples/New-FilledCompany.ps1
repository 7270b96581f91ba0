<#
.SYNOPSIS
Creates a company and fills it with configuration packages.
.DESCRIPTION
A new company has no setup: no general ledger setup, no number series, nothing. This script creates it and brings its setup in with .rapidstart files, one after
the other in the order of their names. A company that is there already is filled only. Returns the packages as they are afterwards; records that could not be
written are warned of, and stand in NumberOfErrors. A package that fails ends the script, so that no later one is applied without it.

The packages stay in the company unless -RemovePackage is given; what they have written stays in any case.
.PARAMETER Environment
The environment of the company.
.PARAMETER Name
Technical name of the company, 30 characters at most. It cannot be changed later.
.PARAMETER DisplayName
Name for people.
.PARAMETER Path
The .rapidstart files, with wildcards.
.PARAMETER RemovePackage
Deletes the packages from the company once they are applied without errors.
.PARAMETER Connection
The connection to work on; without it the current one.
.EXAMPLE
Connect-BcTenant contoso.com
./New-FilledCompany.ps1 Production 'Contoso Norway' -Path ./setup/*.rapidstart
.EXAMPLE
./New-FilledCompany.ps1 Sandbox 'Contoso Norway' -DisplayName 'Contoso Norge AS' -Path ./setup/NO-BASE.rapidstart -WhatIf
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory, Position = 0)] [string] $Environment,
    [Parameter(Mandatory, Position = 1)] [ValidateLength(1, 30)] [string] $Name,
    [string] $DisplayName = $Name,
    [Parameter(Mandatory)] [SupportsWildcards()] [string[]] $Path,
    [switch] $RemovePackage,
    $Connection
)
$ErrorActionPreference = 'Stop' # no package without the ones before it
$tenant = $Connection ? @{ Connection = $Connection } : @{}
$files = Get-ChildItem $Path | Sort-Object Name

$company = Get-BcCompany $Environment @tenant | Where-Object Name -eq $Name
if (-not $company) { $company = New-BcCompany $Environment $Name -DisplayName $DisplayName @tenant }
if (-not $company) { return } # -WhatIf: there is no company that could be filled

$packages = $files | Import-BcConfigurationPackage $Environment $company.CompanyId @tenant -Apply -Wait
if ($RemovePackage) { $packages | Where-Object NumberOfErrors -eq 0 | Remove-BcConfigurationPackage }
$packages
