BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Remove-BcUserPermission' {
    BeforeEach {
        Start-TestSession
        $user = (Get-BcUser Production SELLER*)[0]
    }

    It 'takes sets by id, only those for all companies unless told otherwise' {
        Add-BcUserPermission Production $user.UserName 'D365 BASIC' -Company 'Contoso Sweden'
        Remove-BcUserPermission Production $user.UserName 'D365 BASIC'
        (Get-BcUserPermission Production $user.UserName -PermissionSet 'D365 BASIC').Company | Should -Be 'Contoso Sweden'
        Remove-BcUserPermission Production $user.UserName 'D365 BASIC' -Company *
        Get-BcUserPermission Production $user.UserName -PermissionSet 'D365 BASIC' | Should -BeNullOrEmpty
        (Invoke-Captured { Remove-BcUserPermission Production $user.UserName 'D365 BASIC' }).Errors | Should -BeNullOrEmpty
    }

    It 'takes assignments from the pipeline, through environment, company, user and permission' {
        Get-BcEnvironment Production | Get-BcCompany | Get-BcUser -Name SELLER* | Get-BcUserPermission | Where-Object RoleId -eq 'D365 BASIC' | Remove-BcUserPermission
        Get-BcUserPermission Production -PermissionSet 'D365 BASIC' | Where-Object UserName -like 'SELLER*' | Should -BeNullOrEmpty
    }

    It 'warns at the last SUPER' {
        $supers = @(Get-BcUserPermission Production -PermissionSet SUPER)
        (Invoke-Captured { $supers | Select-Object -Skip 1 | Remove-BcUserPermission }).Warnings | Should -BeNullOrEmpty
        (Invoke-Captured { $supers[0] | Remove-BcUserPermission -WhatIf }).Warnings | Should -BeLike '*last SUPER*'
    }

    It 'is done once when the answer is lost, and hands on what the service says' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation deleteUserPermission
        Remove-BcUserPermission Production $user.UserName 'D365 BASIC'
        Get-BcUserPermission Production $user.UserName -PermissionSet 'D365 BASIC' | Should -BeNullOrEmpty
        $null = Add-BcSimulatorFault 400 -ErrorCode Application_DialogException -Message 'Not that one.' -Operation deleteUserPermission
        "$(Get-OneError { Remove-BcUserPermission Production $user.UserName 'D365 SALES DOC, EDIT' })" | Should -BeLike '*Not that one.*'
    }

    It 'fails for nobody' {
        (Get-OneError { Remove-BcUserPermission Production nobody SUPER }).FullyQualifiedErrorId | Should -BeLike 'UserNotFound,*'
    }

    It 'sends no write with -WhatIf' {
        Get-BcUserPermission Production | Remove-BcUserPermission -WhatIf -WarningAction SilentlyContinue
        Get-Request deleteUserPermission | Should -BeNullOrEmpty
    }
}
