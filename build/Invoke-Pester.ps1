# Runs Pester test files in this process and writes the counts to a file.
[CmdletBinding(PositionalBinding = $false, DefaultParameterSetName = 'Path')]
param(
    [Parameter(Mandatory)] [string] $Result,
    [string] $Filter,
    [switch] $Detailed,

    # A folder with the names of test files, which several processes take one at a time. See Invoke-PesterLanes.ps1.
    [Parameter(Mandatory, ParameterSetName = 'Queue')] [string] $Queue,
    [Parameter(Mandatory, ParameterSetName = 'Path', ValueFromRemainingArguments)] [string[]] $Path
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSStyle.OutputRendering = 'PlainText'

$root = Split-Path $PSScriptRoot
Import-Module (Get-Item $root/.packages/pester/*/tools/Pester.psd1).FullName

$configuration = New-PesterConfiguration
$configuration.Run.PassThru = $true
$configuration.Output.RenderMode = 'Plaintext'
$configuration.Output.Verbosity = $Filter -or $Detailed ? 'Detailed' : 'Normal'
if ($Filter) { $configuration.Filter.FullName = "*$Filter*" }

# If several processes rename a file, one succeeds.
function Get-QueuedPath {
    foreach ($waiting in Get-ChildItem $Queue -Filter *.waiting | Sort-Object Name) {
        $taken = [IO.Path]::ChangeExtension($waiting.FullName, 'taken')
        try { [IO.File]::Move($waiting.FullName, $taken) } catch [IO.IOException] { continue }
        return Get-Content $taken
    }
}

$counts = @{ Passed = 0; Failed = 0; Skipped = 0; Failures = @(); Files = @() }
while ($next = $Queue ? (Get-QueuedPath) : $Path) {
    $configuration.Run.Path = $next

    # The tests run what users type, with the defaults of a new session, so the preferences of this script must not apply to them.
    Set-StrictMode -Off
    $ErrorActionPreference = 'Continue'
    # Warnings that a test does not capture must not be shown in the output of the run.
    $run = Invoke-Pester -Configuration $configuration 3>$null
    Set-StrictMode -Version Latest
    $ErrorActionPreference = 'Stop'

    foreach ($test in $run.Skipped) { Write-Host "Skipped: $($test.ExpandedPath): $($test.ErrorRecord | Select-Object -First 1)" }

    # A file that cannot be read, or a cleanup that fails, is a failure without a test.
    $failed = $run.FailedCount + $run.FailedContainersCount
    if ($run.Result -ne 'Passed' -and $failed -eq 0) { $failed = [Math]::Max(1, $run.FailedBlocksCount) }
    if (-not $Filter) {
        foreach ($empty in $run.Containers | Where-Object TotalCount -eq 0) {
            Write-Host "$($empty.Item) has no test."
            $failed++
        }
    }
    $counts.Failures += @($run.Failed | ForEach-Object { "$($_.ScriptBlock.File): $($_.ExpandedPath): $($_.ErrorRecord | Select-Object -First 1)" })
    $counts.Files += @($run.Containers | ForEach-Object { @{ File = "$($_.Item)"; Seconds = [math]::Round($_.Duration.TotalSeconds, 1) } })
    $counts.Passed += $run.PassedCount
    $counts.Failed += $failed
    $counts.Skipped += $run.SkippedCount + $run.InconclusiveCount
    if (-not $Queue) { break }
}
$counts | ConvertTo-Json | Set-Content $Result
