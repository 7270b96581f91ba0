BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Set-BcUser' {
    BeforeEach { Start-TestSession }

    It 'sets and clears the expiry date and the address' {
        $name = (Get-BcUser Production)[1].UserName
        $end = [datetime]::SpecifyKind('2030-05-01T12:00:00', 'Utc')
        (Set-BcUser Production $name -ExpiryDate $end -ContactEmail 'ny@contoso.example' -PassThru).ExpiryDate.UtcDateTime | Should -Be $end
        $user = Get-BcUser Production $name
        $user.ContactEmail | Should -Be 'ny@contoso.example'
        $user | Set-BcUser -NeverExpires
        (Get-BcUser Production $name).ExpiryDate | Should -BeNullOrEmpty
    }

    It 'overwrites nothing that was changed since the object was read, unless -Force is specified' {
        $user = Get-BcUser Production SELLER.03
        Set-BcUser Production SELLER.03 -ContactEmail other@contoso.example
        $failure = Get-OneError { $user | Set-BcUser -NeverExpires }
        $failure.FullyQualifiedErrorId | Should -BeLike 'Request_EntityChanged,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-Force*'
        ($user | Set-BcUser -ContactEmail mine@contoso.example -Force -PassThru).ContactEmail | Should -Be 'mine@contoso.example'
        $null = Add-BcSimulatorFault 412 -ErrorCode Request_PreconditionFailed -Operation updateUser
        (Get-OneError { Set-BcUser Production SELLER.03 -NeverExpires }).ErrorDetails.RecommendedAction | Should -BeLike '*-Force*'
    }

    It 'does not treat a changed permission set as a change of the user' {
        $user = Get-BcUser Production SELLER.03
        $user | Add-BcUserPermission -PermissionSet 'D365 READ'
        ($user | Set-BcUser -ContactEmail mine@contoso.example -PassThru).ContactEmail | Should -Be 'mine@contoso.example'
    }

    It 'reports errors of the service' {
        $null = Add-BcSimulatorFault 409 -ErrorCode Request_EntityChanged -Operation updateUser
        (Get-OneError { Set-BcUser Production (Get-BcUser Production)[0].UserName -NeverExpires }).FullyQualifiedErrorId | Should -BeLike 'Request_EntityChanged,*'
    }

    It 'fails for a user that does not exist, for a call without changes, and for a contradiction' {
        (Get-OneError { Set-BcUser Production nobody -NeverExpires }).FullyQualifiedErrorId | Should -BeLike 'UserNotFound,*'
        (Get-OneError { Set-BcUser Production nobody }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        (Get-OneError { Set-BcUser Production nobody -NeverExpires -ExpiryDate 2030-01-01 }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }

    It 'sends no write with -WhatIf' {
        Get-BcUser Production SELLER* | Set-BcUser -NeverExpires -WhatIf
        Get-Request updateUser | Should -BeNullOrEmpty
    }
}

Describe 'Set-BcUser for many users' {
    BeforeAll { $end = [datetime]::SpecifyKind('2030-05-01T12:00:00', 'Utc') }
    BeforeEach { Start-ManyUserSession }

    It 'changes 250 users with few calls, and writes each in the order of the pipeline' {
        $users = Get-BcUser Production | Select-Object -First 250
        Clear-Request
        $result = Invoke-Captured { $users | Set-BcUser -ExpiryDate $end -PassThru }
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.UserName | Should -Be $users.UserName
        $result.Output.ExpiryDate.UtcDateTime | Sort-Object -Unique | Should -Be $end
        @(Get-Request updateUser | Where-Object Status -EQ 200) | Should -HaveCount 250
        @(Get-WireCall | Where-Object Operation -EQ updateUser) | Should -BeNullOrEmpty
        (Get-WireCall).Count | Should -BeLessThan 35
        $result.Output | Set-BcUser -NeverExpires -PassThru | Where-Object ExpiryDate | Should -BeNullOrEmpty
    }

    It 'has the same output and results as single calls, with errors and two environments' {
        $both = Invoke-BothWays -Item {
            $users = Get-BcUser Production
            Set-BcUser Production $users[4].UserName -ContactEmail somebody@contoso.example
            $users[0..9]
            $users[10..12] | ForEach-Object { [pscustomobject] @{ Environment = 'Production'; User = $_.UserName } }
            [pscustomobject] @{ Environment = 'Production'; User = 'nobody' }
            [pscustomobject] @{ Environment = 'Production'; User = [guid]::Empty }
            [pscustomobject] @{ Environment = 'Production'; User = $users[10].UserName }
            Get-BcUser Sandbox | Select-Object -First 3
            $users[20..22]
        } -Action { $input | Set-BcUser -ExpiryDate 2030-01-01 -PassThru } -State { Get-BcUser Production, Sandbox | ForEach-Object { "$($_.UserSecurityId) $($_.ExpiryDate)" } }
        $both[0].Errors | ForEach-Object { ($_ -split ',')[0] } | Should -Be Request_EntityChanged, UserNotFound, UserNotFound
        $both[0].Errors | Should -Be $both[1].Errors
        $both[0].Errors[0] | Should -BeLike '*-Force*'
        $both[0].Output | Should -HaveCount 19
        $both[0].Output | Should -Be $both[1].Output
        $both[0].State | Should -Be $both[1].State
        $both[0].Calls | Should -BeLessThan ($both[1].Calls / 2)
    }

    It 'completes in spite of throttling and lost responses, and changes nothing with -WhatIf' {
        $users = Get-BcUser Production | Select-Object -First 250
        $users | Set-BcUser -ExpiryDate $end -WhatIf
        Get-Request postBatch, updateUser | Should -BeNullOrEmpty
        Send-Control faults @{ kind = 'status'; statusCode = 429; retryAfterSec = 0; probability = 0.1; seed = 41; count = 0 }
        Send-Control faults @{ kind = 'dropAfter'; count = 3; operation = 'postBatch' }
        $result = Invoke-Captured { $users | Set-BcUser -ExpiryDate $end -PassThru -Confirm:$false }
        $hits = (Get-BcSimulator Test).Faults.HitCount
        Reset-BcSimulator Test -FaultOnly
        $hits | Should -Not -Contain 0
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.UserName | Should -Be $users.UserName
        @(Get-Request updateUser | Where-Object Status -EQ 200) | Should -HaveCount 250
        @(Get-BcUser Production | Where-Object ExpiryDate) | Should -HaveCount 250
    }

    It 'is processed once when the response to a single change is lost' {
        $user = (Get-BcUser Production)[0]
        $null = Add-BcSimulatorFault -DropAnswer -Operation updateUser
        $changed = $user | Set-BcUser -ExpiryDate $end -PassThru
        $changed.ExpiryDate.UtcDateTime | Should -Be $end
        @(Get-Request updateUser) | Should -HaveCount 1
    }
}
