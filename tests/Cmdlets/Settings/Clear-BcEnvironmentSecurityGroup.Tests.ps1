BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Clear-BcEnvironmentSecurityGroup' {
    BeforeEach { Start-TestSession }

    It 'removes the group' {
        Clear-BcEnvironmentSecurityGroup Production -Force | Should -BeNullOrEmpty
        Get-BcEnvironmentSecurityGroup Production | Should -BeNullOrEmpty
    }

    It 'sends nothing if no group is set' {
        $result = Invoke-Captured { Get-BcEnvironment | Clear-BcEnvironmentSecurityGroup -Force -Verbose }
        $result.Verbose -join ' ' | Should -BeLike '*Sandbox already has no security group*'
        Get-Request clearSecurityGroup | Should -HaveCount 1
    }

    It 'fails for an environment that does not exist and continues' {
        $result = Invoke-Captured { 'Nope', 'Production' | ForEach-Object { [pscustomobject] @{ Environment = $_ } } | Clear-BcEnvironmentSecurityGroup -Force }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        Get-Request clearSecurityGroup | Should -HaveCount 1
    }

    It 'rejects a blank name' {
        (Get-OneError { Clear-BcEnvironmentSecurityGroup ' ' -Force }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }

    It 'sends no write with -WhatIf' {
        Clear-BcEnvironmentSecurityGroup Production -Force -WhatIf
        Get-Request clearSecurityGroup | Should -BeNullOrEmpty
    }
}
