BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Add-BcUserPermission' {
    BeforeEach {
        Start-TestSession
        $user = (Get-BcUser Production SELLER*)[0]
    }

    It 'assigns sets in all companies or in some, and skips existing assignments' {
        Add-BcUserPermission Production $user.UserName 'D365 READ' | Should -BeNullOrEmpty
        (Add-BcUserPermission Production $user.UserName 'D365 READ', LOCAL -Company 'Contoso Sweden AB' -PassThru).Company | Sort-Object -Unique | Should -Be 'Contoso Sweden'
        Clear-Request
        $verbose = (Invoke-Captured { Add-BcUserPermission Production $user.UserName 'd365 read', 'D365 BASIC' -Verbose }).Verbose
        $verbose -like '*already*' | Should -HaveCount 2
        Get-Request createUserPermission | Should -BeNullOrEmpty
    }

    It 'assigns the sets of another user, and a set to all users' {
        $other = (Get-BcUser Production AUDITOR*)[0]
        Get-BcUserPermission Production $user.UserName | Add-BcUserPermission -User $other.UserName
        $held = (Get-BcUserPermission Production $other.UserName).RoleId
        (Get-BcUserPermission Production $user.UserName).RoleId | ForEach-Object { $held | Should -Contain $_ }
        Get-BcUser Production SELLER* | Add-BcUserPermission -PermissionSet 'D365 READ'
        @(Get-BcUserPermission Production -PermissionSet 'D365 READ' | Where-Object UserName -like 'SELLER*').Count | Should -Be @(Get-BcUser Production SELLER*).Count
    }

    It 'accepts a set that is defined twice with its scope' {
        $failure = Get-OneError { Add-BcUserPermission Production $user.UserName TRAVEL }
        "$failure" | Should -BeLike '*appId*scope*'
        (Add-BcUserPermission Production $user.UserName TRAVEL -Scope Tenant -PassThru).Scope | Should -Be 'Tenant'
        Get-BcPermissionSet Production TRAVEL | Where-Object Scope -eq System | Add-BcUserPermission -User $user.UserName
        @(Get-BcUserPermission Production $user.UserName -PermissionSet TRAVEL).Count | Should -Be 2
    }

    It 'is processed once when the response is lost' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation createUserPermission
        Add-BcUserPermission Production $user.UserName 'D365 READ'
        @(Get-BcUserPermission Production $user.UserName -PermissionSet 'D365 READ').Count | Should -Be 1
    }

    It 'accepts names with special characters' {
        Add-BcUserPermission Production $user.UserName "O'NEIL & ""CO"" Æ"
        (Get-BcUserPermission Production $user.UserName -PermissionSet "O'NEIL*").RoleId | Should -Be "O'NEIL & ""CO"" Æ"
    }

    It 'fails for a set, a user, and a company that do not exist, with one error each' {
        $result = Invoke-Captured { Add-BcUserPermission Production $user.UserName NOPE, 'D365 READ' -PassThru }
        $result.Errors.Count | Should -Be 1
        $result.Errors[0].TargetObject | Should -Be 'NOPE'
        $result.Output.RoleId | Should -Be 'D365 READ'
        (Get-OneError { Add-BcUserPermission Production nobody 'D365 READ' }).FullyQualifiedErrorId | Should -BeLike 'UserNotFound,*'
        (Get-OneError { Add-BcUserPermission Production $user.UserName 'D365 READ' -Company Nope }).FullyQualifiedErrorId | Should -BeLike 'CompanyNotFound,*'
    }

    It 'returns the assignment although the response was lost' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation createUserPermission
        (Add-BcUserPermission Production $user.UserName 'D365 READ' -PassThru).RoleId | Should -Be 'D365 READ'
    }

    It 'sends no write with -WhatIf' {
        Get-BcUser Production | Add-BcUserPermission -PermissionSet 'D365 READ' -WhatIf
        Get-Request createUserPermission | Should -BeNullOrEmpty
    }
}

