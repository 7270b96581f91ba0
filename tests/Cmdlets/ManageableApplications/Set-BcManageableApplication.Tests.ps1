BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Set-BcManageableApplication' {
    BeforeEach {
        Start-TestSession -As DelegatedAdmin
        $closed = Get-BcManageableApplication | Where-Object Access -eq $false | Select-Object -First 1
        Clear-Request
    }

    It 'allows a family in a country, and blocks it again' {
        $changed = Set-BcManageableApplication $closed.ApplicationFamily $closed.CountryCode $true -PassThru
        $changed | Should -BeOfType ([BcAdmin.BcManageableApplication])
        $changed.Access | Should -BeTrue
        ($changed | Set-BcManageableApplication -Access $false -PassThru).Access | Should -BeFalse
    }

    It 'writes nothing without -PassThru' {
        $closed | Set-BcManageableApplication -Access $true | Should -BeNullOrEmpty
    }

    It 'fails for a family that is in use' {
        $failure = Get-OneError { Set-BcManageableApplication BusinessCentral DK $false }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidInput,*'
        $failure.TargetObject | Should -Be 'BusinessCentral/DK'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*has an environment of that family*'
    }

    It 'rejects an invalid country' {
        (Get-OneError { Set-BcManageableApplication BusinessCentral Denmark $true }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }

    It 'rejects an app before the call' {
        Start-TestSession -As App
        (Get-OneError { Set-BcManageableApplication BusinessCentral DK $true }).FullyQualifiedErrorId | Should -BeLike 'UserRequired,*'
        Get-Request | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf' {
        $closed | Set-BcManageableApplication -Access $true -WhatIf
        Get-Request setManageableApplicationAccess | Should -BeNullOrEmpty
    }
}
