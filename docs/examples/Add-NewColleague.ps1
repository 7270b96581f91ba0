<#
.SYNOPSIS
Imports users from Microsoft 365, and assigns the permission sets of another user to the new users.
.DESCRIPTION
Users come from Microsoft 365 with a license. The service accepts the import only from an administrator, not from an app. Each new user gets the permission sets of the user in -Like, in the same companies.
Memberships of security groups are managed in Microsoft Entra ID: a warning names the groups of that user. Profiles cannot be assigned. Returns the permission sets of the new users.
.PARAMETER Environment
The environment.
.PARAMETER Like
The user whose permission sets are assigned: user name, contact email address, or security ID.
.PARAMETER ExpiryDate
The expiry date of the new users. By default, they have no expiry date.
.PARAMETER Connection
The connection to use. The default is the current connection.
.EXAMPLE
./Add-NewColleague.ps1 Production -Like SELLER.03
.EXAMPLE
./Add-NewColleague.ps1 Production -Like SELLER.03 -ExpiryDate 2027-06-30 -WhatIf
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory, Position = 0)] [string] $Environment,
    [Parameter(Mandatory)] [string] $Like,
    [datetime] $ExpiryDate,
    [object] $Connection
)
$ErrorActionPreference = 'Stop'
$via = $Connection ? @{ Connection = $Connection } : @{}

# Read first, so that a misspelled name changes nothing.
$model = Get-BcUserPermission $Environment $Like @via
$groups = Get-BcSecurityGroupMember $Environment -User $Like @via

$newUsers = Sync-BcUser $Environment -Wait @via
if (-not $newUsers) { return }

foreach ($user in $newUsers) {
    $model | Add-BcUserPermission -User $user.UserSecurityId
    if ($ExpiryDate) { $user | Set-BcUser -ExpiryDate $ExpiryDate }
}
if ($groups) { Write-Warning "$Like is in the security groups $($groups.SecurityGroupCode -join ', '). Memberships are managed in Microsoft Entra ID: add the new users there." }

Get-BcUserPermission $Environment $newUsers.UserName @via
