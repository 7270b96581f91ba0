BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcAppUpdate' {
    BeforeAll { Start-TestSession }

    It 'lists available updates with both versions and their requirements' {
        $update = Get-BcAppUpdate Production 'Fabrikam Rentals'
        $update | Should -BeOfType ([BcAdmin.BcAppUpdate])
        $update.CurrentVersion | Should -Be ([version] '3.0.0.0')
        $update.TargetVersion | Should -Be ([version] '3.1.0.0')
        $update.Requirements.Name | Should -Be 'Fabrikam Base'
        $update.Requirements.Type | Should -Be 'update'
    }

    It 'accepts environments and apps from the pipeline' {
        (Get-BcEnvironment | Get-BcAppUpdate -Name 'Fabrikam Base').EnvironmentName | Should -Be @('Production', 'Sandbox')
        (Get-BcApp Production 'Adatum*' | Get-BcAppUpdate).Name | Should -Be 'Adatum Payroll'
    }

    It 'returns nothing if no update is available' {
        Get-BcAppUpdate Production 'Contoso Customizations' | Should -BeNullOrEmpty
    }

    It 'fails for an environment that does not exist' {
        (Get-OneError { Get-BcAppUpdate Nope }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
    }

    It 'rejects an invalid ID' {
        (Get-OneError { Get-BcAppUpdate Production -AppId rentals }).FullyQualifiedErrorId | Should -BeLike 'AppNotFound,*'
    }
}
