# Every table, with the objects of the fault table, in windows of 80, 120, and 160 columns. PowerShell uses all columns of a window except the last.
BeforeDiscovery {
    $views = Import-PowerShellDataFile "$PSScriptRoot/../build/Views.psd1"
    $tables = @($views.Keys | Where-Object { $_ -notmatch ':list$|#Tenants$' } | Sort-Object)
    # These objects come from cmdlets that are not in the fault table; Connections and Simulator tests look at their tables.
    $ofTenants = @(([xml] (Get-Content "$PSScriptRoot/../src/BcAdmin/Views/Views.xml" -Raw)).Configuration.ViewDefinitions.View.Name -like '*#Tenants' -replace '^BcAdmin\.|#Tenants$')
    $made = @($tables | Where-Object { $_ -notin 'BcScriptReplacement' })
}

BeforeAll {
    Import-Module "$PSScriptRoot/TestSession.psm1"
    Import-Module "$PSScriptRoot/Faults/FaultRun.psm1"
    $views = Import-PowerShellDataFile "$PSScriptRoot/../build/Views.psd1"
    $rendering = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'PlainText'
    Start-FaultRun $TestDrive
    $objects = Get-FaultObject
    $objects['BcAdmin.BcCustomerRelationship'] = @($objects['BcAdmin.BcCustomer'].Relationships)
    Set-Content TestDrive:/baseline.json '{ "environments": [ { "match": { "type": "Production" }, "appUpdateCadence": "Default" } ] }'
    $objects['BcAdmin.BcConfigurationSummary'] = @(Test-BcConfiguration TestDrive:/baseline.json -Detailed)
    $objects['BcAdmin.BcSimulatorFault'] = @(Add-BcSimulatorFault 429 -Count 5 -RetryAfterSec 1 -Name Faults; Add-BcSimulatorFault -DropAnswer -Operation copyEnvironment -Name Faults)
    $objects['BcAdmin.BcSimulatorRequest'] = @(Get-BcSimulatorRequest Faults | Select-Object -First 20)
    $objects['BcAdmin.BcSimulator'] = @(Get-BcSimulator)
    $objects['BcAdmin.BcCommand'] = @(Find-BcCommand)

    # A table as lines, with its headings and the columns that they start in.
    function Get-TestTable($Objects, [int] $Width) {
        $lines = @(($Objects | Out-String -Width ($Width - 1)) -split '\r?\n' | Where-Object { $_ })
        $rule = [array]::FindIndex([string[]] $lines, [Predicate[string]] { param($line) $line -match '^-+( +-+)*\s*$' })
        $rule | Should -BeGreaterThan 0 -Because "it is a table: $($lines | Select-Object -First 5 | Out-String)"
        $starts = @([regex]::Matches($lines[$rule], '-+'))
        [pscustomobject] @{
            Headings = $lines[$rule - 1]
            Above    = @($lines[0..($rule - 1)] | Where-Object { $_ -notmatch '^ +Tenant: |^ +Path: ' }).Count
            Names    = @($lines[$rule - 1] -split '\s+' | Where-Object { $_ })
            Rows     = @($lines | Select-Object -Skip ($rule + 1))
            KeyWidth = $starts.Count -gt 1 ? $starts[1].Index : $Width
            Text     = $lines -join "`n"
        }
    }
}

AfterAll {
    Stop-FaultRun
    $PSStyle.OutputRendering = $rendering
}

