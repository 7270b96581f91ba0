BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Submit-BcOutageReport' {
    BeforeEach { Start-TestSession }

    It 'reports an outage and returns the number of the request' {
        $result = Get-BcEnvironment Production | Submit-BcOutageReport -OutageType UnableToSignIn -Answer @{ q1 = 'Yes'; q3 = $true; q4 = 'It is down.' } -Email adele.admin@contoso.example -Phone 004500000000 -Force
        $result | Should -BeOfType ([BcAdmin.BcOutageReportResult])
        $result.CreationStatus | Should -Be 'Created'
        $result.MsaasTicketId | Should -Not -BeNullOrEmpty
        $result.EnvironmentName | Should -Be 'Production'
        (Submit-BcOutageReport Production UnableToSignIn @{ q1 = $true } -Force).CreationStatus | Should -Be 'UpdatedExisting'
    }

    It 'sends a date in UTC' {
        (Submit-BcOutageReport Production PerformanceDegraded @{ q1 = $false; q2 = [datetime]'2026-08-20T06:00:00Z' } -Force).CreationStatus | Should -Be 'Created'
    }

    It 'reports missing answers before it sends anything' {
        $failure = Get-OneError { Submit-BcOutageReport Production EnvironmentUnavailable @{ q1 = $true; q3 = $true } -Force }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        $failure.Exception.Message | Should -BeLike '*q2 (When did it start?); q4 (What is the error message?)*'
        Get-Request reportOutage | Should -BeNullOrEmpty
    }

    It 'requires no answer below a question that was answered with no' {
        (Submit-BcOutageReport Production UnableToSignIn @{ q1 = $true; q3 = 'No' } -Force).CreationStatus | Should -Be 'Created'
    }

    It 'rejects an answer without a question, a phone number with a plus sign, and a sandbox' {
        (Get-OneError { Submit-BcOutageReport Production UnableToSignIn @{ q1 = $true; q9 = 'x' } -Force }).Exception.Message | Should -BeLike '*q9*'
        (Get-OneError { Submit-BcOutageReport Production UnableToSignIn @{ q1 = $true } -Phone '+4500' -Force }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
        (Get-OneError { Submit-BcOutageReport Sandbox UnableToSignIn @{ q1 = $true } -Force }).FullyQualifiedErrorId | Should -BeLike 'ProductionRequired,*'
        Get-Request reportOutage | Should -BeNullOrEmpty
    }

    It 'fails if the service accepted the report and created nothing' {
        Send-Control settings @{ outageReportsFail = $true }
        (Get-OneError { Submit-BcOutageReport Production UnableToSignIn @{ q1 = $true } -Force }).FullyQualifiedErrorId | Should -BeLike 'OutageReportFailed,*'
    }

    It 'sends no second report after a lost response, and names the place to check' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation reportOutage
        (Get-OneError { Submit-BcOutageReport Production UnableToSignIn @{ q1 = $true } -Force }).ErrorDetails.RecommendedAction | Should -BeLike '*Get-BcOutageReport*'
        Get-Request reportOutage | Should -HaveCount 1
        Get-BcOutageReport | Should -HaveCount 1
    }

    It 'sends nothing with -WhatIf' {
        Submit-BcOutageReport Production UnableToSignIn @{ q1 = $true } -Force -WhatIf | Should -BeNullOrEmpty
        Get-Request reportOutage | Should -BeNullOrEmpty
    }
}
