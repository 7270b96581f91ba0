# Copies the module and puts a proxy in the place of its simulator, which gives answers the shapes that the real service was seen to send.
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
