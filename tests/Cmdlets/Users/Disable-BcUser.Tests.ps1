BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Disable-BcUser' {
    BeforeEach { Start-TestSession }

    It 'changes the state once, by name and from the pipeline' {
        $users = Get-BcUser Production -State Enabled
        (Disable-BcUser Production $users[0].UserName -PassThru).State | Should -Be 'Disabled'
        $users | Select-Object -First 3 | Disable-BcUser
        Get-Request updateUser | Should -HaveCount 3
        (Get-BcUser Production -State Enabled).Count | Should -Be ($users.Count - 3)
    }

    It 'fails for a user that does not exist and continues with the next one' {
        $user = Get-BcUser Production -State Enabled | Select-Object -First 1
        $result = Invoke-Captured { 'nobody', $user.UserName | ForEach-Object { [pscustomobject] @{ Environment = 'Production'; User = $_ } } | Disable-BcUser -PassThru }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'UserNotFound,*'
        $result.Output.State | Should -Be 'Disabled'
    }

    It 'reports errors of the service, and rejects a call without users' {
        $null = Add-BcSimulatorFault 403 -ErrorCode Authorization_RequestDenied -Message 'No rights.' -Operation updateUser
        "$(Get-OneError { Get-BcUser Production -State Enabled | Select-Object -First 1 | Disable-BcUser })" | Should -BeLike '*No rights.*'
        (Get-OneError { Disable-BcUser Production '' }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError*'
    }

    It 'sends no write with -WhatIf' {
        Get-BcUser Production -State Enabled | Disable-BcUser -WhatIf
        Get-Request updateUser | Should -BeNullOrEmpty
    }
}

Describe 'Disable-BcUser for many users' {
    It 'changes 250 users with few calls, each once' {
        Start-ManyUserSession
        $users = Get-BcUser Production | Select-Object -First 250
        $users | Enable-BcUser
        $users = Get-BcUser Production | Select-Object -First 250
        Clear-Request
        Send-Control faults @{ kind = 'dropAfter'; count = 2; operation = 'postBatch' }
        $result = Invoke-Captured { $users | Disable-BcUser -PassThru }
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.UserName | Should -Be $users.UserName
        $result.Output.State | Sort-Object -Unique | Should -Be Disabled
        @(Get-Request updateUser | Where-Object Status -EQ 200) | Should -HaveCount 250
        (Get-WireCall).Count | Should -BeLessThan 40
        Clear-Request
        Get-BcUser Production | Select-Object -First 250 | Disable-BcUser
        Get-Request postBatch, updateUser | Should -BeNullOrEmpty
    }
}
