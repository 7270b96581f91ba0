# Writes the files of a new cmdlet for an operation of the contracts: model, JSON line, client method, cmdlet, table view, record of the public API, help
# page, Pester file, and fault case. All of them compile; CONTRIBUTING.md describes what remains to be filled in.
[CmdletBinding()]
param(
    # For example, Get-BcOutageType.
    [Parameter(Mandatory)] [ValidatePattern('^[A-Z][A-Za-z]+-Bc[A-Z][A-Za-z0-9]+$')] [string] $Cmdlet,

    # The operationId in src/Contracts.
    [Parameter(Mandatory)] [string] $Operation,

    # The folder below src/BcAdmin/Cmdlets and Models; the default is the tag of the operation.
    [string] $Area,

    # Returns the paths of the files without writing them.
    [switch] $List
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$root = Split-Path $PSScriptRoot
$verb, $noun = $Cmdlet -split '-'

function Find-Operation {
    foreach ($api in 'admin-center', 'automation') {
        $contract = Get-Content $root/src/Contracts/$api.openapi.json -Raw | ConvertFrom-Json -AsHashtable
        foreach ($path in $contract.paths.Keys) {
            foreach ($method in $contract.paths[$path].Keys) {
                $found = $contract.paths[$path][$method]
                if ($found -is [Collections.IDictionary] -and $found['operationId'] -ceq $Operation) {
                    return [pscustomobject] @{ Api = $api; Contract = $contract; Path = $path; Method = $method; Definition = $found }
                }
            }
        }
    }
    throw "The contracts in src/Contracts have no operation $Operation."
}

function Resolve-Schema($Schema) {
    while ($Schema -and $Schema['$ref']) { $Schema = $call.Contract.components.schemas[($Schema['$ref'] -split '/')[-1]] }
    $Schema
}

function Get-Pascal([string] $Name) { $Name.Substring(0, 1).ToUpperInvariant() + $Name.Substring(1) }

# The type of a property in C#; none for objects and lists, which AdditionalProperties contains.
function Get-ClrType($Schema) {
    switch ("$($Schema['type']) $($Schema['format'])") {
        'string uuid' { 'Guid?'; break }
        'string date-time' { 'DateTimeOffset?'; break }
        { $_ -like 'string*' } { 'string?' }
        { $_ -like 'integer*' } { 'long?' }
        { $_ -like 'number*' } { 'double?' }
        { $_ -like 'boolean*' } { 'bool?' }
    }
}

function Write-NewFile([string] $Path, [string] $Text) {
    $null = New-Item (Split-Path "$root/$Path") -ItemType Directory -Force
    Set-Content "$root/$Path" $Text.TrimEnd()
}

# Inserts a text before the first match of a pattern that is sorted after it.
function Add-Text([string] $Path, [int] $Index, [string] $Text) {
    Set-Content "$root/$Path" ([IO.File]::ReadAllText("$root/$Path").Insert($Index, $Text)) -NoNewline
}

$call = Find-Operation
if ($call.Method -ne 'get' -or $verb -ne 'Get') {
    throw "$Operation changes something. Start from the most similar cmdlet, and decide what it confirms and how it handles a lost response."
}
if (-not $Area) { $Area = $call.Definition.tags[0] }
$isEnvironment = $call.Api -eq 'automation' -or $call.Path -like '*{environmentName}*'
$client = $call.Api -eq 'automation' ? 'Automation' : 'AdminCenter'
$files = [ordered] @{
    Model  = "src/BcAdmin/Models/$Area/$noun.cs"
    Json   = 'src/BcAdmin/Models/BcJson.cs'
    Client = "src/BcAdmin/Api/$client/$Area.cs"
    Cmdlet = "src/BcAdmin/Cmdlets/$Area/$verb$($noun)Command.cs"
    View   = 'build/Views.psd1'
    Public = 'src/BcAdmin/PublicAPI.Unshipped.txt'
    Page   = "docs/en-US/$Cmdlet.md"
    Index  = 'docs/en-US/_cmdlets.md'
    Test   = "tests/Cmdlets/$Area/$Cmdlet.Tests.ps1"
    Faults = 'tests/Faults/Cases.ps1'
}
if ($List) { return $files.Values }
foreach ($name in 'Model', 'Cmdlet', 'Page', 'Test') {
    if (Test-Path "$root/$($files[$name])") { throw "$($files[$name]) already exists." }
}

# The type that the operation returns, and how it is returned.
$schema = Resolve-Schema $call.Definition.responses['200'].content.Values[0].schema
$listed = if ($schema['type'] -eq 'array') { $schema.items } elseif ($schema['properties'] -and $schema.properties['value']) { $schema.properties.value.items }
$item = Resolve-Schema ($listed ?? $schema)
if (-not $item['properties']) { throw "The contract has no properties for the response of $Operation." }
$summary = "$($call.Definition['summary'])".TrimEnd('.') -creplace '^Get ', 'Shows ' -creplace '^([A-Z][a-z]*[^s]) ', '$1s '
$known = 'environmentName', 'applicationFamily', 'tenantId', '@odata.etag', '@odata.context'
$properties = @(foreach ($name in $item.properties.Keys | Where-Object { $_ -notin $known }) {
    $property = Resolve-Schema $item.properties[$name]
    $type = Get-ClrType $property
    # A required member is never null, whatever the service sends.
    $isSure = $type -eq 'string?' -and $name -cin $item['required']
    if ($type) { [pscustomobject] @{ Json = $name; Name = Get-Pascal $name; Type = $isSure ? 'string' : $type; Text = "$($item.properties[$name]['description'] ?? $property['description'])" } }
    else { Write-Host "$name of the contract is $($property['type']): it is in AdditionalProperties, unless you add a property." }
})

# Path parameters become parameters of the cmdlet.
$parameters = @([regex]::Matches($call.Path, '\{(\w+)\}').ForEach({ $_.Groups[1].Value }) | Where-Object { $_ -notin 'applicationFamily', 'environmentName', 'companyId' })
$typed = -join ($parameters | ForEach-Object { "string $_, " })
$passed = -join ($parameters | ForEach-Object { "$(Get-Pascal $_), " })

# Model
$key = $properties[0]
$members = foreach ($property in $properties) {
    if ($property.Text) { "    /// <summary>$([Security.SecurityElement]::Escape($property.Text.TrimEnd('.'))).</summary>" }
    if ($property.Json -cne $property.Name.Substring(0, 1).ToLowerInvariant() + $property.Name.Substring(1)) { "    [JsonPropertyName(`"$($property.Json)`")]" }
    if ($property.Type -eq 'string') { "    public string $($property.Name) { get; init => field = value ?? string.Empty; } = string.Empty;" }
    else { "    public $($property.Type) $($property.Name) { get; init; }" }
    ''
}
$text = switch ($key.Type) {
    'string' { $key.Name }
    'string?' { "$($key.Name) ?? string.Empty" }
    default { "`$`"{$($key.Name)}`"" }
}
Write-NewFile $files.Model @"
namespace BcAdmin;

/// <summary>$([Security.SecurityElement]::Escape("$($item['description'] ?? $summary)".TrimEnd('.'))).</summary>
public sealed record $noun : $($isEnvironment ? 'BcEnvironmentResource' : 'BcResource')
{
$($members -join "`n")
    public override string ToString() => $text;
}
"@

# JSON line, in the order of the names
$json = [IO.File]::ReadAllText("$root/$($files.Json)")
$next = [regex]::Matches($json, '\[JsonSerializable\(typeof\((Bc\w+)\)\)\]\r?\n') | Where-Object { [string]::CompareOrdinal($_.Groups[1].Value, $noun) -gt 0 } | Select-Object -First 1
$last = [regex]::Matches($json, '\[JsonSerializable\(typeof\(Bc\w+\)\)\]\r?\n')[-1]
Add-Text $files.Json ($next ? $next.Index : $last.Index + $last.Length) "[JsonSerializable(typeof($noun))]`n"

# Client method
$method = "$(Get-Pascal $Operation)Async"
if ($client -eq 'Automation') {
    if (-not $listed -or $call.Path -notmatch '^/companies\(\{companyId\}\)/(\w+)$') { throw "Write the method for $Operation manually: only plain lists of the Automation API can be generated." }
    $signature = 'Guid? through, ODataQuery? query, CancellationToken cancellationToken'
    $arguments = 'null, null, PipelineStopToken'
    $body = "From(ListAsync(`"$Operation`", through, `"$($Matches[1])`", query, BcJson.Default.$noun, cancellationToken))"
}
else {
    $path = $call.Path -replace '^/admin/v[^/]+/'
    $below = { param($part) if ($part -match '\{') { "`$`"$($part -replace '\{(\w+)\}', '{Escape($1)}')`"" } else { "`"$part`"" } }
    if ($path -match '^(?:(?<area>.+?)/)?applications/\{applicationFamily\}/environments/\{environmentName\}(?:/(?<below>.+))?$') {
        $within, $rest = $Matches['area'], $Matches['below']
        $address = ($within ? ('In(environment, "{0}")' -f $within) : 'In(environment)') + ($rest ? (' / ' + (& $below $rest)) : '')
        $signature = "EnvironmentKey environment, $($typed)CancellationToken cancellationToken"
        $arguments = "environment, $($passed)PipelineStopToken"
        $origin = ', environment'
    }
    else {
        $address = & $below $path
        $signature = "$($typed)CancellationToken cancellationToken"
        $arguments = "$($passed)PipelineStopToken"
        $origin = ''
    }
    $body = $listed ? "From(Api.ListAsync(Get(`"$Operation`", $address), BcJson.Default.$noun, cancellationToken)$origin)" :
        "From(await ReadAsync(Get(`"$Operation`", $address), BcJson.Default.$noun, cancellationToken).ConfigureAwait(false)$origin)"
}
$returned = $listed ? "IAsyncEnumerable<$noun>" : "async Task<$noun>"
$member = "    /// <summary>$Operation.</summary>`n    public $returned $method($signature) =>`n        $body;`n"
if (Test-Path "$root/$($files.Client)") {
    $source = [IO.File]::ReadAllText("$root/$($files.Client)")
    Add-Text $files.Client $source.IndexOf("`n}", $source.IndexOf("partial class $($client)Client")) "`n`n$($member.TrimEnd())"
}
else {
    Write-NewFile $files.Client "namespace BcAdmin.Api.$client;`n`ninternal sealed partial class $($client)Client`n{`n$member}"
}

