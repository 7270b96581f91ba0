BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcCompany' {
    BeforeAll { Start-TestSession }

    It 'lists companies with both names and the details of the second list' {
        $companies = Get-BcCompany Production
        $companies.Count | Should -Be 3
        $companies[0] | Should -BeOfType ([BcAdmin.BcCompany])
        ($companies | Where-Object IsEvaluation).Name | Should -Be 'CRONUS DK'
        $companies[0].EnvironmentName | Should -Be 'Production'
    }

    It 'filters by name and display name, with wildcards' {
        (Get-BcCompany Production 'Contoso*').Count | Should -Be 2
        (Get-BcCompany Production 'Contoso Sweden AB').Name | Should -Be 'Contoso Sweden'
        Get-BcCompany Production 'x*' | Should -BeNullOrEmpty
    }

    It 'reads by ID, and binds from the pipeline' {
        $company = Get-BcCompany Production 'Contoso Denmark'
        (Get-BcCompany Production -CompanyId $company.CompanyId).Name | Should -Be 'Contoso Denmark'
        ($company | Get-BcCompany).Name | Should -Be 'Contoso Denmark'
        (Get-BcEnvironment | Get-BcCompany).Count | Should -Be 4
    }

    It 'fails for an exact name and an ID that do not exist' {
        (Get-OneError { Get-BcCompany Production Nope }).FullyQualifiedErrorId | Should -BeLike 'CompanyNotFound,*'
        (Get-OneError { Get-BcCompany Production -CompanyId ([guid]::NewGuid()) }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
        (Get-OneError { Get-BcCompany Nope }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'lists companies for a caller who has no access to the second list' {
        $null = Add-BcSimulatorFault 403 -Operation listAutomationCompanies
        $companies = Get-BcCompany Production
        $companies.Count | Should -Be 3
        $companies[0].IsEvaluation | Should -BeNullOrEmpty
    }

    It 'warns an app that has access to no company' {
        Start-TestSession -As App
        Send-Control apps @{ clientId = "$((Get-BcConnection -Current).ClientId)"; name = 'Blind'; companiesVisible = $false }
        $result = Invoke-Captured { Get-BcCompany Production }
        $result.Output | Should -BeNullOrEmpty
        $result.Warnings | Should -BeLike '*permission sets*'
    }

    It 'stops reading when the pipeline needs no more objects' {
        Start-TestSession
        foreach ($number in 1..5) { $null = New-BcCompany Sandbox "Company $number" }
        (Get-BcCompany Sandbox | Select-Object -First 1).Name | Should -Not -BeNullOrEmpty
    }
}
