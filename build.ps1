#!/usr/bin/env pwsh
<#
.SYNOPSIS
Builds, tries, tests, measures and packs BcAdmin.
.DESCRIPTION
Build    makes out/BcAdmin, the module as a user gets it. Tests, demo, bench and package use that folder and nothing else.
Demo     builds, then runs docs/examples/Demo.ps1 against the simulator.
Test     builds, then runs the C# tests and the Pester tests, or the suite named. The last line is "N passed, N failed, N skipped".
Bench    builds, then measures (bench/*.ps1) and writes bench/README.md.
Package  builds, then packs out/BcAdmin.<version>.nupkg for the PowerShell Gallery.
Publish  sends that package to a gallery, if -Tag names its version. The key is in the variable PSGALLERY_API_KEY.
Clean    removes all that the tasks made.
.EXAMPLE
dotnet pwsh -NoProfile -File build.ps1 Test
.EXAMPLE
dotnet pwsh -NoProfile -File build.ps1 Clean Test Package
.EXAMPLE
dotnet pwsh -NoProfile -File build.ps1 Test -Filter Get-BcEnvironment -SkipBuild
.EXAMPLE
dotnet pwsh -NoProfile -File build.ps1 Test -Suite Faults -Calls 20000
Strikes the cmdlets with so many random faults, and prints the seed.
.EXAMPLE
dotnet pwsh -NoProfile -File build.ps1 Test -Suite Faults -Seed 4711 -Call 12345 -SkipBuild
Repeats one call of such a run and tells all about it.
#>
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Position = 0, ValueFromRemainingArguments)]
    [ValidateSet('Clean', 'Build', 'Demo', 'Test', 'Bench', 'Package', 'Publish')]
    [string[]] $Task = 'Build',

    # Runs only the tests with this text in their name: C# by the full name of the method, Pester by block and test name.
    [string] $Filter,

    # Unit: the C# tests. Pester: those of what users type, with a few of the faults. Faults: the faults alone, many of them. All: Unit and Pester.
    [ValidateSet('All', 'Unit', 'Pester', 'Faults')]
    [string] $Suite = 'All',

    # For -Suite Faults: how many calls are struck.
    [ValidateRange(1, 10000000)]
    [int] $Calls = 20000,

    # For -Suite Faults: the number that all chance comes from; any one by default.
    [ValidateRange(0, 1000000)]
    [int] $Seed = (Get-Random -Maximum 1000000),

    # For -Suite Faults: the only call to make.
    [ValidateRange(0, 10000000)]
    [int] $Call,

    # Takes out/BcAdmin as it is.
    [switch] $SkipBuild,

    # Builds without help, to try a cmdlet whose page isn't written yet. Tests and packages never go without.
    [switch] $SkipHelp,

    # Package: where the sources are published. The links and the icon in the gallery come from there.
    [uri] $ProjectUri,

    # Publish: the tag of the release, such as v1.2.0.
    [string] $Tag,

    # Publish: a registered repository.
    [string] $Repository = 'PSGallery'
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
$PSStyle.OutputRendering = 'PlainText'

$artifacts = $env:ArtifactsPath ? $env:ArtifactsPath : (Join-Path $PSScriptRoot artifacts)
$out = Join-Path $PSScriptRoot out
$module = Join-Path $out BcAdmin

# NuGet's audit asks a server that may be out of reach, and a build must not hang on that.
$buildOptions = '-c', 'Release', '-nodeReuse:false', '-property:NuGetAudit=false', '-v:quiet', '-nologo', '-clp:ErrorsOnly;NoSummary'

function Invoke-Native([scriptblock] $Command) {
    & $Command
    if ($LASTEXITCODE -ne 0) { throw "$("$Command".Trim()) ended with exit code $LASTEXITCODE." }
}

# A module's assemblies cannot be unloaded, so whatever imports the module gets a process of its own.
function Invoke-Pwsh {
    $arguments = $args
    Invoke-Native { dotnet pwsh -NoProfile -NonInteractive @arguments }
}

function Invoke-Clean {
    $artifacts, $out, (Join-Path $PSScriptRoot .packages) | Where-Object { Test-Path $_ } | Remove-Item -Recurse -Force
}

function Invoke-Build {
    Invoke-Native { dotnet build build/Product.slnf @buildOptions }

    $next = Join-Path $out ".next-$PID"
    $bin = Join-Path $artifacts bin
    foreach ($folder in $next, "$next/deps", "$next/simulator", "$next/en-US") { $null = New-Item $folder -ItemType Directory -Force }
    try {
        Copy-Item BcAdmin.psd1, LICENSE, build/ThirdPartyNotices.txt $next
        Copy-Item src/BcAdmin/Module/* $next -Recurse
        Copy-Item $bin/BcAdmin/release/BcAdmin.dll $next

        # Third-party code goes to deps/ only: PowerShell itself loads whatever lies beside BcAdmin.dll, and isolation would be gone.
        Copy-Item $bin/BcAdmin.Transport/release/*.dll "$next/deps"
        # Where a package has code for Windows alone (DPAPI), the general file is a stub that throws; nothing calls it elsewhere.
        Copy-Item $bin/BcAdmin.Transport/release/runtimes/win/lib/*/*.dll "$next/deps"

        Copy-Item $bin/BcAdmin.Simulator/release/* "$next/simulator" -Recurse -Exclude *.pdb, *.staticwebassets.*
        Invoke-Native { dotnet $bin/ContractExports/release/ContractExports.dll --contracts src/Contracts --output "$next/definitions" }
        if (-not $SkipHelp) {
            Invoke-Native { dotnet $bin/HelpBuilder/release/HelpBuilder.dll build --module "$next/BcAdmin.dll" --pages docs/en-US --output "$next/en-US" }
        }
        Invoke-Pwsh -File build/Test-Layout.ps1 -Module $next

        # One rename after the other: nobody sees half a module.
        if (Test-Path $module) { Move-Item $module "$next-old" }
        Move-Item $next $module
    }
    finally {
        $next, "$next-old" | Where-Object { Test-Path $_ } | Remove-Item -Recurse -Force
    }
    Write-Host "Built $module"
}

function Invoke-Demo {
    Invoke-Pwsh -File docs/examples/Demo.ps1
}

function Invoke-Test {
    # The tests start many processes that live for seconds; code that is instrumented for a later, faster version costs them more than it gains.
    $env:DOTNET_TieredPGO = 0
    $results = Join-Path $artifacts TestResults
    if (Test-Path $results) { Remove-Item $results -Recurse -Force }
    $null = New-Item $results -ItemType Directory

    # The Pester tests leave the processor time to spare. Beside them run the C# tests, then the pass through the proxy.
    $unit = $Suite -in 'All', 'Unit'
    $field = $Suite -in 'All', 'Pester' -and -not $Filter
    $options = @($buildOptions -ne '-clp:ErrorsOnly;NoSummary') + @('--filter', "FullyQualifiedName~$Filter" | Where-Object { $Filter })
    $beside = Start-ThreadJob {
        Set-Location $using:PSScriptRoot
        if ($using:unit) {
            $report = '--logger', 'trx;LogFileName=xunit.trx', '--results-directory', $using:results, '--settings', 'build/Coverage.runsettings'
            dotnet test tests/BcAdmin.Tests @using:options @report 2>&1 | ForEach-Object { "$_" }
        }
        if ($using:field) {
            $result = Join-Path $using:results pester-field.json
            build/Invoke-FieldPass.ps1 -Module $using:module -Artifacts $using:artifacts -Result $result 2>&1 | ForEach-Object { "$_" }
        }
    }
    $suites = @(
        if ($Suite -in 'All', 'Pester') { Invoke-PesterSuite $results }
        if ($Suite -eq 'Faults') { Invoke-FaultSuite $results }
        # What broke down has left no result, or a bad one.
        $beside | Receive-Job -Wait -AutoRemoveJob -ErrorAction Continue | Out-Host
        if ($unit) { Read-XunitResult $results/xunit.trx }
        if ($field) { Read-PesterResult $results/pester-field.json }
    )
    if (-not $Filter) { & build/Show-Coverage.ps1 -Results $results }

    $passed, $failed, $skipped = 'Passed', 'Failed', 'Skipped' | ForEach-Object { ($suites | Measure-Object $_ -Sum).Sum }
    # A runner that broke down or found nothing must not pass for a green one; under a filter one of the two may well find nothing.
    foreach ($suite in $suites | Where-Object { $_.Broken -or (-not $Filter -and $_.Passed + $_.Failed -eq 0) }) {
        Write-Host "$($suite.Name) did not run its tests to the end."
        if (-not $suite.Failed) { $failed++ }
    }
    if ($passed + $failed -eq 0) {
        Write-Host "No test matches '$Filter'."
        $failed++
    }
    Write-Host "$passed passed, $failed failed, $skipped skipped"
    if ($failed) { exit 1 }
}

function Invoke-PesterSuite($Results) {
    Invoke-Native { dotnet restore build/modules.csproj -property:NuGetAudit=false -v:quiet } | Out-Host
    Import-Module ./tests/NodeSession.psm1
    $missing = Install-NodePackage
    if ($missing) {
        $notice = "Tests that use Node.js or a browser cannot run: $missing."
        if ($env:BCADMIN_REQUIRE_NODE) { throw $notice }
        Write-Host "$notice They are skipped."
    }
    if ($Filter -or -not (Invoke-CountedPester $Results)) {
        dotnet pwsh -NoProfile -NonInteractive -File build/Invoke-PesterLanes.ps1 -Root $PSScriptRoot -Results $Results -Filter $Filter | Out-Host
    }
    foreach ($lane in @(0, 1, 2) + @('coverage' | Where-Object { -not $Filter })) { Read-PesterResult $Results/pester-$lane.json }
}

# Runs the Pester tests on a copy of the module that counts which of its lines are run; out/BcAdmin stays as users get it. False where no test
# was run: counting is no reason to test nothing.
function Invoke-CountedPester($Results) {
    $copy = Join-Path $artifacts instrumented
    try {
        & build/Copy-Instrumentable.ps1 -Destination $copy -Bin (Join-Path $artifacts bin)
        $env:ArtifactsPath = $artifacts # seen from the copy, it would be elsewhere
        dotnet build build/Coverage.proj -target:Run -nologo -v:minimal -tl:off -nodeReuse:false "-property:Root=$copy" "-property:Results=$Results" |
            Where-Object { $_ -notmatch '^\s*(\[coverlet\]|[+|]|Calculating coverage|Generating report)' } | ForEach-Object { $_.Replace($copy, $PSScriptRoot) } | Out-Host
        if ($LASTEXITCODE) { Write-Host "Which lines the Pester tests cover was not counted: coverlet ended with exit code $LASTEXITCODE." }
    }
    catch { Write-Host "Which lines the Pester tests cover was not counted: $_" }
    Test-Path $Results/pester-[0-9].json
}

# A process takes every other case, with a simulator of its own. See tests/Faults.
function Invoke-FaultSuite($Results) {
    Invoke-Native { dotnet restore build/modules.csproj -property:NuGetAudit=false -v:quiet } | Out-Host
    $lanes = $script:PSBoundParameters.ContainsKey('Call') ? 1 : 2
    $settings = "`$env:BCADMIN_FAULT_SEED = $Seed; `$env:BCADMIN_FAULT_CALLS = $Calls; `$env:BCADMIN_FAULT_CALL = '$($lanes -eq 1 ? $Call : '')'"
    1..$lanes | ForEach-Object -ThrottleLimit $lanes -Parallel {
        $run = "./build/Invoke-Pester.ps1 -Result '$using:Results/faults-$_.json' -Filter '$using:Filter' -Detailed tests/Faults"
        dotnet pwsh -NoProfile -NonInteractive -Command "$using:settings; `$env:BCADMIN_FAULT_LANE = '$_/$using:lanes'; $run"
    } | Out-Host
    foreach ($lane in 1..$lanes) { Read-PesterResult $Results/faults-$lane.json }
}

# A run that broke down has a report that says so, or none.
function Read-XunitResult($Path) {
    if (-not (Test-Path $Path)) { return [pscustomobject] @{ Name = 'dotnet test'; Passed = 0; Failed = 0; Skipped = 0; Broken = $true } }
    $summary = ([xml] (Get-Content $Path -Raw)).TestRun.ResultSummary
    $counters = $summary.Counters
    [pscustomobject] @{
        Name    = 'dotnet test'
        Passed  = [int] $counters.passed
        Failed  = [int] $counters.failed + [int] $counters.error + [int] $counters.timeout + [int] $counters.aborted
        Skipped = [int] $counters.total - [int] $counters.executed
        Broken  = $summary.outcome -eq 'Failed' -and [int] $counters.failed -eq 0
    }
}

# The file is written at the very end: without it, the process broke down.
function Read-PesterResult($Path) {
    if (-not (Test-Path $Path)) { return [pscustomobject] @{ Name = 'Pester'; Passed = 0; Failed = 0; Skipped = 0; Broken = $true } }
    $counts = Get-Content $Path -Raw | ConvertFrom-Json
    foreach ($failure in $counts.Failures) { Write-Host "Failed: $failure" }
    [pscustomobject] @{ Name = 'Pester'; Passed = $counts.Passed; Failed = $counts.Failed; Skipped = $counts.Skipped; Broken = $false }
}

function Invoke-Bench {
    Invoke-Pwsh -File bench/Bench.ps1
}

function Invoke-Package {
    Remove-Item $out/*.nupkg
    $project = @($ProjectUri | Where-Object { $_ } | ForEach-Object { '-ProjectUri', "$_" })
    Invoke-Pwsh -File build/New-Package.ps1 -Module $module -Destination $out @project
}

function Invoke-Publish {
    $package = @(Get-Item $out/BcAdmin.*.nupkg)
    if ($package.Count -ne 1) { throw "$out holds $($package.Count) packages. Make one with build.ps1 Package." }
    Invoke-Pwsh -File build/Publish-Package.ps1 -Package $package[0].FullName -Tag $Tag -Repository $Repository
}

Push-Location $PSScriptRoot
try {
    if ('Publish' -in $Task -and -not $Tag) { throw 'Publish needs the -Tag of the release.' }
    if ($SkipHelp -and $Task -ne 'Build') { throw '-SkipHelp is for Build alone.' }
    if ('Clean' -in $Task) { Invoke-Clean }
    if (-not $SkipBuild -and ($Task | Where-Object { $_ -notin 'Clean', 'Publish' })) { Invoke-Build }
    foreach ($name in $Task | Where-Object { $_ -notin 'Clean', 'Build' }) { & "Invoke-$name" }
}
finally {
    Pop-Location
}
