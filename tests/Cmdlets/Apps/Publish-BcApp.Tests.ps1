BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Publish-BcApp' {
    BeforeEach {
        Start-TestSession
        $own = 'c0a70500-0000-4000-8000-00000000b001'
        $low = 'c0a70500-0000-4000-8000-00000000b011'
        $high = 'c0a70500-0000-4000-8000-00000000b012'
        $folder = (New-Item (Join-Path $TestDrive (New-Guid)) -ItemType Directory).FullName
    }

    It 'uploads, and returns the operation' {
        $operation = Publish-BcApp Production (New-TestApp $folder Customizations $own 2.0.0.0) -AcceptIsvEula
        $operation | Should -BeOfType ([BcAdmin.BcAppOperation])
        $operation.ScheduleKind | Should -Be 'Immediate'
        $operation.AppId | Should -Be $own
        ($operation | Wait-BcOperation).IsSucceeded | Should -BeTrue
        (Get-BcApp Production -AppId $own).Version | Should -Be ([version] '2.0.0.0')
    }

    It 'returns the app with -Wait' {
        $app = Publish-BcApp Sandbox (New-TestApp $folder Low $low 1.0.0.0) -AcceptIsvEula -Wait
        $app | Should -BeOfType ([BcAdmin.BcApp])
        $app.AppType | Should -Be 'PerTenant'
    }

    It 'sends files in the order of their dependencies, with and without -Wait' -ForEach @{ Wait = $true }, @{ Wait = $false } {
        $null = New-TestApp $folder A-High $high 1.0.0.0 -DependsOn $low
        $null = New-TestApp $folder Z-Low $low 1.0.0.0
        $result = Invoke-Captured { Get-ChildItem $folder/*.app | Publish-BcApp Sandbox -AcceptIsvEula -Wait:$Wait }
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.AppId | Should -Be @($low, $high)
        if (-not $Wait) { ($result.Output | Wait-BcOperation).IsSucceeded | Should -Be @($true, $true) }
        (Get-BcApp Sandbox -AppType PerTenant).Count | Should -Be 2
    }

    It 'sends one package at a time in an environment and waits for it, with and without -Wait' -ForEach @{ Wait = $true }, @{ Wait = $false } {
        Start-TestSession -TimeScale 150 -Setting @{ appOperationsDeadlock = $true }
        foreach ($number in 1..3) { $null = New-TestApp $folder "App$number" "c0a70500-0000-4000-8000-00000000b02$number" 1.0.0.0 }
        $result = Invoke-Captured { Get-BcEnvironment | Publish-BcApp -Path "$folder/*.app" -AcceptIsvEula -Wait:$Wait }
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.EnvironmentName | Should -Be @('Production', 'Production', 'Production', 'Sandbox', 'Sandbox', 'Sandbox')
        if (-not $Wait) { ($result.Output | Wait-BcOperation).IsSucceeded | Should -Not -Contain $false }
        (Get-BcApp Production -Name App*).Count | Should -Be 4 # and the app Application
        (Get-BcApp Sandbox -Name App*).Count | Should -Be 4
    }

    It 'treats an environment that is named in two casings as one, with one package at a time' {
        $one = New-TestApp $folder One $low 1.0.0.0
        $two = New-TestApp $folder Two $high 1.0.0.0
        $rows = [pscustomobject] @{ EnvironmentName = 'Sandbox'; FullName = $one }, [pscustomobject] @{ EnvironmentName = 'SANDBOX'; FullName = $two },
            [pscustomobject] @{ EnvironmentName = 'sandbox'; FullName = $one }
        Clear-Request
        $result = Invoke-Captured { $rows | Publish-BcApp -AcceptIsvEula -Verbose }
        $result.Errors | Should -BeNullOrEmpty
        @(Get-Request installPte) | Should -HaveCount 2
        $result.Verbose -like 'Waiting for the * the service handles one app at a time.' | Should -HaveCount 1
    }

    It 'uploads nothing that depends on a package whose installation failed, with and without -Wait' -ForEach @{ Wait = $true }, @{ Wait = $false } {
        $null = New-TestApp $folder A-High $high 1.0.0.0 -DependsOn $low
        $null = New-TestApp $folder Z-Low $low 1.0.0.0
        $null = New-TestApp $folder Other c0a70500-0000-4000-8000-00000000b021 1.0.0.0
        $null = Add-BcSimulatorFault -FailOperation -Operation installPte -Message 'It broke.'
        $result = Invoke-Captured { Publish-BcApp Sandbox "$folder/*.app" -AcceptIsvEula -Wait:$Wait }
        @($result.Errors).FullyQualifiedErrorId | Should -Contain 'DependencyFailed,BcAdmin.Cmdlets.Apps.PublishBcAppCommand'
        if (-not $Wait) { "$($result.Warnings)" | Should -BeLike '*It broke.*' }
        if (-not $Wait) { $null = Invoke-Captured { $result.Output | Wait-BcOperation } }
        Get-BcApp Sandbox -AppId c0a70500-0000-4000-8000-00000000b021 | Should -Not -BeNullOrEmpty
        Get-Request installPte | Should -HaveCount 2
    }

    It 'warns that the service decides on the order of packages on one schedule' {
        $null = New-TestApp $folder A-High $high 1.0.0.0 -DependsOn $low
        $null = New-TestApp $folder Z-Low $low 1.0.0.0
        $result = Invoke-Captured { Publish-BcApp Production "$folder/*.app" -Schedule UpdateWindow -AcceptIsvEula }
        $result.Warnings | Should -BeLike '*A-High*depends on Z-Low*The service decides in which order*'
        $result.Output.Status | Should -Be @('scheduled', 'scheduled')
    }

    It 'waits until an app that was just uninstalled has left the list' {
        Start-TestSession -Setting @{ uninstallPendingSec = 8000 }
        Uninstall-BcApp Production $own -Force | Wait-BcOperation | Out-Null
        (Get-BcApp Production -AppId $own).State | Should -Be 'uninstallPending'
        $app = Publish-BcApp Production (New-TestApp $folder Customizations $own 1.4.0.0) -AcceptIsvEula -Wait
        $app.State | Should -Be 'installed'
    }

    It 'advises by the code of a failure, whatever the language of its message' {
        $file = New-TestApp $folder Customizations $own 2.0.0.0
        $null = Add-BcSimulatorFault -FailOperation -Operation installPte -Count 2 -ErrorCode ExtensionChangeFailed/TenantSyncFailure -Message 'Feltet "Zone" er fjernet.'
        $failure = Get-OneError { Publish-BcApp Production $file -AcceptIsvEula -Wait }
        "$failure" | Should -BeLike '*Feltet "Zone" er fjernet. (ExtensionChangeFailed, TenantSyncFailure)*'
        "$failure" | Should -Not -BeLike '*{*'
        $failure.TargetObject.ErrorCodes | Should -Be @('ExtensionChangeFailed', 'TenantSyncFailure')
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-SyncMode ForceSync*'
        (Get-OneError { Publish-BcApp Production $file -SyncMode ForceSync -Force -AcceptIsvEula -Wait }).ErrorDetails.RecommendedAction |
            Should -BeLike '*despite -SyncMode ForceSync*'
    }

    It 'takes no word of a message for its cause' {
        $null = Add-BcSimulatorFault -FailOperation -Operation installPte -Message 'The permission page has an error.'
        (Get-OneError { Publish-BcApp Sandbox (New-TestApp $folder Low $low 1.0.0.0) -AcceptIsvEula -Wait }).ErrorDetails.RecommendedAction | Should -BeNullOrEmpty
    }

    It 'names no permission set for a refused upload' {
        $null = Add-BcSimulatorFault 403 -Operation installPte -ErrorCode EnvironmentAppOperationFailed -Message 'No.'
        $advice = (Get-OneError { Publish-BcApp Sandbox (New-TestApp $folder Low $low 1.0.0.0) -AcceptIsvEula }).ErrorDetails.RecommendedAction
        $advice | Should -BeLike '*AdminCenter.ReadWrite.All*'
        $advice | Should -Not -BeLike '*EXTEN. MGT.*'
    }

    It 'goes into several environments' {
        $null = New-TestApp $folder Low $low 1.0.0.0
        $apps = Get-BcEnvironment | Publish-BcApp -Path "$folder/*.app" -AcceptIsvEula -Wait
        $apps.EnvironmentName | Should -Be @('Production', 'Sandbox')
    }

    It 'skips a version that is there, or older' {
        $null = New-TestApp $folder Customizations $own 1.4.0.0
        $null = New-TestApp $folder Customizations $own 1.3.0.0
        $result = Invoke-Captured { Publish-BcApp Production $folder/*.app -AcceptIsvEula -Verbose }
        $result.Errors | Should -BeNullOrEmpty
        $result.Verbose -like '*Nothing to do*' | Should -HaveCount 2
        Get-Request installPte | Should -BeNullOrEmpty
    }

    It 'goes on when one file fails' {
        $bad = New-Item (Join-Path $folder bad.app) -Value ''
        $good = New-TestApp $folder Low $low 1.0.0.0
        $result = Invoke-Captured { $bad.FullName, (Join-Path $folder nothing.app), $good | ForEach-Object { [pscustomobject] @{ Path = $_ } } | Publish-BcApp Sandbox -AcceptIsvEula -Wait }
        $result.Output.AppId | Should -Be $low
        $result.Errors.FullyQualifiedErrorId | Should -Be @('InvalidArgument,BcAdmin.Cmdlets.Apps.PublishBcAppCommand', 'FileNotFound,BcAdmin.Cmdlets.Apps.PublishBcAppCommand')
    }

    It 'sends nothing without -AcceptIsvEula' {
        (Get-OneError { Publish-BcApp Sandbox (New-TestApp $folder Low $low 1.0.0.0) }).FullyQualifiedErrorId | Should -BeLike 'EulaNotAccepted,*'
        Get-Request | Should -BeNullOrEmpty
    }

    It 'refuses a file that is too large, before it is sent' {
        $large = [IO.File]::Create((Join-Path $folder large.app))
        $large.SetLength(50MB + 1)
        $large.Dispose()
        $failure = Get-OneError { Publish-BcApp Sandbox $folder/large.app -AcceptIsvEula }
        $failure.FullyQualifiedErrorId | Should -BeLike 'FileTooLarge,*'
        $failure.CategoryInfo.Category | Should -Be 'LimitsExceeded'
        Get-Request installPte | Should -BeNullOrEmpty
    }

    It 'refuses the id of a Marketplace app, and a new extension for a later update' {
        $global = New-TestApp $folder Rentals a9900000-0000-4000-8000-000000000002 9.0.0.0
        (Get-OneError { Publish-BcApp Production $global -AcceptIsvEula }).ErrorDetails.RecommendedAction | Should -BeLike '*Update-BcApp*'
        $new = New-TestApp $folder Low $low 1.0.0.0
        (Get-OneError { Publish-BcApp Production $new -Schedule NextMajorUpdate -AcceptIsvEula }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        Get-Request installPte | Should -BeNullOrEmpty
    }

    It 'does not wait for what was put off' {
        $result = Invoke-Captured { Publish-BcApp Production (New-TestApp $folder Customizations $own 2.0.0.0) -Schedule nextmajorupdate -AcceptIsvEula -Wait }
        $result.Output.Status | Should -Be 'scheduled'
        $result.Output.ScheduleKind | Should -Be 'NextMajorUpdate'
        $result.Warnings | Should -BeLike '*scheduled for later*'
    }

    It 'asks before ForceSync, also where nobody can answer' {
        $file = New-TestApp $folder Customizations $own 2.0.0.0
        $lines = Invoke-FreshPwsh @"
Import-Module ./out/BcAdmin
Connect-BcTenant -Simulator
try { Publish-BcApp Production '$file' -SyncMode ForceSync -AcceptIsvEula -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId }
"@
        @($lines)[-1] | Should -BeLike 'ConfirmationRequired,*'
        (Publish-BcApp Production $file -SyncMode ForceSync -AcceptIsvEula -Force -Wait).Version | Should -Be ([version] '2.0.0.0')
    }

    It 'tells why an installation failed' {
        $null = Add-BcSimulatorFault -FailOperation -Operation installPte -Message 'The schema does not fit.'
        $failure = Get-OneError { Publish-BcApp Sandbox (New-TestApp $folder Low $low 1.0.0.0) -AcceptIsvEula -Wait }
        $failure.FullyQualifiedErrorId | Should -BeLike 'OperationFailed,*'
        "$failure" | Should -BeLike '*The schema does not fit.*'
    }

    It 'believes the list of apps more than a failure that was none' {
        Start-TestSession -TimeScale 60
        $file = New-TestApp $folder Customizations $own 2.0.0.0
        $null = Publish-BcApp Production $file -AcceptIsvEula
        $null = Add-BcSimulatorFault -FailOperation -Operation installPte -Message 'Not me.'
        $result = Invoke-Captured { Publish-BcApp Production $file -AcceptIsvEula -Wait }
        $result.Errors | Should -BeNullOrEmpty
        $result.Warnings | Should -BeLike '*Not me.*is installed now*'
        $result.Output.Version | Should -Be ([version] '2.0.0.0')
    }

    It 'repeats an upload that the service did not take' {
        $null = Add-BcSimulatorFault -Operation installPte -StatusCode 503 -Count 1
        (Publish-BcApp Sandbox (New-TestApp $folder Low $low 1.0.0.0) -AcceptIsvEula -Wait).AppId | Should -Be $low
        Get-Request installPte | Should -HaveCount 2
    }

    It 'needs version 2.29 of the API' {
        Start-TestSession -Connect @{ ApiVersion = '2.28' }
        (Get-OneError { Publish-BcApp Sandbox (New-TestApp $folder Low $low 1.0.0.0) -AcceptIsvEula }).FullyQualifiedErrorId | Should -BeLike 'EndpointNotAvailable,*'
    }

    It 'changes nothing with -WhatIf' {
        Publish-BcApp Sandbox (New-TestApp $folder Low $low 1.0.0.0) -AcceptIsvEula -Force -WhatIf | Should -BeNullOrEmpty
        Get-Request installPte | Should -BeNullOrEmpty
    }
}
