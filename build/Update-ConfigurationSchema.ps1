# Writes src/BcAdmin/Module/bcadmin.schema.json from the components of the module in out/BcAdmin. Run it after a component was added or changed.
[CmdletBinding()]
param()
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$root = Split-Path $PSScriptRoot
$module = Import-Module (Join-Path $root out/BcAdmin) -PassThru
$schema = $module.ImplementingAssembly.GetType('BcAdmin.Configuration.ConfigurationSchema', $true)
$text = $schema.GetMethod('Create').Invoke($null, @())
$file = Join-Path $root src/BcAdmin/Module/bcadmin.schema.json
[IO.File]::WriteAllText($file, $text)
Copy-Item $file (Join-Path $root out/BcAdmin)
Write-Host "$file has $($text.Length) characters."
