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

    It 'finds them by id and by display name' {
        (Get-BcTimeZone 'romance*').TimeZoneId | Should -Be 'Romance Standard Time'
        (Get-BcTimeZone *Copenhagen*).TimeZoneId | Should -Be 'Romance Standard Time'
        Get-BcTimeZone *nowhere* | Should -BeNullOrEmpty
    }

    It 'fails for an exact name that is missing' {
        (Get-OneError { Get-BcTimeZone Nowhere }).FullyQualifiedErrorId | Should -BeLike 'TimeZoneNotFound,*'
    }

    It 'goes into an update window' {
        (Get-BcTimeZone *Copenhagen* | Set-BcEnvironmentUpdateWindow Sandbox -StartTime 21:00 -EndTime 05:00 -PassThru).TimeZone | Should -Be 'Romance Standard Time'
    }

    It 'passes on what the service refuses' {
        $null = Add-BcSimulatorFault 403 -ErrorCode Forbidden -Operation listTimeZones
        (Get-OneError { Get-BcTimeZone }).CategoryInfo.Category | Should -Be 'PermissionDenied'
    }
}
