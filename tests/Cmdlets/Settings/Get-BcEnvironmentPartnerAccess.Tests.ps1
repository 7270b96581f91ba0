BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcEnvironmentPartnerAccess' {
    BeforeEach { Start-TestSession }

    It 'shows who may come in' {
        $access = Get-BcEnvironmentPartnerAccess Production
        $access.Access | Should -Be 'AllowAllPartnerTenants'
        $access.PartnerTenantId | Should -BeNullOrEmpty
    }

    It 'takes environments from the pipeline' {
        (Get-BcEnvironment | Get-BcEnvironmentPartnerAccess).EnvironmentName | Should -Be @('Production', 'Sandbox')
    }

    It 'refuses apps before the call' {
        Start-TestSession -As App
        $failure = Get-OneError { Get-BcEnvironmentPartnerAccess Production }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UserRequired,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Connect-BcTenant*'
        Get-Request getPartnerAccess | Should -BeNullOrEmpty
    }

    It 'passes on that partners may not' {
        Start-TestSession -As DelegatedAdmin
        (Get-OneError { Get-BcEnvironmentPartnerAccess Production }).CategoryInfo.Category | Should -Be 'PermissionDenied'
    }

    It 'knows when the version of the API does not have it' {
        Start-TestSession -Connect @{ ApiVersion = '2.21' }
        (Get-OneError { Get-BcEnvironmentPartnerAccess Production }).FullyQualifiedErrorId | Should -BeLike 'EndpointNotAvailable,*'
    }

    It 'fails for a missing environment' {
        (Get-OneError { Get-BcEnvironmentPartnerAccess Nope }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
    }
}
