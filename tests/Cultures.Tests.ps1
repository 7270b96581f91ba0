# The module in cultures with other calendars (th-TH, fa-IR, ar-SA), other rules for letters (tr-TR), and other numbers and lists (de-DE).

Describe 'In the culture <_>' -ForEach 'th-TH', 'fa-IR', 'ar-SA', 'tr-TR', 'de-DE' {
    BeforeAll {
        Import-Module "$PSScriptRoot/TestSession.psm1" -Force
        $culture = [cultureinfo]::new($_, $false)
        $before = [cultureinfo]::CurrentCulture
        $day = [datetime]::new(2027, 1, 31)
    }
    BeforeEach {
        Start-TestSession
        Remove-Item TestDrive:/* -Recurse
        [cultureinfo]::CurrentCulture = $culture
    }
    AfterEach { [cultureinfo]::CurrentCulture = $before }

    It 'is active, with its calendar, casing, and numbers' {
        $because = 'this machine needs ICU, without DOTNET_SYSTEM_GLOBALIZATION_INVARIANT'
        [cultureinfo]::CurrentCulture.Name | Should -Be $culture.Name
        $expected = @{ 'th-TH' = '2570'; 'fa-IR' = '1405'; 'ar-SA' = '1448'; 'tr-TR' = '2027'; 'de-DE' = '2027' }[$culture.Name]
        $day.ToString('yyyy') | Should -Be $expected -Because $because
        if ($culture.Name -eq 'tr-TR') { 'I'.ToLower() | Should -BeExactly ([string] [char] 0x131) -Because $because }
        if ($culture.Name -eq 'de-DE') { (1.5).ToString() | Should -Be '1,5' -Because $because }
    }

    It 'reads an ISO date as Gregorian in <cmdlet>' -ForEach @(
        @{ Cmdlet = 'Set-BcUser'; Run = { (Set-BcUser Production SELLER.03 -ExpiryDate 2027-01-31T12:00:00Z -PassThru).ExpiryDate.UtcDateTime.Year | Should -Be 2027 } }
        @{ Cmdlet = 'Get-BcOperation'; Run = {
                $null = Restart-BcEnvironment Sandbox -Force
                Get-BcOperation -Since 2020-01-31 | Should -Not -BeNullOrEmpty
                Get-BcOperation -Since 2527-01-31 | Should -BeNullOrEmpty
            }
        }
        @{ Cmdlet = 'Restore-BcEnvironment'; Run = {
                $moment = (Get-BcEnvironmentRestorePeriod Production | Select-Object -Last 1).To.UtcDateTime
                (Restore-BcEnvironment Production Restored $moment.ToString('s', [cultureinfo]::InvariantCulture).Insert(19, 'Z')).Type | Should -Be pitRestore
                (Get-OneError { Restore-BcEnvironment Production Restored2 2027-01-31T00:00:00Z }).Exception.Message | Should -BeLike '*2027-01-31 00:00:00Z*'
            }
        }
        @{ Cmdlet = 'Set-BcEnvironmentUpdate'; Run = {
                $date = [datetime]::UtcNow.Date.AddDays(3)
                $text = $date.ToString('yyyy-MM-ddTHH:mm:ssZ', [cultureinfo]::InvariantCulture)
                (Set-BcEnvironmentUpdate Sandbox 28.4 -Date $text -IgnoreUpdateWindow -Force -PassThru).ScheduledOn.UtcDateTime.Date | Should -Be $date
                (Get-OneError { Set-BcEnvironmentUpdate Sandbox 28.4 -Date 2020-01-31T00:00:00Z -Force }).Exception.Message | Should -BeLike '*2020-01-31 00:00:00Z*'
            }
        }
        @{ Cmdlet = 'Request-BcEnvironmentTransfer'; Run = {
                $text = [datetime]::UtcNow.AddDays(2).ToString('yyyy-MM-ddTHH:mm:ssZ', [cultureinfo]::InvariantCulture)
                $transfer = Request-BcEnvironmentTransfer Sandbox (New-Guid) -RunAt $text -Force -ErrorVariable failure -ErrorAction SilentlyContinue
                "$($failure.FullyQualifiedErrorId)" | Should -Not -BeLike 'InvalidArgument*'
                if ($transfer) { $transfer.RunAt.UtcDateTime.Year | Should -Be $text.Substring(0, 4) }
                (Get-OneError { Request-BcEnvironmentTransfer Sandbox (New-Guid) -RunAt 2020-01-31 -Force }).Exception.Message | Should -BeLike '*2020-01-31 00:00:00Z*'
            }
        }
        @{ Cmdlet = 'Get-BcDatabaseExportHistory'; Run = {
                $null = Get-BcDatabaseExportHistory -StartTime 2026-01-01T10:00:00Z -EndTime 2026-01-31T00:00:00Z
                (Get-Request)[-1].Path | Should -BeLike '*start=2026-01-01T10:00:00Z&end=2026-01-31T00:00:00Z*'
            }
        }
        @{ Cmdlet = 'Get-BcEnvironmentTelemetry'; Run = {
                $null = Get-BcEnvironmentTelemetry Production 2026-08-20T06:00:00Z 2026-08-20T09:00:00Z
                (Get-Request)[-1].Path | Should -BeLike '*startDateUtc=2026-08-20T06:00:00Z&endDateUtc=2026-08-20T09:00:00Z*'
            }
        }
        @{ Cmdlet = 'Set-BcEnvironmentUpdateWindow'; Run = {
                $window = Set-BcEnvironmentUpdateWindow Production 22:00 06:30 'Romance Standard Time' -PassThru
                $window.StartTime, $window.EndTime | Should -Be ([timespan]::new(22, 0, 0)), ([timespan]::new(6, 30, 0))
            }
        }
    ) { & $Run }

    It 'accepts dates as objects and in the format of the culture' {
        $utc = [datetime]::new(2027, 1, 31, 12, 0, 0, [DateTimeKind]::Utc)
        foreach ($date in $utc, [datetimeoffset] $utc) {
            (Set-BcUser Production SELLER.03 -ExpiryDate $date -PassThru).ExpiryDate.UtcDateTime | Should -Be $utc
        }
        $typed = @{ 'th-TH' = '31/1/2570'; 'fa-IR' = '1405/11/11'; 'ar-SA' = '23/8/1448'; 'tr-TR' = '31.01.2027'; 'de-DE' = '31.01.2027' }[$culture.Name]
        (Set-BcUser Production SELLER.03 -ExpiryDate $typed -PassThru).ExpiryDate.LocalDateTime | Should -Be $day
    }

    It 'rejects values that would become an unintended date' {
        foreach ($date in 20270131, 2027, '2027-02-30', '20270131') {
            (Get-OneError { Set-BcUser Production SELLER.03 -ExpiryDate $date }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentTransformationError,*'
        }
        Get-Request updateUser | Should -BeNullOrEmpty
    }

    It 'imports ISO dates as Gregorian ones, from a file of <_>' -ForEach 'csv', 'json' {
        if ($_ -eq 'csv') { "User;ExpiryDate`r`nSELLER.03;2027-01-31`r`nSELLER.11;2027-01-31T12:00:00Z" | Set-Content TestDrive:/users.csv }
        else { '[{"User":"SELLER.03","ExpiryDate":"2027-01-31"},{"User":"SELLER.11","ExpiryDate":"2027-01-31T12:00:00Z"}]' | Set-Content TestDrive:/users.json }
        (Import-BcUser Production "TestDrive:/users.$_").Status | Should -Be Changed, Changed
        (Get-BcUser Production SELLER.03).ExpiryDate.LocalDateTime | Should -Be $day
        (Get-BcUser Production SELLER.11).ExpiryDate.UtcDateTime | Should -Be ([datetime]::new(2027, 1, 31, 12, 0, 0, [DateTimeKind]::Utc))
    }

    It 'finds its own export unchanged, with its own list separator' {
        Set-BcUser Production SELLER.03 -ExpiryDate 2027-01-31T12:00:00Z -ContactEmail seller@contoso.example
        $file = Export-BcUser Production TestDrive:/users.csv -Delimiter $culture.TextInfo.ListSeparator -PassThru
        Get-Content $file.FullName -TotalCount 1 | Should -BeLike "`"User`"$($culture.TextInfo.ListSeparator)`"DisplayName`"*"
        Get-Content $file.FullName -Raw | Should -Match '2027-01-31T12:00:00'
        Clear-Request
        (Import-BcUser Production $file.FullName -Exact -Force -WarningAction Ignore).Status | Sort-Object -Unique | Should -Be Unchanged
        Get-Request createUserPermission, deleteUserPermission, updateUser | Should -BeNullOrEmpty
    }

    It 'reads a date that Excel re-formatted, or rejects it with the reason' {
        $row = [pscustomobject] @{ User = 'SELLER.03'; ExpiryDate = '31.01.2027' }
        $result = Invoke-Captured { $row | Import-BcUser Production }
        if ($culture.Calendar -is [Globalization.GregorianCalendar]) {
            $result.Output.Status | Should -Be Changed
            (Get-BcUser Production SELLER.03).ExpiryDate.LocalDateTime | Should -Be $day
        }
        else {
            $result.Errors.Exception.Message | Should -BeLike '*ISO date*2027-01-31*'
        }
        $row.ExpiryDate = '2/3/2027'
        (Get-OneError { $row | Import-BcUser Production }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }

    It 'ignores case in names and fixed values' {
        (Get-BcEnvironment PRODUCTION).Name | Should -Be Production
        (Get-BcEnvironment production -Type PRODUCTION).Name | Should -Be Production
        (Get-BcEnvironment -Status ACTIVE).Name | Should -Contain Production
        (Get-BcCompany Production 'CONTOSO DENMARK').Name | Should -Be 'Contoso Denmark'
        @(Get-BcApplicationFamily BUSINESSCENTRAL).Count | Should -BeGreaterThan 0
        @(Invoke-BcApi companies -Environment Production -Api AUTOMATION).Count | Should -Be 3
    }

    It 'ignores case in patterns' {
        (Get-BcEnvironment pRODUCTI*).Name | Should -Be Production
        (Get-BcEnvironment *CTION -Type PRODUCTION).Name | Should -Be Production
        (Get-BcUser Production *ADMIN*).UserName | Should -Be (Get-BcUser Production *admin*).UserName
        @(Get-BcUser Production *ADMIN*).Count | Should -BeGreaterThan 0
        @(Get-BcPermissionSet Production d365*basic*).Count | Should -BeGreaterThan 0
        (Get-BcPermissionSet Production d365*basic*).RoleId | Should -Be (Get-BcPermissionSet Production D365*BASIC*).RoleId
        (Get-BcCompany Production 'CONTOSO D*').Name | Should -Be 'Contoso Denmark'
        @(Get-BcTimeZone *PACIFIC*).Count | Should -Be @(Get-BcTimeZone *pacific*).Count
        @(Get-BcTimeZone *PACIFIC*).Count | Should -BeGreaterThan 0
        @(Get-BcConnection *SIM*).Count | Should -Be @(Get-BcConnection *sim*).Count
        (Get-BcUserPermission Production SELLER.03 -PermissionSet d365*).RoleId | Should -Be (Get-BcUserPermission Production SELLER.03 -PermissionSet D365*).RoleId
    }

    It 'creates, copies, and removes by names in another case' {
        (Disable-BcUser PRODUCTION seller.03 -PassThru).State | Should -Be Disabled
        $null = Add-BcUserPermission production SELLER.11 'd365 read' -Company 'contoso denmark'
        (Get-BcUserPermission Production SELLER.11 -PermissionSet 'D365 READ').Company | Should -Contain 'Contoso Denmark'
        Remove-BcUserPermission production SELLER.11 'd365 read' -Company 'CONTOSO DENMARK' -Confirm:$false
        Get-BcUserPermission Production SELLER.11 -PermissionSet 'D365 READ' | Where-Object Company -EQ 'Contoso Denmark' | Should -BeNullOrEmpty
        (Copy-BcEnvironment PRODUCTION Copied -Type sandbox -Wait).Status | Should -Be Active
        Remove-BcEnvironment COPIED -Force -Wait
        (Get-BcEnvironment Copied*).Name | Should -Not -Contain Copied
    }

    It 'shows Gregorian dates and plain numbers in views and messages' {
        $user = Set-BcUser Production SELLER.03 -ExpiryDate 2027-01-31T12:00:00Z -PassThru
        $user | Out-String | Should -BeLike '*2027-01-31*'
        (Invoke-Captured { Set-BcUser Production SELLER.11 -ExpiryDate 2027-01-31T12:00:00Z -Verbose }).Verbose -join ' ' | Should -BeLike '*2027-01-31 12:00:00Z*'
        Get-BcEnvironmentStorage Production | Out-String | Should -Match '\d\.\d\s'
        Get-BcEnvironmentRestorePeriod Production | Out-String | Should -BeLike "*$([datetime]::Now.Year)-*"
    }

    It 'writes Gregorian dates to reports, exports, and file names' {
        $file = Export-BcTenantReport TestDrive:/report.html
        $html = Get-Content $file.FullName -Raw
        $html | Should -Match "datetime=`"$([datetime]::UtcNow.Year)-"
        $html += Export-BcTenantReport TestDrive:/report.json -Format Json | Get-Content -Raw
        $html += Export-BcTenantReport TestDrive:/report -Format Csv | Get-Content -Raw
        $html | Should -Match "`"createdOn`": `"$([datetime]::UtcNow.Year)-"
        foreach ($year in '2569', '1405', '1448') { $html | Should -Not -Match "\b$year-[01]\d-" }
        $null = Start-BcDatabaseExport Production 'https://contosobackup.blob.core.windows.net/?sp=rwdc&sig=x' bc-exports -Wait
        (Get-BcDatabaseExportHistory).Blob | Should -Match "^Production-$([datetime]::UtcNow.Year)\d{4}-\d{6}\.bacpac$"
    }

    It 'sends dates and numbers of a query in the format of the service' {
        $null = Invoke-BcApi companies -Environment Production -Query @{ '$top' = 1; since = $day.ToUniversalTime(); until = [datetimeoffset]::new(2027, 1, 31, 0, 0, 0, [timespan]::Zero); share = 1.5 } -ErrorAction Ignore
        $path = [uri]::UnescapeDataString((Get-Request)[-1].Path)
        $path | Should -BeLike '*until=2027-01-31T00:00:00Z*'
        $path | Should -BeLike '*since=2027-01-3*'
        $path | Should -BeLike '*share=1.5*'
    }

    It 'names an environment in a sample by the Gregorian date' {
        $copy = & "$PSScriptRoot/../docs/examples/Copy-ProductionNightly.ps1" 6>$null
        (Get-BcEnvironment Nightly-*).Name | Should -Be "Nightly-$([datetime]::UtcNow.ToString('yyyyMMdd', [cultureinfo]::InvariantCulture))"
        "$($copy.Name)" | Should -BeLike 'Nightly-2*'
    }
}
