<#
.SYNOPSIS
Runs the measurements and writes the table of results to bench/README.md. The text below the table is kept.
.DESCRIPTION
Each other script of this folder measures one subject. It returns objects with Name, Measured, Reference, Ratio, and Note.
Measured and Reference are texts with a number and its unit, and Ratio is Measured divided by Reference.
Compare ratios, not seconds: seconds depend on the computer.
#>
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$root = Split-Path $PSScriptRoot
$rows = @(
    Get-ChildItem $PSScriptRoot/*.ps1 -Exclude Bench.ps1 | Sort-Object Name | ForEach-Object {
        Write-Host "Measuring $($_.BaseName) ..."
        & $_.FullName -Module (Join-Path $root out BcAdmin)
    }
)
if (-not $rows) { throw 'Nothing was measured.' }
$rows | Format-Table -Wrap | Out-Host

$table = $rows | ForEach-Object { '| {0} | {1} | {2} | {3} | {4} |' -f $_.Name.Replace('|', '\|'), $_.Measured, $_.Reference, $_.Ratio, $_.Note }
$kept = [regex]::Match([IO.File]::ReadAllText("$PSScriptRoot/README.md").ReplaceLineEndings("`n"), '(?s)(?<=\n\|[^\n]*\n)\n(?!\|).*\z').Value.TrimEnd()
$version = (Test-ModuleManifest $root/out/BcAdmin/BcAdmin.psd1).Version
@"
# Measurements

``````
dotnet tool restore && dotnet pwsh -NoProfile -File build.ps1 Bench
``````

BcAdmin $version on $(Get-Date -AsUTC -Format yyyy-MM-dd), PowerShell $($PSVersionTable.PSVersion), $([Environment]::ProcessorCount) processors, $([Runtime.InteropServices.RuntimeInformation]::OSDescription).

| What | Measured | Reference | Ratio | Note |
| --- | --- | --- | --- | --- |
$($table -join "`n")
$kept
"@ | Set-Content $PSScriptRoot/README.md
