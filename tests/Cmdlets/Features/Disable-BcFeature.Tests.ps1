BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Disable-BcFeature' {
    BeforeEach { Start-TestSession }

    It 'switches off, and leaves what is off' {
        (Disable-BcFeature Production GLCurrencyRevaluation -Force -PassThru).Enabled | Should -Be 'None'
        Clear-Request
        Disable-BcFeature Production GLCurrencyRevaluation -Force
        Get-Request deactivateFeature | Should -BeNullOrEmpty
    }

    It 'refuses a one-way feature before anything is sent' {
        $failure = Get-OneError { Get-BcFeature Production ConcurrentWarehousingPosting | Disable-BcFeature -Force }
        $failure.FullyQualifiedErrorId | Should -BeLike 'FeatureIsOneWay,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Restore-BcEnvironment*'
        Get-Request deactivateFeature | Should -BeNullOrEmpty
    }

    It 'believes the feature when the answer is lost, and fails where the service refuses' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation deactivateFeature
        (Disable-BcFeature Production GLCurrencyRevaluation -Force -PassThru).IsEnabled | Should -BeFalse
        (Get-OneError { Disable-BcFeature Production Nope -Force }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'sends no write with -WhatIf' {
        Disable-BcFeature Production GLCurrencyRevaluation -WhatIf
        Get-Request deactivateFeature | Should -BeNullOrEmpty
    }
}
