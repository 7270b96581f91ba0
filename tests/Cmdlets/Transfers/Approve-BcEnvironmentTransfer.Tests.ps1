BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Approve-BcEnvironmentTransfer' {
    BeforeEach {
        Start-TestSession Partner -NoConnect
        $source, $destination = (Get-BcSimulator Test).Tenants[0, 1] | ForEach-Object { Connect-BcTenant $_ -Simulator -PassThru }
        Clear-Request
    }

    It 'accepts an environment and waits until it can be used' {
        $null = Request-BcEnvironmentTransfer Sandbox $destination.TenantId -Connection $source -Force
        $environment = Get-BcEnvironmentTransfer -SourceTenantId $source.TenantId -Connection $destination | Approve-BcEnvironmentTransfer -NewName Moved -Force -Wait
        $environment | Should -BeOfType ([BcAdmin.BcEnvironment])
        $environment.Name | Should -Be 'Moved'
        $environment.TenantId | Should -Be $destination.TenantId
        (Get-BcEnvironment -Connection $source).Name | Should -Be 'Production'
    }

    It 'works from tenant to tenant in one pipeline, and returns the operation' {
        $operation = Request-BcEnvironmentTransfer Sandbox $destination.TenantId -Connection $source -Force | Approve-BcEnvironmentTransfer -NewName Moved -Connection $destination -Force
        $operation | Should -BeOfType ([BcAdmin.BcOperation])
        $operation.Type | Should -Be 'moveToAnotherAadTenant'
    }

    It 'rejects a name that is in use, before it accepts' {
        $null = Request-BcEnvironmentTransfer Sandbox $destination.TenantId -Connection $source -Force
        (Get-OneError { Approve-BcEnvironmentTransfer Sandbox $source.TenantId Production -Connection $destination -Force }).FullyQualifiedErrorId | Should -BeLike 'ResourceExists,*'
        Get-Request acceptEnvironmentTransfer | Should -BeNullOrEmpty
    }

    It 'fails if nothing is offered' {
        $failure = Get-OneError { Approve-BcEnvironmentTransfer Sandbox $source.TenantId Moved -Connection $destination -Force }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ResourceDoesNotExist,*'
        $failure.TargetObject | Should -Be 'Sandbox'
    }

    It 'stops waiting after the time limit, and describes how to continue' {
        $null = Request-BcEnvironmentTransfer Sandbox $destination.TenantId -RunAt (Get-Date).AddDays(2) -Connection $source -Force
        $failure = Get-OneError { Approve-BcEnvironmentTransfer Sandbox $source.TenantId Moved -Connection $destination -Force -Wait -TimeoutSec 1 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'OperationTimeout,*'
    }

    It 'rejects an app, and an invalid name' {
        $app = Connect-BcTenant $destination.Name -Simulator -As App -PassThru
        Clear-Request
        (Get-OneError { Approve-BcEnvironmentTransfer Sandbox $source.TenantId Moved -Connection $app -Force }).FullyQualifiedErrorId | Should -BeLike 'UserRequired,*'
        (Get-OneError { Approve-BcEnvironmentTransfer Sandbox $source.TenantId '1 bad' -Connection $destination -Force }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
        Get-Request | Should -BeNullOrEmpty
    }

    It 'accepts nothing with -WhatIf' {
        $null = Request-BcEnvironmentTransfer Sandbox $destination.TenantId -Connection $source -Force
        Approve-BcEnvironmentTransfer Sandbox $source.TenantId Moved -Connection $destination -Force -WhatIf | Should -BeNullOrEmpty
        Get-Request acceptEnvironmentTransfer | Should -BeNullOrEmpty
    }
}
