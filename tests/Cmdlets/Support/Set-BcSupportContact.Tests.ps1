BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Set-BcSupportContact' {
    BeforeEach { Start-TestSession }

    It 'sets the specified values and keeps the others' {
        Set-BcSupportContact Sandbox Desk desk@partner.example https://support.partner.example | Should -BeNullOrEmpty
        $contact = Set-BcSupportContact Sandbox -Email new@partner.example -PassThru
        $contact | Should -BeOfType ([BcAdmin.BcSupportContact])
        $contact.Name | Should -Be 'Desk'
        $contact.Email | Should -Be 'new@partner.example'
        $contact.Url | Should -Be 'https://support.partner.example'
    }

    It 'clears with an empty text' {
        Set-BcSupportContact Sandbox Desk desk@partner.example
        (Set-BcSupportContact Sandbox -Name '' -PassThru).Name | Should -BeNullOrEmpty
        (Get-BcSupportContact Sandbox).Email | Should -Be 'desk@partner.example'
    }

    It 'sets it for all environments of the pipeline' {
        Get-BcEnvironment | Set-BcSupportContact -Name Desk -Email desk@partner.example
        (Get-BcEnvironment | Get-BcSupportContact).Name | Should -Be @('Desk', 'Desk')
    }

    It 'copies from one environment to another' {
        Set-BcSupportContact Production Desk desk@partner.example https://support.partner.example
        Get-BcSupportContact Production | Set-BcSupportContact -Environment Sandbox
        (Get-BcSupportContact Sandbox).Url | Should -Be 'https://support.partner.example'
    }

    It 'rejects a call without values' {
        (Get-OneError { Set-BcSupportContact Sandbox }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        Get-Request | Should -BeNullOrEmpty
    }

    It 'fails for an environment that does not exist' {
        (Get-OneError { Set-BcSupportContact Nope Desk }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
    }

    It 'sets nothing with -WhatIf' {
        Set-BcSupportContact Sandbox Desk -WhatIf
        Get-Request setSupportContact | Should -BeNullOrEmpty
    }
}
