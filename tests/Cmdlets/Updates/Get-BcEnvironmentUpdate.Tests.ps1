BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcEnvironmentUpdate' {
    BeforeEach { Start-TestSession }

    It 'lists released versions with dates, and those to come with a month' {
        $updates = Get-BcEnvironmentUpdate Production
        $updates.TargetVersion | Should -Be ([version[]] ('28.4', '29.0', '29.1'))
        $updates[0].Available | Should -BeTrue
        $updates[0].Selected | Should -BeTrue
        $updates[0].Status | Should -Be 'scheduled'
        $updates[0].ScheduledOn | Should -BeGreaterThan ([DateTimeOffset]::Now.AddDays(8))
        $updates[0].LatestSelectable | Should -BeGreaterThan $updates[0].ScheduledOn
        $updates[0].ExpectedAvailability | Should -BeNullOrEmpty
        $updates[2].Available | Should -BeFalse
        $updates[2].ScheduledOn | Should -BeNullOrEmpty
        $updates[2].ExpectedAvailability | Should -Match '^20\d\d-[01]\d$'
        $updates[0].EnvironmentName | Should -Be 'Production'
    }

    It 'lists what is chosen, of environments from the pipeline' {
        $chosen = Get-BcEnvironment | Get-BcEnvironmentUpdate -Selected
        $chosen | Should -HaveCount 1
        $chosen.EnvironmentName | Should -Be 'Production'
    }

    It 'has previews for sandboxes' {
        (Get-BcEnvironmentUpdate Sandbox | Where-Object TargetVersion -eq '29.0').TargetVersionType | Should -Be 'Preview'
    }

    It 'asks each of several connections' {
        Start-TestSession -Scenario Partner -As DelegatedAdmin -Connect @{ TenantId = 'customer.example' }
        Connect-BcTenant 2.customer.example -Simulator -As DelegatedAdmin
        $tenants = (Get-BcEnvironment -Connection * | Get-BcEnvironmentUpdate).TenantId | Sort-Object -Unique
        $tenants | Should -HaveCount 2
    }

    It 'fails for a missing environment and goes on' {
        $result = Invoke-Captured { Get-BcEnvironmentUpdate Nope, Production -Selected }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        $result.Output.TargetVersion | Should -Be ([version] '28.4')
    }

    It 'refuses a blank name' {
        (Get-OneError { Get-BcEnvironmentUpdate ' ' }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }
}
