<#
.SYNOPSIS
Brings in people from Microsoft 365 and gives the newcomers what a colleague of theirs has.
.DESCRIPTION
People come with a license from Microsoft 365; the service takes the import from an administrator only, not from an app. Whoever has come gets the permission
sets of the user that -Like names, in the same companies. What comes through security groups is left to Entra: the groups of that user are named, so that somebody
can add the newcomers there. A profile cannot be given here. At the end each newcomer is listed with what he holds.
.PARAMETER Environment
The environment.
.PARAMETER Like
The user whose permission sets the newcomers get: user name, contact e-mail or security id.
.PARAMETER ExpiryDate
When the access of the newcomers ends; without it, never.
.PARAMETER Connection
The connection to use; without it the current one.
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

# Read before anything is changed: a name that is mistyped must not leave people without rights.
$model = Get-BcUserPermission $Environment $Like @via
$groups = Get-BcSecurityGroupMember $Environment -User $Like @via

$newcomers = Sync-BcUser $Environment -Wait @via
if (-not $newcomers) { return }

foreach ($person in $newcomers) {
    $model | Add-BcUserPermission -User $person.UserSecurityId
    if ($ExpiryDate) { $person | Set-BcUser -ExpiryDate $ExpiryDate }
}
if ($groups) { Write-Warning "$Like is in the security groups $($groups.SecurityGroupCode -join ', '). Membership is kept in Entra: add the newcomers there." }

Get-BcUserPermission $Environment $newcomers.UserName @via
