BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Stop-BcOperation' {
    BeforeEach { Start-TestSession }

    BeforeAll {
        # An update in full swing: real time for the work, so that it does not end while the test looks at it.
        function Start-Update {
            Start-TestSession -TimeScale 1
            Set-BcEnvironmentUpdate Sandbox 28.4 -StartNow -Force
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

    It 'cancels a running update and waits until the environment is as before' {
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

    It 'warns about an operation of another type, sends the request, and reports the answer of the service' {
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

    It 'does not warn where the documentation says that the operation can be canceled' {
        $operation = Start-Update
        $operation.CanBeCanceled | Should -BeTrue
        (Invoke-Captured { $operation | Stop-BcOperation -Force }).Warnings | Should -BeNullOrEmpty
        Start-Update
        Send-Control settings @{ canBeCanceledInOperations = $false }
        $operation = Get-BcOperation Sandbox -Type update -Status running
        $operation.CanBeCanceled | Should -BeNullOrEmpty
        (Invoke-Captured { $operation | Stop-BcOperation -Force }).Warnings | Should -BeNullOrEmpty
    }

    It 'passes on what the service refuses' {
        $operation = Start-Update
        $null = Add-BcSimulatorFault 400 -ErrorCode UpdateIsEnforced -Operation cancelEnvironmentOperation
        (Get-OneError { $operation | Stop-BcOperation -Force }).FullyQualifiedErrorId | Should -BeLike 'UpdateIsEnforced,*'
    }

    It 'fails for an operation that is not there, and for what is no id' {
        (Get-OneError { Stop-BcOperation Sandbox ([guid]::NewGuid()) -Force }).FullyQualifiedErrorId | Should -BeLike 'OperationNotFound,*'
        (Get-OneError { Stop-BcOperation Sandbox now -Force }).FullyQualifiedErrorId | Should -BeLike 'CannotConvertArgument*,*'
    }
}