# Cmdlet
$declared = -join $(for ($index = 0; $index -lt $parameters.Count; $index++) {
    "    [Parameter(Mandatory = true, Position = $($index + [int] $isEnvironment))]`n    public string $(Get-Pascal $parameters[$index]) { get; set; } = string.Empty;`n`n"
})
$throttle = $isEnvironment ? '' : "    [Parameter]`n    [ValidateRange(1, 1024)]`n    public int ThrottleLimit { get; set; } = 1;`n`n"
$source = $client -eq 'Automation' ? 'Automation(connection, environment)' : 'AdminCenter(connection)'
$write = $listed ? "        await foreach (var item in $source.$method($arguments))`n            WriteObject(item);" :
    "        WriteObject(await $source.$method($arguments));"
$flow = $isEnvironment ? "    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)`n    {`n$write`n    }" :
    "    protected override Task ProcessAsync() => ReadAsync(null, async connection =>`n    {`n$write`n    });"
Write-NewFile $files.Cmdlet @"
using System.Management.Automation;

namespace BcAdmin.Cmdlets.$Area;

/// <summary>$($summary): $Operation.</summary>
[Cmdlet(VerbsCommon.Get, "$noun")]
[OutputType(typeof($noun))]
public sealed class $verb$($noun)Command : $($isEnvironment ? 'BcEnvironmentReadCmdlet' : 'BcConnectedCmdlet, IThrottled')
{
$declared$throttle$flow
}
"@

