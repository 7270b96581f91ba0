BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Add-BcSimulatorFault' {
    BeforeEach { Start-TestSession }

    It 'adds a status, which applies the specified number of times' {
        $fault = Add-BcSimulatorFault 404 -ErrorCode gone -Message 'Nothing here.' -Operation getEnvironment
        $fault | Should -BeOfType ([BcAdmin.BcSimulatorFault])
        "$(Get-OneError { Get-BcEnvironment Sandbox })" | Should -BeLike '*Nothing here.*'
        (Get-BcEnvironment Sandbox).Name | Should -Be 'Sandbox'
    }

    It 'adds a delay, a closed connection, and a failing operation' {
        $null = Add-BcSimulatorFault -DelayMs 300 -Operation listEnvironments
        (Measure-Command { Get-BcEnvironment }).TotalMilliseconds | Should -BeGreaterThan 290
        $null = Add-BcSimulatorFault -DropAnswer -Operation listEnvironments
        @(Get-BcEnvironment).Count | Should -Be 2 -Because 'a read is retried'
        $null = Add-BcSimulatorFault -FailOperation -Operation copyEnvironment
        (Get-OneError { Copy-BcEnvironment Production Copy1 -Wait }).FullyQualifiedErrorId | Should -BeLike 'OperationFailed,*'
    }

    It 'adds <kind>, which retries of a read solve' -ForEach @('DropBefore', 'Truncate', 'WrongContentType', 'SlowDrip', 'ExpireToken', 'RevokeToken', 'Html' | ForEach-Object { @{ kind = $_ } }) {
        (Add-BcSimulatorFault -Kind $kind -Operation getEnvironment).Kind | Should -Be $kind
        (Get-BcEnvironment Sandbox).Name | Should -Be 'Sandbox'
        (Get-Request getEnvironment)[0].Fault | Should -Be $kind
    }

    It 'adds a response that is not JSON' {
        $null = Add-BcSimulatorFault -Kind Malformed -Operation getEnvironment
        (Get-OneError { Get-BcEnvironment Sandbox }).FullyQualifiedErrorId | Should -BeLike 'UnexpectedResponse,*'
    }

    It 'adds a Retry-After as a date' {
        $null = Add-BcSimulatorFault 429 -RetryAfterSec 1 -RetryAfterDate -Operation getEnvironment
        (Invoke-Captured { Get-BcEnvironment Sandbox -Verbose }).Verbose -join ' ' | Should -BeLike '*429*waiting*'
    }

    It 'rejects an invalid fault' {
        (Get-OneError { Add-BcSimulatorFault 200 }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
        (Get-OneError { Add-BcSimulatorFault 503 -Name Nope }).FullyQualifiedErrorId | Should -BeLike 'SimulatorNotFound,*'
    }
}
