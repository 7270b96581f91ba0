BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Remove-BcUserPermission' {
    It 'requires a user and a permission set by name, if nothing is specified' {
        $set = (Get-Command Remove-BcUserPermission).ParameterSets | Where-Object IsDefault
        ($set.Parameters | Where-Object IsMandatory).Name | Should -Be 'User', 'PermissionSet', 'Environment'
    }

    BeforeEach {
        Start-TestSession
        $user = (Get-BcUser Production SELLER*)[0]
    }

    It 'removes sets by ID, by default only those for all companies' {
        Add-BcUserPermission Production $user.UserName 'D365 BASIC' -Company 'Contoso Sweden'
        Remove-BcUserPermission Production $user.UserName 'D365 BASIC'
        (Get-BcUserPermission Production $user.UserName -PermissionSet 'D365 BASIC').Company | Should -Be 'Contoso Sweden'
        Remove-BcUserPermission Production $user.UserName 'D365 BASIC' -Company *
        Get-BcUserPermission Production $user.UserName -PermissionSet 'D365 BASIC' | Should -BeNullOrEmpty
        (Invoke-Captured { Remove-BcUserPermission Production $user.UserName 'D365 BASIC' }).Errors | Should -BeNullOrEmpty
    }

    It 'warns about the permission set that the user keeps in other companies: <Case>' -ForEach @(
        @{ Case = 'one company'; Held = 'Contoso Denmark'; Parameters = @{}; Warning = 'User * keeps the permission set LOCAL in company Contoso Denmark. *-Company ''*''*' }
        @{ Case = 'several companies'; Held = 'Contoso Sweden', 'Contoso Denmark'; Parameters = @{}; Warning = '*in companies Contoso Denmark, Contoso Sweden.*' }
        @{ Case = 'with -WhatIf'; Held = 'Contoso Denmark'; Parameters = @{ WhatIf = $true }; Warning = '*in company Contoso Denmark.*' }
        @{ Case = 'all companies and one'; Held = '', 'Contoso Denmark'; Parameters = @{}; Warning = '*in company Contoso Denmark.*' }
        @{ Case = 'all companies instead of the one'; Held = ''; Parameters = @{ Company = 'Contoso Denmark' }; Warning = '*in all companies.*' }
        @{ Case = 'another company than the one'; Held = 'Contoso Sweden'; Parameters = @{ Company = 'Contoso Denmark' }; Warning = $null }
        @{ Case = 'an explicit blank company'; Held = 'Contoso Denmark'; Parameters = @{ Company = '' }; Warning = $null }
        @{ Case = 'every company'; Held = '', 'Contoso Denmark'; Parameters = @{ Company = '*' }; Warning = $null }
    ) {
        Add-BcUserPermission Production $user.UserName LOCAL -Company $Held
        $typed = Invoke-Captured { Remove-BcUserPermission Production $user.UserName local @Parameters }
        $typed.Errors | Should -BeNullOrEmpty
        @($typed.Warnings) | Should -HaveCount ($Warning ? 1 : 0)
        if ($Warning) { $typed.Warnings | Should -BeLike $Warning }
    }

    It 'warns for each user of the pipeline who keeps the permission set' {
        $users = Get-BcUser Production SELLER.03, SELLER.11
        $users | Add-BcUserPermission -PermissionSet LOCAL -Company 'Contoso Denmark'
        $result = Invoke-Captured { $users | Remove-BcUserPermission -PermissionSet LOCAL }
        $result.Warnings | Should -BeLike 'User SELLER.* keeps *'
        @($result.Warnings) | Should -HaveCount 2
    }

    It 'accepts assignments from the pipeline, after environment, company, user, and permission' {
        Get-BcEnvironment Production | Get-BcCompany | Get-BcUser -Name SELLER* | Get-BcUserPermission | Where-Object RoleId -eq 'D365 BASIC' | Remove-BcUserPermission
        Get-BcUserPermission Production -PermissionSet 'D365 BASIC' | Where-Object UserName -like 'SELLER*' | Should -BeNullOrEmpty
    }

    It 'warns about the last SUPER' {
        $supers = @(Get-BcUserPermission Production -PermissionSet SUPER)
        (Invoke-Captured { $supers | Select-Object -Skip 1 | Remove-BcUserPermission }).Warnings | Should -BeNullOrEmpty
        (Invoke-Captured { $supers[0] | Remove-BcUserPermission -WhatIf }).Warnings | Should -BeLike '*last SUPER*'
    }

    It 'is processed once when the response is lost, and reports errors of the service' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation deleteUserPermission
        Remove-BcUserPermission Production $user.UserName 'D365 BASIC'
        Get-BcUserPermission Production $user.UserName -PermissionSet 'D365 BASIC' | Should -BeNullOrEmpty
        $null = Add-BcSimulatorFault 400 -ErrorCode Application_DialogException -Message 'Not that one.' -Operation deleteUserPermission
        "$(Get-OneError { Remove-BcUserPermission Production $user.UserName 'D365 SALES DOC, EDIT' })" | Should -BeLike '*Not that one.*'
    }

    It 'fails for a user that does not exist' {
        (Get-OneError { Remove-BcUserPermission Production nobody SUPER }).FullyQualifiedErrorId | Should -BeLike 'UserNotFound,*'
    }

    It 'sends no write with -WhatIf' {
        Get-BcUserPermission Production | Remove-BcUserPermission -WhatIf -WarningAction SilentlyContinue
        Get-Request deleteUserPermission | Should -BeNullOrEmpty
    }
}