# View: the first columns that fit
$columns = @()
foreach ($property in $properties) {
    $format = @{ 'DateTimeOffset?' = ' 17 time'; 'double?' = ' number' }[$property.Type]
    if ($columns.Count -lt 4 -and ($columns -replace ' .*' -join ' ').Length + $property.Name.Length -lt 60) { $columns += "'$($property.Name)$format'" }
}
if ($isEnvironment) { $columns += "'Environment'" }
$views = [IO.File]::ReadAllText("$root/$($files.View)")
$next = [regex]::Matches($views, "(?m)^    '?(\w+)[^=]*= ") | Where-Object { [string]::CompareOrdinal($_.Groups[1].Value, $noun) -gt 0 } | Select-Object -First 1
Add-Text $files.View ($next ? $next.Index : $views.LastIndexOf('}')) "    $($noun.PadRight(26)) = $($columns -join ', ')`n"
& "$root/build/Update-ViewFile.ps1"

# Tests
$given = @(if ($isEnvironment) { 'Production' }) + @($parameters | ForEach-Object { "'A $($_)'" })
$typedCall = "$Cmdlet $given".TrimEnd()
Write-NewFile $files.Test @"
BeforeAll { Import-Module "`$PSScriptRoot/../../TestSession.psm1" -Force }

