BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcExtension' {
    BeforeEach { Start-TestSession }

    It 'lists Application and Business Foundation in every environment, as publishing tools expect' {
        foreach ($environment in Get-BcEnvironment) {
            $apps = $environment | Get-BcExtension -Name Application, 'Business Foundation'
            $apps.AppId | Should -Be @('c1335042-3002-4257-bf8a-75c898ccb1b8', 'f3552374-a1f2-4356-848e-196002525837')
            $apps[0].Version.Major | Should -BeGreaterThan 20
        }
    }

    It 'reads the type with and without the leading space that the service sends' -ForEach @{ Trimmed = $false }, @{ Trimmed = $true } {
        Send-Control settings @{ trimmedPublishedAs = $Trimmed }
        (Get-BcExtension Production 'Contoso Customizations').AppType | Should -Be 'PerTenant'
    }

    It 'shows the apps of the admin center from inside' {
        $extensions = Get-BcExtension Production
        $extensions[0] | Should -BeOfType ([BcAdmin.BcExtension])
        ($extensions | Where-Object IsInstalled).AppId | Sort-Object | Should -Be ((Get-BcApp Production).AppId | Sort-Object)
        $own = $extensions | Where-Object Name -eq 'Contoso Customizations'
        $own.Version | Should -Be ([version] '1.4.0.0')
        $own.AppType | Should -Be 'PerTenant'
        $own.EnvironmentName | Should -Be 'Production'
    }

    It 'chooses by name, publisher and state' {
        (Get-BcExtension Production 'Fabrikam*').Count | Should -Be 3
        (Get-BcExtension Production 'Fabrikam Base', 'Adatum*').Name | Sort-Object | Should -Be @('Adatum Payroll', 'Fabrikam Base')
        (Get-BcExtension Production -Publisher contoso).Name | Should -Be 'Contoso Customizations'
        (Get-BcExtension Production -Publisher 'Cont*').Name | Should -Be 'Contoso Customizations'
        Get-BcExtension Production -Installed $false | Should -BeNullOrEmpty
        (Get-BcExtension Production -Filter 'versionMajor eq 5').Name | Should -Be 'Adatum Payroll'
    }

    It 'reads by package id, and an environment once for several companies' {
        $one = Get-BcExtension Sandbox 'Contoso Prototype'
        $one.AppType | Should -Be 'Developer'
        (Get-BcExtension Sandbox -PackageId $one.PackageId).Name | Should -Be $one.Name
        ($one | Get-BcExtension).PackageId | Should -Be $one.PackageId
        Clear-Request
        $null = Get-BcEnvironment Production | Get-BcCompany | Get-BcExtension
        Get-Request listExtensions | Should -HaveCount 1
    }

    It 'fails for a name and an id that are missing' {
        (Get-OneError { Get-BcExtension Production Nothing }).FullyQualifiedErrorId | Should -BeLike 'ExtensionNotFound,*'
        (Get-OneError { Get-BcExtension Production -PackageId (New-Guid) }).FullyQualifiedErrorId | Should -BeLike 'ExtensionNotFound,*'
        Get-BcExtension Production 'Nothing*' | Should -BeNullOrEmpty
    }

    It 'tells of an app that the environment does not know' {
        $null = Add-BcSimulatorFault 401 -ErrorCode Authentication_InvalidCredentials -Operation listExtensions -Count 0
        (Get-OneError { Get-BcExtension Production }).ErrorDetails.RecommendedAction | Should -BeLike '*Microsoft Entra Applications*'
    }
}
