BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Publish-BcExtension' {
    BeforeEach {
        Start-TestSession
        $own = 'c0a70500-0000-4000-8000-00000000b001'
        $low = 'c0a70500-0000-4000-8000-00000000b011'
        $high = 'c0a70500-0000-4000-8000-00000000b012'
        $folder = (New-Item (Join-Path $TestDrive (New-Guid)) -ItemType Directory).FullName
        $PSDefaultParameterValues['Publish-BcExtension:WarningAction'] = 'Ignore'
    }
    AfterEach { $PSDefaultParameterValues.Remove('Publish-BcExtension:WarningAction') }

    It 'uploads, installs, upgrades, and unpublishes the old version' {
        $first = Publish-BcExtension Production (New-TestApp $folder Freight $low 1.0.0.0) -Wait
        $first | Should -BeOfType ([BcAdmin.BcExtension])
        $first.IsInstalled | Should -BeTrue
        $second = Publish-BcExtension Production (New-TestApp $folder Freight $low 2.0.0.0) -Wait
        $second.Version | Should -Be ([version] '2.0.0.0')
        $second.AppId | Should -Be $first.AppId
        $second.PackageId | Should -Not -Be $first.PackageId
        Get-BcExtension Production Freight -Installed $false | Unpublish-BcExtension -Force
        (Get-BcExtension Production Freight).Version | Should -Be ([version] '2.0.0.0')
        (Get-BcApp Production -AppId $low).Version | Should -Be ([version] '2.0.0.0')
    }

    It 'warns once that the API is deprecated, and names the replacement' {
        $null = New-TestApp $folder A $low 1.0.0.0
        $null = New-TestApp $folder B $high 1.0.0.0
        $result = Invoke-Captured { Publish-BcExtension Sandbox $folder/*.app -Wait -WarningAction Continue }
        $result.Warnings | Should -HaveCount 1
        $result.Warnings | Should -BeLike '*2027*Publish-BcApp*'
    }

    It 'returns the deployment, which Wait-BcOperation awaits, even if it is not listed yet' {
        Send-Control settings @{ deploymentListLagSec = 1000; deploymentUnknownSec = 1000 }
        $deployment = Publish-BcExtension Production (New-TestApp $folder Freight $low 1.0.0.0)
        $deployment | Should -BeOfType ([BcAdmin.BcExtensionDeployment])
        $deployment.Status | Should -Be 'Unknown'
        $ended = $deployment | Wait-BcOperation
        $ended.Status | Should -Be 'Completed'
        $ended.OperationId | Should -Not -Be ([guid]::Empty)
    }

    It 'sends files in the order of their dependencies, with and without -Wait' -ForEach @{ Wait = $true }, @{ Wait = $false } {
        $null = New-TestApp $folder A-High $high 1.0.0.0 -DependsOn $low
        $null = New-TestApp $folder Z-Low $low 1.0.0.0
        $result = Invoke-Captured { Get-ChildItem $folder/*.app | Publish-BcExtension Sandbox -Wait:$Wait }
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.Name | Should -Be @('Z-Low', 'A-High')
        if (-not $Wait) { ($result.Output | Wait-BcOperation).IsSucceeded | Should -Be @($true, $true) }
    }

    It 'uploads nothing that depends on a package whose deployment failed, with and without -Wait' -ForEach @{ Wait = $true }, @{ Wait = $false } {
        $null = New-TestApp $folder A-High $high 1.0.0.0 -DependsOn $low
        $null = New-TestApp $folder Z-Low $low 1.0.0.0
        $null = Add-BcSimulatorFault -FailOperation -Operation runExtensionUpload
        $result = Invoke-Captured { Get-ChildItem $folder/*.app | Publish-BcExtension Sandbox -Wait:$Wait }
        @($result.Errors).FullyQualifiedErrorId | Should -Contain 'DependencyFailed,BcAdmin.Cmdlets.Extensions.PublishBcExtensionCommand'
        Get-Request runExtensionUpload | Should -HaveCount 1
    }

    It 'continues a deployment that an interrupted run started' {
        Start-TestSession -TimeScale 150 -Setting @{ deploymentListLagSec = 0 }
        $file = New-TestApp $folder Freight $low 1.0.0.0
        $started = Publish-BcExtension Production $file
        $started.Status | Should -Be 'InProgress'
        (Publish-BcExtension Production $file -Wait).IsInstalled | Should -BeTrue
        Get-Request runExtensionUpload | Should -HaveCount 1
    }

    It 'replaces an existing slot with -Force' {
        $company = (Get-BcCompany Production 'Contoso Denmark').CompanyId
        $null = Invoke-BcApi extensionUpload POST -Environment Production -Company $company -Body @{ schedule = 'Next major version' }
        $file = New-TestApp $folder Freight $low 1.0.0.0
        (Publish-BcExtension Production $file -Company $company -Force -Wait).Name | Should -Be 'Freight'
        Get-Request createExtensionUpload | Should -HaveCount 1
        Get-Request updateExtensionUpload | Should -HaveCount 1
        (Get-BcExtensionDeployment Production)[0].Schedule | Should -Be 'Immediate' -Because 'the previous settings of the slot are replaced'
    }

    It 'reports the problem if the session cannot prompt about a slot' {
        $lines = Invoke-Unattended @"
`$company = (Get-BcCompany Production 'Contoso Denmark').CompanyId
`$null = Invoke-BcApi extensionUpload POST -Environment Production -Company `$company -Body @{ schedule = 'Current version' }
try { Publish-BcExtension Production '$(New-TestApp $folder Freight $low 1.0.0.0)' -Company `$company -WarningAction Ignore -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId }
"@
        @($lines)[-1] | Should -BeLike 'ConfirmationRequired,*'
    }

    It 'detects a slot that another user created in the meantime' {
        $null = Add-BcSimulatorFault 400 -ErrorCode Internal_EntityWithSameKeyExists -Operation createExtensionUpload
        (Get-OneError { Publish-BcExtension Production (New-TestApp $folder Freight $low 1.0.0.0) -Force }).FullyQualifiedErrorId | Should -BeLike 'ResourceExists,*'
        (Publish-BcExtension Production (New-TestApp $folder Freight $low 1.0.0.0) -Wait).Name | Should -Be 'Freight'
    }

    It 'skips an installed version, and rejects one that is only published' {
        $same = New-TestApp $folder Customizations $own 1.4.0.0
        $result = Invoke-Captured { Publish-BcExtension Production $same -Wait -Verbose }
        $result.Verbose -like '*Nothing to do*' | Should -HaveCount 1
        $result.Output.AppId | Should -Be $own
        Get-BcExtension Production 'Contoso Customizations' | Uninstall-BcExtension -Force
        $failure = Get-OneError { Publish-BcExtension Production $same }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ResourceExists,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Install-BcExtension*'
        Get-Request '*ExtensionUpload' | Should -BeNullOrEmpty
    }

    It 'rejects a version that is scheduled in the admin center' {
        $null = Publish-BcApp Production (New-TestApp $folder Customizations $own 2.0.0.0) -Schedule NextMajorUpdate -AcceptIsvEula
        $failure = Get-OneError { Publish-BcExtension Production (New-TestApp $folder Customizations $own 3.0.0.0) }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ExtensionScheduled,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Stop-BcAppOperation*'
        Get-Request '*ExtensionUpload' | Should -BeNullOrEmpty
    }

    It 'works without the admin center if the caller has no access to it' {
        $null = Add-BcSimulatorFault 403 -Operation listScheduledPteOperations -ErrorCode Forbidden
        (Publish-BcExtension Production (New-TestApp $folder Freight $low 1.0.0.0) -Wait).Name | Should -Be 'Freight'
    }

    It 'rejects the ID of a Marketplace app, and a file that is too large' {
        $global = New-TestApp $folder Rentals a9900000-0000-4000-8000-000000000002 9.0.0.0
        (Get-OneError { Publish-BcExtension Production $global }).ErrorDetails.RecommendedAction | Should -BeLike '*Update-BcApp*'
        $large = [IO.File]::Create((Join-Path $folder large.app))
        $large.SetLength(350MB + 1)
        $large.Dispose()
        $failure = Get-OneError { Publish-BcExtension Production $folder/large.app }
        $failure.FullyQualifiedErrorId | Should -BeLike 'FileTooLarge,*'
        "$failure" | Should -BeLike '*350 MB*'
    }

    It 'reports where the reason of a failure is shown, and prefers the list to the status' {
        $null = Add-BcSimulatorFault -FailOperation -Operation runExtensionUpload
        $file = New-TestApp $folder Freight $low 1.0.0.0
        $failure = Get-OneError { Publish-BcExtension Production $file -Wait }
        $failure.FullyQualifiedErrorId | Should -BeLike 'OperationFailed,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Extension Installation Status*'

        # If it is sent again, the version is always rejected; in the meantime, another user has installed it in the admin center.
        $null = Publish-BcApp Production $file -AcceptIsvEula -Wait
        Clear-Request
        $PSDefaultParameterValues.Remove('Publish-BcExtension:WarningAction')
        Start-TestSession -TimeScale 60
        $other = New-TestApp $folder Freight $low 3.0.0.0
        $null = Publish-BcApp Production $other -AcceptIsvEula
        $null = Add-BcSimulatorFault -FailOperation -Operation runExtensionUpload
        $result = Invoke-Captured { Publish-BcExtension Production $other -Wait }
        $result.Errors | Should -BeNullOrEmpty
        $result.Warnings[-1] | Should -BeLike '*However, Freight 3.0.0.0 is installed now*'
    }

    It 'reads the state after lost responses' -ForEach 'createExtensionUpload', 'updateExtensionUpload', 'uploadExtensionContent', 'runExtensionUpload' {
        $company = (Get-BcCompany Production 'Contoso Denmark').CompanyId
        if ($_ -eq 'updateExtensionUpload') { $null = Invoke-BcApi extensionUpload POST -Environment Production -Company $company -Body @{ schedule = 'Current version' } }
        Send-Control faults @{ kind = 'dropAfter'; operation = $_ }
        (Publish-BcExtension Production (New-TestApp $folder Freight $low 1.0.0.0) -Company $company -Force -Wait).Name | Should -Be 'Freight'
        Get-Request runExtensionUpload | Should -HaveCount 1
    }

    It 'starts a deployment again that the service has not processed' {
        Send-Control faults @{ kind = 'dropBefore'; operation = 'runExtensionUpload' }
        (Publish-BcExtension Production (New-TestApp $folder Freight $low 1.0.0.0) -Wait).Name | Should -Be 'Freight'
        Get-Request runExtensionUpload | Should -HaveCount 2
    }

    It 'reports that the slot still exists when it cannot continue' {
        $null = Add-BcSimulatorFault 400 -ErrorCode Application_DialogException -Message 'No.' -Operation runExtensionUpload
        $result = Invoke-Captured { Publish-BcExtension Production (New-TestApp $folder Freight $low 1.0.0.0) -Wait -Verbose }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'Application_DialogException,*'
        $result.Verbose -like '*slot stays in use*' | Should -HaveCount 1
        (Publish-BcExtension Production (New-TestApp $folder Freight $low 1.0.0.0) -Force -Wait).Name | Should -Be 'Freight'
    }

    It 'continues to read after rejections during the deployment' {
        Start-TestSession -TimeScale 60
        $null = Add-BcSimulatorFault 503 -Operation listExtensionDeploymentStatus -Count 1
        $deployment = Publish-BcExtension Production (New-TestApp $folder Freight $low 1.0.0.0)
        $null = Add-BcSimulatorFault 403 -ErrorCode Authorization_RequestDenied -Operation listExtensionDeploymentStatus -Count 2
        ($deployment | Wait-BcOperation).IsSucceeded | Should -BeTrue
    }

    It 'does not wait for a scheduled operation' {
        $result = Invoke-Captured { Publish-BcExtension Production (New-TestApp $folder Customizations $own 2.0.0.0) -Schedule nextmajorversion -Wait -WarningAction Continue }
        $result.Output | Should -BeOfType ([BcAdmin.BcExtensionDeployment])
        $result.Warnings[-1] | Should -BeLike '*scheduled for later*'
        (Get-BcExtensionDeployment Production)[0].Schedule | Should -Be 'Next major version'
    }

    It 'sends the sync mode only if required, because versions before 21.2 do not support it' {
        $null = Publish-BcExtension Production (New-TestApp $folder Freight $low 1.0.0.0) -Wait
        $address = [uri]::new((Get-BcSimulator Test).HttpEndpoint, 'simulator/requests?operation=createExtensionUpload')
        $null = Publish-BcExtension Production (New-TestApp $folder Freight $low 2.0.0.0) -SyncMode ForceSync -Force -Wait
        $bytes = (Invoke-RestMethod $address -NoProxy).requestBodyBytes
        $bytes[1] - $bytes[0] | Should -Be ',"schemaSyncMode":"Force Sync"'.Length
    }

    It 'names the replacement if the API no longer exists' {
        $null = Add-BcSimulatorFault 404 -ErrorCode BadRequest_ResourceNotFound -Operation listExtensionUploads
        $failure = Get-OneError { Publish-BcExtension Production (New-TestApp $folder Freight $low 1.0.0.0) }
        $failure.FullyQualifiedErrorId | Should -BeLike 'EndpointNotAvailable,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Publish-BcApp*'
    }

    It 'fails for a missing file and an invalid package' {
        (Get-OneError { Publish-BcExtension Production $folder/nothing.app }).FullyQualifiedErrorId | Should -BeLike 'FileNotFound,*'
        $null = New-Item (Join-Path $folder broken.app) -Value 'This is not a package.'
        (Get-OneError { Publish-BcExtension Production $folder/broken.app }).FullyQualifiedErrorId | Should -BeLike 'Application_DialogException,*'
    }

    It 'changes nothing with -WhatIf' {
        Publish-BcExtension Production (New-TestApp $folder Freight $low 1.0.0.0) -Force -WhatIf | Should -BeNullOrEmpty
        Get-Request '*ExtensionUpload', '*ExtensionContent' | Should -BeNullOrEmpty
    }
}
