<#
.SYNOPSIS
Tests the next version of Business Central on a copy of production, and reports what does not work there.
.DESCRIPTION
Copies an environment to a sandbox, updates the sandbox to the next version before production is updated, and checks:

- Update: the sandbox has the version, and none of its operations failed.
- App: each app of the source environment is installed in the sandbox, in the same or a higher version.
- Job: no background job ended with an error that it does not have in the source environment.

Run the script again at any time: an existing sandbox is used as it is, and an update that was installed is not started again. So a run that was stopped continues, and a later run repeats the checks only.
Use -Refresh to copy the source again.

Returns one row for each check: Area, Name, Result (Passed, Warning, Failed), and Detail.
.PARAMETER Source
The environment to copy.
.PARAMETER Name
The name of the sandbox.
.PARAMETER Version
The version to test, such as 28.4. The default is the highest version that is available for the sandbox, including previews.
.PARAMETER JobCategory
The categories of background jobs to check.
.PARAMETER ReportPath
Writes the rows to an HTML file.
.PARAMETER Refresh
Replaces an existing sandbox by a new copy of the source.
.PARAMETER Connection
The connection to use. The default is the current connection.
.EXAMPLE
./Test-NextVersion.ps1 -ReportPath next-version.html | Where-Object Result -ne Passed
.EXAMPLE
./Test-NextVersion.ps1 -Source Production -Name Next -Version 29.0 -Refresh
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [string] $Source = 'Production',
    [string] $Name = 'NextVersion',
    [version] $Version,
    [string[]] $JobCategory = 'APIUSERJOB',
    [string] $ReportPath,
    [switch] $Refresh,
    [object] $Connection
)
$ErrorActionPreference = 'Stop'
$via = $Connection ? @{ Connection = $Connection } : @{}
if ($Name -eq $Source) { throw '-Name and -Source must be different environments.' }

function New-Row([string] $Area, [string] $Name, [string] $Result, [string] $Detail) {
    [pscustomobject] @{ Area = $Area; Name = $Name; Result = $Result; Detail = $Detail }
}

$production = Get-BcEnvironment $Source @via
$copy = Get-BcEnvironment @via | Where-Object Name -EQ $Name
if ($copy -and $copy.Type -ne 'Sandbox') { throw "Environment $Name is a $($copy.Type) environment. Specify another name with -Name." }

if (-not $copy -or $Refresh) {
    if (-not $PSCmdlet.ShouldProcess("environment $Name", "Copy $Source")) { return }
    # The copy of a run that was stopped may still be in progress.
    $running = Get-BcOperation @via -Type copy -Status queued, scheduled, running | Where-Object EnvironmentName -EQ $Name
    $null = $running ? ($running | Wait-BcOperation) : (Copy-BcEnvironment $Source $Name @via -Replace:([bool] $copy) -Force -Confirm:$false)
}
$copy = Wait-BcEnvironment $Name @via

# An update of a run that was stopped.
$null = Get-BcOperation $Name @via -Type update -Status running | Wait-BcOperation
$offered = Get-BcEnvironmentUpdate $Name @via | Where-Object { $_.Available -and (-not $Version -or $_.TargetVersion -eq $Version) } | Sort-Object TargetVersion | Select-Object -Last 1
$copy = Get-BcEnvironment $Name @via
if ($offered -and $copy.Version -lt $offered.TargetVersion) {
    if (-not $PSCmdlet.ShouldProcess("environment $Name", "Update to version $($offered.TargetVersion)")) { return }
    try { $null = $offered | Set-BcEnvironmentUpdate -StartNow -Wait -Force -Confirm:$false }
    catch { Write-Warning "The update of $Name failed: $_" }
    $copy = Get-BcEnvironment $Name @via
}
$wanted = $Version ?? $offered.TargetVersion ?? ($copy.Version -gt $production.Version ? $copy.Version : $null)

$rows = @(
    if (-not $wanted) { New-Row Update $Name Warning "No newer version is available for $Name. It has version $($copy.Version)." }
    elseif ($copy.Version -ge $wanted) { New-Row Update $Name Passed "$Name has version $($copy.Version)." }
    else { New-Row Update $Name Failed "$Name has version $($copy.Version), not $wanted." }
    Get-BcOperation $Name @via -Status failed | ForEach-Object { New-Row Update $_.Type Failed "$($_.ErrorMessage)" }

    $installed = @{}
    Get-BcApp $Name @via | ForEach-Object { $installed[$_.AppId] = $_ }
    foreach ($app in Get-BcApp $Source @via) {
        $there = $installed[$app.AppId]
        if (-not $there) { New-Row App $app.Name Failed "Version $($app.Version) is not installed in $Name." }
        elseif ($there.State -ne 'installed') { New-Row App $app.Name Failed "The state in $Name is $($there.State)." }
        elseif ($there.Version -lt $app.Version) { New-Row App $app.Name Failed "$Name has version $($there.Version), and $Source has the higher version $($app.Version)." }
        else { New-Row App $app.Name Passed "Version $($there.Version)" }
    }

    foreach ($category in $JobCategory) {
        $known = (Get-BcScheduledJob $Source @via -Category $category | Where-Object Status -EQ Error).Description
        foreach ($job in Get-BcScheduledJob $Name @via -Category $category) {
            $result = $job.Status -ne 'Error' ? 'Passed' : $job.Description -in $known ? 'Warning' : 'Failed'
            New-Row Job "$category $($job.Description)".Trim() $result "$($job.Status) $($job.ErrorMessage)".Trim()
        }
    }
)

if ($ReportPath) {
    $failed = @($rows | Where-Object Result -EQ Failed).Count
    $head = '<title>Next version</title><style>body { font-family: sans-serif } td, th { padding: 0.3em 0.8em; text-align: left }</style>'
    $title = [Net.WebUtility]::HtmlEncode("$Name, copy of ${Source}: $failed of $($rows.Count) checks failed")
    $order = @{ Failed = 0; Warning = 1; Passed = 2 }
    $rows | Sort-Object { $order[$_.Result] } -Stable | ConvertTo-Html -Head $head -PreContent "<h1>$title</h1>" | Set-Content $ReportPath
}
$rows
