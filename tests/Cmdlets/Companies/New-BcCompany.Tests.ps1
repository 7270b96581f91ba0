BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'New-BcCompany' {
    It 'names the limit for a name that is too long' {
        "$(Get-OneError { New-BcCompany Production ('x' * 31) })" | Should -BeLike "*'x*' has 31 characters. The maximum is 30."
    }

    BeforeEach { Start-TestSession }

    It 'creates one, several, and one in each environment of the pipeline' {
        (New-BcCompany Sandbox Fabrikam).Name | Should -Be 'Fabrikam'
        (New-BcCompany Sandbox One, Two).Name | Should -Be @('One', 'Two')
        (Get-BcEnvironment | New-BcCompany -Name Training).EnvironmentName | Should -Be @('Production', 'Sandbox')
    }

    It 'sets a longer display name afterwards; the technical name does not change' {
        $long = 'A display name that has more than the thirty characters of a name ÆØÅ'
        $company = New-BcCompany Sandbox Fabrikam -DisplayName $long
        $company.Name | Should -Be 'Fabrikam'
        $company.DisplayName | Should -Be $long
        (Get-BcCompany Sandbox Fabrikam).DisplayName | Should -Be $long
    }

    It 'accepts names with special characters' {
        foreach ($name in "O'Neil & Søn", 'a/b', '50% "off"', '日本') {
            (New-BcCompany Sandbox $name).Name | Should -Be $name
            (Get-BcCompany Sandbox ([WildcardPattern]::Escape($name))).Name | Should -Be $name
        }
    }

    It 'fails for a name in use and continues with the next one' {
        $result = Invoke-Captured { New-BcCompany Production 'Contoso Sweden', New1 }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'ResourceExists,*'
        $result.Errors.TargetObject | Should -Be 'Contoso Sweden'
        $result.Output.Name | Should -Be 'New1'
    }

    It 'reports errors of the service' {
        $null = Add-BcSimulatorFault 400 -ErrorCode Application_DialogException -Message 'Not today.' -Operation createAutomationCompany
        $failure = Get-OneError { New-BcCompany Sandbox Fabrikam }
        $failure.FullyQualifiedErrorId | Should -BeLike 'Application_DialogException,*'
        "$failure" | Should -BeLike '*Not today.*'
    }

    It 'rejects names that are too long, blank, or one display name for two' {
        (Get-OneError { New-BcCompany Sandbox ('x' * 31) }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
        (Get-OneError { New-BcCompany Sandbox '' }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError*'
        (Get-OneError { New-BcCompany Sandbox A, B -DisplayName C }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }

    It 'sends no write with -WhatIf' {
        New-BcCompany Sandbox Fabrikam -WhatIf | Should -BeNullOrEmpty
        Get-Request createAutomationCompany | Should -BeNullOrEmpty
    }

    It 'creates one company even if responses are lost' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation createAutomationCompany
        (New-BcCompany Production Once).Name | Should -Be Once
        Get-Request createAutomationCompany | Should -HaveCount 1
        Send-Control faults @{ kind = 'dropBefore'; operation = 'createAutomationCompany'; count = 1 }
        (New-BcCompany Production Again).Name | Should -Be Again
        @(Get-BcCompany Production | Where-Object Name -In Once, Again) | Should -HaveCount 2
    }

    It 'reports the lost response when the list cannot be read either' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation createAutomationCompany
        $null = Add-BcSimulatorFault 403 -Operation listAutomationCompanies -Count 9
        $failure = Get-OneError { New-BcCompany Production Unseen }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ConnectionLost,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Check the state*'
    }
}
