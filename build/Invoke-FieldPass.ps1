# Runs the areas that read most of the Admin Center API again, through a proxy that gives responses the shapes that were observed in the real
# service.
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Artifacts,
    [Parameter(Mandatory)] [string] $Result
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

dotnet build tests/FieldProxy -c Release -property:RunAnalyzers=false -nodeReuse:false -v:quiet -nologo '-clp:ErrorsOnly;NoSummary'
$copy = Join-Path $Artifacts field/BcAdmin
& $PSScriptRoot/Copy-FieldModule.ps1 -Module $Module -Proxy (Join-Path $Artifacts bin/FieldProxy/release) -Destination $copy
$paths = 'Apps', 'Environments', 'Updates', 'Sessions' | ForEach-Object { "tests/Cmdlets/$_" }
dotnet (& $PSScriptRoot/Get-PowerShell.ps1) -NoProfile -NonInteractive -Command "`$env:BCADMIN_TEST_MODULE = '$copy'; ./build/Invoke-Pester.ps1 -Result '$Result' $paths" |
    Where-Object { $_ -notlike 'What if: *' }
