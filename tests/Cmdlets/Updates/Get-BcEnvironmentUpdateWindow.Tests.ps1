BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcEnvironmentUpdateWindow' {
    BeforeEach { Start-TestSession }

    It 'shows times, the time zone, and the next window' {
        $window = Get-BcEnvironmentUpdateWindow Production
        $window.StartTime | Should -Be ([timespan] '21:00')
        $window.EndTime | Should -Be ([timespan] '05:00')
        $window.TimeZone | Should -Be 'Romance Standard Time'
        $window.NextEnd | Should -BeGreaterThan ([DateTimeOffset]::Now)
    }

    It 'returns an object without times if no window is set, in all response formats' {
        foreach ($noContent in $false, $true) {
            Send-Control settings @{ noContentForUnsetUpdateSettings = $noContent }
            $window = Get-BcEnvironmentUpdateWindow Sandbox
            $window | Should -BeOfType ([BcAdmin.BcEnvironmentUpdateWindow])
            $window.EnvironmentName | Should -Be 'Sandbox'
            $window.StartTime | Should -BeNullOrEmpty
            $window.NextStart | Should -BeNullOrEmpty
        }
    }

    It 'accepts environments from the pipeline' {
        (Get-BcEnvironment | Get-BcEnvironmentUpdateWindow).EnvironmentName | Should -Be @('Production', 'Sandbox')
    }

    It 'fails for an environment that does not exist' {
        (Get-OneError { Get-BcEnvironmentUpdateWindow Nope }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
    }

    It 'rejects a blank name' {
        (Get-OneError { Get-BcEnvironmentUpdateWindow ' ' }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }
}
