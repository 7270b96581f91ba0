BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Add-BcUserPermission' {
    BeforeEach {
        Start-TestSession
        $user = (Get-BcUser Production SELLER*)[0]
    }

    It 'gives sets in all companies or in some, and leaves what is there' {
        Add-BcUserPermission Production $user.UserName 'D365 READ' | Should -BeNullOrEmpty
        (Add-BcUserPermission Production $user.UserName 'D365 READ', LOCAL -Company 'Contoso Sweden AB' -PassThru).Company | Sort-Object -Unique | Should -Be 'Contoso Sweden'
        Clear-Request
        $verbose = (Invoke-Captured { Add-BcUserPermission Production $user.UserName 'd365 read', 'D365 BASIC' -Verbose }).Verbose
        $verbose -like '*already*' | Should -HaveCount 2
        Get-Request createUserPermission | Should -BeNullOrEmpty
    }

    It 'gives what another user has, and a set to everybody' {
        $other = (Get-BcUser Production AUDITOR*)[0]
        Get-BcUserPermission Production $user.UserName | Add-BcUserPermission -User $other.UserName
        $held = (Get-BcUserPermission Production $other.UserName).RoleId
        (Get-BcUserPermission Production $user.UserName).RoleId | ForEach-Object { $held | Should -Contain $_ }
        Get-BcUser Production SELLER* | Add-BcUserPermission -PermissionSet 'D365 READ'
        @(Get-BcUserPermission Production -PermissionSet 'D365 READ' | Where-Object UserName -like 'SELLER*').Count | Should -Be @(Get-BcUser Production SELLER*).Count
    }

    It 'takes a set that is defined twice when it is told which' {
        $failure = Get-OneError { Add-BcUserPermission Production $user.UserName TRAVEL }
        "$failure" | Should -BeLike '*appId*scope*'
        (Add-BcUserPermission Production $user.UserName TRAVEL -Scope Tenant -PassThru).Scope | Should -Be 'Tenant'
        Get-BcPermissionSet Production TRAVEL | Where-Object Scope -eq System | Add-BcUserPermission -User $user.UserName
        @(Get-BcUserPermission Production $user.UserName -PermissionSet TRAVEL).Count | Should -Be 2
    }

    It 'is done once when the answer is lost' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation createUserPermission
        Add-BcUserPermission Production $user.UserName 'D365 READ'
        @(Get-BcUserPermission Production $user.UserName -PermissionSet 'D365 READ').Count | Should -Be 1
    }

    It 'takes names with odd characters' {
        Add-BcUserPermission Production $user.UserName "O'NEIL & ""CO"" Æ"
        (Get-BcUserPermission Production $user.UserName -PermissionSet "O'NEIL*").RoleId | Should -Be "O'NEIL & ""CO"" Æ"
    }

    It 'fails for a set, a user and a company that are missing, one error each' {
        $result = Invoke-Captured { Add-BcUserPermission Production $user.UserName NOPE, 'D365 READ' -PassThru }
        $result.Errors.Count | Should -Be 1
        $result.Errors[0].TargetObject | Should -Be 'NOPE'
        $result.Output.RoleId | Should -Be 'D365 READ'
        (Get-OneError { Add-BcUserPermission Production nobody 'D365 READ' }).FullyQualifiedErrorId | Should -BeLike 'UserNotFound,*'
        (Get-OneError { Add-BcUserPermission Production $user.UserName 'D365 READ' -Company Nope }).FullyQualifiedErrorId | Should -BeLike 'CompanyNotFound,*'
    }

    It 'sends no write with -WhatIf' {
        Get-BcUser Production | Add-BcUserPermission -PermissionSet 'D365 READ' -WhatIf
        Get-Request createUserPermission | Should -BeNullOrEmpty
    }
}
