# Creates a second layout of the repository, with links for everything except the tests and the module, so that the Pester tests find another build of the
# module where they look for it. The module is copied with its symbols, which coverlet needs.
param(
    [Parameter(Mandatory)] [string] $Destination,

    # MSBuild's folder of build results.
    [Parameter(Mandatory)] [string] $Bin
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$root = Split-Path $PSScriptRoot
$link = $IsWindows ? 'Junction' : 'SymbolicLink'
if (Test-Path $Destination) { Remove-Item $Destination -Recurse -Force }
foreach ($folder in $Destination, "$Destination/out", "$Destination/tests/Node") { $null = New-Item $folder -ItemType Directory }

Get-ChildItem $root -File -Force | Copy-Item -Destination $Destination
Get-ChildItem $root -Directory -Force | Where-Object Name -NotIn '.git', 'artifacts', 'out', 'tests' | ForEach-Object {
    $null = New-Item "$Destination/$($_.Name)" -ItemType $link -Value $_.FullName
}
Get-ChildItem $root/tests | Where-Object Name -NotIn 'BcAdmin.Tests', 'Node' | Copy-Item -Destination $Destination/tests -Recurse
Get-ChildItem $root/tests/Node -File | Copy-Item -Destination $Destination/tests/Node
if (Test-Path $root/tests/Node/node_modules) { $null = New-Item $Destination/tests/Node/node_modules -ItemType $link -Value $root/tests/Node/node_modules }

$module = Join-Path $Destination out/BcAdmin
Copy-Item $root/out/BcAdmin $module -Recurse
foreach ($assembly in @{ Name = 'BcAdmin'; Folder = $module }, @{ Name = 'BcAdmin.Transport'; Folder = "$module/deps" }) {
    $built = Join-Path $Bin $assembly.Name release
    # Symbols of another build would point to wrong lines.
    if ((Get-FileHash "$built/$($assembly.Name).dll").Hash -ne (Get-FileHash "$($assembly.Folder)/$($assembly.Name).dll").Hash) {
        throw "$($assembly.Name).dll in out/BcAdmin is not the one of the last build."
    }
    Copy-Item "$built/$($assembly.Name).pdb" $assembly.Folder
}
