<#
.SYNOPSIS
Copies one company into a new sandbox.
.DESCRIPTION
The service has no copy of a company. This is the way around: it copies the environment, waits until the copy can be used, and deletes the other companies there. If
the company does not exist, nothing is copied.
.PARAMETER Environment
The environment that has the company.
.PARAMETER Company
The company, by name or id.
.PARAMETER NewName
Name of the sandbox that comes into being.
.PARAMETER Connection
The connection to use; without it the current one.
.EXAMPLE
./Copy-CompanyToSandbox.ps1 Production 'Contoso Sweden' Sweden
.EXAMPLE
./Copy-CompanyToSandbox.ps1 Production 'Contoso Sweden' Sweden -WhatIf
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory, Position = 0)] [string] $Environment,
    [Parameter(Mandatory, Position = 1)] [string] $Company,
    [Parameter(Mandatory, Position = 2)] [string] $NewName,
    [object] $Connection
)
$ErrorActionPreference = 'Stop'
$via = $Connection ? @{ Connection = $Connection } : @{}
$wanted = Get-BcCompany $Environment $Company @via | Select-Object -First 1
$copy = Copy-BcEnvironment $Environment $NewName -Type Sandbox -Wait @via
if (-not $copy) { return }

$copy | Get-BcCompany | Where-Object Name -ne $wanted.Name | Remove-BcCompany -Force
$copy | Get-BcCompany
