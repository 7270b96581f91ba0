BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcApplicationFamily' {
    BeforeAll { Start-TestSession }

    It 'gives a row a family, country and ring' {
        $rows = Get-BcApplicationFamily
        $rows | Should -BeOfType ([BcAdmin.BcApplicationFamily])
        $rows.Where({ $_.CountryCode -eq 'DK' -and $_.RingName -eq 'PROD' }).IsProductionRing | Should -BeTrue
    }

    It 'filters by family and country' {
        (Get-BcApplicationFamily 'Business*' dk).CountryCode | Sort-Object -Unique | Should -Be 'DK'
        Get-BcApplicationFamily 'nothing*' | Should -BeNullOrEmpty
        Get-BcApplicationFamily -Country ZZ | Should -BeNullOrEmpty
    }

    It 'says which families there are when one is not' {
        $result = Invoke-Captured { Get-BcApplicationFamily Nope, BusinessCentral }
        $result.Output | Should -Not -BeNullOrEmpty
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'ApplicationFamilyNotFound,*'
        $result.Errors.CategoryInfo.Category | Should -Be ObjectNotFound
        $result.Errors.ErrorDetails.RecommendedAction | Should -BeLike '*BusinessCentral*'
    }

    It 'leads to the versions' {
        (Get-BcApplicationFamily -Country DK | Get-BcApplicationVersion).Count | Should -BeGreaterThan 0
    }

    It 'reads one country without a list' {
        Send-Control settings @{ singleCountryRings = $true }
        Get-BcApplicationFamily | Should -Not -BeNullOrEmpty
    }

    It 'tells what the service says' {
        $null = Add-BcSimulatorFault -Operation listApplications -StatusCode 403 -Count 1
        (Get-OneError { Get-BcApplicationFamily }).CategoryInfo.Category | Should -Be 'PermissionDenied'
    }

    It 'refuses input that it does not take' {
        'BusinessCentral' | Get-BcApplicationFamily | Should -Not -BeNullOrEmpty
        (Get-OneError { Get-Item $PSScriptRoot | Get-BcApplicationFamily }).FullyQualifiedErrorId | Should -Match '^Input'
    }
}
