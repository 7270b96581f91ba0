BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Disable-BcFeature' {
    BeforeEach { Start-TestSession }

    It 'disables a feature, and skips disabled ones' {
        (Disable-BcFeature Production GLCurrencyRevaluation -Force -PassThru).Enabled | Should -Be 'None'
        Clear-Request
        Disable-BcFeature Production GLCurrencyRevaluation -Force
        Get-Request deactivateFeature | Should -BeNullOrEmpty
    }

    It 'rejects a one-way feature before anything is sent' {
        $failure = Get-OneError { Get-BcFeature Production ConcurrentWarehousingPosting | Disable-BcFeature -Force }
        $failure.FullyQualifiedErrorId | Should -BeLike 'FeatureIsOneWay,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Restore-BcEnvironment*'
        Get-Request deactivateFeature | Should -BeNullOrEmpty
    }

    It 'reads the feature when the response is lost, and fails if the service rejects the call' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation deactivateFeature
        (Disable-BcFeature Production GLCurrencyRevaluation -Force -PassThru).IsEnabled | Should -BeFalse
        (Get-OneError { Disable-BcFeature Production Nope -Force }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'sends no write with -WhatIf' {
        Disable-BcFeature Production GLCurrencyRevaluation -WhatIf
        Get-Request deactivateFeature | Should -BeNullOrEmpty
    }
}
