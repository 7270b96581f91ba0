BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Install-BcApp with names' {
    BeforeAll { Start-TestSession }

    It 'finds a Marketplace app that another environment of the tenant has' {
        $null = Install-BcApp Sandbox 'Adatum Payroll' -AcceptIsvEula -Wait
        (Get-BcApp Sandbox 'Adatum Payroll').AppId | Should -Be 'a9900000-0000-4000-8000-000000000004'
    }

    It 'accepts the address of the page in AppSource' {
        $address = 'https://appsource.microsoft.com/product/dynamics-365-business-central/PUBID.adatum%7CAID.payroll%7CPAPPID.a9900000-0000-4000-8000-000000000004?tab=Overview'
        $result = Invoke-Captured { Install-BcApp Sandbox $address -AcceptIsvEula -WhatIf -Verbose }
        "$($result.Verbose)" | Should -BeLike '*Adatum Payroll*'
    }

    It 'reports where the ID of a Marketplace app comes from, and sends nothing' {
        $failure = Get-OneError { Install-BcApp Sandbox 'Adatum Payrol' -AcceptIsvEula }
        $failure.FullyQualifiedErrorId | Should -BeLike 'AppNotFound,*'
        "$failure" | Should -BeLike "*Did you mean 'Adatum Payroll'?*"
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*do not list the apps of AppSource*PAPPID*'
        # A per-tenant extension of another environment is not in the Marketplace.
        (Get-OneError { Install-BcApp Sandbox 'Contoso Customizations' -AcceptIsvEula }).FullyQualifiedErrorId | Should -BeLike 'AppNotFound,*'
        Get-Request installApp | Should -HaveCount 1
    }
}

