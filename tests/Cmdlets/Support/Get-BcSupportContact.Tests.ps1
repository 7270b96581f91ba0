BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcSupportContact' {
    BeforeEach { Start-TestSession }

    It 'shows the contact of each environment, empty if none is set' {
        Set-BcSupportContact Production 'Partner desk' desk@partner.example https://support.partner.example
        $contacts = Get-BcEnvironment | Get-BcSupportContact
        $contacts | Should -BeOfType ([BcAdmin.BcSupportContact])
        $contacts.EnvironmentName | Should -Be @('Production', 'Sandbox')
        $contacts[0].Name | Should -Be 'Partner desk'
        $contacts[0].Url | Should -Be 'https://support.partner.example'
        $contacts[1].Email | Should -BeNullOrEmpty
    }

    It 'fails for an environment that does not exist, and continues' {
        $result = Invoke-Captured { Get-BcSupportContact Nope, Sandbox }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        $result.Output.EnvironmentName | Should -Be 'Sandbox'
    }

    It 'reports that the environment must be running' {
        $null = Add-BcSimulatorFault -Operation getSupportContact -StatusCode 400 -ErrorCode businessCentralCommunicationException -Count 1
        (Get-OneError { Get-BcSupportContact Sandbox }).ErrorDetails.RecommendedAction | Should -BeLike '*must be running*'
    }

    It 'rejects a blank name' {
        (Get-OneError { Get-BcSupportContact ' ' }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }
}
