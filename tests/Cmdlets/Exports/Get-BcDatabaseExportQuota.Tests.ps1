BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcDatabaseExportQuota' {
    BeforeEach { Start-TestSession }

    It 'shows the remaining exports, and counts' {
        $sas = 'https://contosobackup.blob.core.windows.net/?sp=rwdc&sig=x'
        $null = Start-BcDatabaseExport Production $sas bc-exports -Wait
        $quotas = Get-BcEnvironment | Get-BcDatabaseExportQuota
        $quotas | Should -BeOfType ([BcAdmin.BcDatabaseExportQuota])
        $quotas.EnvironmentName | Should -Be @('Production', 'Sandbox')
        $quotas.ExportsRemainingThisMonth | Should -Be @(9, 10)
        $quotas.ExportsPerMonth | Should -Be @(10, 10)
        $quotas[0].TenantId | Should -Be (Get-BcConnection -Current).TenantId
    }

    It 'fails for an environment that does not exist, and continues' {
        $result = Invoke-Captured { Get-BcDatabaseExportQuota Nope, Sandbox }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        $result.Output.EnvironmentName | Should -Be 'Sandbox'
    }

    It 'reports the missing permission set' {
        $null = Add-BcSimulatorFault -Operation getExportMetrics -StatusCode 403 -Count 1
        (Get-OneError { Get-BcDatabaseExportQuota Sandbox }).ErrorDetails.RecommendedAction | Should -BeLike '*D365 BACKUP/RESTORE*'
    }

    It 'rejects a blank name' {
        (Get-OneError { Get-BcDatabaseExportQuota ' ' }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }
}
