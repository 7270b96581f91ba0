BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Add-BcSecurityGroupPermission' {
    BeforeEach { Start-TestSession }

    It 'assigns sets in all companies or in some, and skips existing assignments' {
        Add-BcSecurityGroupPermission Production WAREHOUSE 'D365 READ' | Should -BeNullOrEmpty
        $given = Add-BcSecurityGroupPermission Production WAREHOUSE 'D365 READ' -Company 'Contoso Sweden AB' -PassThru
        $given.Company | Should -Be 'Contoso Sweden'
        $given.GroupCode | Should -Be 'WAREHOUSE'
        Clear-Request
        (Invoke-Captured { Add-BcSecurityGroupPermission Production WAREHOUSE 'd365 read', LOCAL -Verbose }).Verbose -like '*already*' | Should -HaveCount 2
        Get-Request createSecurityGroupPermission | Should -BeNullOrEmpty
    }

    It 'assigns the sets of a user and of another group' {
        Get-BcUserPermission Production ACCOUNTANT.01 | Add-BcSecurityGroupPermission -SecurityGroup WAREHOUSE
        Get-BcSecurityGroupPermission Production FINANCE | Add-BcSecurityGroupPermission -SecurityGroup WAREHOUSE
        $held = (Get-BcSecurityGroupPermission Production WAREHOUSE).RoleId
        'D365 BUS FULL ACCESS', 'D365 ACC. PAYABLE', 'D365 FINANCIALS' | ForEach-Object { $held | Should -Contain $_ }
    }

    It 'is processed once when the response is lost' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation createSecurityGroupPermission
        Add-BcSecurityGroupPermission Production WAREHOUSE 'D365 READ'
        @(Get-BcSecurityGroupPermission Production WAREHOUSE | Where-Object RoleId -eq 'D365 READ').Count | Should -Be 1
    }

    It 'fails for a set, a group and a company that do not exist' {
        $result = Invoke-Captured { Add-BcSecurityGroupPermission Production WAREHOUSE NOPE, 'D365 READ' -PassThru }
        $result.Errors.TargetObject | Should -Be 'NOPE'
        $result.Output.RoleId | Should -Be 'D365 READ'
        (Get-OneError { Add-BcSecurityGroupPermission Production NOPE 'D365 READ' }).FullyQualifiedErrorId | Should -BeLike 'SecurityGroupNotFound,*'
        (Get-OneError { Add-BcSecurityGroupPermission Production WAREHOUSE 'D365 READ' -Company Nope }).FullyQualifiedErrorId | Should -BeLike 'CompanyNotFound,*'
    }

    It 'returns the assignment although the response was lost' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation createSecurityGroupPermission
        (Add-BcSecurityGroupPermission Production WAREHOUSE 'D365 READ' -PassThru).RoleId | Should -Be 'D365 READ'
    }

    It 'sends no write with -WhatIf' {
        Get-BcSecurityGroup Production | Add-BcSecurityGroupPermission -PermissionSet 'D365 READ' -WhatIf
        Get-Request createSecurityGroupPermission | Should -BeNullOrEmpty
    }
}
