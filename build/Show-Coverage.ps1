# Adds up reports in Cobertura's format: a line is covered if it was run in at least one report. Prints a figure for each assembly and the files with the
# most lines that no test runs; the complete list is written to uncovered.txt next to the reports.
param([Parameter(Mandatory)] [string] $Results)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$reports = [ordered] @{}
foreach ($kind in @{ Name = 'C#'; File = 'coverage.cobertura.xml' }, @{ Name = 'Pester'; File = 'pester.cobertura.xml' }) {
    $file = Get-ChildItem $Results -Recurse -Filter $kind.File | Select-Object -First 1
    if ($file) { $reports[$kind.Name] = $file.FullName }
}
if ($reports.Count -eq 0) { return }

# By assembly and file: the lines with the reports that cover them.
$assemblies = @{}
foreach ($kind in $reports.Keys) {
    $reader = [System.Xml.XmlReader]::Create($reports[$kind])
    $lines = $null
    while ($reader.Read()) {
        if ($reader.NodeType -ne 'Element') { continue }
        switch ($reader.Name) {
            'package' { $assembly = $reader.GetAttribute('name') }
            'class' {
                $file = $reader.GetAttribute('filename').Replace('\', '/') -replace '^.*?(?=src/BcAdmin)'
                $lines = $null
                if ($file -notmatch '/obj/|^obj/|\.g\.cs$') {
                    if (-not $assemblies.ContainsKey($assembly)) { $assemblies[$assembly] = @{} }
                    if (-not $assemblies[$assembly].ContainsKey($file)) { $assemblies[$assembly][$file] = @{} }
                    $lines = $assemblies[$assembly][$file]
                }
            }
            'line' {
                if ($null -eq $lines) { break }
                $number = [int] $reader.GetAttribute('number')
                if (-not $lines.ContainsKey($number)) { $lines[$number] = @() }
                if ($reader.GetAttribute('hits') -ne '0' -and $lines[$number] -notcontains $kind) { $lines[$number] += $kind }
            }
        }
    }
    $reader.Dispose()
}

foreach ($assembly in $assemblies.Keys | Sort-Object) {
    $lines = @($assemblies[$assembly].Values.Values)
    $all = $lines.Where{ $_.Count }.Count
    $alone = foreach ($kind in $reports.Keys) { '{0} alone {1:P1}' -f $kind, ($lines.Where{ $_ -contains $kind }.Count / $lines.Count) }
    Write-Host ('{0}: {1:P1} of {2:N0} lines covered by tests ({3})' -f $assembly, ($all / $lines.Count), $lines.Count, ($alone -join ', '))
}

$files = foreach ($assembly in $assemblies.Values) {
    foreach ($file in $assembly.Keys) {
        $missing = @($assembly[$file].Keys.Where{ -not $assembly[$file][$_].Count } | Sort-Object)
        if ($missing) { [pscustomobject] @{ File = $file; Missing = $missing; Lines = $assembly[$file].Count } }
    }
}
$files = @($files | Sort-Object { -$_.Missing.Count }, File)
$files | ForEach-Object { "$($_.File): $($_.Missing.Count) of $($_.Lines) lines: $($_.Missing -join ' ')" } | Set-Content (Join-Path $Results uncovered.txt)
Write-Host "Least covered, of $($files.Count) files in $(Join-Path $Results uncovered.txt):"
$files | Select-Object -First 10 | ForEach-Object { Write-Host ('{0,6} of {1,4} lines  {2}' -f $_.Missing.Count, $_.Lines, $_.File) }
