BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcAccessControl' {
    BeforeAll { Start-TestSession Preview -Setting @{ displayLanguage = 'da-DK' } }

    It 'lists assignments of users and groups, in English' {
        $rows = Get-BcAccessControl Preview
        $rows[0] | Should -BeOfType ([BcAdmin.BcAccessControl])
        $rows.UserName | Should -Contain 'WAREHOUSE'
        $rows[0].UserLicenseType | Should -Be 'Full User'
        (Get-BcAccessControl Preview -AccessControlId $rows[1].AccessControlId).RoleId | Should -Be $rows[1].RoleId
        (Get-BcAccessControl Preview -SecurityGroup WAREHOUSE).RoleId | Should -Be @('D365 ITEM, EDIT', 'LOCAL')
    }

    It 'filters users and sets in the service, and patterns in the module' {
        Clear-Request
        (Get-BcAccessControl Preview ACCOUNTANT.01, BUYER.02 'd365 basic').UserName | Should -Be 'BUYER.02'
        [uri]::UnescapeDataString((Get-Request listAccessControls).Path) | Should -BeLike "*userSecurityId eq * or userSecurityId eq *and*roleId eq 'D365 BASIC'*"
        (Get-BcAccessControl Preview -PermissionSet '*BUS FULL*').UserName | Should -Be 'ACCOUNTANT.01'
        @(Get-BcUser Preview BUYER* | Get-BcAccessControl).Count | Should -Be 2
    }

    It 'returns objects that Remove-BcUserPermission accepts' {
        Get-BcAccessControl Preview BUYER.02 'D365 BASIC' | Remove-BcUserPermission
        Get-BcUserPermission Preview BUYER.02 -PermissionSet 'D365 BASIC' | Should -BeNullOrEmpty
    }

    It 'reports what an older version does not support, and names the alternative' {
        $failure = Get-OneError { Get-BcAccessControl Production }
        $failure.FullyQualifiedErrorId | Should -BeLike 'EndpointNotAvailable,*'
        $failure.CategoryInfo.Category | Should -Be 'NotImplemented'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Get-BcUserPermission*'
    }

    It 'fails for a user and a group that do not exist' {
        (Get-OneError { Get-BcAccessControl Preview nobody }).FullyQualifiedErrorId | Should -BeLike 'UserNotFound,*'
        (Get-OneError { Get-BcAccessControl Preview -SecurityGroup NOPE }).FullyQualifiedErrorId | Should -BeLike 'SecurityGroupNotFound,*'
        (Get-OneError { Get-BcAccessControl Preview -AccessControlId ([guid]::NewGuid()) }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }
}
