BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Enable-BcFeature' {
    BeforeEach { Start-TestSession }

    It 'enables a feature, and skips enabled ones' {
        Enable-BcFeature Production ModernActionBar -Force | Should -BeNullOrEmpty
        (Get-BcFeature Production -Enabled $true).FeatureId | Should -Contain 'ModernActionBar'
        Clear-Request
        (Enable-BcFeature Production ModernActionBar -Force -PassThru).IsEnabled | Should -BeTrue
        Get-Request activateFeature | Should -BeNullOrEmpty
        (Get-BcFeature Sandbox ModernActionBar | Enable-BcFeature -Force -PassThru).EnvironmentName | Should -Be 'Sandbox'
    }

    It 'warns about irreversible features and data updates' {
        $warnings = (Invoke-Captured { Enable-BcFeature Production SalesPrices, ModernActionBar -Force }).Warnings
        $warnings | Should -HaveCount 2
        $warnings[0] | Should -BeLike '*cannot be disabled*'
        $warnings[1] | Should -BeLike '*updates the data*in the background*'
        (Invoke-Captured { Enable-BcFeature Production PhysInvtOrderPackageTracking -Foreground -Force }).Warnings | Should -Not -BeLike '*background*'
    }

    It 'reads the feature when the response is lost' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation activateFeature
        (Enable-BcFeature Production ModernActionBar -Force -PassThru).IsEnabled | Should -BeTrue
    }

    It 'fails for a feature that does not exist and if the service rejects the call, and continues' {
        $result = Invoke-Captured { Enable-BcFeature Production Nope, ModernActionBar -Force -PassThru }
        $result.Errors.TargetObject | Should -Be 'Nope'
        $result.Output.FeatureId | Should -Be 'ModernActionBar'
        $null = Add-BcSimulatorFault 400 -ErrorCode Application_DialogException -Operation activateFeature
        (Get-OneError { Enable-BcFeature Production ConcurrentInventoryPosting -Force 3>$null }).FullyQualifiedErrorId | Should -BeLike 'Application_DialogException,*'
    }

    It 'sends no write with -WhatIf' {
        Get-BcFeature Production -Enabled $false | Enable-BcFeature -WhatIf 3>$null
        Get-Request activateFeature | Should -BeNullOrEmpty
    }
}
