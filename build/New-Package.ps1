# Packs the module as the PowerShell Gallery requires it. The gallery shows the values of the manifest, so this adds what
# out/BcAdmin does not need: release notes and a bill of materials.
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Destination,

    [string] $Changelog = (Join-Path $PSScriptRoot ../CHANGELOG.md)
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$root = Split-Path $PSScriptRoot

function Get-ReleaseNote([string] $Version) {
    $section = [regex]::Match((Get-Content $Changelog -Raw), "(?ms)^## \[$([regex]::Escape($Version))\][^\n]*\n(?<notes>.*?)(?=^## |\z)")
    if (-not $section.Success) { throw "CHANGELOG.md has no heading for $Version, the version in BcAdmin.psd1. Write one." }
    $section.Groups['notes'].Value.Trim()
}

function Add-ManifestEntry([string] $Path, [System.Collections.IDictionary] $Entries) {
    $lines = foreach ($name in $Entries.Keys) {
        "            $($name.PadRight(12)) = '$([System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($Entries[$name]))'"
    }
    $text = Get-Content $Path -Raw
    $start = $text.IndexOf('PSData = @{') + 'PSData = @{'.Length
    Set-Content $Path ($text.Insert($start, "`n" + ($lines -join "`n"))) -NoNewline
}

# CycloneDX lists all packages of the project. Some are only compiled against and not shipped, because .NET includes them.
function Write-BillOfMaterials([string] $Path, [string] $Version) {
    $folder, $name = (Split-Path $Path), (Split-Path $Path -Leaf)
    $log = dotnet CycloneDX (Join-Path $root src/BcAdmin.Transport/BcAdmin.Transport.csproj) --output $folder --filename $name --output-format Json `
        --disable-package-restore --set-name BcAdmin --set-version $Version --set-type Library
    if ($LASTEXITCODE -ne 0) { throw "CycloneDX ended with exit code $LASTEXITCODE. $($log -join "`n")" }

    $bill = Get-Content $Path -Raw | ConvertFrom-Json
    $bill.components = @($bill.components | Where-Object { Test-Path (Join-Path $folder * "$($_.name).dll") })
    if (-not $bill.components) { throw "CycloneDX found no package that ships. $($log -join "`n")" }
    $known = @($bill.metadata.component.'bom-ref') + $bill.components.'bom-ref'
    $bill.dependencies = @($bill.dependencies | Where-Object ref -In $known)
    foreach ($entry in $bill.dependencies | Where-Object { $_.PSObject.Properties['dependsOn'] }) {
        $entry.dependsOn = @($entry.dependsOn | Where-Object { $_ -in $known })
    }
    # Old packages contain the address of the license instead of the license.
    foreach ($license in $bill.components.licenses.license | Where-Object { $_.PSObject.Properties['url'] -and $_.url -eq 'https://github.com/dotnet/corefx/blob/master/LICENSE.TXT' }) {
        $license.PSObject.Properties.Remove('name')
        $license | Add-Member id MIT
    }
    $bill.metadata.component | Add-Member licenses @(@{ license = @{ id = 'MIT' } })
    ConvertTo-Json $bill -Depth 20 | Set-Content $Path
}

if (-not (Test-Path $Module/en-US/BcAdmin.dll-Help.xml)) { throw "$Module was built without help." }

$stage = New-Item (Join-Path ([IO.Path]::GetTempPath()) "bcadmin-package-$PID") -ItemType Directory
try {
    $staged = Join-Path $stage BcAdmin
    Copy-Item $Module $staged -Recurse

    $manifest = Test-ModuleManifest $staged/BcAdmin.psd1
    $version = "$($manifest.Version)"
    if ($manifest.PrivateData.PSData['Prerelease']) { $version += "-$($manifest.PrivateData.PSData.Prerelease)" }

    Add-ManifestEntry $staged/BcAdmin.psd1 @{ ReleaseNotes = Get-ReleaseNote $version }
    Write-BillOfMaterials $staged/bom.json $version

    $package = Compress-PSResource -Path $staged -DestinationPath $Destination -PassThru
    # In the format of sha256sum, so that a file from a gallery can be compared. A gallery that is a folder reads all files with the name of the module.
    $hash = (Get-FileHash $package.FullName -Algorithm SHA256).Hash.ToLowerInvariant()
    Set-Content (Join-Path $Destination SHA256SUMS) "$hash  $($package.Name)`n" -NoNewline
    Write-Host "$($package.FullName): $(@(Get-ChildItem $staged -Recurse -File).Count) files, $('{0:N1} MB' -f ($package.Length / 1MB)), SHA-256 $hash"
}
finally {
    Remove-Item $stage -Recurse -Force
}
