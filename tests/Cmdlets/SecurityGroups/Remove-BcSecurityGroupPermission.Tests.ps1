BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Remove-BcSecurityGroupPermission' {
    BeforeEach { Start-TestSession }

    It 'removes sets by ID and from the pipeline, and skips those that are not assigned' {
        Remove-BcSecurityGroupPermission Production WAREHOUSE LOCAL
        (Get-BcSecurityGroupPermission Production WAREHOUSE).RoleId | Should -Be 'D365 ITEM, EDIT'
        (Invoke-Captured { Remove-BcSecurityGroupPermission Production WAREHOUSE LOCAL -Verbose }).Verbose -like '*does not have the permission set*' | Should -HaveCount 1
        Get-BcSecurityGroupPermission Production | Remove-BcSecurityGroupPermission
        Get-BcSecurityGroupPermission Production | Should -BeNullOrEmpty
    }

    It 'removes the assignment of one company' {
        Add-BcSecurityGroupPermission Production WAREHOUSE LOCAL -Company 'Contoso Sweden'
        Remove-BcSecurityGroupPermission Production WAREHOUSE LOCAL -Company '*Sweden'
        (Get-BcSecurityGroupPermission Production WAREHOUSE | Where-Object RoleId -eq LOCAL).Company | Should -Be ''
    }

    It 'warns about the permission set that the group keeps in other companies' {
        Remove-BcSecurityGroupPermission Production WAREHOUSE LOCAL
        Add-BcSecurityGroupPermission Production WAREHOUSE LOCAL -Company 'Contoso Sweden'
        $result = Invoke-Captured { Remove-BcSecurityGroupPermission Production WAREHOUSE LOCAL -Verbose }
        $result.Warnings | Should -BeLike "Security group * keeps the permission set LOCAL in company Contoso Sweden. *-Company '[*]'*"
        $result.Verbose -like '*does not have the permission set*' | Should -BeNullOrEmpty
        (Invoke-Captured { Remove-BcSecurityGroupPermission Production WAREHOUSE LOCAL -WhatIf }).Warnings | Should -BeLike '*Contoso Sweden*'
        (Invoke-Captured { Remove-BcSecurityGroupPermission Production WAREHOUSE LOCAL -Company * }).Warnings | Should -BeNullOrEmpty
    }

    It 'does not remove an assignment that another user changed, and fails for a group that does not exist' {
        $null = Add-BcSimulatorFault 409 -ErrorCode Request_EntityChanged -Operation deleteSecurityGroupPermission
        (Get-OneError { Remove-BcSecurityGroupPermission Production WAREHOUSE LOCAL }).FullyQualifiedErrorId | Should -BeLike 'Request_EntityChanged,*'
        (Get-OneError { Remove-BcSecurityGroupPermission Production NOPE LOCAL }).FullyQualifiedErrorId | Should -BeLike 'SecurityGroupNotFound,*'
    }

    It 'sends no write with -WhatIf' {
        Get-BcSecurityGroupPermission Production | Remove-BcSecurityGroupPermission -WhatIf
        Get-Request deleteSecurityGroupPermission | Should -BeNullOrEmpty
    }
}
