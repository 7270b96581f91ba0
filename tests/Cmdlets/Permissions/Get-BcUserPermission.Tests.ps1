BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcUserPermission' {
    BeforeEach { Start-TestSession }

    It 'lists those of all users in one call, with their names' {
        $all = Get-BcUserPermission Production
        $all.Count | Should -BeGreaterThan 60
        $all[0] | Should -BeOfType ([BcAdmin.BcUserPermission])
        $all | Where-Object { -not $_.UserName } | Should -BeNullOrEmpty
        Get-Request listUserPermissions, listCompanyUserPermissions | Should -HaveCount 1
        (Get-BcUserPermission Production -PermissionSet SUPER).RoleId | Sort-Object -Unique | Should -Be 'SUPER'
    }

    It 'reads user by user where the list of all is refused' {
        $count = @(Get-BcUserPermission Production).Count
        $null = Add-BcSimulatorFault 400 -ErrorCode Application_DialogException -Operation listCompanyUserPermissions
        @(Get-BcUserPermission Production).Count | Should -Be $count
    }

    It 'lists those of one user, by name and from the pipeline, and reads one by its id' {
        $user = Get-BcUser Production SELLER* | Select-Object -First 1
        $permissions = Get-BcUserPermission Production $user.UserName
        $permissions.RoleId | Should -Contain 'D365 BASIC'
        @($user | Get-BcUserPermission).Count | Should -Be @($permissions).Count
        ($permissions[0] | Get-BcUserPermission).UserPermissionId | Should -Be $permissions[0].UserPermissionId
    }

    It 'fails for nobody, and for an assignment that is gone' {
        (Get-OneError { Get-BcUserPermission Production nobody }).FullyQualifiedErrorId | Should -BeLike 'UserNotFound,*'
        $user = (Get-BcUser Production)[0]
        (Get-OneError { Get-BcUserPermission Production $user.UserName -UserPermissionId ([guid]::NewGuid()) }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
        (Get-OneError { Get-BcUserPermission Production $user.UserName -UserPermissionId 7 }).FullyQualifiedErrorId | Should -BeLike 'CannotConvertArgument*'
    }
}
