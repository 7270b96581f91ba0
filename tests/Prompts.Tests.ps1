# The text of a prompt and its default answer, recorded by a host.
BeforeAll {
    Import-Module $PSScriptRoot/TestSession.psm1
    Start-TestSession
}

Describe 'A prompt about a production environment' {
    It 'contains PRODUCTION and the consequences, and Enter means No: <Command>' -ForEach @(
        @{ Command = 'Remove-BcEnvironment Production'; Says = 'Delete', 'recovered for 14 days' }
        @{ Command = 'Restart-BcEnvironment Production'; Says = , 'Restart' }
        @{ Command = 'Rename-BcEnvironment Production Renamed'; Says = , 'Rename to Renamed' }
        @{ Command = 'Get-BcCompany Production | Select-Object -First 1 | Remove-BcCompany'; Says = 'with all its data', 'restore' }
        @{ Command = 'Get-BcSession Production | Select-Object -First 1 | Stop-BcSession'; Says = , 'unsaved work' }
    ) {
        Clear-Request
        $run = Invoke-InHost $Command
        $run.Prompts | Should -HaveCount 1
        $run.Prompts[0] | Should -Match 'PRODUCTION environment Production'
        $run.Prompts[0] | Should -Match 'Active sessions: \d+\. Users: \d+\.'
        foreach ($text in $Says) { $run.Prompts[0] | Should -Match $text }
        $run.Defaults | Should -Be 'No'
        $run.Errors | Should -BeNullOrEmpty
        $run.Output | Should -BeNullOrEmpty
        Get-Request | Where-Object Method -In POST, DELETE, PATCH, PUT | Where-Object Operation -NotIn 'token', 'deviceCode' | Should -BeNullOrEmpty
    }

    It 'is a standard prompt for a sandbox' {
        $run = Invoke-InHost 'Restart-BcEnvironment Sandbox -WhatIf; Restart-BcEnvironment Sandbox'
        $run.Prompts | Should -HaveCount 1
        $run.Prompts[0] | Should -Not -Match 'PRODUCTION'
        $run.Defaults | Should -Be 'Yes'
    }

    It 'is not shown with -Force, -Confirm:$false, -WhatIf, or $ConfirmPreference None' {
        foreach ($command in 'Remove-BcEnvironment Production -WhatIf', 'Restart-BcEnvironment Production -Force', 'Restart-BcEnvironment Production -Confirm:$false', '$ConfirmPreference = "None"; Restart-BcEnvironment Production') {
            (Invoke-InHost $command).Prompts | Should -BeNullOrEmpty -Because $command
        }
    }

    It 'is shown with -Force and an explicit -Confirm' {
        (Invoke-InHost 'Remove-BcEnvironment Production -Force -Confirm').Defaults | Should -Be 'No'
    }

    It 'fails with ConfirmationRequired if the session is not interactive' {
        Invoke-Unattended 'try { Remove-BcEnvironment Production -ErrorAction Stop } catch { $_.Exception.Code }' | Should -Be 'ConfirmationRequired'
    }
}

Describe 'Granting SUPER or SECURITY' {
    It 'prompts with No as the default: <Command>' -ForEach @(
        @{ Command = 'Add-BcUserPermission Sandbox SELLER.03 SUPER -PassThru'; Set = 'SUPER' }
        @{ Command = 'Add-BcUserPermission Sandbox SELLER.03 security -PassThru'; Set = 'SECURITY' }
        @{ Command = 'Get-BcSecurityGroup Production | Select-Object -First 1 | Add-BcSecurityGroupPermission -PermissionSet SUPER -PassThru'; Set = 'SUPER' }
        @{ Command = 'Get-BcUserPermission Sandbox SELLER.03 | Select-Object -First 1 | Set-BcUserPermission -PermissionSet SUPER -PassThru'; Set = 'SUPER' }
        @{ Command = "[pscustomobject] @{ User = 'SELLER.03'; PermissionSets = 'SUPER' } | Import-BcUser Sandbox"; Set = 'SUPER' }
    ) {
        Clear-Request
        $run = Invoke-InHost $Command
        $run.Prompts | Should -HaveCount 1
        $run.Prompts[0] | Should -MatchExactly $Set
        $run.Defaults | Should -Be 'No'
        Get-Request | Where-Object Method -In POST, PATCH, DELETE | Where-Object Operation -NotIn 'token', 'deviceCode' | Should -BeNullOrEmpty
    }

    It 'does not prompt with -Force, and other sets never do' {
        (Invoke-InHost 'Add-BcUserPermission Sandbox SELLER.03 SUPER -Force').Prompts | Should -BeNullOrEmpty
        (Invoke-InHost "Add-BcUserPermission Sandbox SELLER.03 'D365 READ'").Prompts | Should -BeNullOrEmpty
    }
}