Describe 'The table of <_>' -ForEach $made {
    BeforeAll {
        $type = $_
        $rows = $objects["BcAdmin.$type"]
        $tables = @{}
        foreach ($width in 80, 120, 160) { $tables[$width] = Get-TestTable $rows $width }
    }

    It 'has objects in the fault table' { $rows.Count | Should -BeGreaterThan 0 }

    It 'shows its columns at <_> columns' -ForEach 80, 120, 160 {
        $table = $tables[$_]
        $table.Above | Should -Be 1 -Because "headings are on one line: $($table.Text)"
        $columns = @(@($views[$type]) -notmatch '^group ' -replace ' .*')
        $table.Names -join ' ' | Should -Be ($columns -join ' ') -Because $table.Text
        foreach ($line in $table.Rows) {
            $line.Length | Should -BeLessOrEqual $_ -Because $table.Text
            $line.Substring(0, [Math]::Min($line.Length, $table.KeyWidth)) | Should -Not -Match '…' -Because "the key is not cut: $($table.Text)"
        }
    }

    It 'cuts less the wider the window is' {
        $cut = 80, 120, 160 | ForEach-Object { [regex]::Matches($tables[$_].Text, '…').Count }
        $cut[1] | Should -BeLessOrEqual $cut[0]
        $cut[2] | Should -BeLessOrEqual $cut[1]
    }

    It 'is written by ConvertTo-Csv with its values' {
        $rows | ConvertTo-Csv | Select-Object -Skip 1 | Should -Not -MatchExactly 'System\.|BcAdmin\.Bc|Collection'
    }

    It 'shows the environment, except of what belongs to one object that the user names' {
        $hasEnvironment = $null -ne $rows[0].PSObject.Properties['EnvironmentName'] -and $type -ne 'BcEnvironment'
        $isGrouped = [bool] (@($views[$type]) -match '^group ')
        if ($hasEnvironment -and -not $isGrouped -and $type -notin 'BcAppUninstallRequirement', 'BcUserImportResult') {
            @($views[$type]) -replace ' .*' | Should -Contain ($type -eq 'BcEnvironmentTransfer' ? 'SourceEnvironmentName' : 'Environment')
        }
    }

    It 'has headings that are properties' {
        foreach ($column in @($views[$type]) -notmatch '^group ' -replace ' .*') {
            $rows[0].PSObject.Properties[$column] | Should -Not -BeNullOrEmpty -Because "where $column finds nothing otherwise"
        }
    }
}

