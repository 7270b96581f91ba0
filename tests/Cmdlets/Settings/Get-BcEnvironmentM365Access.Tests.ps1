BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcEnvironmentM365Access' {
    BeforeEach { Start-TestSession }

    It 'shows whether it is on, if the service sends a Boolean or a text' {
        foreach ($text in $false, $true) {
            Send-Control settings @{ m365AccessAsText = $text }
            (Get-BcEnvironmentM365Access Production).Enabled | Should -BeFalse
            Set-BcEnvironmentM365Access Sandbox $true
            (Get-BcEnvironmentM365Access Sandbox).Enabled | Should -BeTrue
        }
    }

    It 'accepts environments from the pipeline' {
        (Get-BcEnvironment | Get-BcEnvironmentM365Access).EnvironmentName | Should -Be @('Production', 'Sandbox')
    }

    It 'fails for an environment that does not exist' {
        (Get-OneError { Get-BcEnvironmentM365Access Nope }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
    }

    It 'rejects a blank name' {
        (Get-OneError { Get-BcEnvironmentM365Access ' ' }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }
}
