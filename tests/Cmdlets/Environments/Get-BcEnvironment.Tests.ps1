BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcEnvironment' {
    BeforeAll { Start-TestSession }

    It 'lists the environments of the tenant' {
        $environments = Get-BcEnvironment
        $environments.Name | Should -Be @('Production', 'Sandbox')
        $environments[0] | Should -BeOfType ([BcAdmin.BcEnvironment])
        $environments[0].Version | Should -Be ([version] '28.3')
        $environments[0].TenantId | Should -Be (Get-BcConnection -Current).TenantId
    }

    It 'reads one by its exact name, in any case' {
        (Get-BcEnvironment production).Name | Should -Be 'Production'
        (Get-Request)[-1].Operation | Should -Be 'getEnvironment'
    }

    It 'filters by pattern, type and status' {
        (Get-BcEnvironment 'Prod*').Name | Should -Be 'Production'
        (Get-BcEnvironment -Type Sandbox).Name | Should -Be 'Sandbox'
        Get-BcEnvironment -Status Upgrading | Should -BeNullOrEmpty
        Get-BcEnvironment 'nothing*' | Should -BeNullOrEmpty
    }

    It 'lists one application family' {
        (Get-BcEnvironment -ApplicationFamily BusinessCentral).Count | Should -Be 2
        (Get-Request)[-1].Operation | Should -Be 'listEnvironmentsByFamily'
        (Get-OneError { Get-BcEnvironment -ApplicationFamily Nope }).FullyQualifiedErrorId | Should -BeLike 'ApplicationTypeDoesNotExist,*'
    }

    It 'fails for an exact name that does not exist, and continues with the next one' {
        $result = Invoke-Captured { Get-BcEnvironment Nope, Sandbox }
        $result.Output.Name | Should -Be 'Sandbox'
        $result.Errors.Count | Should -Be 1
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        $result.Errors[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $result.Errors[0].TargetObject | Should -Be 'Nope'
        $result.Errors[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $result.Errors[0].Exception.CorrelationId | Should -Not -BeNullOrEmpty
    }

    It 'accepts a name with special characters as one name' {
        foreach ($name in 'a b', 'a/b', 'a%2Fb', "a'b", 'æøå', '#', 'a&b=c') {
            (Get-OneError { Get-BcEnvironment $name }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*' -Because $name
        }
        foreach ($name in '.', '..', ' ') {
            (Get-OneError { Get-BcEnvironment $name }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*' -Because $name
        }
    }

    It 'hides soft-deleted environments and reports this' {
        $null = Remove-BcEnvironment Sandbox -Force -Wait
        (Get-BcEnvironment).Name | Should -Be 'Production'
        (Invoke-Captured { Get-BcEnvironment -Verbose }).Verbose -join ' ' | Should -BeLike '*not shown: 1*-IncludeDeleted*'
        (Get-BcEnvironment -IncludeDeleted).Status | Should -Contain 'SoftDeleted'
        (Get-BcEnvironment -Status SoftDeleted).Name | Should -BeLike 'Sandbox-*'
    }
}
