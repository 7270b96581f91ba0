<#
.SYNOPSIS
Lists the permission sets of users, assigned directly and through security groups.
.DESCRIPTION
In version 29 and later, one list contains both. In older versions, the script combines the assignments of users and of their security groups. Returns one row for each user, permission set, and security group.
.PARAMETER Environment
The environments, with wildcards. The default is all active environments.
.PARAMETER PermissionSet
Returns only these permission sets, with wildcards.
.PARAMETER Connection
The connections to use. The default is all open connections.
.EXAMPLE
./Get-PermissionReport.ps1 Production | Export-Csv permissions.csv
.EXAMPLE
./Get-PermissionReport.ps1 -PermissionSet SUPER, SECURITY | Format-Table TenantId, EnvironmentName, UserName, RoleId, Through
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)] [SupportsWildcards()] [string[]] $Environment = '*',
    [SupportsWildcards()] [string[]] $PermissionSet = '*',
    [object[]] $Connection = '*'
)
function New-Row($Permission, $UserName, $Through) {
    [pscustomobject] @{
        TenantId        = $Permission.TenantId
        EnvironmentName = $Permission.EnvironmentName
        UserName        = $UserName
        RoleId          = $Permission.RoleId
        Company         = $Permission.Company
        Through         = $Through
    }
}

# Without CultureInvariant, I and i are different letters in Turkish.
$patterns = foreach ($name in $PermissionSet) { [WildcardPattern]::new($name, 'IgnoreCase, CultureInvariant') }

foreach ($place in Get-BcEnvironment $Environment -Connection $Connection -Status Active) {
    if ($place | Get-BcApiEntitySet | Where-Object Name -EQ userPermissionSets) {
        $place | Get-BcUserPermission -Effective -PermissionSet $PermissionSet | ForEach-Object { New-Row $_ $_.UserName $_.SecurityGroupCode }
        continue
    }

    $place | Get-BcUserPermission -PermissionSet $PermissionSet | ForEach-Object { New-Row $_ $_.UserName $null }
    $given = $place | Get-BcSecurityGroupPermission | Group-Object GroupCode -AsHashTable -AsString
    foreach ($member in $place | Get-BcSecurityGroupMember | Where-Object { $given -and $given.ContainsKey($_.SecurityGroupCode) }) {
        foreach ($permission in $given[$member.SecurityGroupCode] | Where-Object { $set = $_; $patterns.Where({ $_.IsMatch($set.RoleId) }) }) {
            New-Row $permission $member.UserName $member.SecurityGroupCode
        }
    }
}
