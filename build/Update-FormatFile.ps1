<#
.SYNOPSIS
Writes src/BcAdmin/Module/BcAdmin.Format.ps1xml from build/Views.psd1.
.DESCRIPTION
Each table exists twice: for one connection, and, with the type name TYPE#Tenants, for several connections, with the column TenantName first. The module adds this type name to objects while several
connections are open.
.PARAMETER Check
Returns whether the file is up to date, and writes nothing.
#>
param([switch] $Check)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$views = Import-PowerShellDataFile $PSScriptRoot/Views.psd1
$target = Join-Path $PSScriptRoot ../src/BcAdmin/Module/BcAdmin.Format.ps1xml
$invariant = '[cultureinfo]::InvariantCulture'
$scripts = @{
    time     = "if (`$null -ne `$_.NAME) { `$_.NAME.UtcDateTime.ToString('yyyy-MM-dd HH:mm', $invariant) + 'Z' }"
    date     = "if (`$null -ne `$_.NAME) { `$_.NAME.UtcDateTime.ToString('yyyy-MM-dd', $invariant) }"
    duration = "if (`$null -ne `$_.NAME) { `$_.NAME.ToString((`$_.NAME.Days ? 'd\.hh\:mm\:ss' : 'hh\:mm\:ss'), $invariant) }"
    hhmm     = "if (`$null -ne `$_.NAME) { `$_.NAME.ToString('hh\:mm', $invariant) }"
    list     = "`$_.NAME -join ', '"
    lines    = "`$_.NAME -join [Environment]::NewLine"
    all      = "if (`$_.NAME) { `$_.NAME } else { '(all)' }"
    status   = "switch -Regex (`"`$(`$_.NAME)`") { '^(Failed|Refused|Critical)' { `$PSStyle.Foreground.Red + `$_ + `$PSStyle.Reset } '^(Passed|Succeeded|Changed)' { `$PSStyle.Foreground.Green + `$_ + `$PSStyle.Reset } '^(Warning|Unknown|NotPossible)' { `$PSStyle.Foreground.Yellow + `$_ + `$PSStyle.Reset } default { `$_ } }"
}

function Get-Column([string] $Text) {
    $words = $Text -split ' '
    $width = $words | Where-Object { $_ -match '^\d+$' }
    $format = $words | Select-Object -Skip 1 | Where-Object { $_ -notmatch '^\d+$' }
    [pscustomobject] @{ Name = $words[0]; Width = $width; Script = $format ? $scripts["$format"].Replace('NAME', $words[0]) : $null }
}

# The first columns that fit: no heading is cut off, and columns without a width have the room for their heading.
function Select-Fitting($Columns, [int] $Width = 80) {
    $chosen = [Collections.Generic.List[object]]::new(@($Columns))
    while ($chosen.Count -gt 1) {
        $fixed = ($chosen | Where-Object Width | ForEach-Object { [int] $_.Width } | Measure-Object -Sum).Sum + $chosen.Count - 1
        $flexible = @($chosen | Where-Object { -not $_.Width })
        $longest = ($flexible | ForEach-Object { $_.Name.Length } | Measure-Object -Maximum).Maximum
        if ($fixed + $flexible.Count * $longest -le $Width) { break }
        $chosen.RemoveAt($chosen.Count - 1)
    }
    $chosen
}

function Get-Value($Column) {
    $Column.Script ? "<ScriptBlock>$([Security.SecurityElement]::Escape($Column.Script))</ScriptBlock>" : "<PropertyName>$($Column.Name)</PropertyName>"
}

function Get-Table([string] $Type, $Columns) {
    "    <View>"
    "      <Name>$Type</Name>"
    "      <ViewSelectedBy><TypeName>$Type</TypeName></ViewSelectedBy>"
    '      <TableControl>'
    '        <TableHeaders>'
    foreach ($column in $Columns) { "          <TableColumnHeader><Label>$($column.Name)</Label>$($column.Width ? "<Width>$($column.Width)</Width>" : '')</TableColumnHeader>" }
    '        </TableHeaders>'
    "        <TableRowEntries><TableRowEntry>$(@($Columns)[-1].Name -in 'Detail', 'Reason', 'Difference', 'Changes', 'Result' ? '<Wrap />' : '')<TableColumnItems>"
    foreach ($column in $Columns) { "          <TableColumnItem>$(Get-Value $column)</TableColumnItem>" }
    '        </TableColumnItems></TableRowEntry></TableRowEntries>'
    '      </TableControl>'
    '    </View>'
}

$lines = @(
    '<?xml version="1.0" encoding="utf-8"?>'
    '<Configuration>'
    '  <!-- Written by build/Update-FormatFile.ps1 from build/Views.psd1. -->'
    '  <ViewDefinitions>'
    foreach ($key in $views.Keys | Sort-Object -Culture '') {
        $name, $kind = $key -split ':'
        $columns = @($views[$key] | ForEach-Object { Get-Column $_ })
        if ($kind -eq 'list') {
            '    <View>'
            "      <Name>BcAdmin.$name</Name>"
            "      <ViewSelectedBy><TypeName>BcAdmin.$name</TypeName></ViewSelectedBy>"
            '      <ListControl>'
            '        <ListEntries><ListEntry><ListItems>'
            foreach ($column in $columns) { "          <ListItem><Label>$($column.Name)</Label>$(Get-Value $column)</ListItem>" }
            '        </ListItems></ListEntry></ListEntries>'
            '      </ListControl>'
            '    </View>'
            continue
        }
        if (@(Select-Fitting $columns).Count -ne $columns.Count -or $columns.Count -gt 6) { throw "The columns of $name do not fit 80 columns, or are more than six." }
        Get-Table "BcAdmin.$name" $columns
        if ('TenantName' -notin $columns.Name -and $name -notlike 'BcSimulator*') {
            Get-Table "BcAdmin.$name#Tenants" (Select-Fitting @((Get-Column 'TenantName 20'); $columns))
        }
    }
    '  </ViewDefinitions>'
    '</Configuration>'
)
$text = ($lines -join "`n") + "`n"
if ($Check) { return (Get-Content $target -Raw).ReplaceLineEndings("`n") -eq $text }
[IO.File]::WriteAllText($target, $text)
"$target has $($views.Count) views."
