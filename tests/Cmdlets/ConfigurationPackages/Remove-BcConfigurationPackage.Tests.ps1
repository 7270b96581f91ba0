BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Remove-BcConfigurationPackage' {
    BeforeEach {
        Start-TestSession
        $null = 'BASE', 'OTHER' | ForEach-Object { New-BcConfigurationPackage Production 'Contoso Sweden' $_ }
    }

    It 'deletes one package, and those of the pipeline' {
        Remove-BcConfigurationPackage Production 'Contoso Sweden' base
        (Get-BcConfigurationPackage Production 'Contoso Sweden').Code | Should -Be 'OTHER'
        Get-BcConfigurationPackage Production 'Contoso Sweden' | Remove-BcConfigurationPackage
        Get-BcConfigurationPackage Production 'Contoso Sweden' | Should -BeNullOrEmpty
    }

    It 'succeeds if a piped package no longer exists, and fails for a code that never existed' {
        $gone = [pscustomobject] @{ Environment = 'Production'; Company = 'Contoso Sweden'; Code = 'NOTHING' }
        (Invoke-Captured { $gone | Remove-BcConfigurationPackage -Verbose }).Verbose -like '*no configuration package*' | Should -HaveCount 1
        $failure = Get-OneError { Remove-BcConfigurationPackage Production 'Contoso Sweden' OTER }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ConfigurationPackageNotFound,*'
        "$failure" | Should -BeLike "*Did you mean 'OTHER'?*"
        Get-Request deleteConfigurationPackage | Should -BeNullOrEmpty
    }

    It 'succeeds after a lost response' {
        Send-Control faults @{ kind = 'dropAfter'; operation = 'deleteConfigurationPackage' }
        Remove-BcConfigurationPackage Production 'Contoso Sweden' BASE
        (Get-BcConfigurationPackage Production 'Contoso Sweden').Code | Should -Be 'OTHER'
    }

    It 'reports errors of the service, and fails for an unknown company' {
        $null = Add-BcSimulatorFault 400 -ErrorCode Application_DialogException -Message 'No.' -Operation deleteConfigurationPackage
        (Get-OneError { Remove-BcConfigurationPackage Production 'Contoso Sweden' BASE }).FullyQualifiedErrorId | Should -BeLike 'Application_DialogException,*'
        (Get-OneError { Remove-BcConfigurationPackage Production Nowhere BASE }).FullyQualifiedErrorId | Should -BeLike 'CompanyNotFound,*'
    }

    It 'deletes nothing with -WhatIf' {
        Remove-BcConfigurationPackage Production 'Contoso Sweden' BASE -WhatIf
        Get-Request deleteConfigurationPackage | Should -BeNullOrEmpty
    }
}
