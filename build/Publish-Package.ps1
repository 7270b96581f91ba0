# Sends a package to a gallery. The key is read from an environment variable, so that it is not in a log of commands.
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
    $about = ([xml] $reader.ReadToEnd()).package.metadata
}
finally { $zip.Dispose() }
$version = $about.version

if ($Tag -cne "v$version") { throw "The tag is $Tag, the package is version $version. Tag v$version, or change ModuleVersion in BcAdmin.psd1." }
if ((Get-Content $Changelog -Raw) -notmatch "(?m)^## \[$([regex]::Escape($version))\] - \d{4}-\d\d-\d\d\s*$") {
    throw "CHANGELOG.md has no date for $version. Write the day of the release into its heading."
}

if (([uri] $about.projectUrl).Host -like '*.example') { throw "The address of the project is $($about.projectUrl), which does not exist. Set ProjectUri in Directory.Build.props." }

# Without ~/.config, Publish-PSResource would write NuGet/NuGet.Config to the current folder, which is the repository.
$null = [Environment]::GetFolderPath('ApplicationData', 'Create')

$key = @{}
if ($env:PSGALLERY_API_KEY) { $key.ApiKey = $env:PSGALLERY_API_KEY }
Publish-PSResource -NupkgPath (Resolve-Path $Package).Path -Repository $Repository @key
Write-Host "Published BcAdmin $version to $Repository."
