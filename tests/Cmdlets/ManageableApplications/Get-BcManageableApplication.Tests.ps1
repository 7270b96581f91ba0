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

    It 'reports which callers the service accepts' {
        Start-TestSession
        $failure = Get-OneError { Get-BcManageableApplication }
        $failure.CategoryInfo.Category | Should -Be 'PermissionDenied'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*delegated administrator*'
    }

    It 'rejects an app before the call' {
        Start-TestSession -As App
        (Get-OneError { Get-BcManageableApplication }).FullyQualifiedErrorId | Should -BeLike 'UserRequired,*'
        Get-Request | Should -BeNullOrEmpty
    }
}
