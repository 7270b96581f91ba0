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

    It 'shows the apps of the admin center from inside the environment' {
        $extensions = Get-BcExtension Production
        $extensions[0] | Should -BeOfType ([BcAdmin.BcExtension])
        ($extensions | Where-Object IsInstalled).AppId | Sort-Object | Should -Be ((Get-BcApp Production).AppId | Sort-Object)
        $own = $extensions | Where-Object Name -eq 'Contoso Customizations'
        $own.Version | Should -Be ([version] '1.4.0.0')
        $own.AppType | Should -Be 'PerTenant'
        $own.EnvironmentName | Should -Be 'Production'
    }

    It 'selects by name, publisher, and state' {
        (Get-BcExtension Production 'Fabrikam*').Count | Should -Be 3
        (Get-BcExtension Production 'Fabrikam Base', 'Adatum*').Name | Sort-Object | Should -Be @('Adatum Payroll', 'Fabrikam Base')
        (Get-BcExtension Production -Publisher contoso).Name | Should -Be 'Contoso Customizations'
        (Get-BcExtension Production -Publisher 'Cont*').Name | Should -Be 'Contoso Customizations'
        Get-BcExtension Production -Installed $false | Should -BeNullOrEmpty
        (Get-BcExtension Production -Filter 'versionMajor eq 5').Name | Should -Be 'Adatum Payroll'
    }

    It 'finds the versions that newer ones have replaced, and no version that is scheduled or was uninstalled' {
        $folder = (New-Item (Join-Path $TestDrive (New-Guid)) -ItemType Directory).FullName
        foreach ($version in '1.0.0.0', '2.0.0.0') {
            $null = Publish-BcApp Sandbox (New-TestApp $folder Low c0a70500-0000-4000-8000-00000000b011 $version) -AcceptIsvEula -Wait
            $null = Publish-BcApp Sandbox (New-TestApp $folder Gone c0a70500-0000-4000-8000-00000000b012 $version) -AcceptIsvEula -Wait
        }
        $null = Get-BcExtension Sandbox Gone -Installed $true | Uninstall-BcExtension -Force
        $orphaned = Get-BcExtension Sandbox -Orphaned
        $orphaned.Name | Should -Be 'Low'
        $orphaned.Version | Should -Be ([version] '1.0.0.0')
        Get-BcExtension Sandbox Fabrikam*, Low -Publisher Fabrikam -Orphaned | Should -BeNullOrEmpty
        (Get-OneError { Get-BcExtension Sandbox Lw -Orphaned }).FullyQualifiedErrorId | Should -BeLike 'ExtensionNotFound,*'
        $orphaned | Unpublish-BcExtension -Force
        Get-BcExtension Sandbox -Orphaned | Should -BeNullOrEmpty
        (Get-BcExtension Sandbox Low).Version | Should -Be ([version] '2.0.0.0')
    }

    It 'rejects -Orphaned with filters that hide a part of the list' {
        $one = Get-BcExtension Sandbox 'Contoso Prototype'
        Clear-Request
        foreach ($script in { Get-BcExtension Sandbox -Orphaned -Filter 'versionMajor eq 5' }, { Get-BcExtension Sandbox -Orphaned -Installed $false },
            { $one | Get-BcExtension -Orphaned }) {
            (Get-OneError $script).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        }
        Get-Request | Should -BeNullOrEmpty
    }

    It 'reads by package ID, and reads an environment once for several companies' {
        $one = Get-BcExtension Sandbox 'Contoso Prototype'
        $one.AppType | Should -Be 'Developer'
        (Get-BcExtension Sandbox -PackageId $one.PackageId).Name | Should -Be $one.Name
        ($one | Get-BcExtension).PackageId | Should -Be $one.PackageId
        Clear-Request
        $null = Get-BcEnvironment Production | Get-BcCompany | Get-BcExtension
        Get-Request listExtensions | Should -HaveCount 1
    }

    It 'fails for a name and an ID that do not exist' {
        (Get-OneError { Get-BcExtension Production Nothing }).FullyQualifiedErrorId | Should -BeLike 'ExtensionNotFound,*'
        (Get-OneError { Get-BcExtension Production -PackageId (New-Guid) }).FullyQualifiedErrorId | Should -BeLike 'ExtensionNotFound,*'
        Get-BcExtension Production 'Nothing*' | Should -BeNullOrEmpty
    }

    It 'reports an app that the environment does not know' {
        $null = Add-BcSimulatorFault 401 -ErrorCode Authentication_InvalidCredentials -Operation listExtensions -Count 0
        (Get-OneError { Get-BcExtension Production }).ErrorDetails.RecommendedAction | Should -BeLike '*Microsoft Entra Applications*'
    }
}
