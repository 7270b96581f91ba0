BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Stop-BcEnvironmentTransfer' {
    BeforeEach {
        Start-TestSession Partner -NoConnect
        $source, $destination = (Get-BcSimulator Test).Tenants[0, 1] | ForEach-Object { Connect-BcTenant $_ -Simulator -PassThru }
        Clear-Request
    }

    It 'cancels offers from the pipeline' {
        $null = Request-BcEnvironmentTransfer Sandbox $destination.TenantId -Connection $source -Force
        $operation = Get-BcEnvironmentTransfer -Connection $source | Stop-BcEnvironmentTransfer
        $operation | Should -BeOfType ([BcAdmin.BcOperation])
        $operation.Status | Should -Be 'canceled'
        Get-BcEnvironmentTransfer -Connection $source | Should -BeNullOrEmpty
    }

    It 'succeeds if the response was lost' {
        $null = Request-BcEnvironmentTransfer Sandbox $destination.TenantId -Connection $source -Force
        $null = Add-BcSimulatorFault -DropAnswer -Operation cancelEnvironmentTransfer
        $operation = Stop-BcEnvironmentTransfer Sandbox -Connection $source
        $operation | Should -BeOfType ([BcAdmin.BcOperation])
        $operation.Status | Should -Be 'canceled'
        Get-Request cancelEnvironmentTransfer | Should -HaveCount 1
    }

    It 'fails if nothing is offered' {
        $failure = Get-OneError { Stop-BcEnvironmentTransfer Sandbox -Connection $source }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ResourceDoesNotExist,*'
        $failure.TargetObject | Should -Be 'Sandbox'
    }

    It 'rejects an app, and a blank name' {
        (Get-OneError { Stop-BcEnvironmentTransfer ' ' -Connection $source }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        $app = Connect-BcTenant $source.Name -Simulator -As App -PassThru
        Clear-Request
        (Get-OneError { Stop-BcEnvironmentTransfer Sandbox -Connection $app }).FullyQualifiedErrorId | Should -BeLike 'UserRequired,*'
        Get-Request | Should -BeNullOrEmpty
    }

    It 'cancels nothing with -WhatIf' {
        $null = Request-BcEnvironmentTransfer Sandbox $destination.TenantId -Connection $source -Force
        Stop-BcEnvironmentTransfer Sandbox -Connection $source -WhatIf
        Get-BcEnvironmentTransfer -Connection $source | Should -HaveCount 1
    }
}
