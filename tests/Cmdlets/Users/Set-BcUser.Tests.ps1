BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Set-BcUser' {
    BeforeEach { Start-TestSession }

    It 'sets and clears the end of access, and the address' {
        $name = (Get-BcUser Production)[1].UserName
        $end = [datetime]::SpecifyKind('2030-05-01T12:00:00', 'Utc')
        (Set-BcUser Production $name -ExpiryDate $end -ContactEmail 'ny@contoso.example' -PassThru).ExpiryDate.UtcDateTime | Should -Be $end
        $user = Get-BcUser Production $name
        $user.ContactEmail | Should -Be 'ny@contoso.example'
        $user | Set-BcUser -NeverExpires
        (Get-BcUser Production $name).ExpiryDate | Should -BeNullOrEmpty
    }

    It 'reads the list of users once for many' {
        $names = (Get-BcUser Production | Select-Object -First 5).UserName
        Clear-Request
        $names | ForEach-Object { [pscustomobject] @{ Environment = 'Production'; User = $_ } } | Set-BcUser -NeverExpires
        Get-Request listUsers | Should -HaveCount 1
        Get-Request updateUser | Should -HaveCount 5
    }

    It 'overwrites nothing that was changed since the object was read, unless -Force' {
        $user = Get-BcUser Production SELLER.03
        Set-BcUser Production SELLER.03 -ContactEmail other@contoso.example
        $failure = Get-OneError { $user | Set-BcUser -NeverExpires }
        $failure.FullyQualifiedErrorId | Should -BeLike 'Request_EntityChanged,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-Force*'
        ($user | Set-BcUser -ContactEmail mine@contoso.example -Force -PassThru).ContactEmail | Should -Be 'mine@contoso.example'
        $null = Add-BcSimulatorFault 412 -ErrorCode Request_PreconditionFailed -Operation updateUser
        (Get-OneError { Set-BcUser Production SELLER.03 -NeverExpires }).ErrorDetails.RecommendedAction | Should -BeLike '*-Force*'
    }

    It 'takes no permission set for a change of the user' {
        $user = Get-BcUser Production SELLER.03
        $user | Add-BcUserPermission -PermissionSet 'D365 READ'
        ($user | Set-BcUser -ContactEmail mine@contoso.example -PassThru).ContactEmail | Should -Be 'mine@contoso.example'
    }

    It 'hands on what the service says' {
        $null = Add-BcSimulatorFault 409 -ErrorCode Request_EntityChanged -Operation updateUser
        (Get-OneError { Set-BcUser Production (Get-BcUser Production)[0].UserName -NeverExpires }).FullyQualifiedErrorId | Should -BeLike 'Request_EntityChanged,*'
    }

    It 'fails for nobody, for nothing to change, and for a contradiction' {
        (Get-OneError { Set-BcUser Production nobody -NeverExpires }).FullyQualifiedErrorId | Should -BeLike 'UserNotFound,*'
        (Get-OneError { Set-BcUser Production nobody }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        (Get-OneError { Set-BcUser Production nobody -NeverExpires -ExpiryDate 2030-01-01 }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }

    It 'sends no write with -WhatIf' {
        Get-BcUser Production SELLER* | Set-BcUser -NeverExpires -WhatIf
        Get-Request updateUser | Should -BeNullOrEmpty
    }
}
