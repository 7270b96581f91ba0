<#
.SYNOPSIS
Updates all outdated Marketplace apps of all sandboxes.
.DESCRIPTION
Asks each sandbox of the connected tenants for newer versions of its apps and updates them, one app after the other in each sandbox, with the apps that
they need. An app that cannot be updated is an error, and the next one follows. Returns the apps as they are afterwards.
.PARAMETER Connection
Connections to work on; without it all that are open.
.PARAMETER Name
Sandboxes to work on, with wildcards; without it all.
.EXAMPLE
Connect-BcTenant contoso.com
./Update-SandboxApp.ps1 -WhatIf
.EXAMPLE
./Update-SandboxApp.ps1 -Name 'Test*' | Export-Csv updated.csv
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [object[]] $Connection = '*',
    [SupportsWildcards()] [string[]] $Name = '*'
)

Get-BcEnvironment $Name -Connection $Connection -Type Sandbox -Status Active |
    Get-BcAppUpdate |
    Update-BcApp -IncludeDependency -Wait
