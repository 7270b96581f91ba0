BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Invoke-BcBatch' {
    BeforeEach {
        Start-TestSession
        $company = (Get-BcCompany Production)[0].CompanyId
        $users = Get-BcUser Production SELLER*
        $give = { param($user, $set) @{ Method = 'POST'; Path = "companies($company)/users($($user.UserSecurityId))/userPermissions"; Body = @{ roleId = $set }; Id = "$($user.UserName) $set" } }
        Clear-Request
    }

    It 'sends many calls in one request and returns each response in order' {
        $answers = $users | ForEach-Object { & $give $_ 'D365 READ' } | Invoke-BcBatch Production
        $answers.Id | Should -Be ($users.UserName | ForEach-Object { "$_ D365 READ" })
        $answers.Status | Select-Object -Unique | Should -Be 201
        $answers[0].Body.roleId | Should -Be 'D365 READ'
        $answers[0] | Should -BeOfType ([BcAdmin.BcBatchResponse])
        Get-Request postBatch | Should -HaveCount 1
        @(Get-BcUserPermission Production -PermissionSet 'D365 READ' | Where-Object UserName -like SELLER*).Count | Should -Be $users.Count
    }

    It 'splits calls that exceed the size of one request' {
        $answers = 1..7 | ForEach-Object { [pscustomobject] @{ Path = 'companies' } } | Invoke-BcBatch Production -BatchSize 3
        $answers.IsSuccess | Should -Not -Contain $false
        $answers.Id | Should -Be (1..7)
        Get-Request postBatch | Should -HaveCount 3
    }

    It 'returns a response and an error for a call that failed, and keeps the others' {
        $result = Invoke-Captured { (& $give $users[0] 'D365 READ'), (& $give $users[0] NOPE), (& $give $users[0] LOCAL) | Invoke-BcBatch Production }
        $result.Output.Status | Should -Be @(201, 400, 201)
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'Internal_DataNotFoundFilter,*'
        $result.Errors.TargetObject.Id | Should -BeLike '*NOPE'
        $result.Output[1].ErrorCode | Should -Be 'Internal_DataNotFoundFilter'
        (Get-BcUserPermission Production $users[0].UserName).RoleId | Should -Contain 'LOCAL'
    }

    It 'processes all calls or none with -Atomic, and reports what was rolled back' {
        $result = Invoke-Captured { (& $give $users[0] 'D365 READ'), (& $give $users[0] NOPE), (& $give $users[0] LOCAL) | Invoke-BcBatch Production -Atomic }
        $result.Output.IsUndone | Should -Be @($true, $false, $false)
        $result.Output.IsSuccess | Should -Not -Contain $true
        $result.Output[2].Status | Should -BeNullOrEmpty
        $result.Errors.FullyQualifiedErrorId | Should -Be @('Internal_DataNotFoundFilter,BcAdmin.Cmdlets.ApiCalls.InvokeBcBatchCommand', 'BatchNotAnswered,BcAdmin.Cmdlets.ApiCalls.InvokeBcBatchCommand')
        (Get-BcUserPermission Production $users[0].UserName).RoleId | Should -Not -Contain 'D365 READ'
    }

    It 'changes and deletes with If-Match: a specific version, or any' {
        $permission = (Get-BcUserPermission Production $users[0].UserName)[0]
        $path = "companies($company)/users($($users[0].UserSecurityId))/userPermissions($($permission.UserPermissionId))"
        $stale = @{ Method = 'DELETE'; Path = $path; Header = @{ 'If-Match' = 'W/"AAAA"' } }
        (Get-OneError { $stale | Invoke-BcBatch Production > $null }).FullyQualifiedErrorId | Should -BeLike 'Request_EntityChanged,*'
        (@{ Method = 'delete'; Path = "/$path" } | Invoke-BcBatch Production).Status | Should -Be 204
    }

    It 'rejects invalid batches before anything is sent' {
        (Get-OneError { @{ Method = 'GET' } | Invoke-BcBatch Production }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        (Get-OneError { @{ Path = 'companies'; Method = 'PUT' } | Invoke-BcBatch Production }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        (Get-OneError { @{ Path = 'companies'; Body = '{' } | Invoke-BcBatch Production }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        (Get-OneError { @{ Path = 'companies'; Id = 1 }, @{ Path = 'companies'; Id = 1 } | Invoke-BcBatch Production }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        (Get-OneError { 1..101 | ForEach-Object { @{ Path = 'companies' } } | Invoke-BcBatch Production -Atomic }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        Get-Request postBatch | Should -BeNullOrEmpty
    }

    It 'fails completely where the service does not support batches' {
        $null = Add-BcSimulatorFault 403 -ErrorCode Authorization_RequestDenied -Operation postBatch
        (Get-OneError { @{ Path = 'companies' } | Invoke-BcBatch Production }).FullyQualifiedErrorId | Should -BeLike 'Authorization_RequestDenied,*'
    }

    It 'sends no change with -WhatIf, and does not prompt for reads' {
        & $give $users[0] 'D365 READ' | Invoke-BcBatch Production -WhatIf
        Get-Request postBatch | Should -BeNullOrEmpty
        (@{ Path = 'companies' } | Invoke-BcBatch Production -WhatIf).Status | Should -Be 200
    }
}
