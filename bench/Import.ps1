# The time before the first line of a script runs: a process that imports the module, compared with one that does not. The first import of any module has a fixed cost in PowerShell,
# so an empty module shows which part is caused by BcAdmin.
param([Parameter(Mandatory)] [string] $Module, [int] $Runs = 7)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

function Measure-Pwsh([string] $Command) {
    (Measure-Command { dotnet pwsh -NoProfile -NonInteractive -Command $Command | Out-Null }).TotalSeconds
    if ($LASTEXITCODE -ne 0) { throw "pwsh ended with exit code ${LASTEXITCODE}: $Command" }
}

function Get-Median([double[]] $Values) { ($Values | Sort-Object)[[int] [Math]::Floor($Values.Count / 2)] }

$empty = New-Item (Join-Path ([IO.Path]::GetTempPath()) "BcEmpty-$PID") -ItemType Directory
try {
    Set-Content $empty/Empty.psm1 ''
    New-ModuleManifest $empty/Empty.psd1 -RootModule Empty.psm1 -FunctionsToExport @() -CmdletsToExport @() -VariablesToExport @() -AliasesToExport @()

    # The cases alternate, so that load on the machine affects all of them equally. The first round warms the disk cache.
    $null = Measure-Pwsh ' '
    $rounds = foreach ($run in 1..$Runs) {
        [pscustomobject] @{ Bare = Measure-Pwsh ' '; Empty = Measure-Pwsh "Import-Module '$empty/Empty.psd1'"; Import = Measure-Pwsh "Import-Module '$Module'" }
    }
}
finally { Remove-Item $empty -Recurse }
$bare, $nothing, $import = 'Bare', 'Empty', 'Import' | ForEach-Object { Get-Median $rounds.$_ }

[pscustomobject] @{
    Name      = 'Import-Module BcAdmin'
    Measured  = '{0:N2} s' -f $import
    Reference = '{0:N2} s (bare pwsh)' -f $bare
    Ratio     = '{0:N2}' -f ($import / $bare)
    Note      = 'costs {0:N2} s, of which PowerShell uses {1:N2} s for an empty module; medians of {2} alternating runs, entire process' -f ($import - $bare), ($nothing - $bare), $Runs
}
