# Runs all Pester files below a root. They mostly wait for simulators, so three processes share them. What the simulators answered goes to one
# journal, for the test of the contract, which comes last.
[CmdletBinding(PositionalBinding = $false)]
param(
    # The repository, or a copy of it with another build of the module.
    [Parameter(Mandatory)] [string] $Root,
    [Parameter(Mandatory)] [string] $Results,
    [string] $Filter
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
$PSStyle.OutputRendering = 'PlainText'

Set-Location $Root
$env:BCADMIN_SIMULATOR_JOURNAL = Join-Path $Results journal.txt
$files = @(Get-ChildItem tests -Recurse -Filter *.Tests.ps1 | Where-Object { $_.Directory.Name -ne 'Coverage' }).FullName
$files | Group-Object { [array]::IndexOf($files, $_) % 3 } | ForEach-Object -ThrottleLimit 3 -Parallel {
    dotnet pwsh -NoProfile -NonInteractive -File build/Invoke-Pester.ps1 -Result "$using:Results/pester-$($_.Name).json" -Filter "$using:Filter" $_.Group
    "Lane $($_.Name) ended with exit code $LASTEXITCODE." | Where-Object { $LASTEXITCODE }
}
if (-not $Filter) {
    dotnet pwsh -NoProfile -NonInteractive -File build/Invoke-Pester.ps1 -Result $Results/pester-coverage.json tests/Coverage
}
