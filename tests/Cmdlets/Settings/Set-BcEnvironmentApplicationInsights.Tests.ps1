BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Set-BcEnvironmentApplicationInsights' {
    BeforeEach { Start-TestSession }

    BeforeAll { $key = 'InstrumentationKey=0b5f2c1e-1111-4222-8333-944444444444' }

    It 'sets the connection string and waits until the environment is active again' {
        $environment = Set-BcEnvironmentApplicationInsights Sandbox $key -Force -Wait
        $environment.Status | Should -Be 'Active'
        $environment.HasApplicationInsights | Should -BeTrue
        $environment.AppInsightsKey | ConvertFrom-SecureString -AsPlainText | Should -Be $key
        (Get-Request listCompanies)[-1].Status | Should -Be 200
    }

    It 'accepts a SecureString, and environments from the pipeline' {
        $secret = ConvertTo-SecureString $key -AsPlainText -Force
        Get-BcEnvironment Sandbox | Set-BcEnvironmentApplicationInsights -ConnectionString $secret -Force | Should -BeNullOrEmpty
        (Get-BcEnvironment Sandbox).AppInsightsKey | ConvertFrom-SecureString -AsPlainText | Should -Be $key
    }

    It 'does not restart for a connection string that is already set' {
        Set-BcEnvironmentApplicationInsights Sandbox $key -Force -Wait | Out-Null
        $result = Invoke-Captured { Set-BcEnvironmentApplicationInsights Sandbox $key -Force -PassThru -Verbose }
        $result.Output.Name | Should -Be 'Sandbox'
        $result.Verbose -join ' ' | Should -BeLike '*does not restart*'
        Get-Request setAppInsightsKey | Should -HaveCount 1
    }

    It 'clears it' {
        Set-BcEnvironmentApplicationInsights Sandbox $key -Force -Wait | Out-Null
        (Set-BcEnvironmentApplicationInsights Sandbox -Clear -Force -Wait).HasApplicationInsights | Should -BeFalse
    }

    It 'restarts once, although the response was lost' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation setAppInsightsKey
        (Set-BcEnvironmentApplicationInsights Sandbox $key -Force -Wait).AppInsightsKey | ConvertFrom-SecureString -AsPlainText | Should -Be $key
        Get-Request setAppInsightsKey | Should -HaveCount 1
    }

    It 'does not show the secret in any output' {
        $result = Invoke-Captured { Set-BcEnvironmentApplicationInsights Sandbox $key -Force -Wait -Verbose -Debug }
        "$($result.Verbose) $($result.Warnings) $($result.Information) $($result.Errors)" | Should -Not -BeLike '*0b5f2c1e*'
        $result.Output | Format-Table | Out-String | Should -Not -BeLike '*0b5f2c1e*'
    }

    It 'reports that the environment is not active' {
        Start-TestSession -TimeScale 1
        $null = Restart-BcEnvironment Sandbox -Force
        $failure = Get-OneError { Set-BcEnvironmentApplicationInsights Sandbox $key -Force }
        $failure.FullyQualifiedErrorId | Should -BeLike 'CannotSetAppInsightsKey,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Wait-BcOperation *'
    }

    It 'fails for an environment that does not exist, and without a value' {
        (Get-OneError { Set-BcEnvironmentApplicationInsights Nope $key -Force }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        (Get-OneError { Set-BcEnvironmentApplicationInsights Sandbox $null -Force }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationErrorNullNotAllowed,*'
    }

    It 'rejects a value that is neither a key nor a connection string, before anything is read: <_>' -ForEach 'abc-secret', ' ', 'InstrumentationKey=', 'https://secret.example' {
        Clear-Request
        foreach ($more in @{ Force = $true }, @{ WhatIf = $true }) {
            $failure = Get-OneError { Set-BcEnvironmentApplicationInsights Sandbox $_ @more }
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
            "$failure $($failure.TargetObject)" | Should -Not -BeLike '*secret*'
        }
        Get-Request | Should -BeNullOrEmpty
    }

    It 'accepts an instrumentation key' {
        Set-BcEnvironmentApplicationInsights Sandbox 0b5f2c1e-1111-4222-8333-944444444444 -Force | Should -BeNullOrEmpty
        Get-Request setAppInsightsKey | Should -HaveCount 1
    }

    It 'sends no write with -WhatIf' {
        Set-BcEnvironmentApplicationInsights Sandbox $key -Force -Wait -WhatIf | Should -BeNullOrEmpty
        Get-Request setAppInsightsKey | Should -BeNullOrEmpty
    }
}
