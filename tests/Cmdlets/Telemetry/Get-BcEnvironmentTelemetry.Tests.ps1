BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcEnvironmentTelemetry' {
    BeforeEach { Start-TestSession }

    It 'returns a property for each column' {
        $events = Get-BcEnvironmentTelemetry Production
        $events.Count | Should -BeGreaterThan 5
        $events[0] | Should -BeOfType ([BcAdmin.BcTelemetryEvent])
        $events[0].Timestamp | Should -BeOfType ([datetimeoffset])
        $events[0].Message | Should -Not -BeNullOrEmpty
        $events[0].DurationMs | Should -BeOfType ([long])
        $events[0].EnvironmentName | Should -Be 'Production'
        $events[0].TenantId | Should -Be (Get-BcConnection -Current).TenantId
    }

    It 'reads types that are sent as numbers' {
        Send-Control settings @{ numericTelemetryTypes = $true }
        (Get-BcEnvironmentTelemetry Production | Select-Object -First 1).Timestamp | Should -BeOfType ([datetimeoffset])
    }

    It 'keeps the columns in a file and after Where-Object' {
        $errors = Get-BcEnvironment | Get-BcEnvironmentTelemetry | Where-Object Level -eq Error
        $errors | Should -Not -BeNullOrEmpty
        ($errors | Export-Csv TestDrive:/errors.csv) ; (Import-Csv TestDrive:/errors.csv)[0].Message | Should -Be $errors[0].Message
    }

    It 'requests the time span in UTC' {
        $null = Get-BcEnvironmentTelemetry Production '2026-08-20T06:00:00Z' '2026-08-20T09:00:00+02:00'
        (Get-Request)[-1].Path | Should -BeLike '*startDateUtc=2026-08-20T06:00:00Z&endDateUtc=2026-08-20T07:00:00Z&logCategory=All'
    }

    It 'shows an event on one line' {
        Get-BcEnvironmentTelemetry Production | Select-Object -First 1 | Out-String -Width 120 | Should -Match 'Timestamp +Environment +Event\s+(-+\s+){3}\d{4}-\d\d-\d\d \d\d:\d\dZ +Production '
    }

    It 'fails for an environment that does not exist, and continues' {
        $result = Invoke-Captured { Get-BcEnvironmentTelemetry Nope, Sandbox }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        $result.Output[0].EnvironmentName | Should -Be 'Sandbox'
    }

    It 'rejects a start after the end' {
        (Get-OneError { Get-BcEnvironmentTelemetry Production 2026-02-01 2026-01-01 }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        Get-Request | Should -BeNullOrEmpty
    }
}
