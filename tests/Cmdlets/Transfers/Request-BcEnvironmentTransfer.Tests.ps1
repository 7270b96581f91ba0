BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Request-BcEnvironmentTransfer' {
    BeforeEach {
        Start-TestSession Partner -NoConnect
        $source, $destination = (Get-BcSimulator Test).Tenants[0, 1] | ForEach-Object { Connect-BcTenant $_ -Simulator -PassThru }
        Clear-Request
    }

    It 'offers an environment, and returns an operation' {
        $transfer = Get-BcEnvironment Sandbox -Connection $source | Request-BcEnvironmentTransfer -DestinationTenantId $destination.TenantId -RunAt (Get-Date).AddDays(2) -Force
        $transfer | Should -BeOfType ([BcAdmin.BcEnvironmentTransfer])
        $transfer.SourceTenantId | Should -Be ([guid] $source.TenantId)
        ($transfer.RunAt - [datetimeoffset]::Now).TotalHours | Should -BeGreaterThan 47
        $operation = $transfer | Get-BcOperation
        $operation.Type | Should -Be 'requestTransferToAnotherEntraTenant'
        $operation.TenantId | Should -Be $source.TenantId
    }

    It 'finds its offer although the response was lost, and offers once' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation requestEnvironmentTransfer
        (Request-BcEnvironmentTransfer Sandbox $destination.TenantId -Connection $source -Force).DestinationTenantId | Should -Be ([guid] $destination.TenantId)
        Get-Request requestEnvironmentTransfer | Should -HaveCount 1
    }

    It 'reports what prevents a second offer' {
        $null = Request-BcEnvironmentTransfer Sandbox $destination.TenantId -Connection $source -Force
        $failure = Get-OneError { Request-BcEnvironmentTransfer Sandbox $destination.TenantId -Connection $source -Force }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidStatusCannotTransferEnvironment,*'
        $failure.TargetObject | Should -Be 'Sandbox'
    }

    It 'rejects a time that has passed or is too far in the future' {
        foreach ($time in (Get-Date).AddMinutes(-5), (Get-Date).AddDays(15)) {
            (Get-OneError { Request-BcEnvironmentTransfer Sandbox $destination.TenantId -RunAt $time -Connection $source -Force }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        }
        Get-Request | Should -BeNullOrEmpty
    }

    It 'rejects an app before the call' {
        $app = Connect-BcTenant $source.Name -Simulator -As App -PassThru
        Clear-Request
        (Get-OneError { Request-BcEnvironmentTransfer Sandbox $destination.TenantId -Connection $app -Force }).FullyQualifiedErrorId | Should -BeLike 'UserRequired,*'
        Get-Request | Should -BeNullOrEmpty
    }

    It 'offers nothing with -WhatIf' {
        Request-BcEnvironmentTransfer Sandbox $destination.TenantId -Connection $source -Force -WhatIf | Should -BeNullOrEmpty
        Get-Request requestEnvironmentTransfer | Should -BeNullOrEmpty
    }
}
