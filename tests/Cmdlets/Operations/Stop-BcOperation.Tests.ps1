BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Stop-BcOperation' {
    BeforeEach { Start-TestSession }

    BeforeAll {
        # A running update, in real time, so that it does not end during the test.
        function Start-Update {
            Start-TestSession -TimeScale 1
            Invoke-Soon { Set-BcEnvironmentUpdate Sandbox 28.4 -StartNow -Force }
            $until = (Get-Date).AddSeconds(60)
            do {
                Start-Sleep -Milliseconds 500
                $operation = Get-BcOperation Sandbox -Type update -Status running
            } until ($operation -or (Get-Date) -gt $until)
            $operation | Should -Not -BeNullOrEmpty
            Clear-Request
            $operation
        }
    }

    It 'cancels a running update and waits until the previous state is restored' {
        $operation = Start-Update
        Send-Control clock @{ timeScale = 2000 }
        ($operation | Stop-BcOperation -Force -Wait -TimeoutSec 120).Status | Should -Be 'canceled'
        (Get-BcEnvironment Sandbox).Version | Should -Be ([version] '28.3')
        (Stop-BcOperation Sandbox $operation.OperationId -Force).Status | Should -Be 'canceled'
        Get-Request cancelEnvironmentOperation | Should -HaveCount 1
    }

    It 'returns the operation without -Wait, and sends no write with -WhatIf' {
        $operation = Start-Update
        Stop-BcOperation Sandbox $operation.OperationId -Force -WhatIf | Should -BeNullOrEmpty
        Get-Request cancelEnvironmentOperation | Should -BeNullOrEmpty
        (Stop-BcOperation Sandbox $operation.OperationId -Force).OperationId | Should -Be $operation.OperationId
    }

    It 'warns about an operation of another type, sends the request, and reports the response of the service' {
        Start-TestSession -TimeScale 1
        $operation = Restart-BcEnvironment Sandbox -Force
        $result = Invoke-Captured { $operation | Stop-BcOperation -Force }
        $result.Warnings | Should -BeLike '*The service decides*'
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'InvalidStatusCannotCancelOperation,*'
        $result.Errors[0].TargetObject | Should -Be $operation.OperationId
        $result.Errors[0].ErrorDetails.RecommendedAction | Should -BeLike '*Get-BcOperation*'
        Get-Request cancelEnvironmentOperation | Should -HaveCount 1
    }

    It 'does not warn if the operation can be canceled according to the documentation' {
        $operation = Start-Update
        $operation.CanBeCanceled | Should -BeTrue
        (Invoke-Captured { $operation | Stop-BcOperation -Force }).Warnings | Should -BeNullOrEmpty
        Start-Update
        Send-Control settings @{ canBeCanceledInOperations = $false }
        $operation = Get-BcOperation Sandbox -Type update -Status running
        $operation.CanBeCanceled | Should -BeNullOrEmpty
        (Invoke-Captured { $operation | Stop-BcOperation -Force }).Warnings | Should -BeNullOrEmpty
    }

    It 'reports errors of the service' {
        $operation = Start-Update
        $null = Add-BcSimulatorFault 400 -ErrorCode UpdateIsEnforced -Operation cancelEnvironmentOperation
        (Get-OneError { $operation | Stop-BcOperation -Force }).FullyQualifiedErrorId | Should -BeLike 'UpdateIsEnforced,*'
    }

    It 'fails for an operation that does not exist, and for an invalid ID' {
        (Get-OneError { Stop-BcOperation Sandbox ([guid]::NewGuid()) -Force }).FullyQualifiedErrorId | Should -BeLike 'OperationNotFound,*'
        (Get-OneError { Stop-BcOperation Sandbox now -Force }).FullyQualifiedErrorId | Should -BeLike 'CannotConvertArgument*,*'
    }
}
