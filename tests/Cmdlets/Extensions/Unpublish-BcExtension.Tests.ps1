BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Unpublish-BcExtension' {
    BeforeEach {
        Start-TestSession
        $own = Get-BcExtension Production 'Contoso Customizations'
    }

    It 'removes the version that an upgrade has replaced' {
        $folder = (New-Item (Join-Path $TestDrive (New-Guid)) -ItemType Directory).FullName
        $null = Publish-BcApp Production (New-TestApp $folder 'Contoso Customizations' $own.AppId 2.0.0.0) -AcceptIsvEula -Wait
        $old = Get-BcExtension Production 'Contoso Customizations' -Installed $false
        $old.Version | Should -Be ([version] '1.4.0.0')
        $old | Unpublish-BcExtension -Force
        (Get-BcExtension Production 'Contoso Customizations').Version | Should -Be ([version] '2.0.0.0')
    }

    It 'rejects an installed version before the call' {
        (Get-OneError { $own | Unpublish-BcExtension -Force }).FullyQualifiedErrorId | Should -BeLike 'ExtensionInstalled,*'
        Get-Request unpublishExtension | Should -BeNullOrEmpty
    }

    It 'fails after a successful response that changed nothing' {
        $own | Uninstall-BcExtension -Force
        Send-Control settings @{ extensionActionsDoNothing = $true }
        $failure = Get-OneError { $own | Unpublish-BcExtension -Force }
        $failure.FullyQualifiedErrorId | Should -BeLike 'NotUnpublished,*'
        $failure.TargetObject | Should -Be $own.PackageId
    }

    It 'succeeds if a piped extension is no longer listed, and fails for an ID that never existed' {
        $gone = [pscustomobject] @{ Environment = 'Production'; PackageId = New-Guid }
        (Invoke-Captured { $gone | Unpublish-BcExtension -Force -Verbose }).Verbose -like '*no extension*' | Should -HaveCount 1
        (Get-OneError { Unpublish-BcExtension Production (New-Guid) -Force }).FullyQualifiedErrorId | Should -BeLike 'ExtensionNotFound,*'
        Get-Request unpublishExtension | Should -BeNullOrEmpty
    }

    It 'reads the state after a lost response' {
        $own | Uninstall-BcExtension -Force
        Send-Control faults @{ kind = 'dropAfter'; operation = 'unpublishExtension' }
        $own | Unpublish-BcExtension -Force
        Get-BcExtension Production 'Contoso Customizations*' | Should -BeNullOrEmpty
        Get-Request unpublishExtension | Should -HaveCount 1
    }

    It 'reports which version supports the call' {
        $own | Uninstall-BcExtension -Force
        $null = Add-BcSimulatorFault 404 -ErrorCode BadRequest_ResourceNotFound -Operation unpublishExtension
        $failure = Get-OneError { $own | Unpublish-BcExtension -Force }
        $failure.FullyQualifiedErrorId | Should -BeLike 'EndpointNotAvailable,*'
        "$failure" | Should -BeLike '*25.4*'
    }

    It 'changes nothing with -WhatIf' {
        $own | Uninstall-BcExtension -Force
        $own | Unpublish-BcExtension -Force -WhatIf
        Get-Request unpublishExtension | Should -BeNullOrEmpty
    }
}
