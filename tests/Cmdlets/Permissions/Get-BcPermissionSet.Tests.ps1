BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcPermissionSet' {
    BeforeAll { Start-TestSession }

    It 'lists sets, and finds them by ID and display name' {
        $sets = Get-BcPermissionSet Production
        $sets.RoleId | Should -Contain 'SUPER'
        $sets[0] | Should -BeOfType ([BcAdmin.BcPermissionSet])
        (Get-BcPermissionSet Production '*SALES DOC*').Count | Should -Be 2
        (Get-BcPermissionSet Production TRAVEL).Scope | Sort-Object | Should -Be @('System', 'Tenant')
        (Get-BcEnvironment Sandbox | Get-BcPermissionSet -Name 'D365 BASIC').EnvironmentName | Should -Be 'Sandbox'
    }

    It 'lists all sets with -Detailed, from version 29 on' {
        Start-TestSession Preview
        $sets = Get-BcPermissionSet Preview -Detailed
        $sets.Count | Should -Be (Get-BcPermissionSet Preview).Count
        $sets[0].SystemId | Should -Not -BeNullOrEmpty
        ($sets | Where-Object RoleId -eq LOCAL).DisplayName | Should -Be 'Country/region-specific func.'
        (Get-OneError { Get-BcPermissionSet Production -Detailed }).FullyQualifiedErrorId | Should -BeLike 'EndpointNotAvailable,*'
        Start-TestSession
    }

    It 'fails for a set, an environment and a company that do not exist' {
        (Get-OneError { Get-BcPermissionSet Production NOPE }).FullyQualifiedErrorId | Should -BeLike 'PermissionSetNotFound,*'
        (Get-OneError { Get-BcPermissionSet Nope }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
        (Get-OneError { Get-BcPermissionSet Production -Company Nope }).FullyQualifiedErrorId | Should -BeLike 'CompanyNotFound,*'
    }
}
