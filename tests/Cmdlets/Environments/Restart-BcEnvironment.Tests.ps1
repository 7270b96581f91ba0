BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Restart-BcEnvironment' {
    BeforeEach { Start-TestSession }

    It 'restarts, and waits until the environment responds again' {
        $environment = Restart-BcEnvironment Sandbox -Force -Wait
        $environment.Status | Should -Be 'Active'
        (Get-Request listCompanies)[-1].Status | Should -Be 200
    }

    It 'accepts environments from the pipeline, and passes its operations on' {
        $operations = Get-BcEnvironment | Restart-BcEnvironment -Force | Wait-BcOperation
        $operations.Type | Should -Be @('restart', 'restart')
        $operations.Status | Should -Be @('succeeded', 'succeeded')
    }

    It 'reports that the call is not documented' {
        (Invoke-Captured { Restart-BcEnvironment Sandbox -Force -Verbose }).Verbose -join ' ' | Should -BeLike '*This call is not documented*'
    }

    It 'reports that the service does not have the call' {
        $null = Add-BcSimulatorFault 404 -ErrorCode NotFound -Operation restartEnvironment
        $failure = Get-OneError { Restart-BcEnvironment Sandbox -Force }
        $failure.FullyQualifiedErrorId | Should -BeLike 'EndpointNotAvailable,*'
        $failure.CategoryInfo.Category | Should -Be 'NotImplemented'
    }

    It 'fails for an environment that does not exist and continues' {
        $result = Invoke-Captured { Restart-BcEnvironment Nope, Sandbox -Force -Wait }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        $result.Output.Name | Should -Be 'Sandbox'
    }

    It 'rejects a blank name' {
        (Get-OneError { Restart-BcEnvironment ' ' -Force }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }

    It 'sends no write with -WhatIf' {
        Restart-BcEnvironment Sandbox -Force -WhatIf | Should -BeNullOrEmpty
        Get-Request restartEnvironment | Should -BeNullOrEmpty
    }
}
