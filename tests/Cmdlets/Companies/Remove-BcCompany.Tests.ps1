BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Remove-BcCompany' {
    BeforeEach { Start-TestSession }

    It 'deletes companies by name and from the pipeline, including the first one' {
        Remove-BcCompany Production 'Contoso Denmark' -Force | Should -BeNullOrEmpty
        Get-BcCompany Production | Where-Object IsEvaluation | Remove-BcCompany -Force
        (Get-BcCompany Production).Name | Should -Be 'Contoso Sweden'
    }

    It 'fails for a company that does not exist, and for the last one' {
        (Get-OneError { Remove-BcCompany Production Nope -Force }).FullyQualifiedErrorId | Should -BeLike 'CompanyNotFound,*'
        (Get-OneError { Remove-BcCompany Sandbox 'CRONUS DK' -Force }).FullyQualifiedErrorId | Should -BeLike 'LastCompany,*'
    }

    It 'reads the list when the response is lost, and deletes once' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation deleteAutomationCompany
        Remove-BcCompany Production 'Contoso Sweden' -Force
        Get-Request deleteAutomationCompany | Should -HaveCount 1
        @(Get-BcCompany Production).Count | Should -Be 2
    }

    It 'reports that the company was not deleted' {
        Send-Control faults @{ kind = 'status'; statusCode = 500; operation = 'deleteAutomationCompany' }
        (Get-OneError { Remove-BcCompany Production 'Contoso Sweden' -Force }).FullyQualifiedErrorId | Should -BeLike 'Internal_ServerError,*'
        @(Get-BcCompany Production).Count | Should -Be 3
    }

    It 'reports the lost response when the list cannot be read either' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation deleteAutomationCompany
        $null = Add-BcSimulatorFault 403 -Operation listAutomationCompanies -Count 9
        (Get-OneError { Remove-BcCompany Production 'Contoso Sweden' -Force }).FullyQualifiedErrorId | Should -BeLike 'ConnectionLost,*'
    }

    It 'rejects a company without a name' {
        (Get-OneError { Remove-BcCompany Production '' -Force }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError*'
    }

    It 'sends no write with -WhatIf' {
        Remove-BcCompany Production 'Contoso Sweden' -Force -WhatIf
        Get-Request deleteAutomationCompany | Should -BeNullOrEmpty
    }
}
