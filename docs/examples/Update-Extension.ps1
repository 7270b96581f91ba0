<#
.SYNOPSIS
Uploads new versions of per-tenant extensions and removes the replaced versions.
.DESCRIPTION
Uploads .app files in the order of their dependencies, waits until they are installed, and removes the replaced versions from the list of extensions. Other uninstalled versions are kept. Returns the extensions.

The files are uploaded through the admin center. If that is not possible (an older API version, or a caller with access to the environment only), -UploadSlot uses the upload slot, which Microsoft removes in 2027. Do
not use both for the same extension, because neither shows what the other has scheduled. Publish-BcApp -UnpublishPrevious does the same in one call.
.PARAMETER Environment
The environment.
.PARAMETER Path
The .app files, with wildcards.
.PARAMETER AcceptIsvEula
Accepts the terms of the publisher. Required for the admin center.
.PARAMETER UploadSlot
Uploads through the upload slot of a company instead of the admin center.
.PARAMETER Connection
The connection to use. The default is the current connection.
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
