BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcApplicationFamily' {
    BeforeAll { Start-TestSession }

    It 'returns a row for each family, country, and ring' {
        $rows = Get-BcApplicationFamily
        $rows | Should -BeOfType ([BcAdmin.BcApplicationFamily])
        $rows.Where({ $_.CountryCode -eq 'DK' -and $_.RingName -eq 'PROD' }).IsProductionRing | Should -BeTrue
    }

    It 'filters by family and country' {
        (Get-BcApplicationFamily 'Business*' dk).CountryCode | Sort-Object -Unique | Should -Be 'DK'
        Get-BcApplicationFamily 'nothing*' | Should -BeNullOrEmpty
        Get-BcApplicationFamily -Country ZZ | Should -BeNullOrEmpty
    }

    It 'reports the existing families if one does not exist' {
        $result = Invoke-Captured { Get-BcApplicationFamily Nope, BusinessCentral }
        $result.Output | Should -Not -BeNullOrEmpty
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'ApplicationFamilyNotFound,*'
        $result.Errors.CategoryInfo.Category | Should -Be ObjectNotFound
        $result.Errors.ErrorDetails.RecommendedAction | Should -BeLike '*BusinessCentral*'
    }

    It 'passes families to Get-BcApplicationVersion' {
        (Get-BcApplicationFamily -Country DK | Get-BcApplicationVersion).Count | Should -BeGreaterThan 0
    }

    It 'reads one country without a list' {
        Send-Control settings @{ singleCountryRings = $true }
        Get-BcApplicationFamily | Should -Not -BeNullOrEmpty
    }

    It 'reports errors of the service' {
        $null = Add-BcSimulatorFault -Operation listApplications -StatusCode 403 -Count 1
        (Get-OneError { Get-BcApplicationFamily }).CategoryInfo.Category | Should -Be 'PermissionDenied'
    }

    It 'rejects invalid input' {
        'BusinessCentral' | Get-BcApplicationFamily | Should -Not -BeNullOrEmpty
        (Get-OneError { Get-Item $PSScriptRoot | Get-BcApplicationFamily }).FullyQualifiedErrorId | Should -Match '^Input'
    }
}
