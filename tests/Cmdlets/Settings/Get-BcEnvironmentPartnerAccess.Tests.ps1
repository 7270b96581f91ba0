BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcEnvironmentPartnerAccess' {
    BeforeEach { Start-TestSession }

    It 'shows which partners have access' {
        $access = Get-BcEnvironmentPartnerAccess Production
        $access.Access | Should -Be 'AllowAllPartnerTenants'
        $access.PartnerTenantId | Should -BeNullOrEmpty
    }

    It 'accepts environments from the pipeline' {
        (Get-BcEnvironment | Get-BcEnvironmentPartnerAccess).EnvironmentName | Should -Be @('Production', 'Sandbox')
    }

    It 'rejects apps before the call' {
        Start-TestSession -As App
        $failure = Get-OneError { Get-BcEnvironmentPartnerAccess Production }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UserRequired,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Connect-BcTenant*'
        Get-Request getPartnerAccess | Should -BeNullOrEmpty
    }

    It 'reports that partners cannot read the setting' {
        Start-TestSession -As DelegatedAdmin
        (Get-OneError { Get-BcEnvironmentPartnerAccess Production }).CategoryInfo.Category | Should -Be 'PermissionDenied'
    }

    It 'reports that the version of the API does not support it' {
        Start-TestSession -Connect @{ ApiVersion = '2.21' }
        (Get-OneError { Get-BcEnvironmentPartnerAccess Production }).FullyQualifiedErrorId | Should -BeLike 'EndpointNotAvailable,*'
    }

    It 'fails for an environment that does not exist' {
        (Get-OneError { Get-BcEnvironmentPartnerAccess Nope }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
    }
}
