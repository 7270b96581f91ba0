BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Update-BcApp with names' {
    It 'finds the app by name, and the offered version by its start' {
        Start-TestSession
        $null = Update-BcApp Production 'Adatum Payroll' -TargetVersion 5.3 -Wait
        (Get-BcApp Production 'Adatum Payroll').Version | Should -Be ([version] '5.3.0.0')
    }
}

Describe 'Update-BcApp' {
    BeforeEach {
        Start-TestSession
        $base = [guid] 'a9900000-0000-4000-8000-000000000001'
        $rentals = [guid] 'a9900000-0000-4000-8000-000000000002'
        $payroll = [guid] 'a9900000-0000-4000-8000-000000000004'
    }

    It 'updates to the available version, and returns the operation' {
        $operation = Update-BcApp Production $payroll
        $operation | Should -BeOfType ([BcAdmin.BcAppOperation])
        $operation.TargetVersion | Should -Be ([version] '5.3.0.0')
        $operation.AppName | Should -Be 'Adatum Payroll'
        ($operation | Wait-BcOperation).IsSucceeded | Should -BeTrue
        (Get-BcApp Production -AppId $payroll).Version | Should -Be ([version] '5.3.0.0')
    }

    It 'returns the app with -Wait' {
        $app = Update-BcApp Production $payroll -Wait
        $app | Should -BeOfType ([BcAdmin.BcApp])
        $app.Version | Should -Be ([version] '5.3.0.0')
    }

    It 'updates the apps of the pipeline, and reads the available updates of an environment once' {
        $apps = Get-BcApp Production -AppType Global
        Clear-Request
        $updated = $apps | Where-Object Name -in 'Fabrikam Base', 'Adatum Payroll' | Update-BcApp -Wait
        $updated.Name | Should -Be @('Fabrikam Base', 'Adatum Payroll')
        Get-Request listAvailableAppUpdates | Should -HaveCount 1
    }

    It 'processes one app at a time in an environment, even without -Wait' {
        Start-TestSession -TimeScale 150 -Setting @{ appOperationsDeadlock = $true }
        $operations = $base, $payroll | ForEach-Object { [pscustomobject] @{ AppId = $_ } } | Update-BcApp Production
        ($operations | Wait-BcOperation).IsSucceeded | Should -Be @($true, $true)
    }

    It 'returns the missing apps as objects, and continues with the others' {
        $result = Invoke-Captured { $rentals, $payroll | ForEach-Object { [pscustomobject] @{ AppId = $_ } } | Update-BcApp Production -Wait }
        $result.Output.Name | Should -Be 'Adatum Payroll'
        $result.Errors | Should -HaveCount 1
        $failure = $result.Errors[0]
        $failure.Exception.Requirements.AppId | Should -Be $base
        $failure.Exception.Requirements.Type | Should -Be 'update'
        $failure.Exception.Message | Should -BeLike '*Fabrikam Base*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-IncludeDependency*'
        $failure.TargetObject | Should -Be $rentals
    }

    It 'finds them in extensionData as well' {
        Send-Control settings @{ requirementsInExtensionData = $true }
        (Get-OneError { Update-BcApp Production $rentals }).Exception.Requirements.AppId | Should -Be $base
    }

    It 'updates dependencies with -IncludeDependency' {
        (Update-BcApp Production $rentals -IncludeDependency -Wait).Version | Should -Be ([version] '3.1.0.0')
        (Get-BcApp Production -AppId $base).Version | Should -Be ([version] '3.1.0.0')
    }

    It 'does nothing if no update is available, or the version is installed' {
        $result = Invoke-Captured { Update-BcApp Production c0a70500-0000-4000-8000-00000000b001 -Verbose }
        $result.Errors | Should -BeNullOrEmpty
        $result.Output | Should -BeNullOrEmpty
        $result.Verbose -join ' ' | Should -BeLike '*has no update*'
        (Update-BcApp Production $payroll -TargetVersion 5.1.0.0 -Wait).Version | Should -Be ([version] '5.2.0.0')
        Get-Request updateApp | Should -BeNullOrEmpty
    }

    It 'does not wait for a scheduled operation, and reports this' {
        $result = Invoke-Captured { Update-BcApp Production $payroll -UseUpdateWindow -Wait }
        $result.Output.Status | Should -Be 'scheduled'
        $result.Warnings -join ' ' | Should -BeLike '*scheduled for later*Get-BcAppOperation*'
    }

    It 'reports why an update failed' {
        $null = Add-BcSimulatorFault -FailOperation -Operation updateApp -Message 'It broke.'
        $failure = Get-OneError { Update-BcApp Production $payroll -Wait }
        $failure.FullyQualifiedErrorId | Should -BeLike 'OperationFailed,*'
        "$failure" | Should -BeLike '*It broke.*'
    }

    It 'changes nothing with -WhatIf' {
        Update-BcApp Production $payroll -WhatIf | Should -BeNullOrEmpty
        Get-Request updateApp | Should -BeNullOrEmpty
    }

    It 'refers to Publish-BcApp for per-tenant extensions, and reports apps that are not installed' {
        $failure = Get-OneError { Update-BcApp Production c0a70500-0000-4000-8000-00000000b001 -TargetVersion 9.0.0.0 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Publish-BcApp*'
        (Get-OneError { Update-BcApp Production (New-Guid) -TargetVersion 9.0.0.0 }).FullyQualifiedErrorId | Should -BeLike 'AppNotFound,*'
    }
}