Describe 'Remove-BcUserPermission for many users' {
    BeforeEach { Start-ManyUserSession }

    It 'removes a set from 250 users with few calls' {
        $users = Get-BcUser Production | Select-Object -First 250
        $users | Add-BcUserPermission -PermissionSet LOCAL
        Clear-Request
        (Invoke-Captured { $users | Remove-BcUserPermission -PermissionSet LOCAL }).Errors | Should -BeNullOrEmpty
        @(Get-Request deleteUserPermission | Where-Object Status -EQ 204) | Should -HaveCount 250
        @(Get-WireCall | Where-Object Operation -EQ deleteUserPermission) | Should -BeNullOrEmpty
        @(Get-Request postBatch) | Should -HaveCount 15
        (Get-WireCall).Count | Should -BeLessThan 50
        Get-BcUserPermission Production -PermissionSet LOCAL | Should -BeNullOrEmpty
    }

    It 'has the same output and results as single calls, with errors and two environments' {
        $both = Invoke-BothWays -Item {
            $held = @(Get-BcUserPermission Production | Select-Object -First 20) + @(Get-BcUserPermission Sandbox | Select-Object -First 5)
            $held
            $held[3]
            [pscustomobject] @{ Environment = 'Production'; User = 'nobody'; UserPermissionId = $held[0].UserPermissionId }
            [pscustomobject] @{ Environment = 'Production'; User = [guid]::NewGuid(); UserPermissionId = $held[0].UserPermissionId }
            [pscustomobject] @{ Environment = 'Production'; User = $held[0].UserName; UserPermissionId = [guid]::NewGuid() }
        } -Action { $input | Remove-BcUserPermission -Verbose } -State { Get-BcUserPermission Production, Sandbox | ForEach-Object { "$($_.UserSecurityId) $($_.RoleId)" } }
        $both[0].Errors | ForEach-Object { ($_ -split ',')[0] } | Should -Be UserNotFound, UserNotFound
        $both[0].State | Should -Be $both[1].State
        $both[0].Calls | Should -BeLessThan ($both[1].Calls / 3)
    }

    It 'completes in spite of throttling and lost responses, and prompts or changes nothing with -WhatIf' {
        $held = Get-BcUserPermission Production | Select-Object -First 250
        $held | Remove-BcUserPermission -WhatIf -WarningAction Ignore
        Get-Request postBatch, deleteUserPermission | Should -BeNullOrEmpty
        Send-Control faults @{ kind = 'status'; statusCode = 429; retryAfterSec = 0; probability = 0.1; seed = 31; count = 0 }
        Send-Control faults @{ kind = 'dropAfter'; count = 3; operation = 'postBatch' }
        $result = Invoke-Captured { $held | Remove-BcUserPermission -Confirm:$false }
        $hits = (Get-BcSimulator Test).Faults.HitCount
        Reset-BcSimulator Test -FaultOnly
        $hits | Should -Not -Contain 0
        $result.Errors | Should -BeNullOrEmpty
        @(Get-Request deleteUserPermission | Where-Object Status -EQ 204) | Should -HaveCount 250
        @(Get-BcUserPermission Production | Where-Object UserPermissionId -In $held.UserPermissionId) | Should -BeNullOrEmpty
    }

    It 'reports the rejection of one, and removes the others' {
        $held = Get-BcUserPermission Production | Select-Object -First 40
        $null = Add-BcSimulatorFault 409 -ErrorCode Request_EntityChanged -Message 'It has changed.' -Operation deleteUserPermission
        $result = Invoke-Captured { $held | Remove-BcUserPermission }
        $result.Errors | Should -HaveCount 1
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'Request_EntityChanged,*'
        $result.Errors[0].TargetObject | Should -BeOfType BcAdmin.BcUserPermission
        @(Get-Request deleteUserPermission | Where-Object Status -EQ 204) | Should -HaveCount 39
    }

    It 'warns about the last SUPER of a pipeline' {
        $users = Get-BcUser Production | Select-Object -First 3
        $null = Get-BcUserPermission Production -PermissionSet SUPER | Remove-BcUserPermission -WarningAction Ignore
        $users | Add-BcUserPermission -PermissionSet SUPER -Force
        Clear-Request
        $warnings = (Invoke-Captured { Get-BcUserPermission Production -PermissionSet SUPER | Remove-BcUserPermission }).Warnings
        $warnings | Should -HaveCount 1
        $warnings | Should -BeLike "*$($users[2].UserName)*last SUPER*"
    }
}
