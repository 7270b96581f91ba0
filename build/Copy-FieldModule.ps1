# Copies the module and replaces its simulator with a proxy, which gives responses the shapes that were observed in the real service.
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Mandatory)] [string] $Module,
    # The output of tests/FieldProxy.
    [Parameter(Mandatory)] [string] $Proxy,
    [Parameter(Mandatory)] [string] $Destination
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

if (Test-Path $Destination) { Remove-Item $Destination -Recurse -Force }
$null = New-Item (Split-Path $Destination) -ItemType Directory -Force
Copy-Item $Module $Destination -Recurse
Move-Item "$Destination/simulator" "$Destination/real"
$null = New-Item "$Destination/simulator" -ItemType Directory
Copy-Item $Proxy/* "$Destination/simulator" -Recurse -Exclude *.pdb, *.staticwebassets.*
Move-Item "$Destination/real" "$Destination/simulator/simulator"
