BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcManageableApplication' {
    It 'lists families and countries with their access' {
        Start-TestSession -As DelegatedAdmin
        $applications = Get-BcManageableApplication
        $applications | Should -BeOfType ([BcAdmin.BcManageableApplication])
        $applications.ApplicationFamily | Should -Contain 'BusinessCentral'
        $applications.Access | Should -Contain $false
    }

    It 'filters by family and country' {
        Start-TestSession -As DelegatedAdmin
        $application = Get-BcManageableApplication 'business*' dk
        "$($application.ApplicationFamily) $($application.CountryCode)" | Should -Be 'BusinessCentral DK'
        Get-BcManageableApplication Nope* | Should -BeNullOrEmpty
    }

    It 'says whom the service lets in' {
        Start-TestSession
        $failure = Get-OneError { Get-BcManageableApplication }
        $failure.CategoryInfo.Category | Should -Be 'PermissionDenied'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*delegated administrator*'
    }

    It 'refuses an app before it asks' {
        Start-TestSession -As App
        (Get-OneError { Get-BcManageableApplication }).FullyQualifiedErrorId | Should -BeLike 'UserRequired,*'
        Get-Request | Should -BeNullOrEmpty
    }
}
