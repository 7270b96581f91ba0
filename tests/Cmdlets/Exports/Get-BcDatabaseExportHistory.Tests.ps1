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

    It 'reads with GET where the service takes no POST' {
        Send-Control settings @{ exportHistoryVerb = 'Get' }
        (Get-BcDatabaseExportHistory).Blob | Should -Be 'first.bacpac'
        (Get-Request '*ExportHistory').Method | Should -Be @('POST', 'GET')
    }

    It 'asks for the span in UTC' {
        Get-BcDatabaseExportHistory -StartTime '2026-01-01T10:00:00Z' -EndTime '2026-02-01T00:00:00+01:00' | Should -BeNullOrEmpty
        (Get-Request)[-1].Path | Should -BeLike '*start=2026-01-01T10:00:00Z&end=2026-01-31T23:00:00Z'
    }

    It 'goes on to cmdlets about environments' {
        (Get-BcDatabaseExportHistory | Get-BcDatabaseExportQuota).ExportsRemainingThisMonth | Should -Be 9
    }

    It 'says what to use on a version that has no history any more' {
        Start-TestSession -Connect @{ ApiVersion = '2.30' }
        $failure = Get-OneError { Get-BcDatabaseExportHistory }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ApiVersionTooNew,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Get-BcOperation*'
    }

    It 'refuses a start after the end' {
        (Get-OneError { Get-BcDatabaseExportHistory 2026-02-01 2026-01-01 }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        Get-Request | Should -BeNullOrEmpty
    }

    It 'tells what the service says' {
        $null = Add-BcSimulatorFault -Operation listExportHistory -StatusCode 403 -Count 1
        (Get-OneError { Get-BcDatabaseExportHistory }).CategoryInfo.Category | Should -Be 'PermissionDenied'
    }
}
