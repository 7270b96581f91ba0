BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Set-BcConfigurationPackage' {
    BeforeEach {
        Start-TestSession
        $null = New-BcConfigurationPackage Production 'Contoso Sweden' BASE -PackageName Setup -ProcessingOrder 1
    }

    It 'changes only the specified values' {
        $package = Set-BcConfigurationPackage Production 'Contoso Sweden' base -ProcessingOrder 5 -PassThru
        $package.ProcessingOrder | Should -Be 5
        $package.PackageName | Should -Be 'Setup'
        $package | Set-BcConfigurationPackage -PackageName '' -ExcludeConfigurationTable $true -LanguageId 1053 -ProductVersion 29.0
        $package = Get-BcConfigurationPackage Production 'Contoso Sweden' BASE
        $package.PackageName | Should -BeNullOrEmpty
        $package.ExcludeConfigurationTables | Should -BeTrue
        $package.LanguageId | Should -Be 1053
        $package.ProductVersion | Should -Be '29.0'
    }

    It 'does not overwrite changes of another user' {
        $read = Get-BcConfigurationPackage Production 'Contoso Sweden' BASE
        Set-BcConfigurationPackage Production 'Contoso Sweden' BASE -PackageName Theirs
        $failure = Get-OneError { $read | Set-BcConfigurationPackage -ProcessingOrder 5 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'Request_EntityChanged,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-Force*'
        ($read | Set-BcConfigurationPackage -ProcessingOrder 5 -Force -PassThru).PackageName | Should -Be 'Theirs'
    }

    It 'reads the state after a lost response' {
        Send-Control faults @{ kind = 'dropAfter'; operation = 'updateConfigurationPackage' }
        (Set-BcConfigurationPackage Production 'Contoso Sweden' BASE -ProcessingOrder 5 -PassThru).ProcessingOrder | Should -Be 5
        Send-Control faults @{ kind = 'dropBefore'; operation = 'updateConfigurationPackage' }
        (Set-BcConfigurationPackage Production 'Contoso Sweden' BASE -ProcessingOrder 6 -PassThru).ProcessingOrder | Should -Be 6
        Get-Request updateConfigurationPackage | Should -HaveCount 3
    }

    It 'fails for a package that does not exist, and for a call without changes' {
        (Get-OneError { Set-BcConfigurationPackage Production 'Contoso Sweden' NOTHING -ProcessingOrder 5 }).FullyQualifiedErrorId | Should -BeLike 'ConfigurationPackageNotFound,*'
        (Get-OneError { Set-BcConfigurationPackage Production 'Contoso Sweden' BASE }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }

    It 'changes nothing with -WhatIf' {
        Set-BcConfigurationPackage Production 'Contoso Sweden' BASE -ProcessingOrder 5 -WhatIf
        Get-Request updateConfigurationPackage | Should -BeNullOrEmpty
    }
}
