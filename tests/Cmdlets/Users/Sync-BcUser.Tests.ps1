BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Sync-BcUser' {
    It 'starts a job, and with -Wait gives the new users' {
        Start-TestSession
        $users = Get-BcEnvironment Production | Sync-BcUser -Wait
        $users.UserName | Sort-Object | Should -Be @('NEW.BUYER', 'NEW.SELLER')
        $users[0] | Should -BeOfType ([BcAdmin.BcUser])
        $users | Add-BcUserPermission -PermissionSet 'D365 BASIC'
        Sync-BcUser Production -Wait | Should -BeNullOrEmpty
        (Sync-BcUser Sandbox) | Should -BeOfType ([BcAdmin.BcScheduledJob])
    }

    It 'finds the job when the service does not say which it is' {
        Start-TestSession -Setting @{ userImportWithoutLocation = $true; displayLanguage = 'da-DK' }
        (Sync-BcUser Production -Wait).Count | Should -Be 2
        Get-Request listScheduledJobs | Should -HaveCount 1
    }

    It 'runs within the call when told to, and for delegated administrators' {
        Start-TestSession
        (Sync-BcUser Production -Synchronous).Count | Should -Be 2
        Get-Request getNewUsersFromOffice365Async | Should -BeNullOrEmpty
        Start-TestSession -As DelegatedAdmin
        (Sync-BcUser Production).UserName | Sort-Object | Should -Be @('NEW.BUYER', 'NEW.SELLER')
        (Get-Request getNewUsersFromOffice365*).Operation | Should -Be @('getNewUsersFromOffice365Async', 'getNewUsersFromOffice365')
    }

    It 'refuses an app before the call, and says what to do instead' {
        Start-TestSession -As App
        $failure = Get-OneError { Sync-BcUser Production }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UserRequired,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*administrator*first sign in*'
        Get-Request | Should -BeNullOrEmpty
    }

    It 'fails when the import fails, when another runs, and for an environment that is missing' {
        Start-TestSession -TimeScale 1
        $null = Sync-BcUser Production
        "$(Get-OneError { Sync-BcUser Production })" | Should -BeLike '*already in progress*'
        (Get-OneError { Sync-BcUser Nope }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
        Start-TestSession
        $null = Add-BcSimulatorFault -FailOperation -Operation getNewUsersFromOffice365Async -Message 'Graph is away.'
        $failure = Get-OneError { Sync-BcUser Production -Wait }
        $failure.FullyQualifiedErrorId | Should -BeLike 'OperationFailed,*'
        "$failure" | Should -BeLike '*Graph is away*'
    }

    It 'ends the waiting after -TimeoutSec and says how to go on' {
        Start-TestSession -TimeScale 1
        $failure = Get-OneError { Sync-BcUser Production -Wait -TimeoutSec 1 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'OperationTimeout,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike "*Get-BcScheduledJob Production *Wait-BcOperation*"
    }

    It 'starts nothing with -WhatIf' {
        Start-TestSession
        Sync-BcUser Production -WhatIf
        Get-Request getNewUsersFromOffice365* | Should -BeNullOrEmpty
    }
}
