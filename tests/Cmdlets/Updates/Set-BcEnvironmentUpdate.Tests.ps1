BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Set-BcEnvironmentUpdate' {
    BeforeEach { Start-TestSession }

    It 'selects a version and a date' {
        $date = (Get-Date).AddDays(3)
        $update = Set-BcEnvironmentUpdate Sandbox 28.4 -Date $date -Force -PassThru
        $update.Selected | Should -BeTrue
        [Math]::Abs(($update.ScheduledOn - [DateTimeOffset] $date).TotalSeconds) | Should -BeLessThan 1
        Get-Request selectEnvironmentUpdate | Should -HaveCount 1
    }

    It 'returns nothing without -PassThru' {
        Set-BcEnvironmentUpdate Sandbox 28.4 -Force | Should -BeNullOrEmpty
        (Get-BcEnvironmentUpdate Sandbox -Selected).TargetVersion | Should -Be ([version] '28.4')
    }

    It 'accepts updates from the pipeline, with version and type' {
        Get-BcEnvironmentUpdate Sandbox | Where-Object TargetVersionType -eq Preview | Set-BcEnvironmentUpdate -Force
        (Get-BcEnvironmentUpdate Sandbox -Selected).TargetVersion | Should -Be ([version] '29.0')
    }

    It 'changes only the schedule if the version is already selected' {
        $before = Get-BcEnvironmentUpdate Production -Selected
        $after = $before | Set-BcEnvironmentUpdate -Date $before.ScheduledOn.AddDays(1) -IgnoreUpdateWindow -Force -PassThru
        $after.ScheduledOn | Should -BeGreaterThan $before.ScheduledOn.AddHours(23)
        $after.IgnoreUpdateWindow | Should -BeTrue
        ($after | Set-BcEnvironmentUpdate -IgnoreUpdateWindow:$false -Force -PassThru).IgnoreUpdateWindow | Should -BeFalse
    }

    It 'sends nothing without changes' {
        $before = Get-BcEnvironmentUpdate Production -Selected
        $result = Invoke-Captured { $before | Set-BcEnvironmentUpdate -Date $before.ScheduledOn -Force -Verbose }
        $result.Verbose -join ' ' | Should -BeLike '*already*'
        Get-Request selectEnvironmentUpdate | Should -BeNullOrEmpty
    }

    It 'selects a planned version without a date, and rejects one with a date' {
        Set-BcEnvironmentUpdate Production 29.1 -Force
        (Get-BcEnvironmentUpdate Production -Selected).TargetVersion | Should -Be ([version] '29.1')
        (Get-OneError { Set-BcEnvironmentUpdate Production 29.0 -StartNow -Force }).FullyQualifiedErrorId | Should -BeLike 'UpdateNotAvailable,*'
        (Get-OneError { Set-BcEnvironmentUpdate Production 29.0 -Date (Get-Date).AddDays(1) -Force }).FullyQualifiedErrorId | Should -BeLike 'UpdateNotAvailable,*'
    }

    It 'starts now and waits until the update has ended' {
        $operation = Invoke-Soon { Set-BcEnvironmentUpdate Sandbox 28.4 -StartNow -Wait -Force }
        $operation | Should -BeOfType ([BcAdmin.BcOperation])
        $operation.Type | Should -Be 'update'
        $operation.IsSucceeded | Should -BeTrue
        (Get-BcEnvironment Sandbox).Version | Should -Be ([version] '28.4')
    }

    It 'replaces a date that has passed' {
        Set-BcEnvironmentUpdate Sandbox 28.4 -Date (Get-Date).AddHours(1) -IgnoreUpdateWindow -Force
        Set-BcEnvironmentUpdate Sandbox 29.0 -Force
        try {
            Start-TestClock -Ahead ([timespan]::FromHours(2))
            $update = Set-BcEnvironmentUpdate Sandbox 28.4 -Force -PassThru
        }
        finally { Stop-TestClock }
        $update.Selected | Should -BeTrue
        $update.ScheduledOn | Should -BeGreaterThan ([DateTimeOffset]::Now.AddHours(1.9))
    }

    It 'reports the date that the service stored' {
        Set-BcEnvironmentUpdateWindow Sandbox 20:00 04:00 UTC
        $day = [DateTimeOffset]::new([DateTime]::UtcNow.Date.AddDays(3), [TimeSpan]::Zero)
        $result = Invoke-Captured { Set-BcEnvironmentUpdate Sandbox 28.4 -Date $day.AddHours(9) -Force -PassThru }
        $result.Errors | Should -BeNullOrEmpty
        $result.Warnings | Should -HaveCount 1
        $result.Warnings[0] | Should -BeLike "*for $($day.AddHours(20).ToString('u')), not for $($day.AddHours(9).ToString('u'))*start of the update window*"
        $result.Output.ScheduledOn | Should -Be $day.AddHours(20)
        # A second run finds the date as it was stored.
        $again = Invoke-Captured { Set-BcEnvironmentUpdate Sandbox 28.4 -Date $day.AddHours(20) -Force -Verbose }
        $again.Warnings | Should -BeNullOrEmpty
        $again.Verbose -join ' ' | Should -BeLike '*already selected*'
    }

    It 'reports no difference if the date was stored as it was sent' {
        $result = Invoke-Captured { Set-BcEnvironmentUpdate Sandbox 28.4 -Date (Get-Date).AddDays(3) -Force -Verbose }
        $result.Warnings | Should -BeNullOrEmpty
        $result.Verbose -join ' ' | Should -BeLike '*is scheduled for*'
    }

    It 'selects the latest selectable date' {
        $update = Get-BcEnvironmentUpdate Sandbox | Where-Object TargetVersion -eq ([version] '28.4')
        $update.LatestSelectable.UtcDateTime.ToString('HH:mm:ss') | Should -Be '23:59:59'
        ($update | Set-BcEnvironmentUpdate -Date $update.LatestSelectable -Force -PassThru).ScheduledOn | Should -Be $update.LatestSelectable
    }

    It 'leaves the check of midnight of the latest date to the service, and explains its response' {
        $update = Get-BcEnvironmentUpdate Sandbox | Where-Object TargetVersion -eq ([version] '28.4')
        $failure = Get-OneError { $update | Set-BcEnvironmentUpdate -Date $update.LatestSelectable.AddSeconds(1) -Force }
        $failure.FullyQualifiedErrorId | Should -BeLike 'EntityValidationFailed,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*LatestSelectable*'
        Get-Request selectEnvironmentUpdate | Should -HaveCount 1
    }

    It 'leaves the check of a time today to the service' {
        $date = [DateTimeOffset]::new([DateTime]::UtcNow.Date, [TimeSpan]::Zero)
        Set-BcEnvironmentUpdate Sandbox 28.4 -Date $date -Force
        Get-Request selectEnvironmentUpdate | Should -HaveCount 1
    }

    It 'rejects a date that has passed, and one that is too late, before the call' {
        (Get-OneError { Set-BcEnvironmentUpdate Sandbox 28.4 -Date (Get-Date).AddDays(-1) -Force }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        "$(Get-OneError { Set-BcEnvironmentUpdate Sandbox 28.4 -Date (Get-Date).AddYears(1) -Force })" | Should -BeLike '*can be postponed until*'
        Get-Request selectEnvironmentUpdate | Should -BeNullOrEmpty
    }

    It 'reports the available versions if one is not available' {
        $failure = Get-OneError { Set-BcEnvironmentUpdate Sandbox 28.9 -Force }
        $failure.FullyQualifiedErrorId | Should -BeLike 'TargetVersionNotFound,*'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*28.4*29.0 Preview*'
        (Get-OneError { Set-BcEnvironmentUpdate Sandbox 28.4 -TargetVersionType Preview -Force }).FullyQualifiedErrorId | Should -BeLike 'TargetVersionNotFound,*'
    }

    It 'reports why an update failed' {
        $null = Add-BcSimulatorFault -FailOperation -Operation selectEnvironmentUpdate -Message 'An extension does not compile.'
        $failure = Get-OneError { Invoke-Soon { Set-BcEnvironmentUpdate Sandbox 28.4 -StartNow -Wait -Force } }
        $failure.FullyQualifiedErrorId | Should -BeLike 'OperationFailed,*'
        "$failure" | Should -BeLike '*does not compile*'
    }

    It 'reports errors of the service' {
        $null = Add-BcSimulatorFault 400 -ErrorCode EntityValidationFailed -Operation selectEnvironmentUpdate
        $failure = Get-OneError { Set-BcEnvironmentUpdate Sandbox 28.4 -Force }
        $failure.FullyQualifiedErrorId | Should -BeLike 'EntityValidationFailed,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*LatestSelectable*'
    }

    It 'waits only for an update that starts now' {
        (Get-OneError { Set-BcEnvironmentUpdate Sandbox 28.4 -Date (Get-Date).AddDays(1) -Wait -Force }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }

    It 'names the parameters that are missing or cannot be combined: <Parameters>' -ForEach @(
        @{ Parameters = 'Production'; Message = 'Specify the version with -TargetVersion, or use -Latest.' }
        @{ Parameters = 'Production -Latest'; Message = '-Latest requires exactly one of -Date, -LastPossible, and -StartNow*' }
        @{ Parameters = 'Production -Latest -LastPossible -StartNow'; Message = '-Latest requires exactly one of *' }
        @{ Parameters = 'Production 28.4 -Latest'; Message = '-Latest and -TargetVersion cannot be combined.' }
        @{ Parameters = 'Production -Latest -StartNow -Wait'; Message = '-Latest and -Wait cannot be combined.' }
        @{ Parameters = 'Production 28.4 -LastPossible'; Message = '-LastPossible requires -Latest. *' }
        @{ Parameters = 'Production 28.4 -StartNow -Date 2036-01-01'; Message = '-StartNow and -Date cannot be combined.' }
        @{ Parameters = 'Production 28.4 -StartNow -IgnoreUpdateWindow'; Message = '-StartNow and -IgnoreUpdateWindow cannot be combined.' }
        @{ Parameters = 'Production 28.4 -Wait'; Message = '-Wait requires -StartNow. *' }
    ) {
        $failure = Get-OneError ([scriptblock]::Create("Set-BcEnvironmentUpdate $Parameters -Force"))
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        "$failure" | Should -BeLike $Message
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Get-BcEnvironmentUpdate Production*'
        Get-Request selectEnvironmentUpdate | Should -BeNullOrEmpty
    }

    It 'requires a version for a piped environment' {
        $failure = Get-OneError { Get-BcEnvironment Sandbox | Set-BcEnvironmentUpdate -Force }
        "$failure" | Should -Be 'Specify the version with -TargetVersion, or use -Latest.'
    }

    It 'sends no write with -WhatIf' {
        Set-BcEnvironmentUpdate Sandbox 28.4 -StartNow -Wait -WhatIf | Should -BeNullOrEmpty
        Get-Request selectEnvironmentUpdate | Should -BeNullOrEmpty
    }

    It 'completes the available versions' {
        $line = 'Set-BcEnvironmentUpdate Production '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be @('28.4', '29.0', '29.1')
    }
}

Describe 'Set-BcEnvironmentUpdate -Latest' {
    BeforeEach {
        Start-TestSession Customers -NoConnect
        foreach ($tenant in 'adatum.example', 'fabrikam.example', '2.fabrikam.example') { Connect-BcTenant $tenant -Simulator -As DelegatedAdmin }
        Clear-Request
    }

    It 'updates environments of several tenants, and returns one result for each' {
        $results = Get-BcEnvironment -Connection * | Set-BcEnvironmentUpdate -Latest -LastPossible -Force
        $results | Should -HaveCount 4
        $results | Should -BeOfType ([BcAdmin.BcEnvironmentUpdateResult])
        $results.Status | Sort-Object -Unique | Should -Be 'Moved'
        $results.TargetVersion | Sort-Object -Unique | Should -Be ([version] '28.4')
        foreach ($result in $results) {
            $now = Get-BcEnvironmentUpdate $result.EnvironmentName -Connection $result.TenantId -Selected
            $result.ScheduledOn | Should -Be $now.ScheduledOn
            $result.IsPreview | Should -BeFalse
        }
        $production = $results | Where-Object { $_.TenantName -eq 'adatum.example' -and $_.EnvironmentName -eq 'Production' }
        $production.PreviousVersion | Should -Be ([version] '28.4')
        $production.PreviousDate | Should -BeLessThan $production.ScheduledOn
        $production.Reason | Should -BeNullOrEmpty
        $production.ScheduledOn | Should -BeLessOrEqual (Get-BcEnvironmentUpdate Production -Connection adatum.example -Selected).LatestSelectable
        [timezoneinfo]::ConvertTime($production.ScheduledOn, [timezoneinfo]::FindSystemTimeZoneById('Romance Standard Time')).ToString('HH:mm') | Should -Be '22:00'
    }

    It 'reports that the service moves a date to the update window' {
        $date = [DateTimeOffset]::new([datetime]::UtcNow.Date.AddDays(6).AddHours(12), [timespan]::Zero)
        $result = Get-BcEnvironment Production -Connection adatum.example | Set-BcEnvironmentUpdate -Latest -Date $date -Force
        $result.Status | Should -Be 'Moved'
        $result.ScheduledOn | Should -BeGreaterThan $date
        $result.Reason | Should -BeLike '*start of the update window*'
        ($result | Select-Object EnvironmentName, TenantId | Set-BcEnvironmentUpdate -Latest -Date $date -Force).Status | Should -Be 'AlreadySet'
    }

    It 'sends nothing in a second run' {
        $null = Get-BcEnvironment -Connection * | Set-BcEnvironmentUpdate -Latest -LastPossible -Force
        Clear-Request
        $again = Get-BcEnvironment -Connection * | Set-BcEnvironmentUpdate -Latest -LastPossible -Force
        $again.Status | Sort-Object -Unique | Should -Be 'AlreadySet'
        Get-Request selectEnvironmentUpdate | Should -BeNullOrEmpty
    }

    It 'shows with -WhatIf the planned changes, in the same rows' {
        $preview = Get-BcEnvironment -Connection * | Set-BcEnvironmentUpdate -Latest -LastPossible -WhatIf
        Get-Request selectEnvironmentUpdate | Should -BeNullOrEmpty
        $preview.IsPreview | Sort-Object -Unique | Should -BeTrue
        $preview.Status | Sort-Object -Unique | Should -Be 'Planned'
        $results = Get-BcEnvironment -Connection * | Set-BcEnvironmentUpdate -Latest -LastPossible -Force
        $texts = $preview, $results | ForEach-Object { ($_ | ForEach-Object { "$($_.TenantName) $($_.EnvironmentName) $($_.TargetVersion)" } | Sort-Object) -join "`n" }
        $texts[0] | Should -Be $texts[1]
        $results.Status | Sort-Object -Unique | Should -Be 'Moved'
        (Get-BcEnvironment -Connection * | Set-BcEnvironmentUpdate -Latest -LastPossible -WhatIf).Status | Sort-Object -Unique | Should -Be 'AlreadySet'
    }

    It 'reports why an environment cannot be updated, and updates the others' {
        $last = (Get-BcEnvironmentUpdate Sandbox -Connection adatum.example | Where-Object TargetVersion -eq ([version] '28.4')).LatestSelectable
        $results = Get-BcEnvironment -Connection * | Set-BcEnvironmentUpdate -Latest -Date $last.AddDays(2) -Force
        $results.Status | Sort-Object -Unique | Should -Be 'NotPossible'
        $results[0].Reason | Should -BeLike '*too late*'

        Invoke-Soon { Set-BcEnvironmentUpdate Sandbox 28.4 -StartNow -Wait -Force -Connection adatum.example } | Out-Null
        $null = Add-BcSimulatorFault -Operation selectEnvironmentUpdate -StatusCode 409 -Count 1
        $results = Get-BcEnvironment -Connection * | Set-BcEnvironmentUpdate -Latest -Date $last.AddDays(-3) -Force
        $results | Should -HaveCount 4
        @($results | Where-Object Status -eq NotPossible) | Should -HaveCount 2
        ($results | Where-Object EnvironmentName -eq Sandbox).Reason | Should -BeLike 'No released version is offered.*'
        @($results | Where-Object Status -eq Moved) | Should -HaveCount 2
    }

    It 'also writes an error for a failure, and continues' {
        $null = Add-BcSimulatorFault -Operation listEnvironmentUpdates -StatusCode 403 -Count 1
        $environments = Get-BcEnvironment -Connection *
        $result = Invoke-Captured { $environments | Set-BcEnvironmentUpdate -Latest -LastPossible -Force }
        $result.Output | Should -HaveCount 4
        $result.Output[0].Status | Should -Be 'NotPossible'
        $result.Output[0].Reason | Should -Not -BeNullOrEmpty
        $result.Output[1..3].Status | Sort-Object -Unique | Should -Be 'Moved'
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].CategoryInfo.Category | Should -Be 'PermissionDenied'
    }

    It 'returns Declined if the user answers No' {
        $run = Invoke-InHost 'Set-BcEnvironmentUpdate Production -Latest -LastPossible' -Tenant adatum.example
        $run.Errors | Should -BeNullOrEmpty
        $run.Prompts | Should -HaveCount 1
        $run.Output.Status | Should -Be 'Declined'
        $run.Output.Reason | Should -Be 'The change was declined. Nothing was sent.'
    }

    It 'starts updates immediately' {
        $results = Get-BcEnvironment Sandbox -Connection adatum.example | Set-BcEnvironmentUpdate -Latest -StartNow -Force
        $results.Status | Should -Be 'Moved'
        Send-Control clock @{ advanceSec = 3600 }
        (Get-BcEnvironment Sandbox -Connection adatum.example).Version | Should -Be ([version] '28.4')
    }

    It 'processes each environment once, and rejects a version together with -Latest' {
        $results = Get-BcEnvironmentUpdate Sandbox -Connection adatum.example | Set-BcEnvironmentUpdate -Latest -LastPossible -Force
        $results | Should -HaveCount 1
        $results.TargetVersion | Should -Be ([version] '28.4')
        { Set-BcEnvironmentUpdate Sandbox -Latest -Force -Date (Get-Date).AddDays(3) -LastPossible } | Should -Throw -ErrorId 'InvalidArgument,*'
        { Set-BcEnvironmentUpdate Sandbox 28.4 -Latest -LastPossible -Force } | Should -Throw -ErrorId '*,BcAdmin.*'
    }

    It 'rejects a date that has passed before the call' {
        (Get-OneError { Get-BcEnvironment -Connection * | Set-BcEnvironmentUpdate -Latest -Date '2020-01-01' -Force }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        Get-Request selectEnvironmentUpdate, listEnvironmentUpdates | Should -BeNullOrEmpty
    }

    It 'returns an error for a tenant that is not connected' {
        $rows = [pscustomobject] @{ EnvironmentName = 'Production'; TenantId = 'nowhere.example' }, [pscustomobject] @{ EnvironmentName = 'Production'; TenantId = 'adatum.example' }
        $result = Invoke-Captured { $rows | Set-BcEnvironmentUpdate -Latest -LastPossible -Force }
        $result.Output.Status | Should -Be 'NotPossible', 'Moved'
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
    }
}
