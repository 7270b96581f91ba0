# Writes the names of the cmdlets and the addresses of the project into the manifest of a module that was just built, and imports it as a user does.
# PowerShell loads a module automatically only for names that its manifest lists.
param(
    [Parameter(Mandatory)] [string] $Module,

    # Where the sources are published.
    [Parameter(Mandatory)] [uri] $ProjectUri,

    # Where the site is published.
    [Parameter(Mandatory)] [uri] $SiteUri
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$cmdlets = (Import-Module $Module/BcAdmin.dll -PassThru).ExportedCmdlets.Values | Sort-Object Noun, Verb
if (-not $cmdlets) { throw 'BcAdmin.dll has no cmdlet.' }
$list = "@(`n$(-join ($cmdlets | ForEach-Object { "        '$($_.Name)'`n" }))    )"
$manifest = Get-Content $Module/BcAdmin.psd1 -Raw
$complete = $manifest -replace '(?m)(?<=^ +CmdletsToExport += )@\(\).*$', $list
if ($complete -eq $manifest) { throw 'BcAdmin.psd1 has no line with an empty CmdletsToExport.' }

$version = 'ModuleVersion', 'Prerelease' | ForEach-Object { [regex]::Match($manifest, "(?m)^ +$_ *= *'(.+?)'").Groups[1].Value } | Where-Object { $_ } | Join-String -Separator '-'
$project, $site = "$ProjectUri".TrimEnd('/'), "$SiteUri".TrimEnd('/')
$addresses = @"
            ProjectUri   = '$project'
            LicenseUri   = '$project/blob/v$version/LICENSE'
            IconUri      = '$project/raw/v$version/docs/icon.png'
"@
$complete = $complete -replace '(?m)(?<=^ +PSData = @\{)(?=\r?$)', "`n$addresses" -replace '(?m)^(?= +PrivateData )', "    HelpInfoUri          = '$site/help/'`n"
if ($complete -notmatch 'HelpInfoUri' -or $complete -notmatch 'ProjectUri') { throw 'BcAdmin.psd1 has no PrivateData with PSData.' }
Set-Content $Module/BcAdmin.psd1 $complete -NoNewline

$listed = (Import-Module $Module/BcAdmin.psd1 -Force -PassThru).ExportedCmdlets.Count
if ($listed -ne @($cmdlets).Count) { throw "The manifest exports $listed of $(@($cmdlets).Count) cmdlets." }
