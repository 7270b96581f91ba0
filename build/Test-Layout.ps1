# Imports a freshly laid out module in this process and compares what it has with what its manifest promises.
param([Parameter(Mandatory)] [string] $Module)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

# The manifest hides what it doesn't list, so the assembly is asked first.
$compiled = @((Import-Module $Module/BcAdmin.dll -PassThru).ExportedCmdlets.Keys)
$listed = @((Import-PowerShellDataFile $Module/BcAdmin.psd1).CmdletsToExport)
$difference = Compare-Object $compiled $listed -CaseSensitive | ForEach-Object {
    $_.SideIndicator -eq '<=' ? "add '$($_.InputObject)'" : "remove '$($_.InputObject)'"
}
if ($difference) { throw "CmdletsToExport in BcAdmin.psd1 disagrees with BcAdmin.dll: $($difference -join ', ')." }

Import-Module $Module/BcAdmin.psd1 -Force
