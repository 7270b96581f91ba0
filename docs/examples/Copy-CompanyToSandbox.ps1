<#
.SYNOPSIS
Copies one company to a new sandbox.
.DESCRIPTION
The service cannot copy a single company. This script copies the environment, waits until the copy is ready, and deletes the other companies in the copy. If the company does not exist, nothing is copied.
.PARAMETER Environment
The environment of the company.
.PARAMETER Company
The company, by name or ID.
.PARAMETER NewName
The name of the new sandbox.
.PARAMETER Connection
The connection to use. The default is the current connection.
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