Describe 'Install-BcApp' {
    BeforeEach {
        Start-TestSession
        $base = [guid] 'a9900000-0000-4000-8000-000000000001'
        $core = [guid] 'a9900000-0000-4000-8000-000000000005'
        $warehouse = [guid] 'a9900000-0000-4000-8000-000000000006'
        $trouble = [guid] 'a9900000-0000-4000-8000-000000000009'
    }

    It 'installs, and returns the operation' {
        $operation = Install-BcApp Sandbox $core -AcceptIsvEula
        $operation | Should -BeOfType ([BcAdmin.BcAppOperation])
        $operation.AppId | Should -Be $core
        ($operation | Wait-BcOperation).IsSucceeded | Should -BeTrue
    }

    It 'returns the app with -Wait' {
        $app = Install-BcApp Sandbox $core -AcceptIsvEula -Wait
        $app.Name | Should -Be 'Litware Core'
        $app.EnvironmentName | Should -Be 'Sandbox'
    }

    It 'processes one app at a time in an environment, even without -Wait' {
        Start-TestSession -TimeScale 150 -Setting @{ appOperationsDeadlock = $true }
        $operations = $core, 'a9900000-0000-4000-8000-000000000004', 'a9900000-0000-4000-8000-000000000007' |
            ForEach-Object { [pscustomobject] @{ AppId = $_ } } | Install-BcApp Sandbox -AcceptIsvEula
        $operations | Should -HaveCount 3
        ($operations | Wait-BcOperation).IsSucceeded | Should -Be @($true, $true, $true)
    }

    It 'warns about an app that failed before the next one, and continues' {
        $result = Invoke-Captured { $trouble, $core | ForEach-Object { [pscustomobject] @{ AppId = $_ } } | Install-BcApp Sandbox -AcceptIsvEula }
        $result.Warnings | Should -BeLike '*ExtensionChangeFailed*'
        $result.Output.AppId | Should -Be @($trouble, $core)
    }

    It 'installs required dependencies in their latest compatible version, and shows them with -WhatIf' {
        Uninstall-BcApp Production $base -IncludeDependent -Force -Wait | Out-Null
        $rentals = 'a9900000-0000-4000-8000-000000000002'
        $lines = Invoke-Unattended "Install-BcApp Sandbox $core -AcceptIsvEula -IncludeDependency -WhatIf"
        $lines -join ' ' | Should -BeLike '*to their latest compatible version*'
        (Install-BcApp Production $rentals -TargetVersion 3.0.0.0 -IncludeDependency -AcceptIsvEula -Wait).Version | Should -Be ([version] '3.0.0.0')
        (Get-BcApp Production -AppId $base).Version | Should -Be ([version] '3.1.0.0')
    }

    It 'waits until an app that was just uninstalled is no longer listed' {
        Start-TestSession -Setting @{ uninstallPendingSec = 8000 }
        Uninstall-BcApp Production a9900000-0000-4000-8000-000000000004 -Force | Wait-BcOperation | Out-Null
        (Install-BcApp Production a9900000-0000-4000-8000-000000000004 -AcceptIsvEula -Wait).State | Should -Be 'installed'
    }

    It 'reports an app or version that the service does not offer as EntityValidationFailed' {
        foreach ($command in { Install-BcApp Sandbox (New-Guid) -AcceptIsvEula }, { Install-BcApp Sandbox $core -TargetVersion 9.9.0.0 -AcceptIsvEula }) {
            $failure = Get-OneError $command
            $failure.FullyQualifiedErrorId | Should -BeLike 'EntityValidationFailed,*'
            "$failure" | Should -BeLike '*Target app version was not found.*'
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*not offered*'
        }
    }

    It 'installs the apps of another environment' {
        $apps = Get-BcApp Production -AppType Global | Where-Object Publisher -in Adatum, Fabrikam
        $installed = $apps | Install-BcApp Sandbox -AcceptIsvEula -IncludeDependency -Wait
        $installed.EnvironmentName | Sort-Object -Unique | Should -Be 'Sandbox'
        $installed.Name | Should -Be $apps.Name
    }

    It 'sends nothing without -AcceptIsvEula' {
        $failure = Get-OneError { Install-BcApp Sandbox $core }
        $failure.FullyQualifiedErrorId | Should -BeLike 'EulaNotAccepted,*'
        $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        Get-Request | Should -BeNullOrEmpty
    }

    It 'does nothing if the app is installed' {
        $result = Invoke-Captured { Install-BcApp Sandbox $base -AcceptIsvEula -Wait -Verbose }
        $result.Output.Name | Should -Be 'Fabrikam Base'
        $result.Verbose -join ' ' | Should -BeLike '*Nothing to do*'
        Get-Request installApp | Should -BeNullOrEmpty
    }

    It 'returns the missing apps as objects, and continues with the others' {
        $result = Invoke-Captured { $warehouse, $core | ForEach-Object { [pscustomobject] @{ AppId = $_ } } | Install-BcApp Sandbox -AcceptIsvEula -Wait }
        $result.Output.Name | Should -Be 'Litware Core'
        $result.Errors.Exception.Requirements.AppId | Should -Be $core
        $result.Errors.Exception.Requirements.Type | Should -Be 'install'
    }

    It 'does not wait for a scheduled operation' {
        $result = Invoke-Captured { Install-BcApp Sandbox $core -AcceptIsvEula -UseUpdateWindow -Wait }
        $result.Output.Status | Should -Be 'scheduled'
        $result.Warnings | Should -Not -BeNullOrEmpty
    }

    It 'reports why an installation failed' {
        $failure = Get-OneError { Install-BcApp Sandbox $trouble -AcceptIsvEula -Wait }
        $failure.FullyQualifiedErrorId | Should -BeLike 'OperationFailed,*'
        $failure.TargetObject.ErrorCodes | Should -Be @('ExtensionChangeFailed', 'TenantSyncFailure')
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*contact its publisher*'
    }

    It 'finds its operation although the response was lost, and installs once' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation installApp
        (Install-BcApp Sandbox $core -AcceptIsvEula -Wait).Name | Should -Be 'Litware Core'
        Get-Request installApp | Should -HaveCount 1
    }

    It 'names the permission set that can be missing' {
        $null = Add-BcSimulatorFault -Operation installApp -StatusCode 403 -ErrorCode EnvironmentAppOperationFailed -Message 'No permission.'
        (Get-OneError { Install-BcApp Sandbox $core -AcceptIsvEula }).ErrorDetails.RecommendedAction | Should -BeLike '*EXTEN. MGT. - ADMIN*'
    }

    It 'changes nothing with -WhatIf' {
        Install-BcApp Sandbox $core -AcceptIsvEula -WhatIf | Should -BeNullOrEmpty
        Get-Request installApp | Should -BeNullOrEmpty
    }

    It 'rejects a preview without a version' {
        (Get-OneError { Install-BcApp Sandbox $core -AcceptIsvEula -AllowPreview }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }
}
