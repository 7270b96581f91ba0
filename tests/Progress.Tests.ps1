# Progress bars can be seen from outside of a pipeline only, so the commands run in a runspace of their own, whose clock is ten times faster.
BeforeAll {
    Import-Module "$PSScriptRoot/TestSession.psm1" -Force
    Start-TestSession Partner -NoConnect
    Start-TestClock -Speed 10
    $clock = $global:BcAdminClock
    Stop-TestClock

    $runspace = [runspacefactory]::CreateRunspace()
    $runspace.Open()
    $runspace.SessionStateProxy.SetVariable('BcAdminClock', $clock)
    $runspace.SessionStateProxy.SetVariable('folder', "$TestDrive")
    $module = $env:BCADMIN_TEST_MODULE ? $env:BCADMIN_TEST_MODULE : (Join-Path (Split-Path $PSScriptRoot) out/BcAdmin)
    $null = [powershell]::Create($runspace).AddCommand('Import-Module').AddArgument($module).Invoke()
    # Scripts that are run in the runspace are not functions of this session.
    $runspace.SessionStateProxy.SetVariable('tenants', @((Get-BcSimulator Test).Tenants | ForEach-Object { [pscustomobject] @{ TenantId = "$_" } }))

    <# Runs a script, and gives its output, its errors, and the records of its bars. With -Stop, the pipeline is stopped as soon as a bar has that status. #>
    function Invoke-Watched([string] $Script, [string] $Stop) {
        $shell = [powershell]::Create($runspace).AddScript($Script)
        $output = [Management.Automation.PSDataCollection[psobject]]::new()
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $run = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]] $null, $output)
        if ($Stop) {
            while ($watch.Elapsed.TotalSeconds -lt 20 -and -not (@($shell.Streams.Progress) | Where-Object StatusDescription -Like $Stop)) { Start-Sleep -Milliseconds 20 }
            $shell.Stop()
        }
        else {
            try { $null = $shell.EndInvoke($run) } catch { $null = $_ }
        }
        $records = @($shell.Streams.Progress)
        # A bar can follow a slow step of any length on a busy computer, but its time is never longer than the command took.
        foreach ($time in @($records | ForEach-Object StatusDescription) -match ', \d+:\d\d$' -replace '.*, ') {
            ([timespan] "0:$time").TotalSeconds | Should -BeLessOrEqual ($watch.Elapsed.TotalSeconds * $clock.Speed)
        }
        [pscustomobject] @{
            Output   = @($output)
            Errors   = @($shell.Streams.Error)
            Records  = $records
            Activity = @($records.Activity | Select-Object -Unique)
            Status   = @($records | Where-Object RecordType -EQ Processing | ForEach-Object StatusDescription)
        }
        $shell.Dispose()
    }

    <# The bars are removed at the end, and there are never more than this number at a time. #>
    function Test-Bar($Records, [int] $Most = 1) {
        $open = [Collections.Generic.HashSet[string]]::new()
        foreach ($record in $Records) {
            $bar = "$($record.ActivityId) $($record.Activity)"
            $null = if ($record.RecordType -eq 'Completed') { $open.Remove($bar) } else { $open.Add($bar) }
            $open.Count | Should -BeLessOrEqual $Most
        }
        $open | Should -BeNullOrEmpty
    }

    function Set-Delay([string] $Operation, [int] $Milliseconds, [int] $Count = 1) {
        Send-Control faults @{ kind = 'delay'; operation = $Operation; delayMs = $Milliseconds; count = $Count }
    }
}

AfterAll { $runspace.Dispose() }

