BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcSecurityGroupPermission' {
    BeforeAll { Start-TestSession }

    It 'lists the permission sets of groups' {
        $all = Get-BcSecurityGroupPermission Production
        $all.RoleId | Should -Be @('D365 FINANCIALS', 'D365 ITEM, EDIT', 'LOCAL')
        $all[0] | Should -BeOfType ([BcAdmin.BcSecurityGroupPermission])
        $all[0].GroupCode | Should -Be 'FINANCE'
        (Get-BcSecurityGroupPermission Production 'Contoso Warehouse Staff').Count | Should -Be 2
        (Get-BcEnvironment Production | Get-BcSecurityGroup -Name WAREHOUSE | Get-BcSecurityGroupPermission).Count | Should -Be 2
    }

    It 'continues after a group that does not exist' {
        $result = Invoke-Captured { Get-BcSecurityGroupPermission Production NOPE, FINANCE }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'SecurityGroupNotFound,*'
        $result.Output.RoleId | Should -Be 'D365 FINANCIALS'
    }

    It 'fails if the service rejects the call, and without an environment' {
        $null = Add-BcSimulatorFault 403 -ErrorCode Authorization_RequestDenied -Operation listSecurityGroupPermissions
        (Get-OneError { Get-BcSecurityGroupPermission Production FINANCE }).CategoryInfo.Category | Should -Be 'PermissionDenied'
        (Get-OneError { Get-BcSecurityGroupPermission Nope }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }
}