Describe '$Cmdlet' {
    BeforeAll { Start-TestSession }

    It 'returns the objects of the service' {
        `$result = $typedCall
        `$result | Should -BeOfType ([BcAdmin.$noun])
        (Get-Request)[-1].Operation | Should -Be '$Operation'
    }

    It 'fails for a connection that does not exist' {
        (Get-OneError { $typedCall -Connection unknown.example }).FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
    }
$(if ($isEnvironment) { @"

    It 'fails for an environment that does not exist' {
        (Get-OneError { $($typedCall -replace 'Production', 'Nope') }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
    }

    It 'accepts environments from the pipeline' {
        (Get-BcEnvironment Production | $($typedCall -replace ' Production')).EnvironmentName | Sort-Object -Unique | Should -Be 'Production'
    }

"@ })}
"@

# Fault case: below those of its area, or at the end
$cases = [IO.File]::ReadAllText("$root/$($files.Faults)")
$case = "    @{ Cmdlet = '$Cmdlet'; Call = { $typedCall } }`n"
$nearest = Get-ChildItem "$root/src/BcAdmin/Cmdlets/$Area" -Filter *Command.cs | ForEach-Object { $_.BaseName -creplace 'Command$' -creplace '^([A-Z][a-z]+)Bc', '$1-Bc' }
$lines = [regex]::Matches($cases, "(?m)^    @\{ Cmdlet = '([\w-]+)'.*\r?\n") | Where-Object { $_.Groups[1].Value -in $nearest } | Select-Object -Last 1
Add-Text $files.Faults ($lines ? $lines.Index + $lines.Length : $cases.LastIndexOf(')')) $case

# Find-BcCommand: below the cmdlets of its folder, or in the last area
$index = [IO.File]::ReadAllText("$root/$($files.Index)")
$areas = $index.Substring(0, $index.IndexOf('## Same meaning'))
$rows = [regex]::Matches($areas, '(?m)^\| ([\w-]+) \|.*\r?\n')
$row = $rows | Where-Object { $_.Groups[1].Value -in $nearest } | Select-Object -Last 1
if (-not $row) { $row = $rows[-1] }
Add-Text $files.Index ($row.Index + $row.Length) "| $Cmdlet | |`n"

# Files that need the compiled cmdlet: the public API and the page
& $PSScriptRoot/Update-PublicApi.ps1
dotnet build $root/build/Product.slnf -c Release -nodeReuse:false -v:quiet -nologo '-clp:ErrorsOnly;NoSummary'
if ($LASTEXITCODE) { throw 'The new files do not compile.' }
$bin = Join-Path ($env:ArtifactsPath ? $env:ArtifactsPath : "$root/artifacts") bin
$null = dotnet $bin/HelpBuilder/release/HelpBuilder.dll new $Cmdlet --module $bin/BcAdmin/release/BcAdmin.dll --pages $root/docs/en-US
if ($LASTEXITCODE) { throw 'HelpBuilder wrote no page.' }
$role = (Get-Content $root/docs/en-US/$($client -eq 'Automation' ? 'Get-BcProfile' : 'Get-BcOutageQuestion').md -Raw) -replace '(?s)^.*\n## NOTES\n+(.*?)\n+## .*$', '$1'
$page = [IO.File]::ReadAllText("$root/$($files.Page)")
$page = $page -replace '## SYNOPSIS\n', "## SYNOPSIS`n`n$summary.`n" -replace '## DESCRIPTION\n', "## DESCRIPTION`n`n$summary.`n" -replace '## NOTES\n', "## NOTES`n`n$role`n"
Set-Content "$root/$($files.Page)" $page -NoNewline

Write-Host "`nFill in, then run: dotnet pwsh -NoProfile -File build.ps1 Test -Filter $Cmdlet"
$files.Values | ForEach-Object { Write-Host "  $_" }
