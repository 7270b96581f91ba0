BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcEnvironmentTransfer' {
    BeforeEach {
        Start-TestSession Partner -NoConnect
        $source, $destination = (Get-BcSimulator Test).Tenants[0, 1] | ForEach-Object { Connect-BcTenant $_ -Simulator -PassThru }
        Clear-Request
    }

    It 'lists outgoing and incoming offers of a tenant' {
        $offer = Request-BcEnvironmentTransfer Sandbox $destination.TenantId -Connection $source -Force
        $outgoing = Get-BcEnvironmentTransfer -Connection $source
        $outgoing | Should -BeOfType ([BcAdmin.BcEnvironmentTransfer])
        $outgoing.OperationId | Should -Be $offer.OperationId
        $outgoing.SourceEnvironmentName | Should -Be 'Sandbox'
        $outgoing.DestinationTenantId | Should -Be ([guid] $destination.TenantId)
        $outgoing.IsAccepted | Should -BeFalse
        $outgoing.ExpiresOn | Should -BeGreaterThan ([datetimeoffset]::UtcNow)

        $incoming = Get-BcEnvironmentTransfer -SourceTenantId $source.TenantId -Connection $destination
        $incoming.OperationId | Should -Be $offer.OperationId
        $incoming.SourceTenantId | Should -Be ([guid] $source.TenantId)
        $incoming.TenantId | Should -Be $destination.TenantId
        Get-BcEnvironmentTransfer -Connection $destination | Should -BeNullOrEmpty
    }

    It 'reports which callers the service accepts' {
        $partner = Connect-BcTenant $source.Name -Simulator -As DelegatedAdmin -PassThru
        $failure = Get-OneError { Get-BcEnvironmentTransfer -Connection $partner }
        $failure.CategoryInfo.Category | Should -Be 'PermissionDenied'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*internal administrator*'
    }

    It 'rejects an app before the call' {
        $app = Connect-BcTenant $source.Name -Simulator -As App -PassThru
        (Get-OneError { Get-BcEnvironmentTransfer -Connection $app }).FullyQualifiedErrorId | Should -BeLike 'UserRequired,*'
        Get-Request '*Transfers' | Should -BeNullOrEmpty
    }

    It 'rejects an invalid tenant' {
        (Get-OneError { Get-BcEnvironmentTransfer -SourceTenantId nobody -Connection $source }).CategoryInfo.Category | Should -Be 'InvalidArgument'
    }
}
