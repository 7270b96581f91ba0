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

    It 'accepts several names, as an argument and from the pipeline' {
        (Disable-BcUser Production SELLER.03, SELLER.11 -PassThru).UserName | Should -Be SELLER.03, SELLER.11
        ('SELLER.03', 'SELLER.11' | Enable-BcUser Production -PassThru).State | Should -Be Enabled, Enabled
        ('SELLER.03', 'SELLER.11' | Set-BcUser Production -NeverExpires -PassThru).UserName | Should -Be SELLER.03, SELLER.11
        (Add-BcUserPermission Production SELLER.03, SELLER.11 LOCAL -PassThru).UserName | Should -Be SELLER.03, SELLER.11
        'SELLER.03', 'SELLER.11' | Remove-BcUserPermission Production -PermissionSet LOCAL
        Get-BcUserPermission Production SELLER.03, SELLER.11 -PermissionSet LOCAL | Should -BeNullOrEmpty
        $result = Invoke-Captured { Disable-BcUser Production nobody, SELLER.03, noone -PassThru }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'UserNotFound,*'
        $result.Errors.TargetObject | Should -Be nobody, noone
        $result.Output.UserName | Should -Be SELLER.03
    }

    It 'does not use the text of a piped object as a name: <Name>' -ForEach @(
        @{ Name = 'a culture'; Object = { Get-Culture } }
        @{ Name = 'a permission set'; Object = { Get-BcPermissionSet Production LOCAL } }
        @{ Name = 'an environment'; Object = { Get-BcEnvironment Production } }
    ) {
        $piped = & $Object
        Clear-Request
        @((Invoke-Captured { $piped | Disable-BcUser Production }).Errors) | Should -HaveCount 1
        Get-Request | Should -BeNullOrEmpty
    }

    It 'identifies piped objects by their security ID' {
        $permission = Get-BcUserPermission Production SELLER.03 | Select-Object -First 1
        ($permission | Disable-BcUser -Force -PassThru).UserName | Should -Be SELLER.03
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
