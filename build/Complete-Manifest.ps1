# Writes the names of the cmdlets into the manifest of a module that was just laid out, and imports it as a user does. PowerShell loads a module by itself
# only for names that its manifest lists.
param([Parameter(Mandatory)] [string] $Module)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$cmdlets = (Import-Module $Module/BcAdmin.dll -PassThru).ExportedCmdlets.Values | Sort-Object Noun, Verb
if (-not $cmdlets) { throw 'BcAdmin.dll has no cmdlet.' }
$list = "@(`n$(-join ($cmdlets | ForEach-Object { "        '$($_.Name)'`n" }))    )"
$manifest = Get-Content $Module/BcAdmin.psd1 -Raw
$complete = $manifest -replace '(?m)(?<=^ +CmdletsToExport += )@\(\).*$', $list
if ($complete -eq $manifest) { throw 'BcAdmin.psd1 has no line with an empty CmdletsToExport.' }
Set-Content $Module/BcAdmin.psd1 $complete -NoNewline

$listed = (Import-Module $Module/BcAdmin.psd1 -Force -PassThru).ExportedCmdlets.Count
if ($listed -ne @($cmdlets).Count) { throw "The manifest exports $listed of $(@($cmdlets).Count) cmdlets." }
