<#
.SYNOPSIS
Updates all outdated Marketplace apps in all sandboxes.
.DESCRIPTION
Updates the apps with newer versions in each sandbox of the connected tenants, one app after the other, including the apps that they depend on. An app that cannot be updated is an error, and the next app is
updated. Returns the updated apps.
.PARAMETER Connection
The connections to use. The default is all open connections.
.PARAMETER Name
The sandboxes, with wildcards. The default is all sandboxes.
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
