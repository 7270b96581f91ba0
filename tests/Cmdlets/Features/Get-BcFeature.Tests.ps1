BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcFeature' {
    BeforeAll { Start-TestSession }

    It 'lists features by state, ID, and pattern' {
        $features = Get-BcFeature Production
        $features.Count | Should -Be 6
        $features[0] | Should -BeOfType ([BcAdmin.BcFeature])
        (Get-BcFeature Production -Enabled $true).FeatureId | Should -Be @('ConcurrentWarehousingPosting', 'GLCurrencyRevaluation')
        (Get-BcFeature Production -FeatureId SalesPrices).IsOneWay | Should -BeTrue
        (Get-BcFeature Production 'post * concurrently').Count | Should -Be 2
        (Get-BcEnvironment | Get-BcFeature -Name SalesPrices).EnvironmentName | Sort-Object | Should -Be @('Production', 'Sandbox')
    }

    It 'decodes the state in any language of the environment' {
        (Get-BcFeature Production GLCurrencyRevaluation).Enabled | Should -Be 'All Users'
        Send-Control settings @{ displayLanguage = 'da-DK' }
        (Get-BcFeature Production 'New sales pricing experience').Description | Should -Be 'Ny oplevelse med salgspriser'
        Send-Control settings @{ displayLanguage = 'en-US' }
    }

    It 'does not report a feature with another state as missing' {
        Get-BcFeature Production SalesPrices -Enabled $true | Should -BeNullOrEmpty
    }

    It 'fails for a feature that does not exist' {
        (Get-OneError { Get-BcFeature Production Nope }).FullyQualifiedErrorId | Should -BeLike 'FeatureNotFound,*'
        (Get-OneError { Get-BcFeature Production -FeatureId "no 'such' thing" }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
        (Get-OneError { Get-BcFeature Production -Enabled perhaps }).FullyQualifiedErrorId | Should -BeLike 'CannotConvertArgument,*'
    }
}
