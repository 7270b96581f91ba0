BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcSecurityGroupMember' {
    BeforeAll { Start-TestSession Preview }

    It 'lists all members, those of a group, and the groups of a user' {
        (Get-BcSecurityGroupMember Production).Count | Should -Be 10
        $members = Get-BcSecurityGroupMember Production WAREHOUSE
        $members.Count | Should -Be 5
        $members[0] | Should -BeOfType ([BcAdmin.BcSecurityGroupMember])
        (Get-BcSecurityGroupMember Production -User $members[0].UserName).SecurityGroupCode | Should -Be 'WAREHOUSE'
        (Get-BcSecurityGroup Production FINANCE | Get-BcSecurityGroupMember).Count | Should -Be 5
        (Get-BcUser Production WAREHOUSE* | Get-BcSecurityGroupMember).Count | Should -Be 5
    }

    It 'has names on every version' {
        (Get-BcSecurityGroupMember Production WAREHOUSE).UserName -like 'WAREHOUSE*' | Should -HaveCount 5
        Clear-Request
        (Get-BcSecurityGroupMember Preview).UserName | Should -Be 'WAREHOUSE.WORKER.04'
        Get-Request listUsers | Should -BeNullOrEmpty
    }

    It 'shows whether a user is in a group' {
        $user = (Get-BcUser Production WAREHOUSE*)[0]
        (Get-BcSecurityGroupMember Production WAREHOUSE $user.UserName).UserSecurityId | Should -Be $user.UserSecurityId
        Get-BcSecurityGroupMember Production FINANCE $user.UserName | Should -BeNullOrEmpty
        Get-Request getSecurityGroupMember | Should -HaveCount 2
    }

    It 'fails for a group and a user that do not exist, and reports errors of the service' {
        (Get-OneError { Get-BcSecurityGroupMember Production NOPE }).FullyQualifiedErrorId | Should -BeLike 'SecurityGroupNotFound,*'
        (Get-OneError { Get-BcSecurityGroupMember Production -User nobody }).FullyQualifiedErrorId | Should -BeLike 'UserNotFound,*'
        $null = Add-BcSimulatorFault 403 -ErrorCode Authorization_RequestDenied -Operation listSecurityGroupMembers
        (Get-OneError { Get-BcSecurityGroupMember Production }).FullyQualifiedErrorId | Should -BeLike 'Authorization_RequestDenied,*'
    }
}
