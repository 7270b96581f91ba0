<#
.SYNOPSIS
Finds sessions with an operation that has been running for more than an hour, and stops them.
.DESCRIPTION
The duration of the current operation of a session counts, not the time since the user signed in. Without -Stop, the script only returns the sessions. Users lose data that they have not saved, so the
script prompts for each session unless -Force is used. A session that has ended in the meantime is not an error.
.PARAMETER Environment
The environments, with wildcards. The default is all active environments.
.PARAMETER Minutes
The duration in minutes that an operation may have.
.PARAMETER ClientType
Only sessions of these types, such as Background or WebService.
.PARAMETER Stop
Stops the sessions.
.PARAMETER Force
Skips the prompts.
.PARAMETER Connection
The connections to use. The default is all open connections.
.EXAMPLE
./Stop-LongSession.ps1 | Format-Table TenantId, EnvironmentName, SessionId, UserId, CurrentObjectName, OperationDuration
.EXAMPLE
./Stop-LongSession.ps1 -ClientType Background -Minutes 240 -Stop -Force
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [SupportsWildcards()] [string[]] $Environment = '*',
    [ValidateRange(1, 10080)] [int] $Minutes = 60,
    [string[]] $ClientType,
    [switch] $Stop,
    [switch] $Force,
    [object[]] $Connection = '*'
)
$type = $ClientType ? @{ ClientType = $ClientType } : @{}
$sessions = Get-BcEnvironment $Environment -Connection $Connection -Status Active |
    Get-BcSession @type |
    Where-Object OperationDuration -GT ([timespan]::FromMinutes($Minutes))

$sessions
if ($Stop -and $sessions) { $sessions | Stop-BcSession -Force:$Force }
