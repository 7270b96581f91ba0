BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcAppUninstallRequirement with names' {
    It 'finds the app by name, also in several environments' {
        Start-TestSession
        $byId = Get-BcAppUninstallRequirement Production a9900000-0000-4000-8000-000000000001
        (Get-BcAppUninstallRequirement Production 'Fabrikam Base').AppId | Should -Be $byId.AppId
        (Get-BcAppUninstallRequirement -AppName 'Fabrikam B*').EnvironmentName | Should -Contain 'Production'
    }
}

Describe 'Get-BcAppUninstallRequirement' {
    BeforeAll { Start-TestSession }

    It 'lists the apps that depend on one' {
        $requirements = Get-BcAppUninstallRequirement Production a9900000-0000-4000-8000-000000000001
        $requirements[0] | Should -BeOfType ([BcAdmin.BcAppUninstallRequirement])
        $requirements.Name | Should -Contain 'Fabrikam Rentals'
        $requirements[0].AppType | Should -Be 'Global'
        $requirements[0].EnvironmentName | Should -Be 'Production'
    }

    It 'accepts apps from the pipeline, and returns nothing if no app depends on one' {
        Get-BcApp Production 'Fabrikam Reports' | Get-BcAppUninstallRequirement | Should -BeNullOrEmpty
    }

    It 'fails for an environment that does not exist' {
        (Get-OneError { Get-BcAppUninstallRequirement Nope a9900000-0000-4000-8000-000000000001 }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
    }

    It 'reports which version of the API is required' {
        Start-TestSession -Connect @{ ApiVersion = '2.24' }
        $failure = Get-OneError { Get-BcAppUninstallRequirement Production a9900000-0000-4000-8000-000000000001 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'EndpointNotAvailable,*'
    }

    It 'rejects an invalid ID' {
        (Get-OneError { Get-BcAppUninstallRequirement Production rentals }).FullyQualifiedErrorId | Should -BeLike 'AppNotFound,*'
    }
}
