BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcEnvironmentUpdate' {
    BeforeEach { Start-TestSession }

    It 'lists released versions with dates, and planned ones with a month' {
        $updates = Get-BcEnvironmentUpdate Production
        $updates.TargetVersion | Should -Be ([version[]] ('28.4', '29.0', '29.1'))
        $updates[0].Available | Should -BeTrue
        $updates[0].Selected | Should -BeTrue
        $updates[0].Status | Should -Be 'scheduled'
        $updates[0].ScheduledOn | Should -BeGreaterThan ([DateTimeOffset]::Now.AddDays(8))
        $updates[0].LatestSelectable | Should -BeGreaterThan $updates[0].ScheduledOn
        $updates[0].ExpectedAvailability | Should -BeNullOrEmpty
        $updates[2].Available | Should -BeFalse
        $updates[2].ScheduledOn | Should -BeNullOrEmpty
        $updates[2].ExpectedAvailability | Should -Match '^20\d\d-[01]\d$'
        $updates[0].EnvironmentName | Should -Be 'Production'
    }

    It 'lists the selected update of environments from the pipeline' {
        $chosen = Get-BcEnvironment | Get-BcEnvironmentUpdate -Selected
        $chosen | Should -HaveCount 1
        $chosen.EnvironmentName | Should -Be 'Production'
    }

    It 'lists previews for sandboxes' {
        (Get-BcEnvironmentUpdate Sandbox | Where-Object TargetVersion -eq '29.0').TargetVersionType | Should -Be 'Preview'
    }

    It 'reads each of several connections' {
        Start-TestSession -Scenario Partner -As DelegatedAdmin -Connect @{ TenantId = 'customer.example' }
        Connect-BcTenant 2.customer.example -Simulator -As DelegatedAdmin
        $tenants = (Get-BcEnvironment -Connection * | Get-BcEnvironmentUpdate).TenantId | Sort-Object -Unique
        $tenants | Should -HaveCount 2
    }

    It 'fails for an environment that does not exist and continues' {
        $result = Invoke-Captured { Get-BcEnvironmentUpdate Nope, Production -Selected }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        $result.Output.TargetVersion | Should -Be ([version] '28.4')
    }

    It 'rejects a blank name' {
        (Get-OneError { Get-BcEnvironmentUpdate ' ' }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }
}

Describe 'Get-BcEnvironmentUpdate -Calendar' {
    BeforeAll {
        Start-TestSession Customers -NoConnect
        foreach ($tenant in 'adatum.example', 'fabrikam.example') { Connect-BcTenant $tenant -Simulator -As DelegatedAdmin }
        $calendar = @(Get-BcEnvironment -Connection * | Get-BcEnvironmentUpdate -Calendar)
    }

    It 'lists the selected updates of all tenants by date' {
        $calendar | Should -BeOfType ([BcAdmin.BcUpdateCalendarEntry])
        $calendar.TenantName | Should -Be 'fabrikam.example', 'adatum.example'
        $calendar.EnvironmentName | Should -Be 'Production', 'Production'
        $calendar[0].StartsOn | Should -BeLessThan $calendar[1].StartsOn
    }

    It 'shows the window in the time zone of the environment and in local time' {
        $entry = $calendar[1]
        $entry.WindowStart.ToString('HH:mm') | Should -Be '22:00'
        $entry.WindowEnd.ToString('HH:mm') | Should -Be '04:00'
        $entry.TimeZone | Should -Be 'Romance Standard Time'
        $entry.WindowStart.Offset.TotalHours | Should -BeIn 1, 2
        $entry.LocalWindowStart | Should -Be $entry.WindowStart
        $entry.LocalWindowStart.Offset | Should -Be ([timezoneinfo]::Local.GetUtcOffset($entry.WindowStart))
        $entry.StartsOn | Should -BeGreaterOrEqual $entry.WindowStart
        $entry.StartsOn | Should -BeLessThan $entry.WindowEnd
        $calendar[0].WindowStart.ToString('HH:mm') | Should -Be '20:00'
        $calendar[0].WindowStart.Offset.TotalHours | Should -BeIn -8, -7
    }

    It 'is the same with -ThrottleLimit' {
        $many = @(Get-BcEnvironment -Connection * | Get-BcEnvironmentUpdate -Calendar -ThrottleLimit 8)
        $many | ForEach-Object { "$($_.TenantName) $_ $($_.StartsOn.UtcTicks)" } | Should -Be ($calendar | ForEach-Object { "$($_.TenantName) $_ $($_.StartsOn.UtcTicks)" })
    }

    It 'passes updates to the cmdlet that changes the date' {
        $result = $calendar[1] | Set-BcEnvironmentUpdate -Date (Get-Date).AddDays(12) -Force -PassThru -WarningAction Ignore
        $result.TenantId | Should -Be $calendar[1].TenantId
        $result.ScheduledOn | Should -BeGreaterThan $calendar[1].ScheduledOn
    }

    It 'lists a version without a date last' {
        Set-BcEnvironmentUpdate Production 29.1 -Force -Connection fabrikam.example
        $entries = @(Get-BcEnvironment -Connection * | Get-BcEnvironmentUpdate -Calendar)
        $entries[-1].TenantName | Should -Be 'fabrikam.example'
        $entries[-1].StartsOn | Should -BeNullOrEmpty
        $entries[-1].ExpectedAvailability | Should -Not -BeNullOrEmpty
    }

    It 'fits 80 columns' {
        $lines = ($calendar | Format-Table | Out-String -Width 80) -split "`n"
        $lines | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 80 }
        "$lines" | Should -Match '\d\d:00Z +\d+\.\d'
    }
}
