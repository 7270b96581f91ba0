BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Set-BcEnvironmentPartnerAccess' {
    BeforeEach { Start-TestSession }

    BeforeAll { $partner = '00000000-0000-0000-0000-0000000000a2' }

    It 'removes the access of partners' {
        (Set-BcEnvironmentPartnerAccess Sandbox disabled -Force -PassThru).Access | Should -Be 'Disabled'
    }

    It 'grants access to selected partners, and copies the setting to another environment' {
        $access = Set-BcEnvironmentPartnerAccess Sandbox AllowSelectedPartnerTenants $partner -Force -PassThru
        $access.PartnerTenantId | Should -Be ([guid] $partner)
        $access | Set-BcEnvironmentPartnerAccess -Environment Production -Force
        (Get-BcEnvironmentPartnerAccess Production).PartnerTenantId | Should -Be ([guid] $partner)
    }

    It 'grants access to all partners from the pipeline, if no partner is selected' {
        Set-BcEnvironmentPartnerAccess Sandbox Disabled -Force
        Get-BcEnvironmentPartnerAccess Production | Set-BcEnvironmentPartnerAccess -Environment Sandbox -Force
        (Get-BcEnvironmentPartnerAccess Sandbox).Access | Should -Be 'AllowAllPartnerTenants'
    }

    It 'sends nothing without changes' {
        $result = Invoke-Captured { Set-BcEnvironmentPartnerAccess Production AllowAllPartnerTenants -Verbose }
        $result.Verbose -join ' ' | Should -BeLike '*already*'
        Get-Request setPartnerAccess | Should -BeNullOrEmpty
    }

    It 'rejects partners without the selection, and the selection without partners' {
        (Get-OneError { Set-BcEnvironmentPartnerAccess Sandbox AllowSelectedPartnerTenants -Force }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        (Get-OneError { Set-BcEnvironmentPartnerAccess Sandbox Disabled $partner -Force }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        $many = 1..11 | ForEach-Object { [guid]::NewGuid() }
        (Get-OneError { Set-BcEnvironmentPartnerAccess Sandbox AllowSelectedPartnerTenants $many -Force }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }

    It 'rejects apps before the call' {
        Start-TestSession -As App
        (Get-OneError { Set-BcEnvironmentPartnerAccess Sandbox Disabled -Force }).FullyQualifiedErrorId | Should -BeLike 'UserRequired,*'
        Get-Request *PartnerAccess | Should -BeNullOrEmpty
    }

    It 'fails for an environment that does not exist' {
        (Get-OneError { Set-BcEnvironmentPartnerAccess Nope Disabled -Force }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
    }

    It 'sends no write with -WhatIf' {
        Set-BcEnvironmentPartnerAccess Sandbox Disabled -WhatIf
        Get-Request setPartnerAccess | Should -BeNullOrEmpty
    }
}
