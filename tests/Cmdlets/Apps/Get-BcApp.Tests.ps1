BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcApp' {
    BeforeAll { Start-TestSession }

    It 'lists the apps of an environment' {
        $apps = Get-BcApp Production
        $apps[0] | Should -BeOfType ([BcAdmin.BcApp])
        $rentals = $apps | Where-Object Name -eq 'Fabrikam Rentals'
        $rentals.Version | Should -Be ([version] '3.0.0.0')
        $rentals.AppType | Should -Be 'Global'
        $rentals.EnvironmentName | Should -Be 'Production'
        $rentals.TenantId | Should -Be (Get-BcConnection -Current).TenantId
        (Get-Request)[-1].Operation | Should -Be 'listInstalledApps'
    }

    It 'accepts environments from the pipeline' {
        $apps = Get-BcEnvironment | Get-BcApp -Name 'Fabrikam Base'
        $apps.EnvironmentName | Should -Be @('Production', 'Sandbox')
    }

    It 'reads all active environments without a name, and those that a pattern or piped text names' {
        (Get-BcApp -Name 'Fabrikam Base').EnvironmentName | Should -Be @('Production', 'Sandbox')
        (Get-BcApp P*, Sandbox 'Fabrikam Base').EnvironmentName | Should -Be @('Production', 'Sandbox')
        ('Sandbox', 'Production' | Get-BcApp -Name 'Fabrikam Base').EnvironmentName | Should -Be @('Sandbox', 'Production')
        (Get-BcConnection | Get-BcApp -Name 'Fabrikam Base').EnvironmentName | Should -Be @('Production', 'Sandbox')
        (Get-BcApp -Name 'Fabrikam Base' -ThrottleLimit 4).EnvironmentName | Should -Be @('Production', 'Sandbox')
        (Get-BcApp (Get-BcEnvironment Sandbox) 'Fabrikam Base').EnvironmentName | Should -Be 'Sandbox'
        Get-BcApp X* | Should -BeNullOrEmpty
        (Get-OneError { Get-BcApp P*, Nope 'Fabrikam Base' | Out-Null }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        (Get-OneError { Get-BcApp 'P[*' }).FullyQualifiedErrorId | Should -BeLike 'InvalidPattern,*'
        (Get-OneError { Get-BcApp '' }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        (Get-OneError { $null | Get-BcApp }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }

    It 'does not use the text of other objects as a name or an ID' -ForEach @(
        @{ Piped = { Get-Item . } }, @{ Piped = { [pscustomobject]@{ Id = 5 } } }, @{ Piped = { @{ Environment = 'Production' } } }
    ) {
        { & $Piped | Get-BcApp -ErrorAction Stop } | Should -Throw
        & $Piped | Get-BcApp -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'accepts names and patterns as IDs' {
        (Get-BcApp Production -AppId 'adatum payroll').AppId | Should -Be 'a9900000-0000-4000-8000-000000000004'
        (Get-BcApp Production -App 'Fabrikam*').Count | Should -Be 3
        (Get-BcApp Production -AppId (Get-BcApp Production 'Adatum*')).Name | Should -Be 'Adatum Payroll'
        (Get-BcApp Production -AppId '{A9900000-0000-4000-8000-000000000004}').Name | Should -Be 'Adatum Payroll'
        $failure = Get-OneError { Get-BcApp Production -AppId 'Adatum Payrol' }
        $failure.FullyQualifiedErrorId | Should -BeLike 'AppNotFound,*'
        "$failure" | Should -BeLike "*Did you mean 'Adatum Payroll'?*"
    }

    It 'filters by name, publisher, ID and type' {
        (Get-BcApp Production 'Fabrikam*').Count | Should -Be 3
        (Get-BcApp Production -Publisher 'adat*').Name | Should -Be 'Adatum Payroll'
        (Get-BcApp Production -AppType PerTenant).Name | Should -Be 'Contoso Customizations'
        (Get-BcApp Sandbox -AppType Developer).Name | Should -Be 'Contoso Prototype'
        (Get-BcApp Production -AppId a9900000-0000-4000-8000-000000000004).Name | Should -Be 'Adatum Payroll'
        Get-BcApp Production 'nothing*' | Should -BeNullOrEmpty
    }

    It 'reads the older spelling of the types' {
        Start-TestSession -Setting @{ oldAppTypes = $true }
        (Get-BcApp Production -AppType PerTenant).AppType | Should -Be 'PerTenant'
        (Get-BcApp Sandbox -AppType Developer).AppType | Should -Be 'Developer'
    }

    It 'reads the app ID from id and from appId' -ForEach @{ Member = 'id' }, @{ Member = 'appId' }, @{ Member = 'both' } {
        Start-TestSession -Setting @{ appIdMember = $Member }
        (Get-BcApp Production 'Adatum Payroll').AppId | Should -Be 'a9900000-0000-4000-8000-000000000004'
        (Get-BcApp Production 'Fabrikam Base').State | Should -Be 'installed'
        (Get-BcApp Production 'Adatum Payroll' | Update-BcApp -Wait).Version | Should -Be ([version] '5.3.0.0')
        (Get-BcApp Production 'Fabrikam Reports' | Uninstall-BcApp -Force -Wait).IsSucceeded | Should -BeTrue
    }

    It 'fails for an exact name or ID that does not exist, and returns the others' {
        $result = Invoke-Captured { Get-BcApp Production Nope, 'Fabrikam Base' }
        $result.Output.Name | Should -Be 'Fabrikam Base'
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'AppNotFound,*'
        $result.Errors[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $result.Errors[0].TargetObject | Should -Be 'Nope'
        (Get-OneError { Get-BcApp Production -AppId (New-Guid) }).FullyQualifiedErrorId | Should -BeLike 'AppNotFound,*'
    }

    It 'continues with the next environment when one does not exist' {
        $result = Invoke-Captured { Get-BcApp Nope, Sandbox 'Fabrikam Base' }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        $result.Output.EnvironmentName | Should -Be 'Sandbox'
    }

    It 'rejects a type that does not exist' {
        (Get-OneError { Get-BcApp Production -AppType Cloud }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError*'
    }

    It 'completes IDs by the names of apps' {
        $match = (TabExpansion2 'Get-BcApp Production -AppId Adatum').CompletionMatches
        $match.CompletionText | Should -Be 'a9900000-0000-4000-8000-000000000004'
        $match.ListItemText | Should -Be 'Adatum Payroll'
        (TabExpansion2 'Get-BcApp Production Adatum').CompletionMatches.CompletionText | Should -Be "'Adatum Payroll'"
    }

    It 'skips environments that are not active, unless they are named' {
        Start-TestSession
        Remove-BcEnvironment Sandbox -Force -Wait -WarningAction Ignore | Out-Null
        Send-Control clock @{ timeScale = 1 } # or the environment could already be active
        $null = New-BcEnvironment Soon DK
        $result = Invoke-Captured { Get-BcApp -Name 'Fabrikam Base' -Verbose }
        $result.Output.EnvironmentName | Should -Contain 'Production'
        $result.Output.EnvironmentName | Should -Not -Contain 'Soon'
        "$($result.Warnings)" | Should -BeLike 'Environment Soon of tenant contoso.example is skipped because its status is Preparing.*'
        "$($result.Verbose)" | Should -BeLike '*Soft-deleted environments of tenant contoso.example that are skipped: 1.*'
    }
}
