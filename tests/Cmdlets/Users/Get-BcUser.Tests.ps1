BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcUser' {
    BeforeAll { Start-TestSession }

    It 'lists users, by pattern for names and addresses, and by state' {
        $users = Get-BcUser Production
        $users.Count | Should -Be 40
        $users[0] | Should -BeOfType ([BcAdmin.BcUser])
        $users[0].ExpiryDate | Should -BeNullOrEmpty
        (Get-BcUser Production 'SELLER*').Count | Should -BeGreaterThan 1
        (Get-BcUser Production $users[3].ContactEmail).UserName | Should -Be $users[3].UserName
        (Get-BcUser Production -State Disabled).Count | Should -Be 4
    }

    It 'reads by ID and accepts companies, each environment once' {
        $user = (Get-BcUser Production)[5]
        (Get-BcUser Production -UserSecurityId $user.UserSecurityId).UserName | Should -Be $user.UserName
        Clear-Request
        (Get-BcEnvironment Production | Get-BcCompany | Get-BcUser).Count | Should -Be 40
        Get-Request listUsers | Should -HaveCount 1
    }

    It 'selects a company itself, once' {
        Connect-BcTenant -Simulator -Name fresh
        Clear-Request
        $null = Get-BcUser Sandbox
        $null = Get-BcUser Sandbox
        Get-Request listCompanies | Should -HaveCount 1
    }

    It 'writes the first user before the second page is requested' {
        Send-Control settings @{ maxPageSize = 10 }
        Clear-Request
        (Get-BcUser Production | Select-Object -First 3).Count | Should -Be 3
        Get-Request listUsers | Should -HaveCount 1
        (Get-BcUser Production).Count | Should -Be 40
        Get-Request listUsers | Should -HaveCount 5
        Send-Control settings @{ maxPageSize = 20000 }
    }

    It 'filters in the service by state and -Filter' {
        Clear-Request
        (Get-BcUser Production -State disabled -Filter "startswith(userName,'BUYER')").UserName | Should -Be 'BUYER.10'
        (Get-OneError { Get-BcUser Production -Filter 'nosuch eq 1' }).ErrorDetails.RecommendedAction |
            Should -BeExactly 'Check -Filter. The API has the properties userSecurityId, userName, displayName, state, expiryDate, contactEmail.'
        [uri]::UnescapeDataString((Get-Request listUsers).Path) | Should -BeLike "*state eq 'Disabled'*and*startswith(userName,'BUYER')*"
        Get-BcUser Production BUYER.10 -State Enabled | Should -BeNullOrEmpty
    }

    It 'adds the properties of version 29, and reports that older versions do not have them' {
        Start-TestSession Preview
        $user = (Get-BcUser Preview -Detailed)[0]
        $user.LicenseType | Should -Be 'Full User'
        $user.AuthenticationEmail | Should -Be $user.ContactEmail
        (Get-BcUser Preview -UserSecurityId $user.UserSecurityId -Detailed).SystemId | Should -Be $user.SystemId
        Clear-Request
        ($user | Get-BcUser -Detailed).LicenseType | Should -Be 'Full User'
        (Get-Request *UsersPermission*).Operation | Should -Be 'getUsersPermission'
        (Get-OneError { Get-BcUser Production -Detailed }).FullyQualifiedErrorId | Should -BeLike 'EndpointNotAvailable,*'
        Start-TestSession
    }

    It 'fails for a user and a company that do not exist' {
        (Get-OneError { Get-BcUser Production nobody }).FullyQualifiedErrorId | Should -BeLike 'UserNotFound,*'
        (Get-OneError { Get-BcUser Production -UserSecurityId ([guid]::NewGuid()) }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
        (Get-OneError { Get-BcUser Production -Company Nope }).FullyQualifiedErrorId | Should -BeLike 'CompanyNotFound,*'
        (Get-OneError { Get-BcUser Production -State Gone }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }
}
