# Builds the site from the markdown of the repository. The pages of cmdlets, the index by area, and their table of contents come from the module; the
# README is the front page. Broken links and bookmarks are errors.
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Destination,

    # Where the site is published.
    [Parameter(Mandatory)] [uri] $SiteUri
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$root = Split-Path $PSScriptRoot
$artifacts = $env:ArtifactsPath ? $env:ArtifactsPath : (Join-Path $root artifacts)
$builder = Join-Path $artifacts bin/HelpBuilder/release/HelpBuilder.dll
$manifest = Test-ModuleManifest $Module/BcAdmin.psd1
$version = "$($manifest.Version)"
$site = "$SiteUri".TrimEnd('/')

function Invoke-Native([scriptblock] $Command) {
    & $Command
    if ($LASTEXITCODE -ne 0) { throw "$("$Command".Trim()) ended with exit code $LASTEXITCODE." }
}

# Creates the layout of the sources of the site. The folders are those of the repository, so that links between the pages work unchanged.
$stage = Join-Path $artifacts site
if (Test-Path $stage) { Remove-Item $stage -Recurse -Force }
$null = New-Item $stage, $stage/docs/en-US -ItemType Directory
Copy-Item $root/CHANGELOG.md, $root/CONTRIBUTING.md, $root/CODE_OF_CONDUCT.md, $root/SECURITY.md, $root/LICENSE, $root/build/site/toc.yml $stage
Copy-Item $root/docs/*.md, $root/docs/icon.* $stage/docs
Copy-Item $root/docs/examples $stage/docs -Recurse
Copy-Item $root/docs/en-US/includes $stage/docs/en-US -Recurse
Copy-Item $root/build/site/guides.yml $stage/docs/toc.yml
Copy-Item $root/build/site/template $stage -Recurse
$null = New-Item $stage/bench -ItemType Directory
Copy-Item $root/bench/README.md $stage/bench
Copy-Item $root/README.md $stage/index.md
Get-ChildItem $stage/*.md, $stage/docs/*.md, $stage/docs/examples/*.md | ForEach-Object {
    Set-Content -LiteralPath $_ ((Get-Content -LiteralPath $_ -Raw) -replace '(?<=\]\((\.\./)*)README\.md(?=[)#])', 'index.md') -NoNewline
}
Invoke-Native { dotnet $builder site --module $Module/BcAdmin.dll --pages $root/docs/en-US --output $stage/docs/en-US }

$settings = Get-Content $root/build/site/docfx.json -Raw | ConvertFrom-Json -AsHashtable
$settings.build.sitemap = @{ baseUrl = $site }
$settings.build.globalMetadata._appFooter = "BcAdmin $version. MIT license. Not a Microsoft product."
$settings | ConvertTo-Json -Depth 10 | Set-Content $stage/docfx.json

if (Test-Path $Destination) { Remove-Item $Destination -Recurse -Force }
Push-Location $root/build/site # its dotnet-tools.json is apart, because docfx is large and only this task uses it
try {
    Invoke-Native { dotnet tool restore | Out-Null }
    Invoke-Native { dotnet docfx build $stage/docfx.json --output $Destination --warningsAsErrors --logLevel warning }
}
finally { Pop-Location }

# Update-Help looks here for help that is newer than that of the module: HelpInfoUri of the manifest. It requires a cabinet on Windows and a .zip file elsewhere.
$help = New-Item (Join-Path $Destination help) -ItemType Directory
$name = "BcAdmin_$($manifest.Guid)"
Set-Content $help/${name}_HelpInfo.xml @"
<?xml version="1.0" encoding="utf-8"?>
<HelpInfo xmlns="http://schemas.microsoft.com/powershell/help/2010/05">
  <HelpContentURI>$site/help/</HelpContentURI>
  <SupportedUICultures>
    <UICulture>
      <UICultureName>en-US</UICultureName>
      <UICultureVersion>$version.0</UICultureVersion>
    </UICulture>
  </SupportedUICultures>
</HelpInfo>
"@
Compress-Archive $Module/en-US/* $help/${name}_en-US_HelpContent.zip
Invoke-Native { dotnet $builder cabinet --content $Module/en-US --output $help/${name}_en-US_HelpContent.cab }

$pages = @(Get-ChildItem $Destination -Recurse -Filter *.html)
Write-Host "$Destination has $($pages.Count) pages. To look at the site: dotnet docfx serve $Destination, in the folder build/site."
