BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'New-BcConfigurationPackage' {
    BeforeEach { Start-TestSession }

    It 'creates an empty package with its settings' {
        $package = New-BcConfigurationPackage Production 'Contoso Sweden' base -PackageName Setup -LanguageId 1053 -ProductVersion 28.0 -ProcessingOrder 3 -ExcludeConfigurationTable $true
        $package.Code | Should -Be 'BASE'
        $package.PackageName | Should -Be 'Setup'
        $package.LanguageId | Should -Be 1053
        $package.ProductVersion | Should -Be '28.0'
        $package.ProcessingOrder | Should -Be 3
        $package.ExcludeConfigurationTables | Should -BeTrue
        $package.NumberOfRecords | Should -Be 0
    }

    It 'creates one in each company of the pipeline' {
        $packages = Get-BcCompany Production 'Contoso*' | New-BcConfigurationPackage -Code BASE
        $packages.CompanyName | Should -Be @('Contoso Denmark', 'Contoso Sweden')
        $packages.PackageName | Select-Object -Unique | Should -Be 'BASE'
    }

    It 'does not create a second one' {
        $null = New-BcConfigurationPackage Production 'Contoso Sweden' BASE
        (Get-OneError { New-BcConfigurationPackage Production 'Contoso Sweden' base }).FullyQualifiedErrorId | Should -BeLike 'ResourceExists,*'
        $null = Add-BcSimulatorFault 400 -ErrorCode Internal_EntityWithSameKeyExists -Operation createConfigurationPackage
        (Get-OneError { New-BcConfigurationPackage Production 'Contoso Sweden' OTHER }).FullyQualifiedErrorId | Should -BeLike 'ResourceExists,*'
    }

    It 'reads the state after a lost response' {
        Send-Control faults @{ kind = 'dropAfter'; operation = 'createConfigurationPackage' }
        (New-BcConfigurationPackage Production 'Contoso Sweden' BASE).Code | Should -Be 'BASE'
        Get-Request createConfigurationPackage | Should -HaveCount 1
    }

    It 'rejects a code that is too long, and an unknown company' {
        { New-BcConfigurationPackage Production 'Contoso Sweden' ('X' * 21) } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        (Get-OneError { New-BcConfigurationPackage Production Nowhere BASE }).FullyQualifiedErrorId | Should -BeLike 'CompanyNotFound,*'
        Get-Request createConfigurationPackage | Should -BeNullOrEmpty
    }

    It 'creates nothing with -WhatIf' {
        New-BcConfigurationPackage Production 'Contoso Sweden' BASE -WhatIf | Should -BeNullOrEmpty
        Get-Request createConfigurationPackage | Should -BeNullOrEmpty
    }
}
