BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcEnvironmentRestorePeriod' {
    BeforeEach { Start-TestSession }

    It 'lists the spans, the oldest first' {
        $periods = @(Get-BcEnvironmentRestorePeriod Production)
        $periods.Count | Should -BeGreaterThan 0
        $periods[0].From | Should -BeLessThan $periods[0].To
        $periods[-1].Version | Should -BeOfType ([version])
        $periods[0].EnvironmentName | Should -Be 'Production'
    }

    It 'takes environments from the pipeline' {
        (Get-BcEnvironment | Get-BcEnvironmentRestorePeriod).EnvironmentName | Sort-Object -Unique | Should -Be @('Production', 'Sandbox')
    }

    It 'fails for a missing environment' {
        (Get-OneError { Get-BcEnvironmentRestorePeriod Nope }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
    }

    It 'refuses a blank name' {
        (Get-OneError { Get-BcEnvironmentRestorePeriod ' ' }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }
}
