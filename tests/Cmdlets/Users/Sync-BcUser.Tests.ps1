BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Sync-BcUser' {
    It 'starts a job, and returns the new users with -Wait' {
        Start-TestSession
        $users = Get-BcEnvironment Production | Sync-BcUser -Wait
        $users.UserName | Sort-Object | Should -Be @('NEW.BUYER', 'NEW.SELLER')
        $users[0] | Should -BeOfType ([BcAdmin.BcUser])
        $users | Add-BcUserPermission -PermissionSet 'D365 BASIC'
        Sync-BcUser Production -Wait | Should -BeNullOrEmpty
        (Sync-BcUser Sandbox) | Should -BeOfType ([BcAdmin.BcScheduledJob])
    }

    It 'finds the job if the response does not contain it' {
        Start-TestSession -Setting @{ userImportWithoutLocation = $true; displayLanguage = 'da-DK' }
        (Sync-BcUser Production -Wait).Count | Should -Be 2
        Get-Request listScheduledJobs | Should -HaveCount 1
    }

    It 'runs synchronously on request, and for delegated administrators' {
        Start-TestSession
        (Sync-BcUser Production -Synchronous).Count | Should -Be 2
        Get-Request getNewUsersFromOffice365Async | Should -BeNullOrEmpty
        Start-TestSession -As DelegatedAdmin
        (Sync-BcUser Production).UserName | Sort-Object | Should -Be @('NEW.BUYER', 'NEW.SELLER')
        (Get-Request getNewUsersFromOffice365*).Operation | Should -Be @('getNewUsersFromOffice365Async', 'getNewUsersFromOffice365')
    }

    It 'rejects an app before the call, and suggests an alternative' {
        Start-TestSession -As App
        $failure = Get-OneError { Sync-BcUser Production }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UserRequired,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*administrator*first sign in*'
        Get-Request | Should -BeNullOrEmpty
    }

    It 'fails when the import fails, when another one runs, and for an environment that does not exist' {
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

    It 'stops waiting after -TimeoutSec and describes how to continue' {
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
