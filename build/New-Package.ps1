# Packs the module as the PowerShell Gallery takes it, and installs that package from a folder as a user would from the gallery.
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Destination
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

if (-not (Test-Path $Module/en-US/BcAdmin.dll-Help.xml)) { throw "$Module was built without help." }

$package = Compress-PSResource -Path $Module -DestinationPath $Destination -PassThru
$version = (Import-PowerShellDataFile $Module/BcAdmin.psd1).ModuleVersion

$repository = "BcAdminPackage$PID"
$trial = Join-Path ([IO.Path]::GetTempPath()) $repository
$null = New-Item $trial -ItemType Directory
Register-PSResourceRepository -Name $repository -Uri $Destination -Trusted
try {
    Save-PSResource BcAdmin -Version $version -Repository $repository -Path $trial -TrustRepository
    $saved = Join-Path $trial BcAdmin $version
    $packed = Get-ChildItem $Module -Recurse -File | ForEach-Object { [IO.Path]::GetRelativePath($Module, $_.FullName) }
    $missing = $packed | Where-Object { -not (Test-Path (Join-Path $saved $_)) }
    if ($missing) { throw "The package lacks $($missing -join ', ')." }

    # In another process: this one could not delete the files that it has loaded.
    $cmdlets = dotnet pwsh -NoProfile -NonInteractive -Command "(Import-Module '$saved/BcAdmin.psd1' -PassThru -ErrorAction Stop).ExportedCmdlets.Count"
    if ($LASTEXITCODE -ne 0) { throw 'The installed package cannot be imported.' }
    Write-Host "$($package.FullName): $($packed.Count) files, $cmdlets cmdlets, $('{0:N1} MB' -f ($package.Length / 1MB))"
}
finally {
    Unregister-PSResourceRepository -Name $repository
    Remove-Item $trial -Recurse -Force
}
