BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Set-BcUserPermission' {
    BeforeEach {
        Start-TestSession
        $permission = Get-BcUserPermission Production -PermissionSet 'D365 SALES DOC, EDIT' | Select-Object -First 1
    }

    It 'replaces the set and the company of the assignment in the pipeline' {
        $permission | Set-BcUserPermission -PermissionSet 'D365 SALES DOC, POST' | Should -BeNullOrEmpty
        $changed = $permission | Get-BcUserPermission | Set-BcUserPermission -Company 'Contoso Sweden' -PassThru
        $changed.RoleId | Should -Be 'D365 SALES DOC, POST'
        $changed.Company | Should -Be 'Contoso Sweden'
        ($changed | Set-BcUserPermission -Company '' -PassThru).Company | Should -BeNullOrEmpty
    }

    It 'fails for a set and an assignment that do not exist, and for a call without changes' {
        (Get-OneError { $permission | Set-BcUserPermission -PermissionSet NOPE }).FullyQualifiedErrorId | Should -BeLike 'PermissionSetNotFound,*'
        (Get-OneError { Set-BcUserPermission Production $permission.UserName ([guid]::NewGuid()) -PermissionSet SUPER }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
        (Get-OneError { $permission | Set-BcUserPermission }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }

    It 'sends no write with -WhatIf' {
        $permission | Set-BcUserPermission -PermissionSet SUPER -WhatIf
        Get-Request updateUserPermission | Should -BeNullOrEmpty
    }

    It 'overwrites nothing that was changed since the object was read, unless -Force is specified' {
        $permission = (Get-BcUserPermission Production SELLER.03)[0]
        $permission | Set-BcUserPermission -PermissionSet 'D365 READ'
        (Get-OneError { $permission | Set-BcUserPermission -PermissionSet LOCAL }).FullyQualifiedErrorId | Should -BeLike 'Request_EntityChanged,*'
        ($permission | Set-BcUserPermission -PermissionSet LOCAL -Force -PassThru).RoleId | Should -Be 'LOCAL'
    }
}

Describe 'Set-BcUserPermission for many users' {
    It 'replaces 250 assignments with few calls, each once, and reports which had changed' {
        Start-ManyUserSession
        Get-BcUser Production | Select-Object -First 250 | Add-BcUserPermission -PermissionSet LOCAL
        $held = Get-BcUserPermission Production -PermissionSet LOCAL
        $held[7] | Set-BcUserPermission -Company 'Head Office'
        Clear-Request
        Send-Control faults @{ kind = 'dropAfter'; count = 2; operation = 'postBatch' }
        $result = Invoke-Captured { $held | Set-BcUserPermission -Company Branch -PassThru }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'Request_EntityChanged,*'
        $result.Errors.ErrorDetails.RecommendedAction | Should -BeLike '*-Force*'
        $result.Output.UserName | Should -Be ($held | Where-Object UserName -NE $held[7].UserName).UserName
        $result.Output.Company | Sort-Object -Unique | Should -Be Branch
        @(Get-Request updateUserPermission | Where-Object Status -EQ 200) | Should -HaveCount 249
        (Get-WireCall).Count | Should -BeLessThan 60
    }
}
