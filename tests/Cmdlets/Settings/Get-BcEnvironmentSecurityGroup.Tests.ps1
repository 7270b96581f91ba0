BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcEnvironmentSecurityGroup' {
    BeforeEach { Start-TestSession }

    It 'shows the group' {
        $group = Get-BcEnvironmentSecurityGroup Production
        $group.GroupId | Should -Be 'c0a70500-0000-4000-8000-00000000f001'
        $group.DisplayName | Should -Be 'Contoso Business Central Users'
        $group.EnvironmentName | Should -Be 'Production'
    }

    It 'returns nothing if no group is set, with a verbose line' {
        Get-BcEnvironmentSecurityGroup Sandbox | Should -BeNullOrEmpty
        (Invoke-Captured { Get-BcEnvironmentSecurityGroup Sandbox -Verbose }).Verbose -join ' ' | Should -BeLike '*All licensed users*'
    }

    It 'accepts environments from the pipeline' {
        (Get-BcEnvironment | Get-BcEnvironmentSecurityGroup).EnvironmentName | Should -Be 'Production'
    }

    It 'fails for an environment that does not exist' {
        (Get-OneError { Get-BcEnvironmentSecurityGroup Nope }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
    }

    It 'rejects a blank name' {
        (Get-OneError { Get-BcEnvironmentSecurityGroup ' ' }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }
}
