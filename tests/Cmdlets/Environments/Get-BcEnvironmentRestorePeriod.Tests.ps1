BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcEnvironmentRestorePeriod' {
    BeforeEach { Start-TestSession }

    It 'lists the periods, the oldest first' {
        $periods = @(Get-BcEnvironmentRestorePeriod Production)
        $periods.Count | Should -BeGreaterThan 0
        $periods[0].From | Should -BeLessThan $periods[0].To
        $periods[-1].Version | Should -BeOfType ([version])
        $periods[0].EnvironmentName | Should -Be 'Production'
    }

    It 'accepts environments from the pipeline' {
        (Get-BcEnvironment | Get-BcEnvironmentRestorePeriod).EnvironmentName | Sort-Object -Unique | Should -Be @('Production', 'Sandbox')
    }

    It 'fails for an environment that does not exist' {
        (Get-OneError { Get-BcEnvironmentRestorePeriod Nope }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
    }

    It 'rejects a blank name' {
        (Get-OneError { Get-BcEnvironmentRestorePeriod ' ' }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }
}
