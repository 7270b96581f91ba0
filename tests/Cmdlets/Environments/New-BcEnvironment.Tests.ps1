BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'New-BcEnvironment with a shortened version' {
    BeforeAll { Start-TestSession }

    It 'selects the only version that starts with it' {
        $null = New-BcEnvironment Next US -Version 28.3 -Wait
        (Get-BcEnvironment Next).ApplicationVersion | Should -BeLike '28.3.*.*'
    }

    It 'lists the versions if several or none start with it, and sends nothing' {
        $failure = Get-OneError { New-BcEnvironment Other US -Version 28 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'AmbiguousVersion,*'
        "$failure" | Should -BeLike '*28.3.*28.2.*'
        $failure = Get-OneError { New-BcEnvironment Other -Location US -Version 9.3 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'TargetVersionNotFound,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*28.2.*'
        Get-Request createEnvironment | Should -HaveCount 1
    }
}

Describe 'New-BcEnvironment' {
    It 'names what is expected instead of <Value> for -<Name>' -ForEach @(
        @{ Name = 'Country'; Value = 'Germany'; Expected = "'Germany' is not a country code. The country is a two-letter code, such as DE." }
        @{ Name = 'Version'; Value = 'newest'; Expected = "'newest' is not a version, such as 28.3." }
    ) {
        $options = @{ Country = 'DK' }
        $options[$Name] = $Value
        "$(Get-OneError { New-BcEnvironment Mine @options })" | Should -Be "Cannot validate argument on parameter '$Name'. $Expected"
    }

    BeforeEach { Start-TestSession }

    It 'returns the operation immediately, and the environment with -Wait' {
        $operation = New-BcEnvironment Dev dk
        $operation | Should -BeOfType ([BcAdmin.BcOperation])
        $operation.Type | Should -Be 'create'
        $operation.EnvironmentName | Should -Be 'Dev'
        $null = $operation | Wait-BcOperation

        $environment = New-BcEnvironment Dev2 DK -Type Sandbox -Wait
        $environment | Should -BeOfType ([BcAdmin.BcEnvironment])
        $environment.Status | Should -Be 'Active'
        @(Get-BcCompany Dev2).Count | Should -Be 1
    }

    It 'accepts rows of a file' {
        $rows = @'
Name,Country,Type
Row1,DK,Sandbox
Row2,DK,Sandbox
'@ | ConvertFrom-Csv
        ($rows | New-BcEnvironment -Wait).Name | Should -Be @('Row1', 'Row2')
    }

    It 'fails for a name in use, and names it' {
        $failure = Get-OneError { New-BcEnvironment Sandbox DK }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ResourceExists,*'
        $failure.CategoryInfo.Category | Should -Be 'ResourceExists'
        $failure.TargetObject | Should -Be 'Sandbox'
    }

    It 'reports the error of the service about quotas' {
        $failure = Get-OneError { New-BcEnvironment Second DK -Type Production }
        $failure.FullyQualifiedErrorId | Should -BeLike 'MaximumNumberOfEnvironmentsAllowedReached,*'
        "$failure" | Should -BeLike '*quota of 1 environment of type Production.*'
    }

    It 'rejects invalid names before any call' {
        Clear-Request
        foreach ($name in '1st', 'a b', 'æ', ('x' * 30), 'a/b', "a`n") {
            (Get-OneError { New-BcEnvironment $name DK }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*' -Because $name
        }
        Get-Request | Should -BeNullOrEmpty
    }

    It 'reports why an operation failed' {
        $null = Add-BcSimulatorFault -FailOperation -Operation createEnvironment -Message 'No room in the region.'
        $failure = Get-OneError { New-BcEnvironment Dev DK -Wait }
        $failure.FullyQualifiedErrorId | Should -BeLike 'OperationFailed,*'
        "$failure" | Should -BeLike '*No room in the region.*'
    }

    It 'sends no write with -WhatIf' {
        New-BcEnvironment Dev DK -WhatIf | Should -BeNullOrEmpty
        Get-Request createEnvironment | Should -BeNullOrEmpty
    }

    It 'stops waiting after 15 minutes for an environment that is active and does not respond' {
        Start-TestSession -Setting @{ environmentWarmupSec = 1e6 }
        try {
            Start-TestClock -Speed 300
            $time = [Diagnostics.Stopwatch]::StartNew()
            $failure = Get-OneError { New-BcEnvironment Dev DK -Wait }
            $time.Elapsed.TotalSeconds | Should -BeGreaterThan 2 -Because '15 minutes pass in 3 seconds'
        }
        finally { Stop-TestClock }
        $failure.FullyQualifiedErrorId | Should -BeLike 'OperationTimeout,*'
        $failure | Should -BeLike '*is Active, but its APIs do not answer*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike "*Test-BcConnection Dev*"
    }
}
