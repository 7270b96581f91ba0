BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Install-BcConfigurationPackage' {
    BeforeEach {
        Start-TestSession
        $file = New-TestPackage (New-Item (Join-Path $TestDrive (New-Guid)) -ItemType Directory).FullName BASE
        $package = Import-BcConfigurationPackage Production 'Contoso Sweden' $file -Wait
    }

    It 'applies an imported package' {
        $applied = $package | Install-BcConfigurationPackage -Wait
        $applied.ApplyStatus | Should -Be 'Completed'
        $applied.CompanyName | Should -Be 'Contoso Sweden'
    }

    It 'returns immediately without -Wait, and rejects a second run in the meantime' {
        Send-Control clock @{ timeScale = 10 }
        (Install-BcConfigurationPackage Production 'Contoso Sweden' base).ApplyStatus | Should -BeIn 'Scheduled', 'InProgress'
        (Get-OneError { Install-BcConfigurationPackage Production 'Contoso Sweden' BASE }).FullyQualifiedErrorId | Should -BeLike 'ConfigurationPackageBusy,*'
    }

    It 'rejects a package that is not imported, before the call' {
        $null = New-BcConfigurationPackage Production 'Contoso Sweden' EMPTY
        $failure = Get-OneError { Install-BcConfigurationPackage Production 'Contoso Sweden' EMPTY }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ConfigurationPackageNotImported,*'
        Get-Request applyConfigurationPackage | Should -BeNullOrEmpty
        (Get-OneError { Install-BcConfigurationPackage Production 'Contoso Sweden' NOTHING }).FullyQualifiedErrorId | Should -BeLike 'ConfigurationPackageNotFound,*'
    }

    It 'reports the reason of a failure, and warns about records with errors' {
        $null = Add-BcSimulatorFault -FailOperation -Operation applyConfigurationPackage -Message 'The table is locked.'
        "$(Get-OneError { $package | Install-BcConfigurationPackage -Wait })" | Should -BeLike '*The table is locked.*'
        Send-Control settings @{ packageRecordErrors = 1 }
        (Invoke-Captured { $package | Install-BcConfigurationPackage -Wait }).Warnings | Should -BeLike '*1 of 2 records*'
    }

    It 'applies a package again, and distinguishes both runs' {
        $null = $package | Install-BcConfigurationPackage -Wait
        Send-Control faults @{ kind = 'dropAfter'; operation = 'applyConfigurationPackage' }
        Send-Control clock @{ timeScale = 60 }
        ($package | Install-BcConfigurationPackage -Wait).ApplyStatus | Should -Be 'Completed'
        Get-Request applyConfigurationPackage | Should -HaveCount 2
    }

    It 'ends with OperationTimeout, and the operation continues' {
        Send-Control clock @{ timeScale = 10 }
        $failure = Get-OneError { $package | Install-BcConfigurationPackage -Wait -TimeoutSec 2 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'OperationTimeout,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike "*Get-BcConfigurationPackage Production 'Contoso Sweden' BASE*"
    }

    It 'changes nothing with -WhatIf' {
        $package | Install-BcConfigurationPackage -WhatIf | Should -BeNullOrEmpty
        Get-Request applyConfigurationPackage | Should -BeNullOrEmpty
    }
}
