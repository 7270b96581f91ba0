# Records in PublicAPI.Unshipped.txt what was added to and removed from the public types of the module, so that the build passes and the change is
# reviewed. A release moves the lines to PublicAPI.Shipped.txt.
[CmdletBinding()]
param()
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$project = Join-Path (Split-Path $PSScriptRoot) src/BcAdmin
$shipped = [string[]] (Get-Content $project/PublicAPI.Shipped.txt)
$unshipped = [Collections.Generic.List[string]] [string[]] (Get-Content $project/PublicAPI.Unshipped.txt)
Write-Host 'Compiling src/BcAdmin ...'
# Builds into a separate folder, because the next build must not treat this one as complete.
$artifacts = Join-Path ($env:ArtifactsPath ? $env:ArtifactsPath : (Join-Path (Split-Path $PSScriptRoot) artifacts)) public-api
$problems = dotnet build $project -c Release -nodeReuse:false -property:OnlyPublicApi=true "-property:ArtifactsPath=$artifacts" -v:quiet -nologo -tl:off
foreach ($match in $problems | Select-String "error (?<rule>RS00\d\d): Symbol '(?<symbol>.+?)' is (not )?part of" | ForEach-Object { $_.Matches[0] } | Sort-Object Value -Unique) {
    $symbol = $match.Groups['symbol'].Value
    switch ($match.Groups['rule'].Value) {
        RS0016 { if (-not $unshipped.Remove("*REMOVED*$symbol")) { $unshipped.Add($symbol) } }
        RS0017 { if (-not $unshipped.Remove($symbol) -and $symbol -cin $shipped) { $unshipped.Add("*REMOVED*$symbol") } }
    }
}
$unshipped.Remove('#nullable enable') | Out-Null
[string[]] $lines = @($unshipped)
[array]::Sort($lines, [StringComparer]::Ordinal)
Set-Content $project/PublicAPI.Unshipped.txt (@('#nullable enable') + $lines)
$others = @($problems | Select-String ': error (?!RS001[67])' | Sort-Object Line -Unique)
$others | ForEach-Object { Write-Host $_.Line }
if ($others) { throw 'src/BcAdmin does not compile.' }
Write-Host "$($lines.Count) lines in src/BcAdmin/PublicAPI.Unshipped.txt"
