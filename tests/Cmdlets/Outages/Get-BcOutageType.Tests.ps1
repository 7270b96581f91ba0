BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcOutageType' {
    BeforeAll { Start-TestSession }

    It 'lists the kinds of outages' {
        $types = Get-BcOutageType
        $types | Should -BeOfType ([BcAdmin.BcOutageType])
        $types.OutageType | Should -Contain 'UnableToSignIn'
        $types[0].Name | Should -Not -BeNullOrEmpty
    }

    It 'completes them' {
        $line = 'Get-BcOutageQuestion Unable'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'UnableToSignIn'
    }

    It 'tells what the service says' {
        $null = Add-BcSimulatorFault -Operation listOutageTypes -StatusCode 400 -ErrorCode cannotGetOutages -Count 1
        (Get-OneError { Get-BcOutageType }).FullyQualifiedErrorId | Should -BeLike 'CannotGetOutages,*'
    }

    It 'refuses a connection that is none' {
        (Get-OneError { Get-BcOutageType -Connection nobody.example }).FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
    }
}
