# Set-BcConfiguration in a process that is killed at random times. BCADMIN_KILLS sets the number.
BeforeAll {
    Import-Module "$PSScriptRoot/TestSession.psm1" -Force
    $module = (Get-Item "$PSScriptRoot/../out/BcAdmin").FullName
    $file = Join-Path $TestDrive desired.json
    $child = Join-Path $TestDrive Set.ps1
    Set-Content $child @'
param($Module, $Address, $File, $Signal)
$ErrorActionPreference = 'Stop'
Import-Module $Module
Connect-BcTenant contoso.example -ClientId c0a70500-0000-4000-8000-00000000a001 -ClientSecret (ConvertTo-SecureString contoso-automation-secret -AsPlainText) -Authority $Address -Endpoint $Address
Set-Content $Signal started
Set-BcConfiguration $File -RemoveUnlisted -AcceptIsvEula -Force -Wait
'@

    function Initialize-World {
        Start-TestSession -As App -TimeScale 20000
        Send-Control settings @{ latencyMs = 20 }
        Clear-Request
    }

    # The number of successful writes of each operation. A call whose process was killed before the response has no status.
    function Get-Write {
        Get-Request | Where-Object { $_.Method -ne 'GET' -and $_.Status -ge 200 -and $_.Status -lt 300 -and $_.Operation -notin 'token', 'postBatch' } |
            Group-Object Operation -NoElement | Sort-Object Name | ForEach-Object { "$($_.Name)=$($_.Count)" }
    }

    function Start-Child([string] $Signal) {
        $address = (Get-BcSimulator Test).HttpEndpoint
        Start-Process dotnet -PassThru -RedirectStandardError (Join-Path $TestDrive errors.txt) -RedirectStandardOutput (Join-Path $TestDrive output.txt) -ArgumentList @(
            "`"$(Join-Path $PSHOME pwsh.dll)`"", '-NoProfile', '-NonInteractive', '-File', "`"$child`"", "`"$module`"", $address, "`"$file`"", "`"$Signal`"")
    }

    # The intended state: users, permission sets, companies, features, recipients, settings, and apps of another tenant.
    Initialize-World
    $export = Join-Path $TestDrive export.json
    $null = Export-BcConfiguration $export
    $desired = Get-Content $export -Raw | ConvertFrom-Json -AsHashtable
    $production = $desired.environments | Where-Object { $_.name -eq 'Production' }
    $desired.notificationRecipients = @(1..4 | ForEach-Object { @{ email = "alert$_@contoso.example"; name = "Alert $_" } })
    $production.updateWindow.start = '20:00'
    $production.companies += 1..3 | ForEach-Object { @{ name = "Branch $_"; displayName = "Branch number $_" } }
    $production.users | ForEach-Object { $_.expiryDate = '2031-01-01' }
    $production.userPermissions = @($production.users | Select-Object -First 30 | ForEach-Object {
        @{ user = $_.user; permissionSet = 'D365 BASIC' }; @{ user = $_.user; permissionSet = 'LOCAL'; company = 'Branch 1' }
    })
    $production.apps = @($production.apps | Where-Object { $_.name -ne 'Adatum Payroll' }) + @{ appId = 'a9900000-0000-4000-8000-000000000007' }
    $production.features | Where-Object { $_.feature -in 'ModernActionBar', 'SalesPrices' } | ForEach-Object { $_.enabled = $true }
    $desired | ConvertTo-Json -Depth 10 | Set-Content $file
}

Describe 'A configuration that is applied by a process that is killed' {
    It 'has the same state after a second run, and repeats no write' {
        Initialize-World
        $time = (Measure-Command { $script:results = Set-BcConfiguration $file -RemoveUnlisted -AcceptIsvEula -Force -Wait }).TotalMilliseconds
        $results | Where-Object Status -ne Done | Should -BeNullOrEmpty
        $writes = Get-Write
        Compare-BcConfiguration $file -IncludeUnlisted | Should -BeNullOrEmpty
        $writes.Count | Should -BeGreaterThan 8 -Because 'the file changes many components'

        $kills = $env:BCADMIN_KILLS ? [int] $env:BCADMIN_KILLS : 2
        $random = [Random]::new(20)
        $interrupted = 0
        foreach ($kill in 1..$kills) {
            Initialize-World
            $signal = Join-Path $TestDrive "signal-$kill"
            $process = Start-Child $signal
            $deadline = [DateTime]::UtcNow.AddSeconds(120)
            while (-not (Test-Path $signal)) {
                if ($process.HasExited -or [DateTime]::UtcNow -gt $deadline) { throw "The process did not start: $(Get-Content (Join-Path $TestDrive errors.txt) -Raw)" }
                Start-Sleep -Milliseconds 20
            }
            Start-Sleep -Milliseconds $random.Next(50, [int] $time)
            if (-not $process.HasExited) { $process.Kill(); $interrupted++ }
            $process.WaitForExit()
            Start-Sleep -Milliseconds 100 # what was sent arrives

            $after = Set-BcConfiguration $file -RemoveUnlisted -AcceptIsvEula -Force -Wait
            $after | Where-Object Status -notin Done, AlreadyDone | Should -BeNullOrEmpty -Because "run $kill continues"
            Compare-BcConfiguration $file -IncludeUnlisted | Should -BeNullOrEmpty -Because "run $kill ends in the same state"
            # A call without a response is not counted, so there may be fewer, but never a second write.
            foreach ($write in Get-Write) {
                $name, $count = $write.Split('=')
                $most = [int] ($writes -like "$name=*").Split('=')[1]
                [int] $count | Should -BeLessOrEqual $most -Because "in run $kill no $name is done twice"
            }
        }
        $interrupted | Should -BeGreaterThan 0
        Write-Host "    killed $interrupted of $kills runs of $([int] $time) ms: $($writes -join ', ')"
    }
}
