BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Set-BcEnvironmentUpdateWindow with IANA names' {
    It 'sends the Windows ID of an IANA name' {
        Start-TestSession
        (Set-BcEnvironmentUpdateWindow Sandbox 22:00 06:00 Europe/Copenhagen -PassThru).TimeZone | Should -Be 'Romance Standard Time'
        (Get-OneError { Set-BcEnvironmentUpdateWindow Sandbox 22:00 06:00 Europe/Kopenhagen }).FullyQualifiedErrorId | Should -BeLike 'TimeZoneNotFound,*'
        Get-Request setUpdateSettings | Should -HaveCount 1
    }
}

Describe 'Set-BcEnvironmentUpdateWindow' {
    BeforeEach { Start-TestSession }

    It 'sets times in a time zone' {
        $window = Set-BcEnvironmentUpdateWindow Sandbox 22:00 06:30 'Romance Standard Time' -PassThru
        $window.StartTime | Should -Be ([timespan] '22:00')
        $window.EndTime | Should -Be ([timespan] '06:30')
        $window.TimeZone | Should -Be 'Romance Standard Time'
    }

    It 'sets times in UTC' {
        $window = Set-BcEnvironmentUpdateWindow Sandbox -StartTimeUtc 19:00 -EndTimeUtc 03:00 -PassThru
        $window.NextStart.ToUniversalTime().TimeOfDay | Should -Be ([timespan] '19:00')
        ($window.NextEnd - $window.NextStart) | Should -Be ([timespan] '08:00')
    }

    It 'returns nothing without -PassThru' {
        Set-BcEnvironmentUpdateWindow Sandbox 22:00 06:00 'UTC' | Should -BeNullOrEmpty
    }

    It 'accepts rows of a file, windows of other environments, and time zones' {
        [pscustomobject] @{ Environment = 'Sandbox'; StartTime = '20:00'; EndTime = '04:00'; TimeZone = 'UTC' } | Set-BcEnvironmentUpdateWindow
        (Get-BcEnvironmentUpdateWindow Sandbox).StartTime | Should -Be ([timespan] '20:00')
        Get-BcEnvironmentUpdateWindow Production | Set-BcEnvironmentUpdateWindow -Environment Sandbox
        (Get-BcEnvironmentUpdateWindow Sandbox).StartTime | Should -Be ([timespan] '21:00')
        Get-BcTimeZone UTC | Set-BcEnvironmentUpdateWindow Sandbox -StartTime 01:00 -EndTime 09:00
        (Get-BcEnvironmentUpdateWindow Sandbox).TimeZone | Should -Be 'UTC'
    }

    It 'rejects invalid times and short windows before the call' {
        foreach ($times in @('22', '06:00'), @('22:00', '1.06:00'), @('22:00', '02:00'), @('22:00', '22:00')) {
            (Get-OneError { Set-BcEnvironmentUpdateWindow Sandbox $times[0] $times[1] 'UTC' }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*' -Because "$times"
        }
        "$(Get-OneError { Set-BcEnvironmentUpdateWindow Sandbox 22 6 'UTC' })" | Should -BeLike "'22' is not a time of day.*"
        "$(Get-OneError { Set-BcEnvironmentUpdateWindow Sandbox '22' '6' 'UTC' })" | Should -BeLike "'22' is not a time of day.*"
        Get-Request setUpdateSettings | Should -BeNullOrEmpty
    }

    It 'reports that <_> is not a time of day' -ForEach '25:00', '24:00', '22:61', '10 PM' {
        $time = $_
        foreach ($command in { Set-BcEnvironmentUpdateWindow Sandbox $time 06:00 'UTC' }, { Set-BcEnvironmentUpdateWindow Sandbox 22:00 $time 'UTC' },
            { Set-BcEnvironmentUpdateWindow Sandbox -StartTimeUtc $time -EndTimeUtc 06:00 }) {
            $failure = try { & $command 2>&1 } catch { $_ }
            "$failure" | Should -BeLike "*'$time' is not a time of day.*"
        }
        Get-Request setUpdateSettings | Should -BeNullOrEmpty
    }

    It 'suggests a time zone for a part of its name or of its places' {
        foreach ($zone in 'Romance', 'Copenhagen') {
            $failure = Get-OneError { Set-BcEnvironmentUpdateWindow Sandbox 22:00 06:00 $zone }
            $failure.FullyQualifiedErrorId | Should -BeLike 'TimeZoneNotFound,*'
            "$failure" | Should -BeLike "*Did you mean 'Romance Standard Time'*"
            $failure.ErrorDetails.RecommendedAction | Should -BeLike "*Get-BcTimeZone '[*]$zone[*]'"
        }
    }

    It 'recommends a search that finds something, also for a name that no time zone has' {
        $failure = Get-OneError { Set-BcEnvironmentUpdateWindow Sandbox 22:00 06:00 Germany }
        $failure.FullyQualifiedErrorId | Should -BeLike 'TimeZoneNotFound,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike "Time zones are named after regions and cities.*: Get-BcTimeZone '[*]Berlin[*]'"
        & ([scriptblock]::Create(($failure.ErrorDetails.RecommendedAction -split ': ')[-1])) | Should -Not -BeNullOrEmpty
    }

    It 'reports errors of the service, with advice' {
        $null = Add-BcSimulatorFault 400 -ErrorCode ScheduledUpgradeConstraintViolation -Operation setUpdateSettings
        $failure = Get-OneError { Set-BcEnvironmentUpdateWindow Production 22:00 06:00 'UTC' }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ScheduledUpgradeConstraintViolation,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Set-BcEnvironmentUpdate*'
    }

    It 'fails for an environment that does not exist' {
        (Get-OneError { Set-BcEnvironmentUpdateWindow Nope 22:00 06:00 'UTC' }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
    }

    It 'reports that the version of the API has no time zones' {
        Start-TestSession -Connect @{ ApiVersion = '2.12' }
        (Get-OneError { Set-BcEnvironmentUpdateWindow Sandbox 22:00 06:00 'UTC' }).FullyQualifiedErrorId | Should -BeLike 'EndpointNotAvailable,*'
        Set-BcEnvironmentUpdateWindow Sandbox -StartTimeUtc 19:00 -EndTimeUtc 03:00
        Get-Request setUpdateSettings | Should -HaveCount 1
    }

    It 'sends no write with -WhatIf' {
        Set-BcEnvironmentUpdateWindow Sandbox 22:00 06:00 'UTC' -WhatIf
        Get-Request setUpdateSettings | Should -BeNullOrEmpty
    }

    It 'completes time zones' {
        $line = 'Set-BcEnvironmentUpdateWindow Sandbox -TimeZone Roman'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain "'Romance Standard Time'"
    }
}
