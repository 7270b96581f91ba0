#!/usr/bin/env pwsh
<#
.SYNOPSIS
Builds, tests, measures, and packs BcAdmin.
.DESCRIPTION
Build    creates out/BcAdmin, the module as users install it. Tests, demo, benchmarks, and package use only this folder. Runs the analyzers, which take half of
         the time; the other tasks compile without them.
Demo     builds, then runs docs/examples/Demo.ps1 against the simulator.
Test     builds, then runs the C# tests and the Pester tests, or the selected suite. The last line is "N passed, N failed, N skipped".
Measure  prints the numbers that the tests compare with their limits, such as lines and widths, and the places that count.
Docs     builds, then writes the site of the documents to out/site: navigation, search, and an index by area. A broken link is an error.
Session  builds, then writes the session in README.md again. A test compares it with the output of the module.
New      writes the files of a new cmdlet from the contract: build.ps1 New Get-BcOutageType listOutageTypes. See CONTRIBUTING.md.
Bench    builds, then measures (bench/*.ps1) and writes bench/README.md.
Package  builds, then packs out/BcAdmin.<version>.nupkg for the PowerShell Gallery.
Publish  sends that package to a gallery, if -Tag names its version. The key is in the variable PSGALLERY_API_KEY.
Clean    removes the files that the tasks have created.
.EXAMPLE
dotnet pwsh -NoProfile -File build.ps1 Test
.EXAMPLE
dotnet pwsh -NoProfile -File build.ps1 Clean Test Package
.EXAMPLE
dotnet pwsh -NoProfile -File build.ps1 Test -Filter Get-BcEnvironment -SkipBuild
Runs the test files that match, and nothing else.
.EXAMPLE
dotnet pwsh -NoProfile -File build.ps1 Test -Suite Faults -Calls 20000
Makes this number of calls with random faults, and prints the seed.
.EXAMPLE
dotnet pwsh -NoProfile -File build.ps1 Test -Suite Faults -Seed 4711 -Call 12345 -SkipBuild
Repeats one call of such a run and prints all details.
.EXAMPLE
dotnet pwsh -NoProfile -File build.ps1 Test -Suite Crash -Kills 200 -Seed 4711
Kills imports, configurations, publications, and fleet runs at random times, and compares what a second run leaves with a run that was not killed.
#>
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Clean', 'Build', 'Demo', 'Test', 'Measure', 'New', 'Bench', 'Docs', 'Session', 'Package', 'Publish')]
    [string] $Task = 'Build',

    # Further tasks. For New: the cmdlet, the operation of the contract, and the area, if it is not the tag of the operation.
    [Parameter(Position = 1, ValueFromRemainingArguments)]
    [string[]] $Argument = @(),

    # Runs only the tests with this text in their name: C# by the full name of the method, Pester by block and test name.
    [string] $Filter,

    # Unit: the C# tests. Pester: the tests of commands that users type, with a few faults and kills. All: both.
    # Faults: many random faults only. Crash: many kills only. Mutation: changes the code and counts the changes that no C# test detects.
    [ValidateSet('All', 'Unit', 'Pester', 'Faults', 'Crash', 'Mutation')]
    [string] $Suite = 'All',

    # For Test: measures which lines the tests run. Without -Suite and -Filter, the result has C# and Pester tests.
    [switch] $Coverage,

    # For Test: tests a package that the task Package made, instead of a new build. A file, or a folder with one.
    [string] $Package,

    # For -Suite Faults: the number of calls.
    [ValidateRange(1, 10000000)]
    [int] $Calls = 20000,

    # For -Suite Crash: the number of kills.
    [ValidateRange(1, 100000)]
    [int] $Kills = 200,

    # For -Suite Faults and Crash: the seed of all random numbers; a random one by default.
    [ValidateRange(0, 1000000)]
    [int] $Seed = (Get-Random -Maximum 1000000),

    # For -Suite Faults: the only call to make.
    [ValidateRange(0, 10000000)]
    [int] $Call,

    # Uses the existing out/BcAdmin.
    [switch] $SkipBuild,

    # Builds without help, to test a cmdlet without a page. Tests and packages always require the help.
    [switch] $SkipHelp,

    # Where the sources are published. The manifest and the links in the gallery have it. The default is ProjectUri of Directory.Build.props.
    [uri] $ProjectUri,

    # Where the site is published. Get-Help -Online opens its pages. The default is SiteUri of Directory.Build.props.
    [uri] $SiteUri,

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

$settings = ([xml] (Get-Content (Join-Path $PSScriptRoot Directory.Build.props) -Raw)).Project.PropertyGroup
if (-not $ProjectUri) { $ProjectUri = $settings.ProjectUri }
if (-not $SiteUri) { $SiteUri = $settings.SiteUri.Replace('$(ProjectUri)', "$ProjectUri".TrimEnd('/')) }

$buildOptions = '-c', 'Release', '-nodeReuse:false', '-v:quiet', '-nologo', '-clp:ErrorsOnly;NoSummary'
if ($Task -ne 'Build') { $buildOptions += '-property:RunAnalyzers=false' }

function Invoke-Native([scriptblock] $Command) {
    & $Command
    if ($LASTEXITCODE -ne 0) { throw "$("$Command".Trim()) ended with exit code $LASTEXITCODE." }
}

# The assemblies of a module cannot be unloaded, so commands that import the module run in a separate process.
function Invoke-Pwsh {
    $arguments = $args
    Invoke-Native { dotnet pwsh -NoProfile -NonInteractive @arguments }
}

function Invoke-Clean {
    $artifacts, $out, (Join-Path $PSScriptRoot .packages) | Where-Object { Test-Path $_ } | Remove-Item -Recurse -Force
}

function Invoke-Build {
    Write-Host 'Compiling the module, the simulator and the build tools (about a minute from a clean clone) ...'
    Invoke-Native { dotnet build build/Product.slnf @buildOptions }

    $next = Join-Path $out ".next-$PID"
    $bin = Join-Path $artifacts bin
    foreach ($folder in $next, "$next/deps", "$next/simulator", "$next/en-US") { $null = New-Item $folder -ItemType Directory -Force }
    try {
        Copy-Item BcAdmin.psd1, LICENSE, build/ThirdPartyNotices.txt $next
        Copy-Item src/BcAdmin/Module/* $next -Recurse
        Copy-Item $bin/BcAdmin/release/BcAdmin.dll $next

        # Third-party code is in deps/ only, because PowerShell loads all DLLs next to BcAdmin.dll, which would end the isolation.
        Copy-Item $bin/BcAdmin.Transport/release/*.dll "$next/deps"
        # If a package has code for Windows only (DPAPI), the general file is a stub that throws; it is not called on other platforms.
        Copy-Item $bin/BcAdmin.Transport/release/runtimes/win/lib/*/*.dll "$next/deps"

        Copy-Item $bin/BcAdmin.Simulator/release/* "$next/simulator" -Recurse -Exclude *.pdb, *.staticwebassets.*
        Invoke-Native { dotnet $bin/ContractExports/release/ContractExports.dll --contracts src/Contracts --output "$next/definitions" }
        if (-not $SkipHelp) {
            Invoke-Native { dotnet $bin/HelpBuilder/release/HelpBuilder.dll build --module "$next/BcAdmin.dll" --pages docs/en-US --output "$next/en-US" --online "$("$SiteUri".TrimEnd('/'))/cmdlets/" }
        }
        Invoke-Pwsh -File build/Complete-Manifest.ps1 -Module $next -ProjectUri $ProjectUri -SiteUri $SiteUri

        # Folders are renamed, so that no process finds an incomplete module.
        if (Test-Path $module) { Move-Item $module "$next-old" }
        Move-Item $next $module
    }
    finally {
        $next, "$next-old" | Where-Object { Test-Path $_ } | Remove-Item -Recurse -Force
    }
    Write-Host "Built $module"
}

# Creates the folder that a gallery would install from a package.
function Expand-Package {
    $file = @(Get-Item $Package | ForEach-Object { $_.PSIsContainer ? (Get-ChildItem $_ -Filter BcAdmin.*.nupkg) : $_ })
    if ($file.Count -ne 1) { throw "$Package has $($file.Count) packages." }
    if (Test-Path $module) { Remove-Item $module -Recurse -Force }
    [IO.Compression.ZipFile]::ExtractToDirectory($file[0].FullName, $module)
    # Files that the NuGet format adds to every package.
    '_rels', 'package', '[Content_Types].xml', 'BcAdmin.nuspec' | ForEach-Object { Join-Path $module $_ } | Where-Object { Test-Path -LiteralPath $_ } |
        ForEach-Object { Remove-Item -LiteralPath $_ -Recurse -Force }
    Write-Host "Installed $($file[0].Name) to $module"
}

function Invoke-Demo {
    Invoke-Pwsh -File docs/examples/Demo.ps1
}

function Invoke-Test {
    $results = Join-Path $artifacts TestResults
    if (Test-Path $results) { Remove-Item $results -Recurse -Force }
    $null = New-Item $results -ItemType Directory

    # A name in C# contains letters, digits, and dots.
    $unit = $Suite -in 'All', 'Unit' -and $Filter -notmatch '[^\w.]' -and (Find-FilteredFile tests/BcAdmin.Tests *.cs)
    $pester = @(if ($Suite -in 'All', 'Pester') { Find-FilteredFile tests *.Tests.ps1 '^\s*(Describe|Context|It)\b' })
    $field = $Suite -in 'All', 'Pester' -and -not $Filter
    # The Pester tests do not use all of the processor. The C# tests, the pass through the proxy, and then a fourth process of Pester run at the same time.
    $options = @($buildOptions -ne '-clp:ErrorsOnly;NoSummary') + @('--filter', "FullyQualifiedName~$Filter" | Where-Object { $Filter })
    if ($unit) { Write-Host "Compiling and running the C# tests$($pester ? '; their output follows that of the Pester tests' : '') ..." }
    $beside = Start-ThreadJob {
        Set-Location $using:PSScriptRoot
        if ($using:unit) {
            $report = @('--logger', 'trx;LogFileName=xunit.trx', '--results-directory', $using:results) + @('--settings', 'build/Coverage.runsettings' | Where-Object { $using:Coverage })
            dotnet test tests/BcAdmin.Tests @using:options @report 2>&1 | ForEach-Object { "$_" }
        }
        if ($using:field) {
            $result = Join-Path $using:results pester-field.json
            build/Invoke-FieldPass.ps1 -Module $using:module -Artifacts $using:artifacts -Result $result 2>&1 | ForEach-Object { "$_" }
        }
    }
    if ($pester -or $Suite -in 'Faults', 'Crash') { Initialize-Pester }
    $suites = @(
        if ($pester) { Invoke-PesterSuite $results $pester }
        if ($Suite -eq 'Faults') { Invoke-FaultSuite $results }
        if ($Suite -eq 'Crash') { Invoke-CrashSuite $results }
        if ($Suite -eq 'Mutation') {
            build/Invoke-Mutation.ps1 -Results $results | Out-Host
            Read-PesterResult $results/mutation.json
        }
        # A runner that has failed has no result, or an invalid one.
        $beside | Receive-Job -Wait -AutoRemoveJob -ErrorAction Continue | Out-Host
        if ($unit) { Read-XunitResult $results/xunit.trx }
        if ($field) { Read-PesterResult $results/pester-field.json }
    )
    if ($Coverage) { & build/Show-Coverage.ps1 -Results $results }
    if (-not $Filter) { Show-SlowestFile $results }

    $passed, $failed, $skipped = 'Passed', 'Failed', 'Skipped' | ForEach-Object { [int] ($suites | Measure-Object $_ -Sum)?.Sum }
    # A runner that has failed or found no tests must not count as passed; with a filter, one of the two can find no tests.
    foreach ($suite in $suites | Where-Object { $_.Broken -or (-not $Filter -and $_.Passed + $_.Failed -eq 0) }) {
        Write-Host "$($suite.Name) did not complete its tests."
        if (-not $suite.Failed) { $failed++ }
    }
    if ($passed + $failed -eq 0) {
        Write-Host "No test matches '$Filter'."
        $failed++
    }
    Write-Host "$passed passed, $failed failed, $skipped skipped"
    if ($failed) { exit 1 }
}

# The test files that can have a test with the text of -Filter in its name: each part of the text, between the dots that join the names of blocks, is
# in a line that names a block, or anywhere in a C# file. Without -Filter, all files.
function Find-FilteredFile([string] $Folder, [string] $Name, [string] $Line = '') {
    $files = Get-ChildItem $Folder -Recurse -Filter $Name | Where-Object { $_.Directory.Name -ne 'Coverage' }
    # A package cannot be packed again; its own tests run where it is created.
    if ($Package) { $files = $files | Where-Object Name -NE 'Package.Tests.ps1' }
    $parts = @($Filter -split '[^\w -]' | Where-Object { $_.Trim() })
    foreach ($file in $files) {
        $lines = if ($parts) { [IO.File]::ReadAllLines($file.FullName) -match $Line }
        if (-not ($parts | Where-Object { -not ($lines -match [regex]::Escape($_)) })) { $file.FullName }
    }
}

# Restores Pester and the other packages of the tests, and creates the PowerShell that runs them.
function Initialize-Pester {
    # NuGet needs several seconds to determine that nothing has changed.
    if (-not $Filter -or -not (Test-Path .packages/pwsh-*)) { Invoke-Native { dotnet restore build/modules.csproj -v:quiet } | Out-Host }
    $null = build/Get-PowerShell.ps1
}

function Invoke-PesterSuite($Results, [string[]] $Path) {
    if (-not $Filter -or (Select-String -LiteralPath $Path -Pattern NodeSession -SimpleMatch -Quiet)) {
        Import-Module ./tests/NodeSession.psm1
        $missing = Install-NodePackage
        if ($missing) {
            $notice = "Tests that use Node.js or a browser cannot run: $missing."
            if ($env:BCADMIN_REQUIRE_NODE) { throw $notice }
            Write-Host "$notice They are skipped."
        }
    }
    if ($Filter) {
        $lanes = 0..([math]::Min(3, [math]::Ceiling($Path.Count / 3)) - 1)
        & build/Invoke-PesterLanes.ps1 -Root $PSScriptRoot -Results $Results -Filter $Filter -Path $Path -Lane $lanes | Out-Host
    }
    else {
        $lanes = @(0..3) + 'coverage'
        # The coverage of a package cannot be measured, because it has no symbols.
        if (-not $Coverage -or $Package -or -not (Invoke-CountedPester $Results)) {
            & build/Invoke-PesterLanes.ps1 -Root $PSScriptRoot -Results $Results -Path $Path | Out-Host
        }
    }
    # A lane that started late can find no file.
    $read = foreach ($lane in $lanes) { Read-PesterResult $Results/pester-$lane.json }
    $sum = @{ Name = 'Pester'; Broken = $read.Broken -contains $true }
    'Passed', 'Failed', 'Skipped' | ForEach-Object { $sum[$_] = ($read | Measure-Object $_ -Sum).Sum }
    [pscustomobject] $sum
}

# Runs the Pester tests on an instrumented copy of the module; out/BcAdmin is not changed. Returns false if no test was run, so that the tests
# can run without coverage.
function Invoke-CountedPester($Results) {
    $copy = Join-Path $artifacts instrumented
    try {
        & build/Copy-Instrumentable.ps1 -Destination $copy -Bin (Join-Path $artifacts bin)
        $env:ArtifactsPath = $artifacts # the copy would use a different folder
        dotnet build build/Coverage.proj -target:Run -nologo -v:minimal -tl:off -nodeReuse:false "-property:Root=$copy" "-property:Results=$Results" |
            Where-Object { $_ -notmatch '^\s*(\[coverlet\]|[+|]|Calculating coverage|Generating report)' } | ForEach-Object { $_.Replace($copy, $PSScriptRoot) } | Out-Host
        if ($LASTEXITCODE) { Write-Host "The coverage of the Pester tests was not measured: coverlet ended with exit code $LASTEXITCODE." }
    }
    catch { Write-Host "The coverage of the Pester tests was not measured: $_" }
    Test-Path $Results/pester-[0-9].json
}

# Each process runs every second case, with a separate simulator. See tests/Faults.
function Invoke-FaultSuite($Results) {
    $lanes = $script:PSBoundParameters.ContainsKey('Call') ? 1 : 2
    Invoke-Lane $Results faults tests/Faults $lanes FAULT "`$env:BCADMIN_FAULT_CALLS = $Calls; `$env:BCADMIN_FAULT_CALL = '$($lanes -eq 1 ? $Call : '')'"
}

# Each process makes every second kill. See tests/Crash.
function Invoke-CrashSuite($Results) {
    Invoke-Lane $Results crash tests/Crash 2 CRASH "`$env:BCADMIN_CRASH_KILLS = $Kills; `$env:BCADMIN_CRASH_ROWS = 1000"
}

# Runs a folder of tests in several processes, whose environment variables with the prefix have the seed and the number of the process.
function Invoke-Lane($Results, [string] $Name, [string] $Path, [int] $Lanes, [string] $Prefix, [string] $Settings) {
    $pwsh = build/Get-PowerShell.ps1
    1..$Lanes | ForEach-Object -ThrottleLimit $Lanes -Parallel {
        $run = "./build/Invoke-Pester.ps1 -Result '$using:Results/$using:Name-$_.json' -Filter '$using:Filter' -Detailed $using:Path"
        $variables = "`$env:BCADMIN_$($using:Prefix)_SEED = $using:Seed; `$env:BCADMIN_$($using:Prefix)_LANE = '$_/$using:Lanes'; $using:Settings"
        dotnet $using:pwsh -NoProfile -NonInteractive -Command "$variables; $run"
    } | Where-Object { $_ -notlike 'What if: *' } | Out-Host
    foreach ($lane in 1..$Lanes) { Read-PesterResult $Results/$Name-$lane.json }
}

# A run that has failed has a report with the failure, or none.
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

# The file is written at the end: if it is missing, the process has failed.
function Read-PesterResult($Path) {
    if (-not (Test-Path $Path)) { return [pscustomobject] @{ Name = 'Pester'; Passed = 0; Failed = 0; Skipped = 0; Broken = $true } }
    $counts = Get-Content $Path -Raw | ConvertFrom-Json
    foreach ($failure in $counts.Failures) { Write-Host "Failed: $failure" }
    [pscustomobject] @{ Name = 'Pester'; Passed = $counts.Passed; Failed = $counts.Failed; Skipped = $counts.Skipped; Broken = $false }
}

# A complete run has to end in minutes, so the files that take most of the time are shown.
function Show-SlowestFile($Results) {
    Write-Host 'Slowest files:'
    Get-ChildItem $Results -Filter pester-*.json | Get-Content -Raw | ConvertFrom-Json | ForEach-Object Files | Sort-Object Seconds -Descending | Select-Object -First 10 |
        ForEach-Object { Write-Host ('{0,6:N0} s  {1}' -f $_.Seconds, [IO.Path]::GetRelativePath($PSScriptRoot, $_.File)) }
}

function Invoke-Measure {
    build/Measure-Code.ps1 -Show
}

function Invoke-New {
    $cmdlet, $operation, $area = $Argument
    Invoke-Pwsh -File build/New-Cmdlet.ps1 -Cmdlet $cmdlet -Operation $operation @(if ($area) { '-Area', $area })
}

function Invoke-Bench {
    Invoke-Pwsh -File bench/Bench.ps1
}

function Invoke-Docs {
    Invoke-Pwsh -File build/New-Site.ps1 -Module $module -Destination $out/site -SiteUri $SiteUri
}

function Invoke-Session {
    Invoke-Pwsh -File build/Update-ReadmeSession.ps1 -Module $module
}

function Invoke-Package {
    Remove-Item $out/*.nupkg, $out/SHA256SUMS*
    Invoke-Pwsh -File build/New-Package.ps1 -Module $module -Destination $out
}

function Invoke-Publish {
    $package = @(Get-Item $out/BcAdmin.*.nupkg)
    if ($package.Count -ne 1) { throw "$out contains $($package.Count) packages. Create one with build.ps1 Package." }
    Invoke-Pwsh -File build/Publish-Package.ps1 -Package $package[0].FullName -Tag $Tag -Repository $Repository
}

$tasks = @($Task) + @(if ($Task -ne 'New') { $Argument })
$known = ($MyInvocation.MyCommand.Parameters['Task'].Attributes | Where-Object { $_ -is [ValidateSet] }).ValidValues
$unknown = $tasks | Where-Object { $_ -notin $known }
if ($unknown) { throw "There is no task $($unknown -join ', ')." }
if ($Task -eq 'New' -and $Argument.Count -lt 2) { throw 'New requires the name of a cmdlet and an operationId: build.ps1 New Get-BcOutageType listOutageTypes' }

# Compilers and tests run a lot of code a few times, in many short processes, on all processors. A third of the time would be for what makes programs
# fast that run for hours: profiles, optimization of methods after 30 calls, two mappings of compiled code, threads that spin before they sleep, and a
# garbage collection after every few MB. Without the last two, each PowerShell compiles the code of its telemetry.
# Benchmarks measure what users have.
$runtime = @{}
if ('Bench' -notin $tasks) {
    $runtime.DOTNET_TieredPGO = '0'
    $runtime.DOTNET_TC_CallCountingDelayMs = '1000' # hexadecimal: optimization begins when no new method was called for 4 seconds
    $runtime.DOTNET_EnableWriteXorExecute = '0'
    $runtime.DOTNET_ThreadPool_UnfairSemaphoreSpinLimit = '0'
    $runtime.DOTNET_GCgen0size = '1000000' # hexadecimal: 16 MB
    $runtime.POWERSHELL_TELEMETRY_OPTOUT = '1'
    $runtime.POWERSHELL_UPDATECHECK = 'Off'
}
$before = @{}
foreach ($name in $runtime.Keys) {
    $before[$name] = [Environment]::GetEnvironmentVariable($name)
    [Environment]::SetEnvironmentVariable($name, $runtime[$name])
}

Push-Location $PSScriptRoot
try {
    if ('Publish' -in $tasks -and -not $Tag) { throw 'Publish needs the -Tag of the release.' }
    if ($SkipHelp -and "$tasks" -ne 'Build') { throw '-SkipHelp requires the task Build.' }
    if ('Clean' -in $tasks) { Invoke-Clean }
    if ($Package) { Expand-Package }
    elseif (-not $SkipBuild -and ($tasks | Where-Object { $_ -in 'Build', 'Demo', 'Test', 'Bench', 'Docs', 'Session', 'Package' })) { Invoke-Build }
    foreach ($name in $tasks | Where-Object { $_ -notin 'Clean', 'Build' }) { & "Invoke-$name" }
}
finally {
    foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
    Pop-Location
}
