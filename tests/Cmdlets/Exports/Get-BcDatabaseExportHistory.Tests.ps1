BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcDatabaseExportHistory' {
    BeforeEach {
        Start-TestSession
        $null = Start-BcDatabaseExport Production 'https://contosobackup.blob.core.windows.net/?sp=rwdc&sig=x' bc-exports first.bacpac -Wait
        Clear-Request
    }

    It 'lists past exports' {
        $export = Get-BcDatabaseExportHistory
        $export | Should -BeOfType ([BcAdmin.BcDatabaseExportHistory])
        $export.EnvironmentName | Should -Be 'Production'
        $export.Blob | Should -Be 'first.bacpac'
        $export.StorageAccount | Should -Be 'contosobackup'
        $export.ApplicationFamily | Should -Be 'BusinessCentral'
        $export.Version | Should -BeOfType ([version])
        (Get-Request listExportHistory).Status | Should -Be 200
    }

    It 'reads with GET if the service does not support POST' {
        Send-Control settings @{ exportHistoryVerb = 'Get' }
        (Get-BcDatabaseExportHistory).Blob | Should -Be 'first.bacpac'
        (Get-Request '*ExportHistory').Method | Should -Be @('POST', 'GET')
    }

    It 'requests the time span in UTC' {
        Get-BcDatabaseExportHistory -StartTime '2026-01-01T10:00:00Z' -EndTime '2026-02-01T00:00:00+01:00' | Should -BeNullOrEmpty
        (Get-Request)[-1].Path | Should -BeLike '*start=2026-01-01T10:00:00Z&end=2026-01-31T23:00:00Z'
    }

    It 'returns objects that cmdlets for environments accept' {
        (Get-BcDatabaseExportHistory | Get-BcDatabaseExportQuota).ExportsRemainingThisMonth | Should -Be 9
    }

    It 'suggests an alternative for a version without history' {
        Start-TestSession -Connect @{ ApiVersion = '2.30' }
        $failure = Get-OneError { Get-BcDatabaseExportHistory }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ApiVersionTooNew,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Get-BcOperation*'
    }

    It 'rejects a start after the end' {
        (Get-OneError { Get-BcDatabaseExportHistory 2026-02-01 2026-01-01 }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        Get-Request | Should -BeNullOrEmpty
    }

    It 'reports errors of the service' {
        $null = Add-BcSimulatorFault -Operation listExportHistory -StatusCode 403 -Count 1
        (Get-OneError { Get-BcDatabaseExportHistory }).CategoryInfo.Category | Should -Be 'PermissionDenied'
    }
}
