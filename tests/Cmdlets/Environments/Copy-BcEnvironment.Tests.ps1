BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Copy-BcEnvironment' {
    BeforeEach { Start-TestSession }

    It 'works as shown in the README' {
        $companies = Get-BcEnvironment -Type Production | Copy-BcEnvironment -NewName Copy1 -Type Sandbox -Wait | Get-BcCompany
        $companies.Count | Should -Be 3
        $companies.EnvironmentName | Sort-Object -Unique | Should -Be 'Copy1'
    }

    It 'returns the operation immediately without -Wait' {
        $operation = Copy-BcEnvironment Production Copy1
        $operation | Should -BeOfType ([BcAdmin.BcOperation])
        $operation.IsCompleted | Should -BeFalse
        $operation.EnvironmentName | Should -Be 'Copy1'
    }

    It 'creates a sandbox by default, also from a production environment in the pipeline' {
        (Get-BcEnvironment Production | Copy-BcEnvironment -NewName Copy1 -Wait).Type | Should -Be 'Sandbox'
    }

    It 'fails for a missing source before anything is changed' {
        (Get-OneError { Copy-BcEnvironment Nope Copy1 }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        Get-Request copyEnvironment | Should -BeNullOrEmpty
    }

    It 'fails for a name in use, and for an invalid one' {
        foreach ($options in @{ WhatIf = $true }, @{}) {
            $failure = Get-OneError { Copy-BcEnvironment Production Sandbox @options }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ResourceExists,*'
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*use -Replace, which deletes the environment*'
        }
        $failure = Get-OneError { Copy-BcEnvironment Production Production }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ResourceExists,*'
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeLike '*-Replace*'
        (Get-OneError { Copy-BcEnvironment Production '9lives' }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }

    It 'continues with the next when one fails' {
        $result = Invoke-Captured { 'Nope', 'Production' | ForEach-Object { [pscustomobject] @{ EnvironmentName = $_ } } | Copy-BcEnvironment -NewName Copy1 -Wait }
        $result.Errors.Count | Should -Be 1
        $result.Output.Name | Should -Be 'Copy1'
    }

    It 'reports why an operation failed' {
        $null = Add-BcSimulatorFault -FailOperation -Operation copyEnvironment -Message 'The source is busy.'
        "$(Get-OneError { Copy-BcEnvironment Production Copy1 -Wait })" | Should -BeLike '*The source is busy.*'
    }

    It 'stops waiting after the time limit, and describes how to continue' {
        Start-TestSession -TimeScale 1
        $failure = Get-OneError { Copy-BcEnvironment Production Copy1 -Wait -TimeoutSec 1 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'OperationTimeout,*'
        $failure.CategoryInfo.Category | Should -Be 'OperationTimeout'
        $failure.TargetObject | Should -BeOfType ([BcAdmin.BcOperation])
        $failure.ErrorDetails.RecommendedAction | Should -BeLike "*Wait-BcOperation $($failure.TargetObject.OperationId)*"
    }

    It 'waits even if the operation is not listed yet, and if old versions can only read the list' {
        Start-TestSession -Setting @{ operationListLagSec = 3000 } -Connect @{ ApiVersion = '2.20' }
        (Copy-BcEnvironment Production Copy1 -Wait).Name | Should -Be 'Copy1'
        @(Get-Request listOperations).Count | Should -BeGreaterThan 1
        Get-Request getOperation | Should -BeNullOrEmpty
    }

    It 'waits until the companies of the copy can be read' {
        $null = Copy-BcEnvironment Production Copy1 -Wait
        $probes = Get-Request listCompanies
        $probes[-1].Status | Should -Be 200
    }

    It 'retries faults while it waits' {
        $null = Add-BcSimulatorFault 503 -Count 2 -RetryAfterSec 0 -Operation getOperation
        $null = Add-BcSimulatorFault -DropAnswer -Count 2 -Operation getOperation
        (Copy-BcEnvironment Production Copy1 -Wait).Status | Should -Be 'Active'
    }

    Context '-Replace' {
        It 'deletes the existing environment, waits for it, and copies' {
            (Copy-BcEnvironment Production Sandbox -Replace -Force -Wait).Name | Should -Be 'Sandbox'
            @(Get-BcCompany Sandbox).Count | Should -Be 3
            (Get-BcEnvironment -IncludeDeleted -Status SoftDeleted).Name | Should -BeLike 'Sandbox-*'
        }

        It 'copies if no environment has the name' {
            (Copy-BcEnvironment Production Fresh -Replace -Force -Wait).Name | Should -Be 'Fresh'
        }

        It 'does not replace a production environment' {
            (Get-OneError { Copy-BcEnvironment Sandbox Production -Replace -Force }).FullyQualifiedErrorId | Should -BeLike 'ResourceExists,*'
            Get-Request deleteEnvironment | Should -BeNullOrEmpty
        }

        It 'requires a confirmation or -Force' {
            $line = Invoke-Unattended @'
try { Copy-BcEnvironment Production Sandbox -Replace -ErrorAction Stop } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
'@
            $line | Should -Be 'ConfirmationRequired'
        }

        It 'shows both steps with -WhatIf and sends none' {
            Copy-BcEnvironment Production Sandbox -Replace -WhatIf
            Get-Request deleteEnvironment, copyEnvironment | Should -BeNullOrEmpty
        }
    }

    It 'sends no write with -WhatIf' {
        Copy-BcEnvironment Production Copy1 -WhatIf | Should -BeNullOrEmpty
        Get-Request copyEnvironment | Should -BeNullOrEmpty
    }
}
