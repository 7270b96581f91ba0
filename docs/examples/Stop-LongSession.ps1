<#
.SYNOPSIS
Finds sessions that run for over an hour, and stops them.
.DESCRIPTION
Looks at what each session is doing now, not at how long its user has been signed in. Without -Stop it only lists the sessions. People lose what they have
not saved, so it asks for each session unless -Force.
.PARAMETER Environment
Environments to look at, with wildcards; without it all that are active.
.PARAMETER Minutes
How long an operation may run.
.PARAMETER ClientType
Only sessions of these kinds, such as Background or WebService.
.PARAMETER Stop
Stops the sessions that were found.
.PARAMETER Force
Does not ask.
.PARAMETER Connection
Connections to work on; without it all that are open.
.EXAMPLE
./Stop-LongSession.ps1 | Format-Table TenantId, EnvironmentName, SessionId, UserId, CurrentObjectName
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
$kind = $ClientType ? @{ ClientType = $ClientType } : @{}
$sessions = Get-BcEnvironment $Environment -Connection $Connection -Status Active |
    Get-BcSession @kind |
    Where-Object CurrentOperationDuration -gt ($Minutes * 60 * 1000)

$sessions
if ($Stop -and $sessions) { $sessions | Stop-BcSession -Force:$Force }
