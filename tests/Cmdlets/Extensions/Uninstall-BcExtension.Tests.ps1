BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Uninstall-BcExtension with names' {
    It 'finds the installed version by its exact name' {
        Start-TestSession
        (Uninstall-BcExtension Production 'contoso customizations' -Force -PassThru).IsInstalled | Should -BeFalse
        $failure = Get-OneError { Uninstall-BcExtension Production 'Contoso Customization' -Force }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ExtensionNotFound,*'
        "$failure" | Should -BeLike "*Did you mean 'Contoso Customizations'?*"
        (Get-OneError { Uninstall-BcExtension Production 'Contoso*' -Force }).FullyQualifiedErrorId | Should -BeLike 'ExtensionNotFound,*'
        (Get-BcExtension Production -Extension 'Contoso C*' | Install-BcExtension -PassThru).IsInstalled | Should -BeTrue
    }
}

Describe 'Uninstall-BcExtension' {
    BeforeEach {
        Start-TestSession
        $own = Get-BcExtension Production 'Contoso Customizations'
    }

    It 'uninstalls and keeps or deletes the data' {
        ($own | Uninstall-BcExtension -Force -PassThru).IsInstalled | Should -BeFalse
        Get-BcApp Production | Where-Object AppId -eq $own.AppId | Should -BeNullOrEmpty
        $own | Install-BcExtension
        $own | Uninstall-BcExtension -DeleteData -Force
        Get-Request uninstallExtension | Should -HaveCount 1
        Get-Request uninstallExtensionAndDeleteData | Should -HaveCount 1
    }

    It 'succeeds when a Marketplace app is no longer listed' {
        Get-BcExtension Production 'Adatum Payroll' | Uninstall-BcExtension -Force -PassThru | Should -BeNullOrEmpty
        Get-BcExtension Production 'Adatum*' | Should -BeNullOrEmpty
    }

    It 'skips an extension that is not installed, and warns that its data is kept' {
        $own | Uninstall-BcExtension -Force
        $result = Invoke-Captured { $own | Uninstall-BcExtension -DeleteData -Force -Verbose }
        $result.Warnings | Should -BeLike '*data is kept*'
        $result.Verbose -like '*is not installed*' | Should -HaveCount 1
        Get-Request 'uninstallExtension*' | Should -HaveCount 1
    }

    It 'reports errors of the service' {
        $failure = Get-OneError { Get-BcExtension Production 'Fabrikam Base' | Uninstall-BcExtension -Force }
        $failure.FullyQualifiedErrorId | Should -BeLike 'Application_DialogException,*'
        "$failure" | Should -BeLike '*Fabrikam Rentals*'
    }

    It 'reads the state after a lost response' {
        Send-Control faults @{ kind = 'dropAfter'; operation = 'uninstallExtension' }
        ($own | Uninstall-BcExtension -Force -PassThru).IsInstalled | Should -BeFalse
        Get-Request uninstallExtension | Should -HaveCount 1
    }

    It 'prompts, and changes nothing with -WhatIf' {
        $lines = Invoke-Unattended "try { Uninstall-BcExtension Production $($own.PackageId) } catch { `$_.Exception.Message }; (Get-BcExtension Production 'Contoso Customizations').IsInstalled"
        @($lines)[-1] | Should -Be 'True'
        $own | Uninstall-BcExtension -Force -WhatIf
        Get-Request 'uninstallExtension*' | Should -BeNullOrEmpty
    }
}