Describe 'A cmdlet that has written nothing for two seconds' {
    BeforeAll {
        $signedIn = Invoke-Watched "`$tenants | Connect-BcTenant -Simulator -As DelegatedAdmin; Select-BcConnection `$tenants[0].TenantId"
        $signedIn.Errors | Should -BeNullOrEmpty
    }
    BeforeEach { Reset-BcSimulator Test -FaultOnly }

    It 'shows that the service is busy, and when the next attempt follows' {
        Send-Control faults @{ kind = 'status'; operation = 'listEnvironments'; statusCode = 429; retryAfterSec = 8; count = 1 }
        $run = Invoke-Watched 'Get-BcEnvironment'
        $run.Output | Should -Not -BeNullOrEmpty
        $run.Activity | Should -Be 'Get-BcEnvironment'
        @($run.Status) -match '^service busy \(429\), next attempt in [1-7] s$' | Should -Not -BeNullOrEmpty -Because ($run.Status -join '; ')
        Test-Bar $run.Records
    }

    It 'shows the call in progress and the time' {
        Set-Delay listEnvironments 600
        $run = Invoke-Watched 'Get-BcEnvironment'
        $run.Status[0] | Should -Match '^customer\.example: list environments, 0:0[2-4]$'
        Test-Bar $run.Records
    }

    It 'shows nothing if it is quick' {
        $clock.Speed = 1
        try { $run = Invoke-Watched 'Get-BcEnvironment; Get-BcEnvironment | Get-BcCompany' } finally { $clock.Speed = 10 }
        $run.Output | Should -Not -BeNullOrEmpty
        $run.Records | Should -BeNullOrEmpty
    }

    It 'shows nothing where progress is switched off' {
        Set-Delay listEnvironments 400 2
        (Invoke-Watched 'Get-BcEnvironment -ProgressAction Ignore').Records | Should -BeNullOrEmpty
        (Invoke-Watched '& { $ProgressPreference = "SilentlyContinue"; Get-BcEnvironment }').Records | Should -BeNullOrEmpty
    }

    It 'counts sign-ins' {
        Set-Delay token 500 0
        $run = Invoke-Watched '$tenants | Connect-BcTenant -Simulator -As App'
        $run.Activity | Should -Be 'Connect-BcTenant'
        $run.Status[0] | Should -Match '^signing in to [0-9a-f-]{36}, 0:0[2-5]$'
        @($run.Status) -match '^1 done, signing in to ' | Should -Not -BeNullOrEmpty -Because ($run.Status -join '; ')
        Test-Bar $run.Records
        $run = Invoke-Watched '$tenants | Connect-BcTenant -Simulator -As App -ThrottleLimit 8'
        @($run.Status) -match "^signing in to $(@((Get-BcSimulator Test).Tenants).Count) tenants, \d:\d\d" | Should -Not -BeNullOrEmpty -Because ($run.Status -join '; ')
        Test-Bar $run.Records
        Reset-BcSimulator Test -FaultOnly
        $null = Invoke-Watched "Disconnect-BcTenant -All; `$tenants | Connect-BcTenant -Simulator -As DelegatedAdmin; Select-BcConnection `$tenants[0].TenantId"
    }

    It 'counts the tenants of a read' {
        Set-Delay listEnvironments 600
        $run = Invoke-Watched 'Get-BcEnvironment -Connection * -Name Nothing*'
        $count = @((Get-BcSimulator Test).Tenants).Count
        @($run.Status) -match "^$($count - 1) of $count tenants, [\w.]*customer\.example: list environments, " | Should -Not -BeNullOrEmpty -Because ($run.Status -join '; ')
        Test-Bar $run.Records
    }

    It 'counts the environments of a read' {
        Set-Delay listCompanies 400 0
        $run = Invoke-Watched 'Get-BcCompany -Name Nothing*'
        @($run.Status) -match '^0 of 2 environments, customer\.example, Production: list companies, \d:\d\d' | Should -Not -BeNullOrEmpty -Because ($run.Status -join '; ')
        @($run.Status) -match '^1 of 2 environments, ' | Should -Not -BeNullOrEmpty -Because ($run.Status -join '; ')
        $run = Invoke-Watched 'Get-BcCompany -Connection * -Name Nothing*'
        @($run.Status) -match '^\d of 6, \d calls in progress, ' | Should -Not -BeNullOrEmpty -Because ($run.Status -join '; ')
        Test-Bar $run.Records
    }

    It 'counts the objects of a pipeline with -ThrottleLimit' {
        Set-Delay listAutomationCompanies 700 0
        Set-Delay listCompanies 700 0
        $run = Invoke-Watched 'Get-BcEnvironment -Connection * | Get-BcCompany -Name Nothing* -ThrottleLimit 2'
        @($run.Status) -match '^2 calls in progress, \d:\d\d' | Should -Not -BeNullOrEmpty -Because ($run.Status -join '; ')
        @($run.Status) -match '^\d done, ' | Should -Not -BeNullOrEmpty -Because ($run.Status -join '; ')
        $run.Activity | Should -Be 'Get-BcCompany'
        Test-Bar $run.Records
    }

    It 'shows no bar while it writes objects' {
        Send-Control settings @{ maxPageSize = 1 }
        Set-Delay listUsers 350 0
        # Eight pages take longer than two seconds, but each is shorter.
        $clock.Speed = 1
        try { $run = Invoke-Watched 'Get-BcUser Production' } finally { $clock.Speed = 10 }
        @($run.Output).Count | Should -BeGreaterThan 6
        $run.Records | Should -BeNullOrEmpty
        Send-Control settings @{ maxPageSize = 20000 }
    }

    It 'shows what it reads for a file' {
        Send-Control settings @{ maxPageSize = 1 }
        Set-Delay listUsers 150 0
        $run = Invoke-Watched 'Export-BcUser (Get-BcEnvironment -Type Production)[0] (Join-Path $folder users.csv)'
        $run.Errors | Should -BeNullOrEmpty
        $run.Activity | Should -Be 'Export-BcUser'
        @($run.Status) -match '^customer\.example, \w+: list users, \d:\d\d' | Should -Not -BeNullOrEmpty -Because ($run.Status -join '; ')
        Test-Bar $run.Records
        Send-Control settings @{ maxPageSize = 20000 }
    }

    It 'shows the planning of an import' {
        Set-Delay listUsers 600
        $run = Invoke-Watched '[pscustomobject] @{ User = "adele.admin@customer.example"; PermissionSets = "D365 READ" } | Import-BcUser (Get-BcEnvironment -Type Production)[0] -WhatIf'
        $run.Activity | Should -Contain 'Import-BcUser'
        @($run.Status) -match '^customer\.example, \w+: list users, \d:\d\d' | Should -Not -BeNullOrEmpty -Because ($run.Status -join '; ')
        Test-Bar $run.Records
    }

    It 'shows the progress of a report in its bar' {
        Set-Delay listEnvironments 600 0
        $run = Invoke-Watched 'Export-BcTenantReport (Join-Path $folder report.html) -Connection *'
        $run.Errors | Should -BeNullOrEmpty
        $run.Activity | Should -Be 'Reading tenants'
        $run.Status[0] | Should -Match "^0 of $(@((Get-BcSimulator Test).Tenants).Count), \d+ calls in progress, 0:0"
        Test-Bar $run.Records
    }

    It 'shows the progress of an exported configuration' {
        Set-Delay listEnvironments 600
        Set-Delay getUpdateSettings 600
        $run = Invoke-Watched 'Export-BcConfiguration (Join-Path $folder configuration) -Connection * -Component UpdateWindow'
        $run.Errors | Should -BeNullOrEmpty
        $run.Activity | Should -Contain 'Export-BcConfiguration'
        $run.Status[0] | Should -Match '^0 of \d tenants, customer\.example: list environments, 0:0'
        @($run.Activity) -like 'Reading the environments of tenant*' | Should -Not -BeNullOrEmpty
        Test-Bar $run.Records
    }

    It 'shows the start of a simulator' {
        $run = Invoke-Watched 'Start-BcSimulator -Name Mine; Stop-BcSimulator Mine'
        $run.Activity | Should -Be 'Start-BcSimulator'
        $run.Status[0] | Should -Match '^starting simulator Mine, 0:0'
        Test-Bar $run.Records
    }

    It 'shows a retry in the bar of a wait' {
        Send-Control clock @{ timeScale = 60 }
        Send-Control faults @{ kind = 'status'; operation = 'getOperation'; statusCode = 503; retryAfterSec = 8; count = 1 }
        $run = Invoke-Watched 'Restart-BcEnvironment (Get-BcEnvironment -Type Production)[0] -Force -Wait'
        Send-Control clock @{ timeScale = 2000 }
        @($run.Status) -match ', service unavailable \(503\), next attempt in \d s$|^service unavailable' | Should -Not -BeNullOrEmpty -Because ($run.Status -join '; ')
        $run.Activity | Should -Contain 'Restarting environment Production'
        Test-Bar $run.Records
    }

    It 'removes the bar after an error' {
        Send-Control faults @{ kind = 'status'; operation = 'listEnvironments'; statusCode = 429; retryAfterSec = 8; count = 1 }
        Send-Control faults @{ kind = 'status'; operation = 'listEnvironments'; statusCode = 403; count = 1 }
        $run = Invoke-Watched 'Get-BcEnvironment -ErrorAction Stop'
        $run.Status | Should -Not -BeNullOrEmpty
        Test-Bar $run.Records
    }

    It 'removes the bar of a later command after an error of an earlier one' {
        Set-Delay listCompanies 600 0
        Set-Delay listAutomationCompanies 600 0
        $run = Invoke-Watched '& { Get-BcEnvironment; throw "It broke." } | Get-BcCompany -Name Nothing*'
        $run.Activity | Should -Be 'Get-BcCompany'
        Test-Bar $run.Records
    }

    It 'removes the bar when no more objects are needed' {
        Set-Delay listEnvironments 600
        Set-Delay listCompanies 600 0
        Set-Delay listAutomationCompanies 600 0
        $run = Invoke-Watched 'Get-BcEnvironment -Connection * | Get-BcCompany | Select-Object -First 1'
        $run.Output | Should -HaveCount 1
        $run.Records | Should -Not -BeNullOrEmpty
        Test-Bar $run.Records
    }

    It 'removes the bar on Ctrl+C' {
        Set-Delay listEnvironments 30000
        $run = Invoke-Watched 'Get-BcEnvironment' -Stop '*list environments*'
        $run.Output | Should -BeNullOrEmpty
        $run.Records[-1].RecordType | Should -Be Completed
        Test-Bar $run.Records
    }

    It 'shows that the limit of calls is reached' {
        $run = Invoke-Watched -Stop 'limit of calls*' @'
$limited = Connect-BcTenant -Simulator -As App -Name Limited -MaxCallsPerFiveMinutes 2 -PassThru
1..3 | ForEach-Object { Get-BcEnvironment -Connection $limited }
'@
        $run.Status[-1] | Should -Match '^limit of calls per five minutes reached, next call in \d+ s$'
        Test-Bar $run.Records
    }
}