Describe 'The table of <_> while several connections are open' -ForEach $ofTenants {
    It 'begins with the tenant, and has the columns that identify the object or that a user decides by' {
        $type = $_
        $required = @(@($views[$type]) -match ' required$' -replace ' .*')
        $required | Should -Not -BeNullOrEmpty -Because "build/Views.psd1 marks columns of $type as required"
        $rows = $objects["BcAdmin.$type"]
        foreach ($row in $rows) { $row.PSObject.TypeNames.Insert(0, "BcAdmin.$type#Tenants") }
        try { $tables = foreach ($width in 80, 120) { Get-TestTable $rows $width } }
        finally { foreach ($row in $rows) { $row.PSObject.TypeNames.RemoveAt(0) } }
        foreach ($table in $tables) {
            if ("$($views["$type#Tenants"])" -match '^group ') { $table.Text | Should -Match "(?m)^ +Tenant: $([regex]::Escape($rows[0].TenantName))" -Because 'the tenant is above its rows' }
            else { $table.Names[0] | Should -Be TenantName -Because $table.Text }
            $table.Above | Should -Be 1 -Because $table.Text
            $required | Where-Object { $_ -notin $table.Names } | Should -BeNullOrEmpty -Because $table.Text
            if ($table.Names[0] -eq 'TenantName' -and 'Environment' -in (@($views[$type]) -replace ' .*')) { $table.Names[1] | Should -Be Environment -Because $table.Text }
        }
    }
}

Describe 'The views' {
    It 'are those that PowerShell reads from the same text as a format file' {
        Copy-Item "$PSScriptRoot/../src/BcAdmin/Views/Views.xml" $TestDrive/Views.Format.ps1xml
        $files = 'Module', 'File' | ForEach-Object {
            $load = $_ -eq 'Module' ? 'Import-Module ./out/BcAdmin' : "Update-FormatData '$TestDrive/Views.Format.ps1xml'"
            $null = Invoke-FreshPwsh "$load; Get-FormatData BcAdmin.* | Sort-Object { `$_.TypeNames[0] } | Export-FormatData -Path '$TestDrive/$_.xml' -IncludeScriptBlock"
            Get-Content $TestDrive/$_.xml -Raw
        }
        $files[0].Length | Should -BeGreaterThan 50000
        $files[0] | Should -BeExactly $files[1]
    }

    It 'are in each session once, and are removed with the module' {
        $lines = Invoke-FreshPwsh @'
function Count { @(Get-FormatData BcAdmin.*).Count }
function Entries { @([runspace]::DefaultRunspace.InitialSessionState.Formats | Where-Object { "$($_.FormatData.TypeNames)" -like 'BcAdmin.*' }).Count }
$WhatIfPreference = $true
Import-Module ./out/BcAdmin
$all = Count
"$($all -gt 70) $(Entries)"
Import-Module ./out/BcAdmin -Force
Import-Module ./out/BcAdmin/BcAdmin.dll
"$((Count) -eq $all) $(Entries)"
1..2 | ForEach-Object -Parallel { Import-Module ./out/BcAdmin; @(Get-FormatData BcAdmin.*).Count -gt 70 }
Start-ThreadJob { Set-Location $using:PWD; Import-Module ./out/BcAdmin; @(Get-FormatData BcAdmin.*).Count -gt 70 } | Receive-Job -Wait
Get-Module BcAdmin | Remove-Module -WhatIf:$false
"$(Count) $(Entries) $(@(Get-FormatData System.Diagnostics.Process).Count)"
'@
        $first = $lines[0]
        $first | Should -Match '^True 1\d\d$'
        $lines[1] | Should -Be $first
        $lines[2..4] | Should -Be 'True', 'True', 'True'
        $lines[5] | Should -Be '0 0 1'
    }

    It 'is what build/Update-ViewFile.ps1 makes of build/Views.psd1' {
        & "$PSScriptRoot/../build/Update-ViewFile.ps1" -Check | Should -BeTrue
    }

    It 'has a table with the tenant for every object of a tenant' -ForEach @(, $ofTenants) {
        $ofTenants = @($_)
        $of = [BcAdmin.BcResource].Assembly.GetExportedTypes() | Where-Object { $_.IsSubclassOf([BcAdmin.BcResource]) -and -not $_.IsAbstract }
        $tables = @($views.Keys | Where-Object { -not ($views[$_] -match '^group ') })
        $of.Name | Where-Object { $_ -in $tables -and $_ -notin $ofTenants } | Should -BeNullOrEmpty
    }
}

Describe 'Values in a table' {
    It 'shows times in UTC with their zone, in every culture' -ForEach 'th-TH', 'de-DE', 'ar-SA' {
        $script = { param($object) ($object | Out-String -Width 120) }
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            $text = & $script ($objects['BcAdmin.BcTelemetryEvent'] | Select-Object -First 1)
        }
        finally { [cultureinfo]::CurrentCulture = $culture }
        $time = $objects['BcAdmin.BcTelemetryEvent'][0].Timestamp.UtcDateTime.ToString('yyyy-MM-dd HH:mm', [cultureinfo]::InvariantCulture)
        $text | Should -Match ([regex]::Escape("${time}Z"))
    }

    It 'writes states with a capital letter, and failures in red' {
        $operation = [pscustomobject] @{ PSTypeName = 'BcAdmin.BcOperation'; OperationId = New-Guid; Type = 'copy'; Status = 'failed'; Environment = 'Training' }
        $PSStyle.OutputRendering = 'Ansi'
        try { $text = $operation | Out-String -Width 80 } finally { $PSStyle.OutputRendering = 'PlainText' }
        $text | Should -Match ([regex]::Escape("$($PSStyle.Foreground.Red)Failed$($PSStyle.Reset)"))
    }
}
