BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Install-BcExtension' {
    BeforeEach {
        Start-TestSession
        $own = Get-BcExtension Production 'Contoso Customizations'
    }

    It 'installs a published extension, which both APIs show' {
        $own | Uninstall-BcExtension -Force
        $back = Get-BcExtension Production -Installed $false | Install-BcExtension -PassThru
        $back.IsInstalled | Should -BeTrue
        (Get-BcApp Production -AppId $own.AppId).Version | Should -Be ([version] '1.4.0.0')
    }

    It 'skips installed extensions' {
        (Invoke-Captured { $own | Install-BcExtension -Verbose }).Verbose -like '*already installed*' | Should -HaveCount 1
        Get-Request installExtension | Should -BeNullOrEmpty
    }

    It 'reads the state after a lost response' -ForEach 'dropAfter', 'truncate' {
        $own | Uninstall-BcExtension -Force
        Send-Control faults @{ kind = $_; operation = 'installExtension' }
        ($own | Install-BcExtension -PassThru).IsInstalled | Should -BeTrue
        Get-Request installExtension | Should -HaveCount 1
    }

    It 'starts again if the response is lost and the call was not processed' {
        $own | Uninstall-BcExtension -Force
        Send-Control faults @{ kind = 'dropBefore'; operation = 'installExtension' }
        ($own | Install-BcExtension -PassThru).IsInstalled | Should -BeTrue
        Get-Request installExtension | Should -HaveCount 2
    }

    It 'fails after a successful response that changed nothing' {
        $own | Uninstall-BcExtension -Force
        Send-Control settings @{ extensionActionsDoNothing = $true }
        (Get-OneError { $own | Install-BcExtension }).FullyQualifiedErrorId | Should -BeLike 'NotInstalled,*'
    }

    It 'fails for an unknown package, and without permission' {
        $failure = Get-OneError { Install-BcExtension Production (New-Guid) }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ExtensionNotFound,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Install-BcApp*'
        $own | Uninstall-BcExtension -Force
        $null = Add-BcSimulatorFault 403 -ErrorCode Authorization_RequestDenied -Operation installExtension
        (Get-OneError { $own | Install-BcExtension }).ErrorDetails.RecommendedAction | Should -BeLike '*EXTEN. MGT. - ADMIN*'
    }

    It 'changes nothing with -WhatIf' {
        $own | Uninstall-BcExtension -Force
        $own | Install-BcExtension -WhatIf
        Get-Request installExtension | Should -BeNullOrEmpty
    }
}
