<#
.SYNOPSIS
Writes src/BcAdmin/Views/Views.xml from build/Views.psd1.
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
$target = Join-Path $PSScriptRoot ../src/BcAdmin/Views/Views.xml
$invariant = '[cultureinfo]::InvariantCulture'
$scripts = @{
    time     = "if (`$null -ne `$_.NAME) { `$_.NAME.UtcDateTime.ToString('yyyy-MM-dd HH:mm', $invariant) + 'Z' }"
    date     = "if (`$null -ne `$_.NAME) { `$_.NAME.UtcDateTime.ToString('yyyy-MM-dd', $invariant) }"
    number   = "if (`$null -ne `$_.NAME) { `$_.NAME.ToString('0.0', $invariant) }"
    value    = "[string]::Format($invariant, '{0}', `$_.NAME)"
    duration = "if (`$null -ne `$_.NAME) { `$_.NAME.ToString((`$_.NAME.Days ? 'd\.hh\:mm\:ss' : 'hh\:mm\:ss'), $invariant) }"
    hhmm     = "if (`$null -ne `$_.NAME) { `$_.NAME.ToString('hh\:mm', $invariant) }"
    list     = "`$_.NAME -join ', '"
    lines    = "`$_.NAME -join [Environment]::NewLine"
    all      = "if (`$_.NAME) { `$_.NAME } else { '(all)' }"
    line     = "`$_.NAME -replace '\s*``?\s*[\r\n]+\s*', ' '"
    # The service writes some states in lowercase; the table starts all of them with a capital letter.
    status   = "`$text = `"`$(`$_.NAME)`" -creplace '^[a-z]', { `$_.Value.ToUpperInvariant() }
              switch -Regex (`$text) {
                  '^(Failed|Error|Refused|Critical|Blocked|Expired|Terminated)' { `$PSStyle.Foreground.Red + `$text + `$PSStyle.Reset; break }
                  '^(Passed|Succeeded|Success|Completed|Changed|Done)' { `$PSStyle.Foreground.Green + `$text + `$PSStyle.Reset; break }
                  '^(Warning|Unknown|NotPossible|Skipped|Canceled|Declined)' { `$PSStyle.Foreground.Yellow + `$text + `$PSStyle.Reset; break }
                  default { `$text }
              }"
}
$withoutTenant = 'BcBatchResponse', 'BcCommand', 'BcConnection', 'BcCustomer', 'BcCustomerRelationship', 'BcManageableTenant', 'BcSimulator', 'BcSimulatorFault', 'BcSimulatorRequest', 'BcUserImportResult'
$groups = @{ tenantName = "`$_.TenantName"; tenant = "`$(if (`$_.TenantName) { `$_.TenantName } else { '(file)' }) + `$(if (`$_.EnvironmentName) { `", environment `$(`$_.EnvironmentName)`" } else { '' })" }

function Get-Column([string] $Text) {
    $words = $Text -split ' '
    $width = $words | Where-Object { $_ -match '^\d+$' }
    $format = $words | Select-Object -Skip 1 | Where-Object { $_ -notmatch '^\d+$' -and $_ -ne 'required' }
    [pscustomobject] @{
        Name = $words[0]; Width = $width; Wrap = $format -in 'wrap', 'twoLines'; Lines = $format -eq 'twoLines' ? 2 : 0; Right = $format -eq 'number'; Required = $words -contains 'required'
        Script = $format -and $format -notin 'wrap', 'twoLines' ? $scripts["$format"].Replace('NAME', $words[0]) : $null
    }
}

# The columns that fit a window of 80 columns, of which PowerShell uses 79: no heading is truncated, and columns without a width have room for their heading. The last columns are removed first.
function Select-Fitting($Columns, [int] $Least = 0) {
    $chosen = [Collections.Generic.List[object]]::new(@($Columns))
    while (-not (Test-Fitting $chosen $Least) -and ($last = $chosen.FindLastIndex({ param($column) -not $column.Required })) -ge 1) { $chosen.RemoveAt($last) }
    $chosen
}

function Test-Fitting($Columns, [int] $Least = 0) {
    $fixed = (@($Columns) | Where-Object Width | ForEach-Object { [int] $_.Width } | Measure-Object -Sum).Sum + @($Columns).Count - 1
    $flexible = @(@($Columns) | Where-Object { -not $_.Width })
    $longest = ($flexible | ForEach-Object { [Math]::Max($_.Name.Length, $Least) } | Measure-Object -Maximum).Maximum
    $fixed + $flexible.Count * $longest -le 79
}

# The columns for several connections: tenant, environment, the required columns, and those of the others that fit. Names share the width; otherwise few columns would fit. If the required columns do not
# fit, the tenant and the names become narrower.
function Get-TenantColumn([string] $Name, $Columns) {
    $others = $Columns | Where-Object Name -NotIn Environment, TenantName | ForEach-Object {
        $isName = -not $_.Script -and [int] $_.Width -in (23..35 + 40)
        [pscustomobject] @{ Name = $_.Name; Width = $isName ? $null : $_.Width; Wrap = $_.Wrap; Lines = $_.Lines; Right = $_.Right; Script = $_.Script; Required = $_.Required }
    }
    foreach ($widths in @(24, 14), @(20, 14), @(20, 10)) {
        $tenant = @(Get-Column "TenantName $($widths[0]) required"; $Columns | Where-Object Name -EQ Environment | ForEach-Object { Get-Column 'Environment required' })
        $chosen = Select-Fitting @($tenant; $others) -Least $widths[1]
        if (Test-Fitting $chosen $widths[1]) { return $chosen }
    }
    throw "The required columns of $Name do not fit a window of 80 columns together with the tenant. Write a view $Name#Tenants."
}

# PowerShell breaks the lines of a cell inside words, so the value gets line breaks between words, for the width that the other columns leave. If their widths depend on the window, the value stays as it is.
function Add-LineBreak($Columns) {
    $last = @($Columns)[-1]
    $others = @($Columns | Select-Object -SkipLast 1)
    if (-not $last.Wrap -or $last.Script -or $others.Width -contains $null) { return }
    $used = ($others | ForEach-Object { [int] $_.Width } | Measure-Object -Sum).Sum + $others.Count
    $last.Script = @(
        "`$width = [Math]::Max($(79 - $used), `$(try { `$Host.UI.RawUI.WindowSize.Width - $($used + 1) } catch { 0 }))"
        "`$lines = @(`"`$(`$_.$($last.Name))`" -split '\r?\n' | ForEach-Object { (`$_ -replace `"(.{1,`$width})(?: +|`$)`", `"```$1``n`").TrimEnd() -split '\n' })"
        if ($last.Lines) { "if (`$lines.Count -gt $($last.Lines)) { `$lines = @(`$lines[0..$($last.Lines - 2)]; ((`$lines[$($last.Lines - 1)..(`$lines.Count - 1)] -join ' ') -replace `"^(.{1,`$(`$width - 1)}).*`$`", '`$1').TrimEnd() + [char] 0x2026) }" }
        "`$lines -join [Environment]::NewLine"
    ) -join "`n              "
}

