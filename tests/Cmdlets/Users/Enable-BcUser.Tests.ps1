BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Enable-BcUser' {
    BeforeEach { Start-TestSession }

    It 'changes the state once, by name and from the pipeline' {
        $users = Get-BcUser Production -State Disabled
        (Enable-BcUser Production $users[0].UserName -PassThru).State | Should -Be 'Enabled'
        $users | Select-Object -First 3 | Enable-BcUser
        Get-Request updateUser | Should -HaveCount 3
        (Get-BcUser Production -State Disabled).Count | Should -Be ($users.Count - 3)
    }

    It 'overwrites nothing that was changed since the object was read, unless -Force is specified' {
        $user = Get-BcUser Production -State Disabled | Select-Object -First 1
        Set-BcUser Production $user.UserName -NeverExpires
        (Get-OneError { $user | Enable-BcUser }).FullyQualifiedErrorId | Should -BeLike 'Request_EntityChanged,*'
        ($user | Enable-BcUser -Force -PassThru).State | Should -Be 'Enabled'
        (Get-OneError { $user | Disable-BcUser }).FullyQualifiedErrorId | Should -BeLike 'Request_EntityChanged,*'
    }

    It 'fails for a user that does not exist and continues with the next one' {
        $user = Get-BcUser Production -State Disabled | Select-Object -First 1
        $result = Invoke-Captured { 'nobody', $user.UserName | ForEach-Object { [pscustomobject] @{ Environment = 'Production'; User = $_ } } | Enable-BcUser -PassThru }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'UserNotFound,*'
        $result.Output.State | Should -Be 'Enabled'
    }

    It 'reports errors of the service, and rejects a call without users' {
        $null = Add-BcSimulatorFault 403 -ErrorCode Authorization_RequestDenied -Message 'No rights.' -Operation updateUser
        "$(Get-OneError { Get-BcUser Production -State Disabled | Select-Object -First 1 | Enable-BcUser })" | Should -BeLike '*No rights.*'
        (Get-OneError { Enable-BcUser Production '' }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError*'
    }

    It 'sends no write with -WhatIf' {
        Get-BcUser Production -State Disabled | Enable-BcUser -WhatIf
        Get-Request updateUser | Should -BeNullOrEmpty
    }
}

Describe 'Enable-BcUser for many users' {
    It 'changes 250 users with few calls, each once' {
        Start-ManyUserSession
        $users = Get-BcUser Production | Select-Object -First 250
        $users | Disable-BcUser
        $users = Get-BcUser Production | Select-Object -First 250
        Clear-Request
        Send-Control faults @{ kind = 'dropAfter'; count = 2; operation = 'postBatch' }
        $result = Invoke-Captured { $users | Enable-BcUser -PassThru }
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.UserName | Should -Be $users.UserName
        $result.Output.State | Sort-Object -Unique | Should -Be Enabled
        @(Get-Request updateUser | Where-Object Status -EQ 200) | Should -HaveCount 250
        (Get-WireCall).Count | Should -BeLessThan 40
        Clear-Request
        Get-BcUser Production | Select-Object -First 250 | Enable-BcUser
        Get-Request postBatch, updateUser | Should -BeNullOrEmpty
    }
}
