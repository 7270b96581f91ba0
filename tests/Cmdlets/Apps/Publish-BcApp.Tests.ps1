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

    It 'treats an environment that is specified in two casings as one, with one package at a time' {
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

    It 'waits until an app that was just uninstalled is no longer listed' {
        Start-TestSession -Setting @{ uninstallPendingSec = 8000 }
        Uninstall-BcApp Production $own -Force | Wait-BcOperation | Out-Null
        (Get-BcApp Production -AppId $own).State | Should -Be 'uninstallPending'
        $app = Publish-BcApp Production (New-TestApp $folder Customizations $own 1.4.0.0) -AcceptIsvEula -Wait
        $app.State | Should -Be 'installed'
    }

    It 'advises by the code of a failure in any language of its message' {
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

    It 'does not derive a cause from the words of a message' {
        $null = Add-BcSimulatorFault -FailOperation -Operation installPte -Message 'The permission page has an error.'
        (Get-OneError { Publish-BcApp Sandbox (New-TestApp $folder Low $low 1.0.0.0) -AcceptIsvEula -Wait }).ErrorDetails.RecommendedAction | Should -Not -BeLike '*permission*'
    }

    It 'names no permission set for a rejected upload' {
        $null = Add-BcSimulatorFault 403 -Operation installPte -ErrorCode EnvironmentAppOperationFailed -Message 'No.'
        $advice = (Get-OneError { Publish-BcApp Sandbox (New-TestApp $folder Low $low 1.0.0.0) -AcceptIsvEula }).ErrorDetails.RecommendedAction
        $advice | Should -BeLike '*AdminCenter.ReadWrite.All*'
        $advice | Should -Not -BeLike '*EXTEN. MGT.*'
    }

    It 'publishes to several environments' {
        $null = New-TestApp $folder Low $low 1.0.0.0
        $apps = Get-BcEnvironment | Publish-BcApp -Path "$folder/*.app" -AcceptIsvEula -Wait
        $apps.EnvironmentName | Should -Be @('Production', 'Sandbox')
    }

    It 'skips a version that is already installed, or older' {
        $null = New-TestApp $folder Customizations $own 1.4.0.0
        $null = New-TestApp $folder Customizations $own 1.3.0.0
        $result = Invoke-Captured { Publish-BcApp Production $folder/*.app -AcceptIsvEula -Verbose }
        $result.Errors | Should -BeNullOrEmpty
        $result.Verbose -like '*Nothing to do*' | Should -HaveCount 2
        Get-Request installPte | Should -BeNullOrEmpty
    }

    It 'continues when one file fails' {
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

    It 'rejects a file that is too large, before it is sent' {
        $large = [IO.File]::Create((Join-Path $folder large.app))
        $large.SetLength(50MB + 1)
        $large.Dispose()
        $failure = Get-OneError { Publish-BcApp Sandbox $folder/large.app -AcceptIsvEula }
        $failure.FullyQualifiedErrorId | Should -BeLike 'FileTooLarge,*'
        $failure.CategoryInfo.Category | Should -Be 'LimitsExceeded'
        Get-Request installPte | Should -BeNullOrEmpty
    }

    It 'rejects the ID of a Marketplace app, and a new extension for a later update' {
        $global = New-TestApp $folder Rentals a9900000-0000-4000-8000-000000000002 9.0.0.0
        (Get-OneError { Publish-BcApp Production $global -AcceptIsvEula }).ErrorDetails.RecommendedAction | Should -BeLike '*Update-BcApp*'
        $new = New-TestApp $folder Low $low 1.0.0.0
        (Get-OneError { Publish-BcApp Production $new -Schedule NextMajorUpdate -AcceptIsvEula }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        Get-Request installPte | Should -BeNullOrEmpty
    }

    It 'does not wait for a scheduled operation' {
        $result = Invoke-Captured { Publish-BcApp Production (New-TestApp $folder Customizations $own 2.0.0.0) -Schedule nextmajorupdate -AcceptIsvEula -Wait }
        $result.Output.Status | Should -Be 'scheduled'
        $result.Output.ScheduleKind | Should -Be 'NextMajorUpdate'
        $result.Warnings | Should -BeLike '*scheduled for later*'
    }

    It 'prompts before ForceSync, and fails if the session is not interactive' {
        $file = New-TestApp $folder Customizations $own 2.0.0.0
        $lines = Invoke-Unattended "try { Publish-BcApp Production '$file' -SyncMode ForceSync -AcceptIsvEula -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId }"
        @($lines)[-1] | Should -BeLike 'ConfirmationRequired,*'
        (Publish-BcApp Production $file -SyncMode ForceSync -AcceptIsvEula -Force -Wait).Version | Should -Be ([version] '2.0.0.0')
    }

    It 'reports why an installation failed' {
        $null = Add-BcSimulatorFault -FailOperation -Operation installPte -Message 'The schema does not fit.'
        $failure = Get-OneError { Publish-BcApp Sandbox (New-TestApp $folder Low $low 1.0.0.0) -AcceptIsvEula -Wait }
        $failure.FullyQualifiedErrorId | Should -BeLike 'OperationFailed,*'
        "$failure" | Should -BeLike '*The schema does not fit.*'
    }

    It 'ignores a reported failure if the list of apps shows the new version' {
        Start-TestSession -TimeScale 60
        $file = New-TestApp $folder Customizations $own 2.0.0.0
        $null = Publish-BcApp Production $file -AcceptIsvEula
        $null = Add-BcSimulatorFault -FailOperation -Operation installPte -Message 'Not me.'
        # Without the list of operations, the file is uploaded again.
        $null = Add-BcSimulatorFault 403 -Operation listEnvironmentOperations -ErrorCode Forbidden -Message 'No list.'
        $result = Invoke-Captured { Publish-BcApp Production $file -AcceptIsvEula -Wait -Verbose }
        $result.Verbose -like 'It is not known whether installations are running: *' | Should -HaveCount 1
        $result.Errors | Should -BeNullOrEmpty
        $result.Warnings | Should -BeLike '*Not me.*is installed now*'
        $result.Output.Version | Should -Be ([version] '2.0.0.0')
    }

    It 'continues an installation that an interrupted run started, with and without -Wait' -ForEach @{ Wait = $true }, @{ Wait = $false } {
        Start-TestSession -TimeScale 150 -Setting @{ appOperationsDeadlock = $true }
        $started = Publish-BcApp Sandbox (New-TestApp $folder Low $low 1.0.0.0) -AcceptIsvEula
        $null = New-TestApp $folder High $high 1.0.0.0 -DependsOn $low
        Publish-BcApp Sandbox $folder -AcceptIsvEula -WhatIf | Should -BeNullOrEmpty
        $result = Invoke-Captured { Publish-BcApp Sandbox $folder -AcceptIsvEula -Wait:$Wait -Verbose }
        $result.Errors | Should -BeNullOrEmpty
        $result.Verbose -like 'Skip the upload of Low 1.0.0.0 *: the install of app Low in Sandbox has already started.' | Should -HaveCount 1
        $result.Output.AppId | Should -Be @($low, $high)
        if (-not $Wait) {
            $result.Output[0].OperationId | Should -Be $started.OperationId
            ($result.Output | Wait-BcOperation).IsSucceeded | Should -Be @($true, $true)
        }
        Get-Request installPte | Should -HaveCount 2
    }

    It 'reports the failure of an installation that an interrupted run started, and uploads nothing that depends on it' {
        Start-TestSession -TimeScale 150
        $null = Add-BcSimulatorFault -FailOperation -Operation installPte -Message 'It broke.'
        $null = Publish-BcApp Sandbox (New-TestApp $folder Low $low 1.0.0.0) -AcceptIsvEula
        $null = New-TestApp $folder High $high 1.0.0.0 -DependsOn $low
        $result = Invoke-Captured { Publish-BcApp Sandbox $folder -AcceptIsvEula -Wait }
        $result.Errors.FullyQualifiedErrorId -replace ',.*' | Should -Be 'OperationFailed', 'DependencyFailed'
        Get-Request installPte | Should -HaveCount 1
    }

    It 'uploads a version that is newer than the one that is being installed' {
        Start-TestSession -TimeScale 150
        $null = Publish-BcApp Sandbox (New-TestApp $folder Low $low 1.0.0.0) -AcceptIsvEula
        (Publish-BcApp Sandbox (New-TestApp $folder Low $low 2.0.0.0) -AcceptIsvEula -Wait).Version | Should -Be ([version] '2.0.0.0')
        Get-Request installPte | Should -HaveCount 2
    }

    It 'retries a rejected upload' {
        $null = Add-BcSimulatorFault -Operation installPte -StatusCode 503 -Count 1
        (Publish-BcApp Sandbox (New-TestApp $folder Low $low 1.0.0.0) -AcceptIsvEula -Wait).AppId | Should -Be $low
        Get-Request installPte | Should -HaveCount 2
    }

    It 'requires version 2.29 of the API' {
        Start-TestSession -Connect @{ ApiVersion = '2.28' }
        (Get-OneError { Publish-BcApp Sandbox (New-TestApp $folder Low $low 1.0.0.0) -AcceptIsvEula }).FullyQualifiedErrorId | Should -BeLike 'EndpointNotAvailable,*'
    }

    Context 'Folders and .zip files' {
        BeforeAll {
            function New-TestZip([string] $Path, [hashtable] $Entry) {
                $zip = [IO.Compression.ZipFile]::Open($Path, 'Create')
                foreach ($name in $Entry.Keys) {
                    $stream = $zip.CreateEntry($name).Open()
                    $stream.Write($Entry[$name])
                    $stream.Dispose()
                }
                $zip.Dispose()
                $Path
            }
        }

        BeforeEach {
            $out = (New-Item (Join-Path $TestDrive (New-Guid)) -ItemType Directory).FullName
        }

        It 'publishes the .app files of a folder in the order of their dependencies, and not those of subfolders' {
            $null = New-TestApp $folder A-High $high 1.0.0.0 -DependsOn $low
            Rename-Item (New-TestApp $folder Z-Low $low 1.0.0.0) 'Z-Low.APP'
            $null = New-Item "$folder/.alpackages" -ItemType Directory
            $null = New-TestApp "$folder/.alpackages" Rentals a9900000-0000-4000-8000-000000000002 9.0.0.0
            Set-Content "$folder/readme.txt" 'Text'
            $result = Invoke-Captured { Publish-BcApp Sandbox $folder -AcceptIsvEula -Wait }
            $result.Errors | Should -BeNullOrEmpty
            $result.Output.AppId | Should -Be @($low, $high)
        }

        It 'accepts folders from the pipeline, and a folder whose name has wildcard characters' {
            $build = (New-Item "$folder/[build] 1" -ItemType Directory).FullName
            $null = New-TestApp $build Low $low 1.0.0.0
            $result = Invoke-Captured { Get-Item -LiteralPath $build | Publish-BcApp Sandbox -AcceptIsvEula -Wait }
            $result.Errors | Should -BeNullOrEmpty
            $result.Output.AppId | Should -Be $low
        }

        It 'skips folders without .app files that a wildcard matches' {
            foreach ($name in 'Main-Apps-1.0', 'logs') { $null = New-Item "$folder/$name" -ItemType Directory }
            $null = New-TestApp "$folder/Main-Apps-1.0" Low $low 1.0.0.0
            $result = Invoke-Captured { Publish-BcApp Sandbox "$folder/*" -AcceptIsvEula -Wait }
            $result.Errors | Should -BeNullOrEmpty
            $result.Output.AppId | Should -Be $low
        }

        It 'publishes the .app files of a .zip file, together with those of folders' {
            $null = New-TestApp $folder Z-Low $low 1.0.0.0
            $bytes = [IO.File]::ReadAllBytes((New-TestApp $out A-High $high 1.0.0.0 -DependsOn $low))
            $zip = New-TestZip "$out/apps.zip" @{ 'Contoso/A-High ø.app' = $bytes; 'readme.txt' = [byte[]] 1 }
            $result = Invoke-Captured { Publish-BcApp Sandbox $zip, $folder -AcceptIsvEula -Wait }
            $result.Errors | Should -BeNullOrEmpty
            $result.Output.AppId | Should -Be @($low, $high)
            $result.Output[1].Name | Should -Be 'A-High'
        }

        It 'sends the content of a packed file again after a temporary failure' {
            $bytes = [IO.File]::ReadAllBytes((New-TestApp $out Low $low 1.0.0.0))
            $zip = New-TestZip "$out/apps.zip" @{ 'Low.app' = $bytes }
            $null = Add-BcSimulatorFault -Operation installPte -StatusCode 503 -Count 1
            (Publish-BcApp Sandbox $zip -AcceptIsvEula -Wait).AppId | Should -Be $low
            Get-Request installPte | Should -HaveCount 2
        }

        It 'rejects a folder or a .zip file without .app files, and an invalid .zip file' {
            (Get-OneError { Publish-BcApp Sandbox $folder -AcceptIsvEula }).ErrorDetails.RecommendedAction | Should -BeLike 'Subfolders are not searched.*'
            $failure = Get-OneError { Publish-BcApp Sandbox (New-TestZip "$out/none.zip" @{ 'readme.txt' = [byte[]] 1 }) -AcceptIsvEula }
            $failure | Should -BeLike "*none.zip' contains no .app file."
            Set-Content "$out/bad.zip" 'not a zip file'
            $failure = Get-OneError { Publish-BcApp Sandbox "$out/bad.zip" -AcceptIsvEula }
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
            $failure | Should -BeLike "*bad.zip' is not a valid .zip file."
            Get-Request installPte | Should -BeNullOrEmpty
        }

        It 'rejects a packed file that is larger than the service accepts when it is unpacked' {
            $zip = New-TestZip "$out/large.zip" @{ 'Large.app' = [byte[]]::new(50MB + 1) }
            (Get-Item $zip).Length | Should -BeLessThan 1MB
            $failure = Get-OneError { Publish-BcApp Sandbox $zip -AcceptIsvEula }
            $failure.FullyQualifiedErrorId | Should -BeLike 'FileTooLarge,*'
            $failure | Should -BeLike "*large.zip/Large.app' has 52,428,801 bytes*"
        }

        It 'publishes only the newest version of an app' {
            foreach ($version in '1.0.0.0', '1.10.0.0', '1.9.0.0') { $null = New-TestApp $folder Low $low $version }
            $result = Invoke-Captured { Publish-BcApp Sandbox $folder -AcceptIsvEula -Wait -Verbose }
            $result.Errors | Should -BeNullOrEmpty
            $result.Output.Version | Should -Be ([version] '1.10.0.0')
            $result.Verbose -like 'Nothing to do for Low 1.*: Low 1.10.0.0 by Contoso * is published.' | Should -HaveCount 2
            Get-Request installPte | Should -HaveCount 1
        }
    }

    Context 'Previous versions' {
        BeforeEach {
            $null = New-TestApp $folder Low $low 1.0.0.0
            $null = New-TestApp $folder High $high 1.0.0.0 -DependsOn $low
            $null = Publish-BcApp Sandbox $folder -AcceptIsvEula -Wait
            Remove-Item "$folder/*"
            $null = New-TestApp $folder Low $low 2.0.0.0
            $null = New-TestApp $folder High $high 2.0.0.0 -DependsOn $low
            Clear-Request
        }

        It 'are kept without -UnpublishPrevious' {
            $null = Publish-BcApp Sandbox $folder -AcceptIsvEula -Wait
            (Get-BcExtension Sandbox -Orphaned).Version | Should -Be @([version] '1.0.0.0', [version] '1.0.0.0')
            Get-Request unpublishExtension | Should -BeNullOrEmpty
        }

        It 'are removed with -UnpublishPrevious, those of dependent apps first, with and without -Wait' -ForEach @{ Wait = $true }, @{ Wait = $false } {
            $old = Get-BcExtension Sandbox Low, High
            $result = Invoke-Captured { Publish-BcApp Sandbox $folder -UnpublishPrevious -AcceptIsvEula -Wait:$Wait -Verbose }
            $result.Errors | Should -BeNullOrEmpty
            $result.Warnings | Should -BeNullOrEmpty
            $result.Output | Should -HaveCount 2
            $versions = Get-BcExtension Sandbox -Publisher Contoso -Name Low, High
            $versions.Version | Should -Be @([version] '2.0.0.0', [version] '2.0.0.0')
            $versions.IsInstalled | Should -Be @($true, $true)
            $removed = (Get-Request unpublishExtension).path
            $removed[0] | Should -BeLike "*$(($old | Where-Object Name -eq High).PackageId)*"
            $removed[1] | Should -BeLike "*$(($old | Where-Object Name -eq Low).PackageId)*"
        }

        It 'are removed in a second run after the first was interrupted, and a third run removes nothing' {
            $null = Publish-BcApp Sandbox $folder -AcceptIsvEula -Wait
            Clear-Request
            $null = Publish-BcApp Sandbox $folder -UnpublishPrevious -AcceptIsvEula -Wait
            Get-Request installPte | Should -BeNullOrEmpty
            Get-Request unpublishExtension | Should -HaveCount 2
            Clear-Request
            $null = Publish-BcApp Sandbox $folder -UnpublishPrevious -AcceptIsvEula -Wait
            Get-Request unpublishExtension | Should -BeNullOrEmpty
        }

        It 'are kept if the new version could not be installed, with and without -Wait' -ForEach @{ Wait = $true }, @{ Wait = $false } {
            $null = Add-BcSimulatorFault -FailOperation -Operation installPte -Message 'It broke.'
            $result = Invoke-Captured { Publish-BcApp Sandbox $folder -UnpublishPrevious -AcceptIsvEula -Wait:$Wait }
            "$($result.Errors) $($result.Warnings)" | Should -BeLike '*It broke.*'
            (Get-BcExtension Sandbox Low -Installed $true).Version | Should -Be ([version] '1.0.0.0')
            Get-Request unpublishExtension | Should -BeNullOrEmpty
        }

        It 'are separate errors when the service does not remove them' {
            $null = Add-BcSimulatorFault 400 -Operation unpublishExtension -ErrorCode Application_DialogException -Message 'It is required.' -Count 1
            $result = Invoke-Captured { Publish-BcApp Sandbox $folder -UnpublishPrevious -AcceptIsvEula -Wait }
            $result.Output | Should -HaveCount 2
            $result.Errors | Should -HaveCount 1
            "$($result.Errors)" | Should -BeLike '*It is required.*'
            (Get-BcExtension Sandbox -Orphaned).Name | Should -Be 'High'
        }

        It 'cannot be removed while the new version waits for a later time' {
            $failure = Get-OneError { Publish-BcApp Sandbox $folder -UnpublishPrevious -Schedule UpdateWindow -AcceptIsvEula }
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
            Get-Request | Should -BeNullOrEmpty
        }
    }

    It 'prints the plan with -WhatIf: in the order of the dependencies, with what is skipped and removed' {
        $null = New-TestApp $folder A-High $high 1.0.0.0 -DependsOn $low
        $null = New-TestApp $folder Z-Low $low 1.0.0.0
        $null = New-TestApp $folder Customizations $own 1.4.0.0
        $new = New-TestApp (New-Item "$folder/new" -ItemType Directory) Prototype 'c0a70500-0000-4000-8000-00000000b021' 2.0.0.0
        $old = New-TestApp $folder/new Prototype 'c0a70500-0000-4000-8000-00000000b021' 1.0.0.0
        $lines = Invoke-Unattended @"
Publish-BcApp Production '$old' -AcceptIsvEula -Wait | Out-Null
Publish-BcApp Production '$folder', '$new' -UnpublishPrevious -AcceptIsvEula -WhatIf
"@
        $plan = @($lines) -like 'What if:*'
        $plan | Should -HaveCount 5
        $plan[0] | Should -BeLike '*"Upload Z-Low 1.0.0.0 by Contoso and install it immediately" on target "environment Production*'
        $plan[1] | Should -BeLike '*"Upload A-High 1.0.0.0 by Contoso*'
        $plan[2] | Should -BeLike 'What if: Skip Customizations 1.4.0.0 by Contoso: version 1.4.0.0 is already installed in environment Production*'
        $plan[3] | Should -BeLike '*"Upload Prototype 2.0.0.0 by Contoso over version 1.0.0.0 and install it immediately"*'
        $plan[4] | Should -BeLike '*"Remove the previous version Prototype 1.0.0.0 from the list of extensions"*'
    }

    It 'changes nothing with -WhatIf' {
        Publish-BcApp Sandbox (New-TestApp $folder Low $low 1.0.0.0) -AcceptIsvEula -Force -WhatIf | Should -BeNullOrEmpty
        Get-Request installPte | Should -BeNullOrEmpty
    }
}
