BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Stop-BcSession' {
    BeforeEach { Start-TestSession }

    It 'ends sessions from the pipeline' {
        Get-BcSession Production | Select-Object -First 2 | Stop-BcSession -Force | Should -BeNullOrEmpty
        (Get-BcSession Production).Count | Should -Be 4
    }

    It 'fails for a session ID that does not exist, and continues' {
        $session = Get-BcSession Production | Select-Object -First 1
        $result = Invoke-Captured { Stop-BcSession Production 99999, $session.SessionId -Force }
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'SessionNotFound,*'
        $result.Errors[0].TargetObject | Should -Be 99999
        (Get-BcSession Production).SessionId | Should -Not -Contain $session.SessionId
    }

    It 'succeeds when the response was lost and the session has ended' {
        $session = Get-BcSession Production | Select-Object -First 1
        $null = Add-BcSimulatorFault -DropAnswer -Operation stopSession
        (Invoke-Captured { Stop-BcSession Production $session.SessionId -Force }).Errors | Should -BeNullOrEmpty
        (Get-BcSession Production).SessionId | Should -Not -Contain $session.SessionId
    }

    It 'writes only a verbose line for a piped session that has ended, and continues' {
        $ended, $session = Get-BcSession Production | Select-Object -First 2
        Stop-BcSession Production $ended.SessionId -Force
        $result = Invoke-Captured { $ended, $session | Stop-BcSession -Force -Verbose }
        $result.Errors | Should -BeNullOrEmpty
        $result.Verbose -join ' ' | Should -BeLike '*has already ended*'
        (Get-BcSession Production).SessionId | Should -Not -Contain $session.SessionId
    }

    It 'shows with -WhatIf the user of the session, and sends no write' {
        Get-BcSession Production | Stop-BcSession -Force -WhatIf
        Get-Request getSession | Should -HaveCount 6
        Get-Request stopSession | Should -BeNullOrEmpty
    }

    It 'prompts without -Force' {
        $lines = Invoke-Unattended @'
try { Get-BcSession Production | Stop-BcSession -ErrorAction Stop } catch { 'asked' }
@(Get-BcSession Production).Count
'@
        $lines[-2..-1] | Should -Be @('asked', '6')
    }

    It 'reports errors of the service' {
        $null = Add-BcSimulatorFault -Operation stopSession -StatusCode 403 -Count 1
        (Get-OneError { Get-BcSession Production | Select-Object -First 1 | Stop-BcSession -Force }).CategoryInfo.Category | Should -Be 'PermissionDenied'
        (Get-OneError { Stop-BcSession Nope 1 -Force }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
    }

    It 'rejects an invalid ID' {
        (Get-OneError { Stop-BcSession Production first -Force }).FullyQualifiedErrorId | Should -BeLike 'CannotConvertArgument*'
    }
}
