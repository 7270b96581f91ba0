BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Find-BcApp' {
    BeforeAll { Start-TestSession }

    It 'returns one object for each app of all environments' {
        $found = Find-BcApp fabrikam
        $found.Name | Should -Be @('Fabrikam Base', 'Fabrikam Rentals', 'Fabrikam Reports')
        $found[0].InstalledIn | Should -Be @('Production', 'Sandbox')
        $found[0].AppId | Should -Be (Get-BcApp Production 'Fabrikam Base').AppId
        (Find-BcApp '*Payroll', 'Adatum Payroll').Name | Should -Be 'Adatum Payroll'
        ('payroll', 'reports' | Find-BcApp).Name | Should -Be @('Adatum Payroll', 'Fabrikam Reports')
        (Find-BcApp).Count | Should -BeGreaterThan 9
        Find-BcApp 'nothing*' | Should -BeNullOrEmpty
    }

    It 'reports where the ID of another Marketplace app comes from' {
        $failure = Get-OneError { Find-BcApp 'Sales Forcast' }
        $failure.FullyQualifiedErrorId | Should -BeLike 'AppNotFound,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*do not list the apps of AppSource*PAPPID*'
        (Get-OneError { Find-BcApp 63ca2fa4-4f03-4f2b-a480-172fef340d3e }).FullyQualifiedErrorId | Should -BeLike 'AppNotFound,*'
        (Find-BcApp 'https://appsource.microsoft.com/product/dynamics-365-business-central/PUBID.x%7CAID.y%7CPAPPID.63CA2FA4-4f03-4f2b-a480-172fef340d3e').AppId |
            Should -Be '63ca2fa4-4f03-4f2b-a480-172fef340d3e'
    }

    It 'can be piped to Install-BcApp, which requires the name of the environment' {
        $null = Find-BcApp 'Adatum Payroll' | Install-BcApp Sandbox -AcceptIsvEula -Wait
        (Find-BcApp 'Adatum Payroll').InstalledIn | Should -Be @('Production', 'Sandbox')
    }
}