Describe 'Add-BcUserPermission for many users' {
    BeforeAll {
        function Get-State { Get-BcUserPermission Production; Get-BcUserPermission Sandbox }
        function Get-StateText { Get-State | ForEach-Object { "$($_.UserSecurityId) $($_.RoleId) $($_.Company)" } }
        function Get-Created { @(Get-Request createUserPermission | Where-Object Status -EQ 201) }
    }
    BeforeEach { Start-ManyUserSession }

    It 'assigns a set to 250 users with few calls, and writes each in the order of the pipeline' {
        $users = Get-BcUser Production | Select-Object -First 250
        Clear-Request
        $result = Invoke-Captured { $users | Add-BcUserPermission -PermissionSet LOCAL -Company Branch -PassThru }
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.UserName | Should -Be $users.UserName
        $result.Output.RoleId | Sort-Object -Unique | Should -Be LOCAL
        Get-Created | Should -HaveCount 250
        @(Get-WireCall | Where-Object Operation -EQ createUserPermission) | Should -BeNullOrEmpty
        @(Get-Request postBatch) | Should -HaveCount 15
        (Get-WireCall).Count | Should -BeLessThan 50

        Clear-Request
        ($users | Add-BcUserPermission -PermissionSet LOCAL -Company Branch -PassThru).Count | Should -Be 250
        @(Get-Request postBatch, createUserPermission) | Should -BeNullOrEmpty
    }

    It 'has the same output and results as single calls, with errors and two environments' {
        $both = Invoke-BothWays -Item {
            $users = Get-BcUser Production
            foreach ($place in 0..29) {
                $item = [ordered] @{ Environment = 'Production'; User = $users[$place].UserName; PermissionSet = 'LOCAL'; Company = '' }
                switch ($place) {
                    3 { $item.User = 'nobody' }
                    5 { $item.User = [guid]::Empty }
                    7 { $item.User = '11111111-2222-3333-4444-555555555555' }
                    9 { $item.PermissionSet = 'NOPE', 'D365 READ' }
                    11 { $item.Company = 'No such company' }
                    13 { $item.PermissionSet = 'TRAVEL' }
                    15 { $item.User = $users[14].UserName }
                    17 { $item.User = $users[16].UserSecurityId; $item.PermissionSet = 'local' }
                    19 { $item.User = $users[18].UserName; $item.PermissionSet = 'NOPE' }
                    20 { $item.User = $users[18].UserName; $item.PermissionSet = 'NOPE' }
                    21 { $item.Company = 'Branch', 'Head Office' }
                    { $_ -in 8, 22, 23 } { $item.Environment = 'Sandbox'; $item.User = (Get-BcUser Sandbox)[$place].UserSecurityId }
                    24 { $item.Environment = 'Missing' }
                }
                [pscustomobject] $item
            }
        } -Action { $input | Add-BcUserPermission -PassThru -Verbose } -State { Get-StateText }
        $both[0].Errors | Should -HaveCount 9
        $both[0].Errors | Should -Be $both[1].Errors
        $both[0].Output | Should -HaveCount 23
        $both[0].Output | Should -Be $both[1].Output
        $both[0].State | Should -Be $both[1].State
        $both[0].Calls | Should -BeLessThan ($both[1].Calls / 3)
    }

    It 'processes the same assignment once, and reports both inputs' {
        $user = (Get-BcUser Production)[5]
        $result = Invoke-Captured { $user, $user, $user | Add-BcUserPermission -PermissionSet LOCAL, local -PassThru }
        $result.Errors | Should -BeNullOrEmpty
        $result.Output | Should -HaveCount 6
        $result.Output.UserPermissionId | Sort-Object -Unique | Should -HaveCount 1
        @(Get-Request createUserPermission) | Should -HaveCount 1
    }

    It 'sends no write with -WhatIf, and does not prompt with -Confirm:$false' {
        $users = Get-BcUser Production | Select-Object -First 150
        $users | Add-BcUserPermission -PermissionSet LOCAL -WhatIf
        Get-Request postBatch, createUserPermission | Should -BeNullOrEmpty
        $users | Add-BcUserPermission -PermissionSet LOCAL -Confirm:$false
        Get-Created | Should -HaveCount 150
    }

    It 'completes in spite of throttling, lost responses, and a stop at the first failure, and repeats nothing' {
        $users = Get-BcUser Production | Select-Object -First 250
        Send-Control faults @{ kind = 'status'; statusCode = 429; retryAfterSec = 0; probability = 0.1; seed = 21; count = 0 }
        Send-Control faults @{ kind = 'status'; statusCode = 503; probability = 0.05; seed = 22; count = 0; operation = 'createUserPermission' }
        Send-Control faults @{ kind = 'dropAfter'; count = 3; operation = 'postBatch' }
        Send-Control faults @{ kind = 'dropBefore'; probability = 0.1; seed = 23; count = 0; operation = 'postBatch' }
        $result = Invoke-Captured { $users | Add-BcUserPermission -PermissionSet LOCAL -PassThru }
        $hits = (Get-BcSimulator Test).Faults.HitCount
        Reset-BcSimulator Test -FaultOnly
        $hits | Should -Not -Contain 0
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.UserName | Should -Be $users.UserName
        Get-Created | Should -HaveCount 250
        @(Get-State | Where-Object RoleId -EQ LOCAL) | Should -HaveCount 250
    }

    It 'completes the others when one of a batch is rejected permanently' {
        $users = Get-BcUser Production | Select-Object -First 40
        $null = Add-BcSimulatorFault 403 -ErrorCode Authorization_RequestDenied -Message 'Not for you.' -Operation createUserPermission -Count 2
        $result = Invoke-Captured { $users | Add-BcUserPermission -PermissionSet LOCAL -PassThru }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'Authorization_RequestDenied,*'
        $result.Errors | Should -HaveCount 2
        $result.Errors.TargetObject | Should -Be LOCAL, LOCAL
        $result.Errors[0].Exception.CorrelationId | Should -Not -BeNullOrEmpty
        $result.Output | Should -HaveCount 38
    }

    It 'starts nothing after an error with -ErrorAction Stop' {
        $items = 'Production' | ForEach-Object { Get-BcUser $_ | Select-Object -First 5 } | ForEach-Object { [pscustomobject] @{ Environment = 'Production'; User = $_.UserName } }
        $items[2].User = 'nobody'
        { $items | Add-BcUserPermission -PermissionSet LOCAL -ErrorAction Stop } | Should -Throw -ErrorId 'UserNotFound,*'
        Get-Created | Should -HaveCount 2
    }

    It 'stops with the pipeline, which receives the results before each group of 100' {
        $users = Get-BcUser Production | Select-Object -First 250
        ($users | Add-BcUserPermission -PermissionSet LOCAL -PassThru | Select-Object -First 1).UserName | Should -Be $users[0].UserName
        (Get-Created).Count | Should -BeLessOrEqual 100
        $users[0..1] | ForEach-Object { Remove-BcUserPermission Production $_.UserName LOCAL; $_ } | Add-BcUserPermission -PermissionSet LOCAL
        @(Get-BcUserPermission Production $users[0].UserName -PermissionSet LOCAL) | Should -HaveCount 1
        ($users[200] | Add-BcUserPermission -PermissionSet LOCAL -PassThru | Get-BcUserPermission -PermissionSet LOCAL).UserSecurityId | Should -Be $users[200].UserSecurityId
    }
}
