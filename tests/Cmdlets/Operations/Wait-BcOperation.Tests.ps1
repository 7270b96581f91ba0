BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Wait-BcOperation' {
    BeforeEach { Start-TestSession }

    It 'waits for several operations at the same time and writes each when it ends' {
        $ended = $(Copy-BcEnvironment Production Copy1; Copy-BcEnvironment Production Copy2) | Wait-BcOperation
        $ended.Count | Should -Be 2
        $ended.Status | Sort-Object -Unique | Should -Be 'succeeded'
    }

    It 'waits by ID' {
        $operation = Copy-BcEnvironment Production Copy1
        (Wait-BcOperation $operation.OperationId).IsCompleted | Should -BeTrue
        (Wait-BcOperation -Id $operation.OperationId).IsCompleted | Should -BeTrue
    }

    It 'writes a failed operation and an error, and continues with the others' {
        $null = Add-BcSimulatorFault -FailOperation -Operation copyEnvironment -Message 'The disk is full.'
        $result = Invoke-Captured { $(Copy-BcEnvironment Production Copy1; Copy-BcEnvironment Production Copy2) | Wait-BcOperation }
        $result.Output.Status | Sort-Object | Should -Be @('failed', 'succeeded')
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'OperationFailed,*'
        "$($result.Errors)" | Should -BeLike '*The disk is full.*'
    }

    It 'waits although the deletion renames the environment' {
        (Remove-BcEnvironment Sandbox -Force | Wait-BcOperation).Status | Should -Be 'succeeded'
    }

    It 'stops after the time limit' {
        Start-TestSession -TimeScale 1
        $operation = Copy-BcEnvironment Production Copy1
        $failure = Get-OneError { $operation | Wait-BcOperation -TimeoutSec 1 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'OperationTimeout,*'
        $failure.TargetObject.OperationId | Should -Be $operation.OperationId
    }

    It 'fails if there is no operation with the ID' {
        $id = [guid]::NewGuid()
        $failure = Get-OneError { Wait-BcOperation $id -TimeoutSec 1 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'OperationNotFound,*'
        "$failure" | Should -Be "Tenant contoso.example has no operation $id."
        $failure.ErrorDetails.RecommendedAction | Should -BeLike 'Get-BcOperation lists *Get-BcAppOperation.'
        $failure.TargetObject | Should -Be $id
    }

    It 'rejects an object that is not an operation' {
        (Get-OneError { 'text' | Wait-BcOperation }).FullyQualifiedErrorId | Should -BeLike 'InputObjectNotBound,*'
    }

    It 'reads the tenant of each operation' {
        Start-TestSession Partner -NoConnect
        foreach ($name in (Get-BcSimulator Test).Tenants) { Connect-BcTenant $name -Simulator }
        $operations = Get-BcEnvironment -Connection * -Type Production | Copy-BcEnvironment -NewName Copy1
        $ended = $operations | Wait-BcOperation
        $ended.Count | Should -Be $operations.Count
        @($ended.TenantId | Sort-Object -Unique).Count | Should -Be $operations.Count
    }
}
