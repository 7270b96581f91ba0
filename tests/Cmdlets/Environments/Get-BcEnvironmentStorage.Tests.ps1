BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcEnvironmentStorage' {
    BeforeEach { Start-TestSession }

    It 'reads all environments in one call' {
        $storage = Get-BcEnvironmentStorage
        $storage.EnvironmentName | Should -Be @('Production', 'Sandbox')
        $storage[0].DatabaseSizeKB | Should -BeGreaterOrEqual 41943040
        $storage[0].EnvironmentType | Should -Be 'Production'
        Get-Request | Should -HaveCount 1
    }

    It 'reads single ones, also from the pipeline' {
        (Get-BcEnvironmentStorage sandbox).EnvironmentName | Should -Be 'Sandbox'
        (Get-BcEnvironment -Type Sandbox | Get-BcEnvironmentStorage).EnvironmentName | Should -Be 'Sandbox'
        Get-Request getEnvironmentUsedStorage | Should -HaveCount 2
    }

    It 'returns no size if the service could not determine it' {
        Send-Control settings @{ unknownStorage = $true }
        (Get-BcEnvironmentStorage).DatabaseSizeKB | Should -Be @($null, $null)
        (Get-BcEnvironmentStorage Production).DatabaseSizeKB | Should -BeNullOrEmpty
    }

    It 'shows one family only if it is specified' {
        Get-BcEnvironmentStorage -ApplicationFamily Other | Should -BeNullOrEmpty
        Get-BcEnvironmentStorage -ApplicationFamily businesscentral | Should -HaveCount 2
    }

    It 'fails for an environment that does not exist, and for a blank name' {
        (Get-OneError { Get-BcEnvironmentStorage Nope }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        (Get-OneError { Get-BcEnvironmentStorage ' ' }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }
}
