BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcScheduledJob' {
    BeforeEach { Start-TestSession -Setting @{ displayLanguage = 'da-DK' } }

    It 'lists imports of users, by ID and by user, with their states in English' {
        $started = Sync-BcUser Production
        $started.Status | Should -BeIn 'Ready', 'In Process'
        (Get-BcScheduledJob Production | Wait-BcOperation).Status | Should -Be 'Finished'
        $job = Get-BcScheduledJob Production
        $job | Should -BeOfType ([BcAdmin.BcScheduledJob])
        $job.IsSucceeded | Should -BeTrue
        (Get-BcScheduledJob Production $started.ScheduledJobId).ScheduledJobId | Should -Be $started.ScheduledJobId
        (Get-BcScheduledJob Production -User ACCOUNTANT.01).ScheduledJobId | Should -Be $started.ScheduledJobId
        (Get-BcEnvironment Production | Get-BcScheduledJob).EnvironmentName | Should -Be 'Production'
        Get-BcScheduledJob Production -Category OTHER | Should -BeNullOrEmpty
    }

    It 'fails for a job that failed, and for one that does not exist' {
        $null = Add-BcSimulatorFault -FailOperation -Operation getNewUsersFromOffice365Async -Message 'Graph is away.'
        $failure = Get-OneError { Sync-BcUser Production | Wait-BcOperation > $null }
        $failure.FullyQualifiedErrorId | Should -BeLike 'OperationFailed,*'
        "$failure" | Should -BeLike '*Graph is away*'
        (Get-OneError { Get-BcScheduledJob Production ([guid]::NewGuid()) }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
        (Get-OneError { Get-BcScheduledJob Production -Category 'FAR TOO LONG' }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }
}
