BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcSession' {
    BeforeAll { Start-TestSession }

    It 'lists the sessions of an environment' {
        $sessions = Get-BcSession Production
        $sessions.Count | Should -Be 6
        $sessions[0] | Should -BeOfType ([BcAdmin.BcSession])
        $sessions[0].EnvironmentName | Should -Be 'Production'
        $sessions[0].LogOnDate | Should -BeOfType ([DateTimeOffset])
    }

    It 'reads LogOnDate as UTC in every culture' {
        $before = [cultureinfo]::CurrentCulture
        $times = foreach ($culture in 'en-US', 'de-DE', 'th-TH', 'ar-SA', 'fa-IR', 'tr-TR') {
            try {
                [cultureinfo]::CurrentCulture = $culture
                (Get-BcSession Production)[0].LogOnDate
            }
            finally { [cultureinfo]::CurrentCulture = $before }
        }
        Send-Control settings @{ isoSessionDates = $true }
        $documented = (Get-BcSession Production)[0].LogOnDate
        foreach ($time in $times) {
            $time.Offset | Should -Be ([TimeSpan]::Zero)
            [Math]::Abs(($time - $documented).TotalSeconds) | Should -BeLessThan 1
        }
    }

    It 'returns durations as time spans' {
        $session = Get-BcSession Production | Where-Object CurrentOperationDuration | Select-Object -First 1
        $session.OperationDuration | Should -BeOfType ([timespan])
        $session.OperationDuration.TotalMilliseconds | Should -Be $session.CurrentOperationDuration
        $session.SessionDuration | Should -BeOfType ([timespan])
        $session.SessionDuration.TotalSeconds | Should -BeGreaterThan 0
        [BcAdmin.BcSession]::new().OperationDuration | Should -BeNullOrEmpty
        [BcAdmin.BcSession]::new().SessionDuration | Should -BeNullOrEmpty
        [BcAdmin.BcSession] @{ CurrentOperationDuration = -1 } | ForEach-Object OperationDuration | Should -BeNullOrEmpty
        ([BcAdmin.BcSession] @{ CurrentOperationDuration = [long]::MaxValue }).OperationDuration | Should -Be ([timespan]::MaxValue)
    }

    It 'accepts environments from the pipeline' {
        (Get-BcEnvironment | Get-BcSession).EnvironmentName | Sort-Object -Unique | Should -Be @('Production', 'Sandbox')
    }

    It 'reads one by its ID, and again from the pipeline' {
        $first = Get-BcSession Production | Select-Object -First 1
        (Get-BcSession Production $first.SessionId).UserId | Should -Be $first.UserId
        ($first | Get-BcSession).SessionId | Should -Be $first.SessionId
        (Get-Request)[-1].Operation | Should -Be 'getSession'
    }

    It 'filters by user and client' {
        $first = Get-BcSession Production | Select-Object -First 1
        (Get-BcSession Production -User "$($first.UserId.Substring(0, 3))*").SessionId | Should -Contain $first.SessionId
        (Get-BcSession Production -ClientType $first.ClientType).ClientType | Sort-Object -Unique | Should -Be $first.ClientType
        Get-BcSession Production -User 'nobody*' | Should -BeNullOrEmpty
    }

    It 'fails for a session or environment that does not exist' {
        (Get-OneError { Get-BcSession Production 1 }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
        (Get-OneError { Get-BcSession Nope }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
    }

    It 'rejects an invalid ID' {
        (Get-OneError { Get-BcSession Production first }).FullyQualifiedErrorId | Should -BeLike 'CannotConvertArgument*'
    }
}
