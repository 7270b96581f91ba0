BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcOutageType' {
    BeforeAll { Start-TestSession }

    It 'lists the types of outages' {
        $types = Get-BcOutageType
        $types | Should -BeOfType ([BcAdmin.BcOutageType])
        $types.OutageType | Should -Contain 'UnableToSignIn'
        $types[0].Name | Should -Not -BeNullOrEmpty
    }

    It 'completes them' {
        $line = 'Get-BcOutageQuestion Unable'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'UnableToSignIn'
    }

    It 'reports errors of the service' {
        $null = Add-BcSimulatorFault -Operation listOutageTypes -StatusCode 400 -ErrorCode cannotGetOutages -Count 1
        (Get-OneError { Get-BcOutageType }).FullyQualifiedErrorId | Should -BeLike 'CannotGetOutages,*'
    }

    It 'rejects a connection that does not exist' {
        (Get-OneError { Get-BcOutageType -Connection nobody.example }).FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
    }
}
