BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Uninstall-BcApp with names' {
    BeforeAll { Start-TestSession }

    It 'finds one app by its exact name' {
        $null = Uninstall-BcApp Production 'fabrikam reports' -Force -Wait
        Get-BcApp Production 'Fabrikam R*' | ForEach-Object Name | Should -Be 'Fabrikam Rentals'
    }

    It 'rejects <Name>, and sends nothing' -ForEach @(
        @{ Name = 'Fabrikam*'; Message = '*contains wildcards, which this cmdlet does not accept*' }
        @{ Name = 'Fabrikam Rental'; Message = "*Did you mean 'Fabrikam Rentals'?*" }
        @{ Name = 'Fabrikam ?entals'; Message = '*contains wildcards, which this cmdlet does not accept*' }
    ) {
        $failure = Get-OneError { Uninstall-BcApp Production $Name -Force }
        $failure.FullyQualifiedErrorId | Should -BeLike 'AppNotFound,*'
        "$failure $($failure.ErrorDetails.RecommendedAction)" | Should -BeLike $Message
        Get-Request uninstallApp | Should -HaveCount 1 # of the test before
    }

    It 'reads no list of apps to resolve the ID of a piped object' {
        $app = Get-BcApp Production 'Fabrikam Rentals'
        $before = @(Get-Request listInstalledApps).Count
        $app | Uninstall-BcApp -WhatIf
        @(Get-Request listInstalledApps).Count - $before | Should -Be 1
    }
}

Describe 'Uninstall-BcApp' {
    BeforeEach {
        Start-TestSession
        $base = [guid] 'a9900000-0000-4000-8000-000000000001'
        $rentals = [guid] 'a9900000-0000-4000-8000-000000000002'
        $reports = [guid] 'a9900000-0000-4000-8000-000000000003'
    }

    It 'uninstalls, and returns the completed operation with -Wait' {
        $operation = Uninstall-BcApp Production $reports -Force -Wait
        $operation | Should -BeOfType ([BcAdmin.BcAppOperation])
        $operation.IsSucceeded | Should -BeTrue
        Get-BcApp Production 'Fabrikam Report*' | Should -BeNullOrEmpty
    }

    It 'ends with -Wait when the app and its dependent apps are no longer listed' {
        Start-TestSession -Setting @{ uninstallPendingSec = 8000 }
        $null = Uninstall-BcApp Production $rentals -IncludeDependent -Force -Wait
        Get-BcApp Production -Name 'Fabrikam Re*' | Should -BeNullOrEmpty
        (Install-BcApp Production $rentals -TargetVersion 3.0.0.0 -AcceptIsvEula -Wait).AppId | Should -Be $rentals
    }

    It 'rejects an app that Business Central requires, without a prompt, and sends nothing' {
        $failure = Get-OneError { Uninstall-BcApp Production 'Base Application' }
        $failure.FullyQualifiedErrorId | Should -BeLike 'EnvironmentAppOperationFailed,*'
        "$failure" | Should -Be 'App Base Application cannot be uninstalled from environment Production.'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Get-BcApp Production | Where-Object CanBeUninstalled'
        Get-Request uninstallApp | Should -BeNullOrEmpty
    }

    It 'passes its operation on' {
        (Get-BcApp Production 'Fabrikam Reports' | Uninstall-BcApp -Force | Wait-BcOperation).Status | Should -Be 'succeeded'
    }

    It 'returns the dependent apps as objects, and continues with the others' {
        $result = Invoke-Captured { $base, $reports | ForEach-Object { [pscustomobject] @{ AppId = $_ } } | Uninstall-BcApp Production -Force -Wait }
        $result.Output.AppId | Should -Be $reports
        $result.Errors.Exception.Requirements.Name | Should -Contain 'Fabrikam Rentals'
        $result.Errors.ErrorDetails.RecommendedAction | Should -BeLike '*-IncludeDependent*'
    }

    It 'rejects an app that others require without a prompt and without a call, also with -WhatIf' {
        foreach ($options in @{}, @{ WhatIf = $true }) {
            $failure = Get-OneError { Uninstall-BcApp Production $rentals @options }
            $failure.FullyQualifiedErrorId | Should -BeLike 'DependentAppsInstalled,*'
            "$failure" | Should -Be 'App Fabrikam Rentals cannot be uninstalled from environment Production, because Fabrikam Reports depends on it.'
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-IncludeDependent*'
        }
        "$(Get-OneError { Uninstall-BcApp Production $base })" | Should -BeLike '*because Fabrikam Re* and Fabrikam Re* depend on it.'
        Get-Request uninstallApp | Should -BeNullOrEmpty
    }

    It 'previews with -WhatIf several apps of which one requires the other, in the order of the pipeline' {
        $result = Invoke-Captured { $reports, $rentals | ForEach-Object { [pscustomobject] @{ AppId = $_ } } | Uninstall-BcApp Production -WhatIf }
        $result.Errors | Should -BeNullOrEmpty
    }

    It 'uninstalls dependent apps with -IncludeDependent' {
        (Uninstall-BcApp Production $base -IncludeDependent -Force -Wait).IsSucceeded | Should -BeTrue
        Get-BcApp Production 'Fabrikam*' | Should -BeNullOrEmpty
    }

    It 'names with -WhatIf the apps that would be uninstalled, and sends no write' {
        $lines = Invoke-Unattended "Uninstall-BcApp Production $base -IncludeDependent -DeleteData -Force -WhatIf"
        $lines -join ' ' | Should -BeLike '*permanently delete the data*Fabrikam Rentals*'
        Get-Request uninstallApp | Should -BeNullOrEmpty
    }

    It 'writes only a verbose line for a piped app that is no longer installed, and fails for an ID that was never installed' {
        (Get-OneError { Uninstall-BcApp Production (New-Guid) -Force }).FullyQualifiedErrorId | Should -BeLike 'AppNotFound,*'
        $gone = [pscustomobject] @{ Environment = 'Production'; AppId = New-Guid }
        $result = Invoke-Captured { $gone | Uninstall-BcApp -Force -Verbose }
        $result.Errors | Should -BeNullOrEmpty
        $result.Verbose -join ' ' | Should -BeLike '*has no app*'
    }

    It 'warns about an app of a development tool' {
        (Invoke-Captured { Get-BcApp Sandbox -AppType Developer | Uninstall-BcApp -Force }).Warnings | Should -BeLike '*development tool*'
    }

    It 'fails for an environment that does not exist' {
        (Get-OneError { Uninstall-BcApp Nope $base -Force }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
    }

    It 'rejects an invalid ID' {
        (Get-OneError { Uninstall-BcApp Production rentals -Force }).FullyQualifiedErrorId | Should -BeLike 'AppNotFound,*'
    }
}
