BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcDatabaseExportQuota' {
    BeforeEach { Start-TestSession }

    It 'shows what is left, and counts' {
        $sas = 'https://contosobackup.blob.core.windows.net/?sp=rwdc&sig=x'
        $null = Start-BcDatabaseExport Production $sas bc-exports -Wait
        $quotas = Get-BcEnvironment | Get-BcDatabaseExportQuota
        $quotas | Should -BeOfType ([BcAdmin.BcDatabaseExportQuota])
        $quotas.EnvironmentName | Should -Be @('Production', 'Sandbox')
        $quotas.ExportsRemainingThisMonth | Should -Be @(9, 10)
        $quotas.ExportsPerMonth | Should -Be @(10, 10)
        $quotas[0].TenantId | Should -Be (Get-BcConnection -Current).TenantId
    }

    It 'fails for an environment that is missing, and goes on' {
        $result = Invoke-Captured { Get-BcDatabaseExportQuota Nope, Sandbox }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        $result.Output.EnvironmentName | Should -Be 'Sandbox'
    }

    It 'names the permission set that is missing' {
        $null = Add-BcSimulatorFault -Operation getExportMetrics -StatusCode 403 -Count 1
        (Get-OneError { Get-BcDatabaseExportQuota Sandbox }).ErrorDetails.RecommendedAction | Should -BeLike '*D365 BACKUP/RESTORE*'
    }

    It 'refuses a blank name' {
        (Get-OneError { Get-BcDatabaseExportQuota ' ' }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }
}
