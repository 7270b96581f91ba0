<#
.SYNOPSIS
Uploads new versions of per-tenant extensions and removes the ones that they replace.
.DESCRIPTION
Uploads .app files in the order of their dependencies, waits until they are installed, and then removes the versions that are left behind, which the service
keeps in its list. Versions that were there uninstalled before are left alone. Returns the extensions as they are afterwards.

The files go through the admin center. Where that cannot be (an old version of its API, or a caller who may use the environment only), -UploadSlot takes the
way that Microsoft removes in 2027. Never use both for the same extension: neither sees what the other has scheduled.
.PARAMETER Environment
The environment to work in.
.PARAMETER Path
The .app files, with wildcards.
.PARAMETER AcceptIsvEula
Says that you accept the terms of the publisher. Needed for the admin center.
.PARAMETER UploadSlot
Uploads through the upload slot of a company in place of the admin center.
.PARAMETER Connection
The connection to work on; without it the current one.
.EXAMPLE
Connect-BcTenant contoso.com -ManagedIdentity
./Update-Extension.ps1 Production ./out/*.app -AcceptIsvEula
.EXAMPLE
./Update-Extension.ps1 Sandbox ./out/*.app -UploadSlot -WhatIf
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory, Position = 0)] [string] $Environment,
    [Parameter(Mandatory, Position = 1)] [SupportsWildcards()] [string[]] $Path,
    [switch] $AcceptIsvEula,
    [switch] $UploadSlot,
    $Connection
)
$ErrorActionPreference = 'Stop' # an upload that failed must not cost the version before it
$tenant = $Connection ? @{ Connection = $Connection } : @{}
$before = Get-BcExtension $Environment @tenant -Installed $true

$apps = if ($UploadSlot) { Publish-BcExtension $Environment $Path @tenant -Wait -WarningAction Ignore }
else { Publish-BcApp $Environment $Path @tenant -AcceptIsvEula:$AcceptIsvEula -Wait }

$after = Get-BcExtension $Environment @tenant
$after | Where-Object { -not $_.IsInstalled -and $_.AppId -in $apps.AppId -and $_.PackageId -in $before.PackageId } | Unpublish-BcExtension -Force
$after | Where-Object { $_.IsInstalled -and $_.AppId -in $apps.AppId }
