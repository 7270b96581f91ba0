<#
.SYNOPSIS
Moves the updates of all environments to the weekend.
.DESCRIPTION
An update window has times of the day and no weekday. So this does two things: it gives each environment the window, and it puts the update that is chosen
next, where there is one with a date, on the first Saturday that the service allows, when the window opens. An update that has started, or that cannot wait until
Saturday, is left as it is, with a warning. Run it every week, for Microsoft goes on choosing updates.

Returns the updates with their dates.
.PARAMETER Name
Environments to work on, with wildcards; without it all that are active.
.PARAMETER StartTime
When the window opens, in the time zone.
.PARAMETER EndTime
When the window closes: six hours later at least.
.PARAMETER TimeZone
Id of the time zone, as Get-BcTimeZone lists them.
.PARAMETER Connection
Connections to work on; without it all that are open.
.EXAMPLE
./Set-WeekendUpdate.ps1 -WhatIf
.EXAMPLE
./Set-WeekendUpdate.ps1 -StartTime 20:00 -EndTime 06:00 -TimeZone 'Romance Standard Time' -Confirm:$false |
    Format-Table EnvironmentName, TargetVersion, ScheduledOn
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [SupportsWildcards()] [string[]] $Name = '*',
    [timespan] $StartTime = '08:00',
    [timespan] $EndTime = '20:00',
    [string] $TimeZone = 'UTC',
    [object[]] $Connection = '*'
)
$zone = [timezoneinfo]::FindSystemTimeZoneById($TimeZone)
$now = [timezoneinfo]::ConvertTime([datetimeoffset]::UtcNow, $zone)
$daysAhead = (6 - [int] $now.DayOfWeek + 7) % 7
$opening = $now.Date.AddDays($daysAhead) + $StartTime
if ($opening -le $now.DateTime) { $opening = $opening.AddDays(7) }
$saturday = [datetimeoffset]::new($opening, $zone.GetUtcOffset($opening))

$environments = Get-BcEnvironment $Name -Connection $Connection -Status Active
$environments | Set-BcEnvironmentUpdateWindow -StartTime $StartTime -EndTime $EndTime -TimeZone $TimeZone

foreach ($update in $environments | Get-BcEnvironmentUpdate -Selected | Where-Object Available) {
    if ($update.Status -eq 'running') {
        Write-Warning "The update of $($update.EnvironmentName) to $update is running."
    }
    elseif ($update.LatestSelectable -and $update.LatestSelectable -lt $saturday) {
        Write-Warning "The update of $($update.EnvironmentName) to $update cannot wait until Saturday: $($update.LatestSelectable.ToString('u', [cultureinfo]::InvariantCulture)) is the latest."
    }
    else {
        $update | Set-BcEnvironmentUpdate -Date $saturday -PassThru
    }
}
