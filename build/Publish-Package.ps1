# Sends a package to a gallery. The key comes from the environment, so that no log of commands has it.
param(
    [Parameter(Mandatory)] [string] $Package,

    # The tag of the release, such as v1.2.0.
    [Parameter(Mandatory)] [string] $Tag,

    [Parameter(Mandatory)] [string] $Repository,
    [string] $Changelog = (Join-Path $PSScriptRoot ../CHANGELOG.md)
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$zip = [IO.Compression.ZipFile]::OpenRead((Resolve-Path $Package))
try {
    $reader = [IO.StreamReader]::new($zip.GetEntry('BcAdmin.nuspec').Open())
    $version = ([xml] $reader.ReadToEnd()).package.metadata.version
}
finally { $zip.Dispose() }

if ($Tag -cne "v$version") { throw "The tag is $Tag, the package is version $version. Tag v$version, or change ModuleVersion in BcAdmin.psd1." }
if ((Get-Content $Changelog -Raw) -notmatch "(?m)^## \[$([regex]::Escape($version))\] - \d{4}-\d\d-\d\d\s*$") {
    throw "CHANGELOG.md has no date for $version. Write the day of the release into its heading."
}

$key = @{}
if ($env:PSGALLERY_API_KEY) { $key.ApiKey = $env:PSGALLERY_API_KEY }
Publish-PSResource -NupkgPath (Resolve-Path $Package).Path -Repository $Repository @key
Write-Host "Published BcAdmin $version to $Repository."
