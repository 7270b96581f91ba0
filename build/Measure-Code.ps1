# Measures the sources and compares the numbers with their limits. Returns an object for each number: Name, Value, Limit, Target, and Places.
#   Limit   the tests fail above it
#   Target  the goal for the number; after a change that reduces the number, lower its limit to the new number
[CmdletBinding()]
param(
    # Also prints the numbers and the places that count.
    [switch] $Show
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$limits = [ordered] @{
    ModuleLines        = @{ Limit = 42900; Target = 20200; Name = 'lines in src/BcAdmin and src/BcAdmin.Transport' }
    WideLines          = @{ Limit = 0; Target = 0; Name = 'C# lines of more than 150 columns' }
    CmdletBases        = @{ Limit = 5; Target = 5; Name = 'abstract base classes of cmdlets' }
    ErrorCodeLiterals  = @{ Limit = 0; Target = 0; Name = 'error codes as string literals' }
    SettableStatics    = @{ Limit = 0; Target = 0; Name = 'settable statics' }
    OperationSwitches  = @{ Limit = 0; Target = 0; Name = 'type switches over kinds of operations' }
    FilesPerReadCmdlet = @{ Limit = 10; Target = 9; Name = 'files that a new read cmdlet touches' }
}

$root = Split-Path $PSScriptRoot
$widest = 150

if (-not ('SourceFacts' -as [type])) {
    $compiler = 'Microsoft.CodeAnalysis.dll', 'Microsoft.CodeAnalysis.CSharp.dll' | ForEach-Object { Join-Path $PSHOME $_ }
    $references = 'netstandard', 'System.Runtime', 'System.Collections', 'System.Collections.Immutable', 'System.Linq'
    Add-Type -Path $PSScriptRoot/Measure/SourceFacts.cs -ReferencedAssemblies ($compiler + $references) -CompilerOptions '-nowarn:1701' -IgnoreWarnings
}
$module = @(Get-ChildItem $root/src/BcAdmin, $root/src/BcAdmin.Transport -Recurse -Filter *.cs)
$all = @(Get-ChildItem $root/src, $root/build, $root/tests, $root/bench -Recurse -Filter *.cs | Where-Object FullName -NotMatch '[\\/](obj|bin|node_modules)[\\/]')
$facts = [SourceFacts]::new($root, [string[]] $module.FullName)

$wide = @(foreach ($file in $all) {
    $number = 0
    foreach ($line in [IO.File]::ReadLines($file.FullName)) {
        $number++
        if ($line.Length -gt $widest) { "$([IO.Path]::GetRelativePath($root, $file.FullName).Replace('\', '/'))($number): $($line.Length) columns" }
    }
})
$lines = 0
# Messages.cs contains text, not code.
foreach ($file in $module | Where-Object Name -NE Messages.cs) { $lines += @([IO.File]::ReadLines($file.FullName)).Count }
$places = @{
    ModuleLines        = @()
    WideLines          = $wide
    CmdletBases        = $facts.CmdletBases()
    ErrorCodeLiterals  = $facts.ErrorCodeLiterals()
    SettableStatics    = $facts.SettableStatics()
    OperationSwitches  = $facts.OperationSwitches()
    FilesPerReadCmdlet = & $PSScriptRoot/New-Cmdlet.ps1 Get-BcExample listEnvironmentUpdates -List
}
$numbers = foreach ($key in $limits.Keys) {
    [pscustomobject] @{
        Name   = $limits[$key].Name
        Value  = $key -eq 'ModuleLines' ? $lines : @($places[$key]).Count
        Limit  = $limits[$key].Limit
        Target = $limits[$key].Target
        Places = @($places[$key])
    }
}

if (-not $Show) { return $numbers }

$numbers | Format-Table Value, Limit, Target, Name | Out-String | ForEach-Object TrimEnd | Write-Host
foreach ($number in $numbers | Where-Object { $_.Value -gt $_.Target -and $_.Places }) {
    Write-Host "`n$($number.Name):"
    $number.Places | Select-Object -First 20 | ForEach-Object { Write-Host "  $_" }
    if ($number.Places.Count -gt 20) { Write-Host "  and $($number.Places.Count - 20) more" }
}
Write-Host "`nLongest methods:"
$facts.LongestMethods(10) | ForEach-Object { Write-Host "  $_" }
$duplicated = 0
$duplicates = $facts.Duplicates(6, [ref] $duplicated)
Write-Host "`nDuplicates of six lines or more: $($duplicates.Count), with $duplicated lines"
$duplicates | Select-Object -First 10 | ForEach-Object { Write-Host "  $_" }
