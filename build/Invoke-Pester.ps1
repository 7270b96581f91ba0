# Runs Pester test files in this process and leaves the counts in a file.
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Mandatory)] [string] $Result,
    [string] $Filter,
    [switch] $Detailed,
    [Parameter(Mandatory, ValueFromRemainingArguments)] [string[]] $Path
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSStyle.OutputRendering = 'PlainText'

$root = Split-Path $PSScriptRoot
Import-Module (Get-Item $root/.packages/pester/*/tools/Pester.psd1).FullName

$configuration = New-PesterConfiguration

$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.RenderMode = 'Plaintext'
$configuration.Output.Verbosity = $Filter -or $Detailed ? 'Detailed' : 'Normal'
if ($Filter) { $configuration.Filter.FullName = "*$Filter*" }

# The tests type what users type, under a user's defaults: neither may reach them from here.
Set-StrictMode -Off
$ErrorActionPreference = 'Continue'
$run = Invoke-Pester -Configuration $configuration
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

foreach ($test in $run.Skipped) { Write-Host "Skipped: $($test.ExpandedPath): $($test.ErrorRecord | Select-Object -First 1)" }

# A file that cannot be read, or a clean-up that fails, is a failure without a test of its own.
$failed = $run.FailedCount + $run.FailedContainersCount
if ($run.Result -ne 'Passed' -and $failed -eq 0) { $failed = [Math]::Max(1, $run.FailedBlocksCount) }
if (-not $Filter) {
    foreach ($empty in $run.Containers | Where-Object TotalCount -eq 0) {
        Write-Host "$($empty.Item) has no test."
        $failed++
    }
}
@{ Passed = $run.PassedCount; Failed = $failed; Skipped = $run.SkippedCount + $run.InconclusiveCount } | ConvertTo-Json | Set-Content $Result
