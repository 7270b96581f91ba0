BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcEnvironmentUpdateWindow' {
    BeforeEach { Start-TestSession }

    It 'shows clock times, the zone and the next window' {
        $window = Get-BcEnvironmentUpdateWindow Production
        $window.StartTime | Should -Be ([timespan] '21:00')
        $window.EndTime | Should -Be ([timespan] '05:00')
        $window.TimeZone | Should -Be 'Romance Standard Time'
        $window.NextEnd | Should -BeGreaterThan ([DateTimeOffset]::Now)
    }

    It 'gives an object without times where no window is set, whichever way the service says so' {
        foreach ($noContent in $false, $true) {
            Send-Control settings @{ noContentForUnsetUpdateSettings = $noContent }
            $window = Get-BcEnvironmentUpdateWindow Sandbox
            $window | Should -BeOfType ([BcAdmin.BcEnvironmentUpdateWindow])
            $window.EnvironmentName | Should -Be 'Sandbox'
            $window.StartTime | Should -BeNullOrEmpty
            $window.NextStart | Should -BeNullOrEmpty
        }
    }

    It 'takes environments from the pipeline' {
        (Get-BcEnvironment | Get-BcEnvironmentUpdateWindow).EnvironmentName | Should -Be @('Production', 'Sandbox')
    }

    It 'fails for a missing environment' {
        (Get-OneError { Get-BcEnvironmentUpdateWindow Nope }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
    }

    It 'refuses a blank name' {
        (Get-OneError { Get-BcEnvironmentUpdateWindow ' ' }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }
}
