BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcOutageReport' {
    BeforeAll { Start-TestSession }

    It 'lists the reports of the tenant' {
        Get-BcOutageReport | Should -BeNullOrEmpty
        $sent = Submit-BcOutageReport Production UnableToSignIn @{ q1 = $true } -Force
        $report = Get-BcOutageReport
        $report | Should -BeOfType ([BcAdmin.BcOutageReport])
        $report.MsaasTicketId | Should -Be $sent.MsaasTicketId
        $report.OutageType | Should -Be 'UnableToSignIn'
        $report.State | Should -Be 'Open'
        $report.CreatedOn | Should -BeOfType ([datetimeoffset])
        $report.Version | Should -BeOfType ([version])
        $report.TenantId | Should -Be (Get-BcConnection -Current).TenantId
    }

    It 'reports errors of the service' {
        $null = Add-BcSimulatorFault -Operation listReportedOutages -StatusCode 404 -ErrorCode tenantNotFound -Count 1
        (Get-OneError { Get-BcOutageReport }).FullyQualifiedErrorId | Should -BeLike 'TenantNotFound,*'
    }

    It 'rejects a connection that does not exist' {
        (Get-OneError { Get-BcOutageReport -Connection nobody.example }).FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
    }
}
