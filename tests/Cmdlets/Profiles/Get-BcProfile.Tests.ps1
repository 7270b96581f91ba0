BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcProfile' {
    BeforeAll { Start-TestSession }

    It 'lists profiles, and finds them by ID and display name' {
        $profiles = Get-BcProfile Production
        $profiles.ProfileId | Should -Contain 'WAREHOUSE WORKER - WMS'
        $profiles[0] | Should -BeOfType ([BcAdmin.BcProfile])
        (Get-BcProfile Production 'purch*').AppName | Should -Be 'Base Application'
        (Get-BcProfile Production -Filter 'enabled eq false').ProfileId | Should -Be 'SECURITY ADMINISTRATOR'
        (Get-BcEnvironment | Get-BcProfile -Name ACCOUNTANT).EnvironmentName | Sort-Object | Should -Be @('Production', 'Sandbox')
    }

    It 'fails for a profile that does not exist and if the service rejects the call' {
        (Get-OneError { Get-BcProfile Production Nope }).FullyQualifiedErrorId | Should -BeLike 'ProfileNotFound,*'
        $null = Add-BcSimulatorFault 403 -ErrorCode Authorization_RequestDenied -Operation listProfiles
        (Get-OneError { Get-BcProfile Production }).CategoryInfo.Category | Should -Be 'PermissionDenied'
    }
}
