# What a script pays before its first line: a process that imports the module, against one that does not.
param([Parameter(Mandatory)] [string] $Module, [int] $Runs = 7)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

function Measure-Pwsh([string] $Command) {
    (Measure-Command { dotnet pwsh -NoProfile -NonInteractive -Command $Command | Out-Null }).TotalSeconds
    if ($LASTEXITCODE -ne 0) { throw "pwsh ended with exit code ${LASTEXITCODE}: $Command" }
}

function Get-Median([double[]] $Values) { ($Values | Sort-Object)[[int] [Math]::Floor($Values.Count / 2)] }

# In turn, so that a busy moment of the machine hits both alike. The first round warms the disk cache.
$null = Measure-Pwsh ''
$rounds = foreach ($run in 1..$Runs) {
    [pscustomobject] @{ Bare = Measure-Pwsh ' '; Import = Measure-Pwsh "Import-Module '$Module'" }
}
$bare = Get-Median $rounds.Bare
$import = Get-Median $rounds.Import

[pscustomobject] @{
    Name      = 'Import-Module BcAdmin'
    Measured  = '{0:N2} s' -f $import
    Reference = '{0:N2} s (bare pwsh)' -f $bare
    Ratio     = '{0:N2}' -f ($import / $bare)
    Note      = 'costs {0:N2} s; medians of {1} runs in turn, whole process' -f ($import - $bare), $Runs
}
