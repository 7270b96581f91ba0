BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcUserPermission' {
    BeforeEach { Start-TestSession }

    It 'lists the assignments of all users in one call, with their names' {
        $all = Get-BcUserPermission Production
        $all.Count | Should -BeGreaterThan 60
        $all[0] | Should -BeOfType ([BcAdmin.BcUserPermission])
        $all | Where-Object { -not $_.UserName } | Should -BeNullOrEmpty
        Get-Request listUserPermissions, listCompanyUserPermissions | Should -HaveCount 1
        (Get-BcUserPermission Production -PermissionSet SUPER).RoleId | Sort-Object -Unique | Should -Be 'SUPER'
    }

    It 'reads user by user if the list of all is rejected' {
        $count = @(Get-BcUserPermission Production).Count
        $null = Add-BcSimulatorFault 400 -ErrorCode Application_DialogException -Operation listCompanyUserPermissions
        @(Get-BcUserPermission Production).Count | Should -Be $count
    }

    It 'lists the assignments of one user, by name and from the pipeline, and reads one by its ID' {
        $user = Get-BcUser Production SELLER* | Select-Object -First 1
        $permissions = Get-BcUserPermission Production $user.UserName
        $permissions.RoleId | Should -Contain 'D365 BASIC'
        @($user | Get-BcUserPermission).Count | Should -Be @($permissions).Count
        ($user | Get-BcUserPermission).UserName | Sort-Object -Unique | Should -Be $user.UserName
        (Get-BcUserPermission Production $user.UserSecurityId).UserName | Sort-Object -Unique | Should -Be $user.UserName
        ($permissions[0] | Get-BcUserPermission).UserPermissionId | Should -Be $permissions[0].UserPermissionId
        Clear-Request
        $null = Get-BcUser Production | Get-BcUserPermission
        Get-Request listUsers | Should -HaveCount 2
    }

    It 'accepts objects with and without a connection in one pipeline' {
        $user = Get-BcUser Production SELLER* | Select-Object -First 1
        $bare = [pscustomobject] @{ Environment = 'Production'; User = $user.UserName }
        @($user, $bare, $user | Get-BcUserPermission).Count | Should -Be (3 * @($user | Get-BcUserPermission).Count)
    }

    It 'lists assignments through groups with -Effective, from version 29 on' {
        Start-TestSession Preview
        $held = Get-BcUserPermission Preview WAREHOUSE.WORKER.04 -Effective
        $held.RoleId | Should -Be @('D365 WHSE, EDIT', 'D365 BASIC', 'D365 ITEM, EDIT', 'LOCAL')
        ($held | Where-Object SecurityGroupCode).SecurityGroupCode | Should -Be @('WAREHOUSE', 'WAREHOUSE')
        $held.UserName | Select-Object -Unique | Should -Be 'WAREHOUSE.WORKER.04'
        (Get-BcUserPermission Preview -Effective -PermissionSet 'local').UserName | Should -Be 'WAREHOUSE.WORKER.04'
        (Get-OneError { Get-BcUserPermission Production -Effective }).FullyQualifiedErrorId | Should -BeLike 'EndpointNotAvailable,*'
        (Get-OneError { Get-BcUserPermission Production ACCOUNTANT.01 -Effective }).FullyQualifiedErrorId | Should -BeLike 'EndpointNotAvailable,*'
        Start-TestSession
    }

    It 'filters sets in the service' {
        Clear-Request
        $null = Get-BcUserPermission Production SELLER.03 -PermissionSet 'd365 basic', LOCAL
        [uri]::UnescapeDataString((Get-Request listUserPermissions).Path) | Should -BeLike "*roleId eq 'D365 BASIC' or roleId eq 'LOCAL'*"
    }

    It 'fails for a user that does not exist, and for an assignment that was removed' {
        (Get-OneError { Get-BcUserPermission Production nobody }).FullyQualifiedErrorId | Should -BeLike 'UserNotFound,*'
        $user = (Get-BcUser Production)[0]
        (Get-OneError { Get-BcUserPermission Production $user.UserName -UserPermissionId ([guid]::NewGuid()) }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
        (Get-OneError { Get-BcUserPermission Production $user.UserName -UserPermissionId 7 }).FullyQualifiedErrorId | Should -BeLike 'CannotConvertArgument*'
    }
}
