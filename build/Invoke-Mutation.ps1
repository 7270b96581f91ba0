# Changes the code in many small ways, runs the C# tests for each change, and compares the share that the tests detect with the limit. Stryker.NET makes
# the changes; tests/BcAdmin.Tests has its version, and tests/Mutation the files. Writes the changes that no test detects to survivors.md in the folder of the
# results.
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Mandatory)] [string] $Results,

    # Files, such as **/Bulk/*.cs; by default, those in tests/Mutation.
    [string[]] $Path = @(),

    # A part passes if at least this percentage of its changes is detected.
    [int] $Limit = 85
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
$PSStyle.OutputRendering = 'PlainText'

$root = Split-Path $PSScriptRoot
$Results = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Results)
$tools = Join-Path $root tests/Mutation
$projects = Get-ChildItem $tools -Filter BcAdmin*.json | Where-Object {
    $project = $_.BaseName
    $files = (Get-ChildItem $root/src/$project -Recurse -Filter *.cs).FullName
    -not $Path -or ($Path | Where-Object { $files -like ($_ -replace '\*\*', '*') })
}
$mutants = foreach ($project in $projects) {
    $output = Join-Path $Results $project.BaseName
    $configuration = Get-Content $project -Raw | ConvertFrom-Json -AsHashtable
    if ($Path) { $configuration['stryker-config']['mutate'] = $Path }
    $file = New-Item (Join-Path $output stryker.json) -Force -Value ($configuration | ConvertTo-Json)

    # Environment variables are properties of the build.
    $env:MutatedProject = $project.BaseName
    $env:RunAnalyzers = 'false'
    Push-Location $root/tests/BcAdmin.Tests
    try {
        dotnet tool restore | Out-Host
        dotnet tool run dotnet-stryker --config-file $file --output $output --skip-version-check 2>&1 | ForEach-Object { "$_" } | Out-Host
    }
    finally {
        Pop-Location
        'MutatedProject', 'RunAnalyzers' | ForEach-Object { Remove-Item "env:$_" }
    }
    $report = Get-Content (Join-Path $output reports/mutation-report.json) -Raw | ConvertFrom-Json -AsHashtable
    foreach ($name in $report['files'].Keys) {
        $lines = $report['files'][$name]['source'] -split '\r?\n'
        foreach ($mutant in $report['files'][$name]['mutants'] | Where-Object { $_['status'] -in 'Killed', 'Timeout', 'Survived', 'NoCoverage' }) {
            $number = $mutant['location']['start']['line']
            [pscustomobject] @{
                Part = $project.BaseName -eq 'BcAdmin' ? ($name -split '[/\\]')[-2] : ($project.BaseName -split '\.')[-1]
                File = ($name -split '[/\\]')[-1]; Line = $number; Status = $mutant['status']; Mutation = $mutant['mutatorName']
                Code = $lines[$number - 1].Trim(); Replacement = $mutant['replacement'] -replace '\s+', ' '
            }
        }
    }
}
$survivors = @($mutants | Where-Object Status -in 'Survived', 'NoCoverage' | Sort-Object Part, File, Line)
@('| File | Line | Code | Change | Status |', '| --- | --- | --- | --- | --- |') + $survivors.ForEach{
    '| {0} | {1} | `{2}` | {3}: `{4}` | {5} |' -f $_.File, $_.Line, $_.Code.Replace('|', '\|'), $_.Mutation, $_.Replacement.Replace('|', '\|'), $_.Status
} | Set-Content (Join-Path $Results survivors.md)

$parts = $mutants | Group-Object Part | ForEach-Object {
    $missed = @($_.Group | Where-Object Status -in 'Survived', 'NoCoverage').Count
    [pscustomobject] @{ Part = $_.Name; Mutants = $_.Count; Undetected = $missed; Score = [math]::Round(100 * ($_.Count - $missed) / $_.Count, 1) }
}
$parts | Format-Table | Out-String | Write-Host
Write-Host "The changes that no test detects are in $(Join-Path $Results survivors.md)."
@{
    Passed = @($parts | Where-Object Score -ge $Limit).Count; Failed = @($parts | Where-Object Score -lt $Limit).Count; Skipped = 0
    Failures = @($parts | Where-Object Score -lt $Limit | ForEach-Object { "$($_.Part): $($_.Score) % of the changes were detected, less than $Limit %." })
} | ConvertTo-Json | Set-Content (Join-Path $Results mutation.json)
