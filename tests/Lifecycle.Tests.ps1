BeforeAll { Import-Module "$PSScriptRoot/TestSession.psm1" -Force }

Describe 'The lifecycle of an environment' {
    BeforeAll {
        # Each step waits for the end of the previous one. The result is the state that an administrator would check.
        function Invoke-Lifecycle {
            $copy = Get-BcEnvironment Production | Copy-BcEnvironment -NewName TryOut -Type Sandbox -Wait
            $renamed = $copy | Rename-BcEnvironment -NewName Tested -Force -Wait
            $null = $renamed | Remove-BcEnvironment -Force -Wait
            $null = Get-BcEnvironment Tested* -Status SoftDeleted | Restore-BcDeletedEnvironment -Wait | Rename-BcEnvironment -NewName Tested -Force -Wait
            $null = Get-BcEnvironmentRestorePeriod Production | Select-Object -Last 1 |
                ForEach-Object { Restore-BcEnvironment Production -NewName Yesterday -PointInTime $_.To -Type Sandbox -Wait }
            $script:EndState = Get-BcEnvironment | ForEach-Object { '{0}|{1}|{2}|{3}' -f $_.Name, $_.Type, $_.Status, ((Get-BcCompany $_.Name).Name -join ',') }
            (Get-BcOperation | Where-Object Status -EQ succeeded | Group-Object Type -NoElement | ForEach-Object { "$($_.Name)=$($_.Count)" } | Sort-Object) -join ' '
        }
        Start-TestSession
        Send-Control settings @{ sandboxQuota = 10 }
        $done = Invoke-Lifecycle
        $calm = $script:EndState
        $calmOperations = $done
    }

    It 'is copied, renamed, deleted, recovered and restored in one script' {
        $calm | Should -HaveCount 4
        $calm -match '^Tested\|Sandbox\|Active\|Contoso Denmark,Contoso Sweden,CRONUS DK$' | Should -HaveCount 1
        $calm -match '^Yesterday\|Sandbox\|Active\|' | Should -HaveCount 1
    }

    It 'has the same result with throttling and lost connections' {
        Start-TestSession -Setting @{ sandboxQuota = 10 }
        Send-Control faults @{ kind = 'status'; statusCode = 429; retryAfterSec = 0; probability = 0.25; seed = 3; count = 0 }
        Send-Control faults @{ kind = 'dropBefore'; probability = 0.1; seed = 5; count = 0 }
        Send-Control faults @{ kind = 'dropAfter'; probability = 0.1; seed = 7; count = 0 }
        $result = Invoke-Captured { Invoke-Lifecycle }
        $struck = Get-Request | Where-Object Fault
        Reset-BcSimulator Test -FaultOnly
        $result.Errors | Should -BeNullOrEmpty
        $script:EndState | Should -Be $calm
        $result.Output | Should -Be $calmOperations # nothing was done twice
        @($struck | Group-Object Fault).Count | Should -Be 3
    }
}

Describe 'Updating the apps of all environments' {
    BeforeAll {
        # Progress is only visible from outside a pipeline, so this one has a separate runspace.
        Start-TestSession -Setting @{ sandboxQuota = 10 }
        $null = Copy-BcEnvironment Production Third -Type Sandbox -Wait
        Send-Control clock @{ timeScale = 60 } # slow enough to show progress
        $null = Add-BcSimulatorFault -FailOperation -Operation updateApp -Message 'It broke.' -Count 1
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
            param($Root)
            Import-Module $Root/out/BcAdmin
            Connect-BcTenant -Simulator
            $ErrorActionPreference = 'Continue'
            Get-BcEnvironment | Get-BcApp | Where-Object { $_.Name -in 'Fabrikam Base', 'Adatum Payroll' } | Update-BcApp -Wait
        }).AddArgument((Split-Path $PSScriptRoot))
        $updated = $shell.Invoke()
        $streams = $shell.Streams
        Send-Control clock @{ timeScale = 2000 }
    }
    AfterAll { $shell.Dispose() }

    It 'continues with the others when one fails, and returns one error' {
        $started = Get-Request updateApp
        ($started.Path | ForEach-Object { ($_ -split '/')[6] } | Sort-Object -Unique) | Should -HaveCount 3
        $streams.Error | Should -HaveCount 1
        "$($streams.Error[0])" | Should -BeLike '*It broke.*'
        $updated | Should -HaveCount (@($started).Count - 1)
    }

    It 'shows progress' {
        $streams.Progress.Activity | Should -Not -BeNullOrEmpty
        @($streams.Progress)[-1].RecordType | Should -Be Completed
    }
}
