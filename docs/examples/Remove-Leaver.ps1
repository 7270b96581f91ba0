<#
.SYNOPSIS
Removes the access of users who leave, in all environments of all connected tenants.
.DESCRIPTION
In each environment that has the user, the script writes the current state and permission sets to an undo file, removes the permission sets that are assigned directly, and disables the user. Environments
without the user are skipped without an error. A second run finds nothing to do and writes nothing.

Permission sets through security groups stay: remove the user from the groups in Microsoft Entra ID. A warning names them. The script does not remove the user's license and does not block the account; do
that in Microsoft 365.

Returns one object for each user and environment: TenantName, EnvironmentName, UserName, Status (Removed, Unchanged, Failed), PermissionSets, and SecurityGroups.
.PARAMETER User
The user, by sign-in address, contact email address, or user name. Display names are not accepted, because they are not unique.
.PARAMETER UndoPath
The CSV file for Import-BcUser that restores the access. New rows are appended.
.PARAMETER StopSession
Also stops the sessions of the user. Unsaved data is lost.
.PARAMETER Environment
The environments, with wildcards. The default is all active environments.
.PARAMETER Connection
The connections to use. The default is all open connections.
.EXAMPLE
./Remove-Leaver.ps1 megan.bowen@contoso.com -UndoPath megan.csv -WhatIf
./Remove-Leaver.ps1 megan.bowen@contoso.com -UndoPath megan.csv -StopSession
.EXAMPLE
Import-Csv megan.csv | Import-BcUser

Restores the access.
#>
[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
param(
    [Parameter(Mandatory, Position = 0, ValueFromPipeline)] [ValidateNotNullOrEmpty()] [string[]] $User,
    [Parameter(Mandatory)] [string] $UndoPath,
    [switch] $StopSession,
    [SupportsWildcards()] [string[]] $Environment = '*',
    [object[]] $Connection = '*'
)
begin {
    $ErrorActionPreference = 'Stop'
    $UndoPath = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($UndoPath)
    $leavers = [Collections.Generic.List[string]]::new()
}
process { $leavers.AddRange([string[]] $User) }
end {
    function Remove-Access($In, $Leaver) {
        $result = [pscustomobject] @{
            TenantName = ''; EnvironmentName = $In.Name; UserName = $Leaver.UserName; Status = 'Unchanged'; PermissionSets = @(); SecurityGroups = @()
        }
        $result.TenantName = (Get-BcConnection | Where-Object TenantId -EQ $In.TenantId | Select-Object -First 1).Name
        $held = @($Leaver | Get-BcUserPermission)
        $result.PermissionSets = @($held | ForEach-Object { "$_" })
        $result.SecurityGroups = @(($In | Get-BcSecurityGroupMember -User $Leaver.UserSecurityId).SecurityGroupCode)
        if ($result.SecurityGroups) {
            Write-Warning "$($Leaver.UserName) is in the security groups $($result.SecurityGroups -join ', ') of $($In.Name). Remove the user from them in Microsoft Entra ID."
        }

        if (-not $held -and $Leaver.State -eq 'Disabled') { return $result }
        if (-not $PSCmdlet.ShouldProcess("user $($Leaver.UserName) in environment $($In.Name) (tenant $($result.TenantName))", "Remove $($held.Count) permission sets and disable the user")) { return }

        # The undo file is complete before anything is removed.
        $none = [pscustomobject] @{ RoleId = ''; Company = ''; AppId = ''; Scope = '' }
        $rows = foreach ($set in $held.Count ? $held : $none) {
            [pscustomobject] @{
                TenantId = $In.TenantId; Environment = $In.Name; User = $Leaver.UserSecurityId; UserName = $Leaver.UserName; State = $Leaver.State
                PermissionSets = $set.RoleId; Companies = $set.Company; AppId = $set.AppId; Scope = $set.Scope
            }
        }
        $rows | Export-Csv -LiteralPath $UndoPath -Append

        if ($Leaver.State -ne 'Disabled') { $Leaver | Disable-BcUser -Force -Confirm:$false }
        $held | Remove-BcUserPermission -Confirm:$false
        if ($StopSession) { $In | Get-BcSession | Where-Object UserId -EQ $Leaver.UserName | Stop-BcSession -Force }
        $result.Status = 'Removed'
        $result
    }

    foreach ($item in Get-BcEnvironment $Environment -Connection $Connection -Status Active) {
        # With sign-in addresses, which version 29 and later has.
        try { $users = @($item | Get-BcUser -Detailed:($item.Version -ge '29.0')) }
        catch {
            Write-Error -ErrorRecord $_ -ErrorAction Continue
            continue
        }

        foreach ($name in $leavers) {
            $found = @($users | Where-Object { $name -in $_.AuthenticationEmail, $_.ContactEmail, $_.UserName })
            if ($found.Count -gt 1) {
                Write-Error "'$name' matches the users $($found.UserName -join ', ') in environment $($item.Name). Specify the user name." -ErrorAction Continue
                continue
            }

            foreach ($leaver in $found) {
                try { Remove-Access $item $leaver }
                catch {
                    Write-Error -ErrorRecord $_ -ErrorAction Continue
                    [pscustomobject] @{ TenantName = ''; EnvironmentName = $item.Name; UserName = $leaver.UserName; Status = 'Failed'; PermissionSets = @(); SecurityGroups = @() }
                }
            }
        }
    }
}
