<#
.SYNOPSIS
Creates a company and imports its setup from configuration packages.
.DESCRIPTION
A new company has no setup data, such as a general ledger setup and number series. This script creates the company and imports .rapidstart files in the order of their names. If the company exists, the packages
are imported into it. Returns the packages; a warning and NumberOfErrors show records that could not be written. A package that fails ends the script, so that later packages are not applied without it.

The packages are kept in the company unless -RemovePackage is used. The imported data is always kept.
.PARAMETER Environment
The environment of the company.
.PARAMETER Name
The technical name of the company, with up to 30 characters. It cannot be changed later.
.PARAMETER DisplayName
The display name.
.PARAMETER Path
The .rapidstart files, with wildcards.
.PARAMETER RemovePackage
Deletes the packages from the company after they were applied without errors.
.PARAMETER Connection
The connection to use. The default is the current connection.
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
