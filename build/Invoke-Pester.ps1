# Runs all Pester tests of tests/ in this process and leaves the counts in a file.
param(
    [Parameter(Mandatory)] [string] $Result,
    [string] $Filter
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSStyle.OutputRendering = 'PlainText'

$root = Split-Path $PSScriptRoot
Import-Module (Get-Item $root/.packages/pester/*/tools/Pester.psd1).FullName

$configuration = New-PesterConfiguration

# What the simulators of this run answer, for the test that comes last.
$coverage = Join-Path $root tests/Coverage
$env:BCADMIN_SIMULATOR_JOURNAL = $Filter ? $null : (New-TemporaryFile).FullName
$configuration.Run.Path = @((Get-ChildItem $root/tests -Recurse -Filter *.Tests.ps1 | Where-Object DirectoryName -ne $coverage).FullName) + $coverage
$configuration.Run.PassThru = $true
$configuration.Output.RenderMode = 'Plaintext'
$configuration.Output.Verbosity = $Filter ? 'Detailed' : 'Normal'
if ($Filter) { $configuration.Filter.FullName = "*$Filter*" }

# The tests type what users type, under a user's defaults: neither may reach them from here.
Set-StrictMode -Off
$ErrorActionPreference = 'Continue'
$run = Invoke-Pester -Configuration $configuration
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

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
