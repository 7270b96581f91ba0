BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Set-BcCompany' {
    BeforeEach { Start-TestSession }

    It 'changes the display name, by name, by ID, and from the pipeline' {
        Set-BcCompany Production 'Contoso Sweden' -DisplayName 'Renamed' | Should -BeNullOrEmpty
        (Get-BcCompany Production 'Contoso Sweden').DisplayName | Should -Be 'Renamed'
        $company = Get-BcCompany Production 'Contoso Sweden'
        ($changed = Set-BcCompany Production $company.CompanyId -DisplayName 'By id' -PassThru).DisplayName | Should -Be 'By id'
        ($changed | Set-BcCompany -DisplayName 'By pipeline' -PassThru).Name | Should -Be 'Contoso Sweden'
    }

    It 'fails for a missing company' {
        $failure = Get-OneError { Set-BcCompany Production Nope -DisplayName x }
        $failure.FullyQualifiedErrorId | Should -BeLike 'CompanyNotFound,*'
        $failure.TargetObject | Should -Be 'Nope'
    }

    It 'does not overwrite changes of another user' {
        $null = Add-BcSimulatorFault 409 -ErrorCode Request_EntityChanged -Operation updateAutomationCompany
        (Get-OneError { Set-BcCompany Production 'Contoso Sweden' -DisplayName x }).FullyQualifiedErrorId | Should -BeLike 'Request_EntityChanged,*'
    }

    It 'rejects a call without changes, and a name that is too long' {
        (Get-OneError { Set-BcCompany Production 'Contoso Sweden' }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        (Get-OneError { Set-BcCompany Production 'Contoso Sweden' -DisplayName ('x' * 251) }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }

    It 'recognizes its own change after a lost response' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation updateAutomationCompany
        (Set-BcCompany Production 'Contoso Sweden' -DisplayName Mine -PassThru).DisplayName | Should -Be 'Mine'
        (Get-Request updateAutomationCompany).Status | Should -Be 200
    }

    It 'sends no write with -WhatIf' {
        Set-BcCompany Production 'Contoso Sweden' -DisplayName x -WhatIf
        Get-Request updateAutomationCompany | Should -BeNullOrEmpty
    }

    It 'overwrites nothing that was changed since the object was read, unless -Force is specified' {
        $company = (Get-BcCompany Production)[0]
        Set-BcCompany Production $company.Name -DisplayName 'Somebody else was here'
        $failure = Get-OneError { $company | Set-BcCompany -DisplayName Mine }
        $failure.FullyQualifiedErrorId | Should -BeLike 'Request_EntityChanged,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-Force*'
        ($company | Set-BcCompany -DisplayName Mine -Force -PassThru).DisplayName | Should -Be 'Mine'
    }
}
