BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Set-BcEnvironmentPartnerAccess' {
    BeforeEach { Start-TestSession }

    BeforeAll { $partner = '00000000-0000-0000-0000-0000000000a2' }

    It 'shuts partners out' {
        (Set-BcEnvironmentPartnerAccess Sandbox disabled -Force -PassThru).Access | Should -Be 'Disabled'
    }

    It 'lets selected partners in, and copies that to another environment' {
        $access = Set-BcEnvironmentPartnerAccess Sandbox AllowSelectedPartnerTenants $partner -Force -PassThru
        $access.PartnerTenantId | Should -Be ([guid] $partner)
        $access | Set-BcEnvironmentPartnerAccess -Environment Production -Force
        (Get-BcEnvironmentPartnerAccess Production).PartnerTenantId | Should -Be ([guid] $partner)
    }

    It 'opens to all from the pipeline, where no partner is selected' {
        Set-BcEnvironmentPartnerAccess Sandbox Disabled -Force
        Get-BcEnvironmentPartnerAccess Production | Set-BcEnvironmentPartnerAccess -Environment Sandbox -Force
        (Get-BcEnvironmentPartnerAccess Sandbox).Access | Should -Be 'AllowAllPartnerTenants'
    }

    It 'sends nothing when nothing has to be changed' {
        $result = Invoke-Captured { Set-BcEnvironmentPartnerAccess Production AllowAllPartnerTenants -Verbose }
        $result.Verbose -join ' ' | Should -BeLike '*already*'
        Get-Request setPartnerAccess | Should -BeNullOrEmpty
    }

    It 'refuses partners without the selection, and the selection without partners' {
        (Get-OneError { Set-BcEnvironmentPartnerAccess Sandbox AllowSelectedPartnerTenants -Force }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        (Get-OneError { Set-BcEnvironmentPartnerAccess Sandbox Disabled $partner -Force }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        $many = 1..11 | ForEach-Object { [guid]::NewGuid() }
        (Get-OneError { Set-BcEnvironmentPartnerAccess Sandbox AllowSelectedPartnerTenants $many -Force }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }

    It 'refuses apps before the call' {
        Start-TestSession -As App
        (Get-OneError { Set-BcEnvironmentPartnerAccess Sandbox Disabled -Force }).FullyQualifiedErrorId | Should -BeLike 'UserRequired,*'
        Get-Request *PartnerAccess | Should -BeNullOrEmpty
    }

    It 'fails for a missing environment' {
        (Get-OneError { Set-BcEnvironmentPartnerAccess Nope Disabled -Force }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
    }

    It 'sends no write with -WhatIf' {
        Set-BcEnvironmentPartnerAccess Sandbox Disabled -WhatIf
        Get-Request setPartnerAccess | Should -BeNullOrEmpty
    }
}
