BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcApplicationVersion' {
    BeforeAll { Start-TestSession }

    It 'lists the versions of a country' {
        $versions = Get-BcApplicationVersion dk
        $versions | Should -BeOfType ([BcAdmin.BcApplicationVersion])
        $versions[0].Version | Should -BeOfType ([version])
        $versions[0].CountryCode | Should -Be 'DK'
        $versions[0].RingName | Should -Be 'PROD'
        (Get-Request)[-1].Path | Should -BeLike '*/Countries/DK/Rings/PROD'
    }

    It 'passes versions to New-BcEnvironment' {
        $operation = Get-BcApplicationVersion DK | Sort-Object Version | Select-Object -Last 1 | New-BcEnvironment -Name Newest
        $operation.EnvironmentName | Should -Be 'Newest'
    }

    It 'fails for a country that is not available' {
        Get-OneError { Get-BcApplicationVersion ZZ } | Should -Not -BeNullOrEmpty
    }

    It 'rejects a country with more than two letters' {
        (Get-OneError { Get-BcApplicationVersion Denmark }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError*'
    }

    It 'completes countries, rings, and versions, also for New-BcEnvironment' {
        (TabExpansion2 'Get-BcApplicationVersion D').CompletionMatches.CompletionText | Should -Contain 'DK'
        (TabExpansion2 'New-BcEnvironment Test DK -Ring P').CompletionMatches.CompletionText | Should -Contain 'PROD'
        (TabExpansion2 'New-BcEnvironment Test DK -Version 2').CompletionMatches.CompletionText | Should -Contain "$((Get-BcApplicationVersion DK)[0])"
        (TabExpansion2 'New-BcEnvironment Test -Version 2').CompletionMatches.CompletionText | Should -Not -Contain "$((Get-BcApplicationVersion DK)[0])"
    }
}
