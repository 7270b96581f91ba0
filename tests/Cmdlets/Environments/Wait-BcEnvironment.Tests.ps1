BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Wait-BcEnvironment' {
    BeforeEach { Start-TestSession }

    It 'returns an environment that has the status immediately' {
        (Wait-BcEnvironment Production).Name | Should -Be 'Production'
        Get-Request | Should -HaveCount 1
    }

    It 'waits for a restart, also of environments from the pipeline' {
        $null = Restart-BcEnvironment Sandbox -Force
        $environments = Get-BcEnvironment | Wait-BcEnvironment
        $environments.Status | Should -Be @('Active', 'Active')
    }

    It 'waits for another status' {
        Start-TestSession -TimeScale 60
        $null = Rename-BcEnvironment Sandbox Training -Force
        (Wait-BcEnvironment Sandbox -Status notready -TimeoutSec 60).Status | Should -Be 'NotReady'
    }

    It 'stops after the time limit' {
        $failure = Get-OneError { Wait-BcEnvironment Production -Status Upgrading -TimeoutSec 1 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'OperationTimeout,*'
        $failure.CategoryInfo.Category | Should -Be 'OperationTimeout'
        $failure.TargetObject | Should -Be 'Production'
    }

    It 'ends early if the status cannot be reached' {
        $null = Add-BcSimulatorFault -FailOperation -Operation createEnvironment
        New-BcEnvironment Broken DK | Wait-BcOperation -ErrorAction SilentlyContinue | Out-Null
        (Get-OneError { Wait-BcEnvironment Broken }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentFailed,*'
        (Wait-BcEnvironment Broken -Status CreatingFailed).Name | Should -Be 'Broken'
    }

    It 'does not wait for a name that does not exist' {
        $failure = Get-OneError { Wait-BcEnvironment Nope }
        $failure.FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Wait-BcOperation*'
    }

    It 'retries faults' {
        Start-TestSession -TimeScale 60
        $null = Restart-BcEnvironment Sandbox -Force
        $null = Add-BcSimulatorFault 503 -Count 2 -RetryAfterSec 0 -Operation getEnvironment
        (Wait-BcEnvironment Sandbox).Status | Should -Be 'Active'
    }

    It 'rejects an invalid time' {
        (Get-OneError { Wait-BcEnvironment Production -TimeoutSec 0 }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }
}
