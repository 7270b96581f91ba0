<#
.SYNOPSIS
Moves the updates of all environments to the weekend.
.DESCRIPTION
An update window has times of day, but no weekday. The script sets the window of each environment, and moves the selected update, if it has a date, to the first Saturday that the service allows, at the start of
the window. An update that has started, or that cannot be postponed until Saturday, is skipped with a warning. Run the script each week, because Microsoft continues to select updates.

Returns the updates with their dates.
.PARAMETER Name
The environments, with wildcards. The default is all active environments.
.PARAMETER StartTime
The start of the window, in the time zone.
.PARAMETER EndTime
The end of the window, at least six hours later.
.PARAMETER TimeZone
The ID of the time zone, as listed by Get-BcTimeZone.
.PARAMETER Connection
The connections to use. The default is all open connections.
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
