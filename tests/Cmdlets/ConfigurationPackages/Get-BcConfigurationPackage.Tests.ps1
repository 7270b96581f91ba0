BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcConfigurationPackage' {
    BeforeEach {
        Start-TestSession
        $null = 'BASE', 'BASE-2', "O'NEIL & CO" | ForEach-Object { New-BcConfigurationPackage Production 'Contoso Sweden' $_ }
    }

    It 'lists the packages of a company' {
        $packages = Get-BcConfigurationPackage Production 'Contoso Sweden'
        $packages[0] | Should -BeOfType ([BcAdmin.BcConfigurationPackage])
        $packages.Code | Should -Be @('BASE', 'BASE-2', "O'NEIL & CO")
        $packages[0].CompanyName | Should -Be 'Contoso Sweden'
        $packages[0].ImportStatus | Should -Be 'No'
        Get-BcConfigurationPackage Production 'Contoso Denmark' | Should -BeNullOrEmpty
    }

    It 'selects by code, with special characters and in any case' {
        (Get-BcConfigurationPackage Production 'Contoso Sweden' "o'neil & co", base).Code | Should -Be @("O'NEIL & CO", 'BASE')
        (Get-BcConfigurationPackage Production 'Contoso Sweden' 'base*').Code | Should -Be @('BASE', 'BASE-2')
    }

    It 'accepts companies and packages from the pipeline' {
        (Get-BcEnvironment Production | Get-BcCompany | Get-BcConfigurationPackage).Count | Should -Be 3
        (Get-BcConfigurationPackage Production 'Contoso Sweden' BASE | Get-BcConfigurationPackage).Code | Should -Be 'BASE'
    }

    It 'fails for a code and a company that do not exist' {
        (Get-OneError { Get-BcConfigurationPackage Production 'Contoso Sweden' NOTHING }).FullyQualifiedErrorId | Should -BeLike 'ConfigurationPackageNotFound,*'
        (Get-OneError { Get-BcConfigurationPackage Production Nowhere }).FullyQualifiedErrorId | Should -BeLike 'CompanyNotFound,*'
        (Get-OneError { Get-BcConfigurationPackage Production (New-Guid) }).FullyQualifiedErrorId | Should -BeLike 'CompanyNotFound,*'
        Get-BcConfigurationPackage Production 'Contoso Sweden' 'NOTHING*' | Should -BeNullOrEmpty
    }

    It 'completes codes' {
        $line = "Get-BcConfigurationPackage Production 'Contoso Sweden' bas"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be @('BASE', 'BASE-2')
    }
}
