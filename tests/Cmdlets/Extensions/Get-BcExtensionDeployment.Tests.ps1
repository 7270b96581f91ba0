BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcExtensionDeployment' {
    BeforeEach {
        Start-TestSession
        $folder = (New-Item (Join-Path $TestDrive (New-Guid)) -ItemType Directory).FullName
        $id = 'c0a70500-0000-4000-8000-00000000b0e1'
        $null = Publish-BcExtension Production (New-TestApp $folder Freight $id 1.0.0.0) -Wait -WarningAction Ignore
        $null = Publish-BcExtension Production (New-TestApp $folder Freight $id 1.1.0.0) -Wait -WarningAction Ignore
    }

    It 'lists the newest first' {
        $deployments = Get-BcExtensionDeployment Production
        $deployments[0] | Should -BeOfType ([BcAdmin.BcExtensionDeployment])
        $deployments.Version | Should -Be @([version] '1.1.0.0', [version] '1.0.0.0')
        $deployments.Status | Select-Object -Unique | Should -Be 'Completed'
        $deployments[0].Schedule | Should -Be 'Immediate'
        $deployments[0].StartedOn | Should -BeGreaterThan ([DateTimeOffset]::UtcNow.AddMinutes(-5))
    }

    It 'selects by name, and reads an environment once for several companies' {
        Get-BcExtensionDeployment Production 'Nothing*' | Should -BeNullOrEmpty
        (Get-BcExtensionDeployment Production 'fre*').Count | Should -Be 2
        Clear-Request
        $null = Get-BcCompany Production | Get-BcExtensionDeployment
        Get-Request listExtensionDeploymentStatus | Should -HaveCount 1
    }

    It 'passes deployments to Wait-BcOperation' {
        (Get-BcExtensionDeployment Production | Select-Object -First 1 | Wait-BcOperation).IsSucceeded | Should -BeTrue
    }

    It 'fails without permission, and without an environment' {
        $null = Add-BcSimulatorFault 403 -ErrorCode Authorization_RequestDenied -Operation listExtensionDeploymentStatus
        (Get-OneError { Get-BcExtensionDeployment Production }).ErrorDetails.RecommendedAction | Should -BeLike '*EXTEN. MGT. - ADMIN*'
        Get-OneError { Get-BcExtensionDeployment Nowhere } | Should -Not -BeNullOrEmpty
    }
}
