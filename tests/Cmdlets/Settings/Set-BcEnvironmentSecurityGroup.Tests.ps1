BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Set-BcEnvironmentSecurityGroup' {
    BeforeEach { Start-TestSession }

    It 'sets a group' {
        $group = Set-BcEnvironmentSecurityGroup Sandbox c0a70500-0000-4000-8000-00000000f002 -Force -PassThru
        $group.DisplayName | Should -Be 'Contoso Finance'
    }

    It 'accepts environments and groups from the pipeline' {
        Get-BcEnvironmentSecurityGroup Production | Set-BcEnvironmentSecurityGroup -Environment Sandbox -Force
        (Get-BcEnvironmentSecurityGroup Sandbox).GroupId | Should -Be 'c0a70500-0000-4000-8000-00000000f001'
    }

    It 'sends nothing when the group is already set' {
        $result = Invoke-Captured { Set-BcEnvironmentSecurityGroup Production c0a70500-0000-4000-8000-00000000f001 -Verbose }
        $result.Verbose -join ' ' | Should -BeLike '*already*'
        Get-Request setSecurityGroup | Should -BeNullOrEmpty
    }

    It 'fails for a group that is not in Microsoft Entra ID, with the group as the target' {
        $failure = Get-OneError { Set-BcEnvironmentSecurityGroup Sandbox 00000000-0000-0000-0000-0000000000b1 -Force -PassThru }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ResourceDoesNotExist,*'
        $failure.TargetObject | Should -Be ([guid] '00000000-0000-0000-0000-0000000000b1')
    }

    It 'finds a group by its exact name in Microsoft Graph' {
        (Set-BcEnvironmentSecurityGroup Sandbox 'Contoso Finance' -Force -PassThru).GroupId | Should -Be 'c0a70500-0000-4000-8000-00000000f002'
        $failure = Get-OneError { Set-BcEnvironmentSecurityGroup Sandbox 'Contoso Financ' -Force }
        $failure.FullyQualifiedErrorId | Should -BeLike 'SecurityGroupNotFound,*'
        "$failure" | Should -BeLike "*Did you mean 'Contoso Finance'?*"
        (Get-OneError { Set-BcEnvironmentSecurityGroup Sandbox 'Contoso*' -Force }).FullyQualifiedErrorId | Should -BeLike 'SecurityGroupNotFound,*'
        Get-Request setSecurityGroup | Should -HaveCount 1
    }

    It 'fails for an environment that does not exist and an unknown name' {
        (Get-OneError { Set-BcEnvironmentSecurityGroup Nope c0a70500-0000-4000-8000-00000000f002 -Force }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        (Get-OneError { Set-BcEnvironmentSecurityGroup Sandbox Finance -Force }).FullyQualifiedErrorId | Should -BeLike 'SecurityGroupNotFound,*'
    }

    It 'is sent again after a lost response, because it is repeatable' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation setSecurityGroup
        (Set-BcEnvironmentSecurityGroup Sandbox c0a70500-0000-4000-8000-00000000f002 -Force -PassThru).DisplayName | Should -Be 'Contoso Finance'
    }

    It 'sends no write with -WhatIf' {
        Set-BcEnvironmentSecurityGroup Sandbox c0a70500-0000-4000-8000-00000000f002 -WhatIf
        Get-Request setSecurityGroup | Should -BeNullOrEmpty
    }
}
