BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Stop-BcAppOperation' {
    BeforeEach {
        Start-TestSession -TimeScale 1 # what waits must not begin before it is stopped
        $payroll = 'a9900000-0000-4000-8000-000000000004'
        $own = 'c0a70500-0000-4000-8000-00000000b001'
    }

    It 'cancels an update that waits for the window' {
        $canceled = Update-BcApp Production $payroll -UseUpdateWindow | Stop-BcAppOperation
        $canceled | Should -BeOfType ([BcAdmin.BcAppOperation])
        $canceled.Status | Should -Be 'canceled'
        $canceled.AppId | Should -Be $payroll
        (Get-Request)[-1].Operation | Should -Be 'cancelAppUpdate'
    }

    It 'cancels a scheduled extension, by version and schedule' {
        $file = New-TestApp $TestDrive Customizations $own 2.0.0.0
        $null = Publish-BcApp Production $file -Schedule NextMinorUpdate -AcceptIsvEula
        $canceled = Get-BcAppOperation Production -Scheduled | Stop-BcAppOperation
        $canceled.Status | Should -Be 'canceled'
        $canceled.CanceledBy | Should -Not -BeNullOrEmpty
        (Get-Request)[-1].Operation | Should -Be 'removeScheduledPte'
        Get-BcAppOperation Production -Scheduled | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf' {
        Update-BcApp Production $payroll -UseUpdateWindow | Stop-BcAppOperation -WhatIf | Should -BeNullOrEmpty
        Stop-BcAppOperation Production $own -TargetVersion 2.0.0.0 -ScheduleKind NextMajorUpdate -WhatIf | Should -BeNullOrEmpty
        Get-Request cancelAppUpdate, removeScheduledPte | Should -BeNullOrEmpty
    }

    It 'reports the error of the service for a version that is not scheduled' {
        $failure = Get-OneError { Stop-BcAppOperation Production $own -TargetVersion 9.0.0.0 -ScheduleKind NextMajorUpdate }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ResourceDoesNotExist,*'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'rejects input that identifies no operation' {
        foreach ($command in { Stop-BcAppOperation Production $own }, { Stop-BcAppOperation Production $own -ScheduleKind UpdateWindow },
            { Stop-BcAppOperation Production $own -ScheduleKind Immediate -TargetVersion 1.0.0.0 }) {
            (Get-OneError $command).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*' -Because $command
        }
    }
}
