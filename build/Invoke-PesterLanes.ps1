# Runs Pester files in several processes, because the tests mostly wait for simulators. Each process takes the next file when it has completed one, so
# that all end at about the same time: the files outside of tests/Cmdlets first, because they start processes or wait, and the largest first. The calls
# that the simulators answered are written to one journal, for the test of the contract, which runs last. Lines that -WhatIf writes are removed: a test
# cannot redirect them, and they belong to the tests.
[CmdletBinding(PositionalBinding = $false)]
param(
    # The repository, or a copy of it with another build of the module.
    [Parameter(Mandatory)] [string] $Root,
    [Parameter(Mandatory)] [string] $Results,
    [string] $Filter,

    # The files; all by default.
    [string[]] $Path = @(),

    # One process for each of these; the result of lane 0 is pester-0.json. Lane 3 of a complete run waits for the end of the C# tests, or of the pass
    # through the proxy if there are none, because these use the rest of the processor until then.
    [int[]] $Lane = @(0..3)
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
$PSStyle.OutputRendering = 'PlainText'

Set-Location $Root
$pwsh = & $PSScriptRoot/Get-PowerShell.ps1
$env:BCADMIN_SIMULATOR_JOURNAL = Join-Path $Results journal.txt
$queue = New-Item (Join-Path $Results "queue-$PID") -ItemType Directory
$size = $place = 0
$files = $Path ? (Get-Item $Path) : (Get-ChildItem tests -Recurse -Filter *.Tests.ps1 | Where-Object { $_.Directory.Name -ne 'Coverage' })
$files | Sort-Object { $_.Directory.Parent.Name -eq 'Cmdlets' }, { -$_.Length } | Group-Object {
    # Small files are grouped.
    $script:size += $_.Length
    [math]::Floor($script:size / 12KB)
} | ForEach-Object { Set-Content ('{0}/{1:000}.waiting' -f $queue, $place++) $_.Group.FullName }
$Lane | ForEach-Object -ThrottleLimit 4 -Parallel {
    $result = "$using:Results/pester-$_.json"
    while ($_ -eq 3 -and -not (Get-ChildItem $using:Results/* -Include xunit.trx, pester-field.json) -and (Get-ChildItem $using:queue -Filter *.waiting)) { Start-Sleep -Seconds 1 }
    # Text on standard error would become an error here, which would end this script before its tests have ended.
    dotnet $using:pwsh -NoProfile -NonInteractive -File build/Invoke-Pester.ps1 -Result $result -Filter "$using:Filter" -Queue $using:queue 2>&1 |
        ForEach-Object { "$_" } | Where-Object { $_ -notlike 'What if: *' }
    "Lane $_ ended with exit code $LASTEXITCODE." | Where-Object { $LASTEXITCODE }
}
Remove-Item $queue -Recurse
if (-not $Filter) {
    dotnet $pwsh -NoProfile -NonInteractive -File build/Invoke-Pester.ps1 -Result $Results/pester-coverage.json tests/Coverage
}