function Get-Value($Column) {
    $Column.Script ? "<ScriptBlock>$([Security.SecurityElement]::Escape($Column.Script))</ScriptBlock>" : "<PropertyName>$($Column.Name)</PropertyName>"
}

function Get-Group([string] $Name) {
    $script = $groups[$Name] ?? "`$_.$Name"
    "      <GroupBy><ScriptBlock>$([Security.SecurityElement]::Escape($script))</ScriptBlock><Label>$($groups[$Name] ? 'Tenant' : $Name)</Label></GroupBy>"
}

function Get-Table([string] $Type, $Columns, [string] $Group) {
    Add-LineBreak $Columns
    "    <View>"
    "      <Name>$Type</Name>"
    "      <ViewSelectedBy><TypeName>$Type</TypeName></ViewSelectedBy>"
    if ($Group) { Get-Group $Group }
    '      <TableControl>'
    '        <TableHeaders>'
    foreach ($column in $Columns) { "          <TableColumnHeader><Label>$($column.Name)</Label>$($column.Width ? "<Width>$($column.Width)</Width>" : '')$($column.Right ? '<Alignment>Right</Alignment>' : '')</TableColumnHeader>" }
    '        </TableHeaders>'
    "        <TableRowEntries><TableRowEntry>$(@($Columns)[-1].Wrap ? '<Wrap />' : '')<TableColumnItems>"
    foreach ($column in $Columns) { "          <TableColumnItem>$(Get-Value $column)</TableColumnItem>" }
    '        </TableColumnItems></TableRowEntry></TableRowEntries>'
    '      </TableControl>'
    '    </View>'
}

$lines = @(
    '<?xml version="1.0" encoding="utf-8"?>'
    '<Configuration>'
    '  <!-- Written by build/Update-ViewFile.ps1 from build/Views.psd1. -->'
    '  <ViewDefinitions>'
    foreach ($key in $views.Keys | Sort-Object -Culture '') {
        $name, $kind = $key -split ':'
        $group = "$(@($views[$key]) -match '^group ' -replace '^group ')"
        $columns = @(@($views[$key]) -notmatch '^group ' | ForEach-Object { Get-Column $_ })
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
        if (-not $columns[0].Width) { throw "The first column of $name has no width. PowerShell would then collect all objects to find the widths of the columns." }
        if (@(Select-Fitting $columns).Count -ne $columns.Count -or $columns.Count -gt 6) { throw "The columns of $name do not fit a window of 80 columns, or are more than six." }
        Get-Table "BcAdmin.$name" $columns $group
        if ($columns[0].Name -ne 'TenantName' -and -not $group -and -not $views.ContainsKey("$name#Tenants") -and $name -notin $withoutTenant) {
            Get-Table "BcAdmin.$name#Tenants" (Get-TenantColumn $name $columns)
        }
    }
    '  </ViewDefinitions>'
    '</Configuration>'
)
$text = ($lines -join "`n") + "`n"
if ($Check) { return (Get-Content $target -Raw).ReplaceLineEndings("`n") -eq $text }
[IO.File]::WriteAllText($target, $text)
"$target has $($views.Count) views."
