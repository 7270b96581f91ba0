BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcTimeZone with IANA names' {
    It 'finds a time zone by an IANA name' {
        Start-TestSession
        (Get-BcTimeZone Europe/Copenhagen).TimeZoneId | Should -Be 'Romance Standard Time'
        ('Europe/Copenhagen', 'UTC' | Get-BcTimeZone).TimeZoneId | Should -Be @('Romance Standard Time', 'UTC')
        (Get-BcTimeZone 'Romance Standard Time').IanaId | Should -Be 'Europe/Paris'
    }
}

Describe 'Get-BcTimeZone' {
    BeforeEach { Start-TestSession }

    It 'lists time zones' {
        $zones = Get-BcTimeZone
        $zones.Count | Should -BeGreaterThan 3
        $zones.TimeZoneId | Should -Contain 'Romance Standard Time'
        $zones[0].CurrentUtcOffset | Should -Match '^[+-]\d\d:\d\d$'
    }

    It 'finds time zones by ID and by display name' {
        (Get-BcTimeZone 'romance*').TimeZoneId | Should -Be 'Romance Standard Time'
        (Get-BcTimeZone *Copenhagen*).TimeZoneId | Should -Be 'Romance Standard Time'
        Get-BcTimeZone *nowhere* | Should -BeNullOrEmpty
    }

    It 'fails for an exact name that does not exist' {
        (Get-OneError { Get-BcTimeZone Nowhere }).FullyQualifiedErrorId | Should -BeLike 'TimeZoneNotFound,*'
    }

    It 'is accepted by Set-BcEnvironmentUpdateWindow' {
        (Get-BcTimeZone *Copenhagen* | Set-BcEnvironmentUpdateWindow Sandbox -StartTime 21:00 -EndTime 05:00 -PassThru).TimeZone | Should -Be 'Romance Standard Time'
    }

    It 'reports errors of the service' {
        $null = Add-BcSimulatorFault 403 -ErrorCode Forbidden -Operation listTimeZones
        (Get-OneError { Get-BcTimeZone }).CategoryInfo.Category | Should -Be 'PermissionDenied'
    }
}
