# The samples of docs/examples that divide many tenants among jobs. Workflows and manifests are parsed, and their commands run against the simulator unchanged.
BeforeAll {
    Import-Module "$PSScriptRoot/TestSession.psm1" -Force
    $examples = Join-Path $PSScriptRoot ../docs/examples
}

Describe 'Start-ShardedRunbook.ps1 and Invoke-TenantShard.ps1' {
    BeforeAll {
        $scenario = Get-Content "$PSScriptRoot/../out/BcAdmin/simulator/Scenarios/Partner.json" -Raw | ConvertFrom-Json -AsHashtable
        $scenario.tenants[0].repeat = 12
        $file = Join-Path $TestDrive Twelve.json
        ConvertTo-Json $scenario -Depth 20 | Set-Content $file

        # Creates a company in each tenant. In the tenant in the file 'hang', it waits until the job is stopped.
        $work = Join-Path $TestDrive Work.ps1
        Set-Content $work @'
param($Connection)
if ((Get-Content "$PSScriptRoot/hang" -ErrorAction Ignore) -eq $Connection.TenantId) {
    Set-Content "$PSScriptRoot/hangs" yes
    Start-Sleep 600
}
New-BcCompany Sandbox Care -Connection $Connection
'@
        $start = {
            param($Shard, $TenantId)
            $shardScript = (Get-Item "$examples/Invoke-TenantShard.ps1").FullName
            $module = Join-Path (Get-Module BcAdmin).ModuleBase BcAdmin.psd1
            $address = (Get-BcSimulator Test).HttpEndpoint
            $job = {
                Import-Module $using:module
                $signIn = @{
                    ClientId = '9a270e00-0000-4000-8000-00000000a001'; ClientSecret = ConvertTo-SecureString partner-automation-secret -AsPlainText
                    Authority = $using:address; Endpoint = $using:address
                }
                & $using:shardScript -TenantId $using:TenantId -Run $using:run -Store $using:store -SignIn $signIn -Work $using:work
            }
            # The shard that is killed is a process. The others are threads, which start faster.
            if ((Get-Content "$TestDrive/hang" -ErrorAction Ignore) -in $TenantId) { Start-Job $job } else { Start-ThreadJob $job }
        }
        function Complete-Shard($Shards) { $Shards.Job | Wait-Job | Receive-Job -ErrorAction SilentlyContinue; $Shards.Job | Remove-Job }
    }

    BeforeEach {
        Start-TestSession $file -NoConnect
        $tenants = (Invoke-RestMethod ([uri]::new((Get-BcSimulator Test).HttpEndpoint, 'simulator')) -NoProxy).tenants.tenantId
        $rows = $tenants | ForEach-Object { [pscustomobject] @{ TenantId = $_ } }
        $run = [guid]::NewGuid().ToString('N')
        $store = Join-Path $TestDrive runs
        Remove-Item (Join-Path $TestDrive 'hang*') -ErrorAction Ignore
    }

    It 'assigns each tenant to the same shard, whatever other tenants are in the list' {
        $plan = $rows | & $examples/Start-ShardedRunbook.ps1 -ShardCount 4 -StartJob { $args[0] }
        $plan.TenantId | Sort-Object | Should -Be ($tenants | Sort-Object)
        $plan.Shard | Should -Be @(0..3)
        foreach ($shard in $plan) {
            $shard.Job | Should -Be $shard.Shard
            foreach ($tenant in $shard.TenantId) { (& $examples/Start-ShardedRunbook.ps1 -TenantId $tenant.ToUpper() -ShardCount 4 -StartJob { }).Shard | Should -Be $shard.Shard }
        }
        (& $examples/Start-ShardedRunbook.ps1 -TenantId c0a70500-0000-4000-8000-000000000001 -ShardCount 8 -StartJob { }).Shard | Should -Be 2 -Because 'that never changes'
        $rows | & $examples/Start-ShardedRunbook.ps1 -ShardCount 4 -StartJob { throw } -WhatIf | Should -BeNullOrEmpty
    }

    It 'returns the shards, or the selected ones, without -StartJob' {
        $all = $rows | & $examples/Start-ShardedRunbook.ps1 -ShardCount 4
        $all.TenantId | Sort-Object | Should -Be ($tenants | Sort-Object)
        foreach ($number in 0..3) {
            $one = $rows | & $examples/Start-ShardedRunbook.ps1 -ShardCount 4 -Shard $number
            $one.Shard | Should -Be $number
            $one.TenantId | Should -Be $all[$number].TenantId
        }
    }

    It 'rejects a shard that does not exist: <Shard>' -TestCases @(
        @{ Shard = 4; Message = 'Shard 4 does not exist. With -ShardCount 4, the shards are 0 to 3.' }
        @{ Shard = 0, -1; Message = 'Shard -1 does not exist. With -ShardCount 4, the shards are 0 to 3.' }
        @{ Shard = $env:NO_SUCH_INDEX; Message = '*Shard*null or empty*' }
    ) {
        { $rows | & $examples/Start-ShardedRunbook.ps1 -ShardCount 4 -Shard $Shard -StartJob { throw 'started' } } | Should -Throw $Message
    }

    It 'processes each tenant once, and continues after a tenant that fails' {
        Send-Control apps @{ tenantId = $tenants[5]; clientId = '9a270e00-0000-4000-8000-00000000a001'; consented = $false; environments = 'all'; authorized = $true }
        Send-Control settings @{ openSignIn = $false }
        $results = Complete-Shard ($rows | & $examples/Start-ShardedRunbook.ps1 -ShardCount 3 -StartJob $start)
        $results.TenantId | Sort-Object | Should -Be ($tenants | Sort-Object)
        $failed = $results | Where-Object Status -eq Failed
        $failed.TenantId | Should -Be $tenants[5]
        $failed.Error | Should -Not -BeNullOrEmpty
        $made = Get-Request createAutomationCompany
        $made.TenantId | Sort-Object | Should -Be ($tenants | Where-Object { $_ -ne $tenants[5] } | Sort-Object)
        (Get-ChildItem (Join-Path $store $run) | Get-Content -Raw | ConvertFrom-Json | Group-Object Status -NoElement | Sort-Object Name | ForEach-Object Count) | Should -Be 11, 1
        ($results | Where-Object Status -eq Done)[0].Output.Name | Should -Be 'Care'
    }

    It 'processes the remaining tenants when a shard that was killed runs again' {
        $plan = $rows | & $examples/Start-ShardedRunbook.ps1 -ShardCount 2 -StartJob { }
        $victim = $plan[1].TenantId[2]
        Set-Content (Join-Path $TestDrive hang) $victim
        $shards = $rows | & $examples/Start-ShardedRunbook.ps1 -ShardCount 2 -StartJob $start
        $null = $shards[0].Job | Wait-Job
        $limit = [datetime]::Now.AddMinutes(3)
        while (-not (Test-Path (Join-Path $TestDrive hangs)) -and [datetime]::Now -lt $limit) { Start-Sleep -Milliseconds 100 }
        $shards[1].Job | Stop-Job
        $shards.Job.State | Should -Be 'Completed', 'Stopped'
        $shards.Job | Remove-Job
        @(Get-Request createAutomationCompany).Count | Should -Be ($plan[0].TenantId.Count + 2)

        Remove-Item (Join-Path $TestDrive hang)
        $again = Complete-Shard ($rows | & $examples/Start-ShardedRunbook.ps1 -ShardCount 2 -Shard 1 -StartJob $start)
        $again.TenantId | Should -Be $plan[1].TenantId
        $again.Status | Select-Object -Unique | Should -Be 'Done'
        (Get-Request createAutomationCompany).TenantId | Sort-Object | Should -Be ($tenants | Sort-Object)

        $other = Complete-Shard ($rows | & $examples/Start-ShardedRunbook.ps1 -ShardCount 3 -StartJob $start)
        $other.Status | Select-Object -Unique | Should -Be 'Done'
        @(Get-Request createAutomationCompany).Count | Should -Be $tenants.Count -Because 'another number of shards repeats nothing'
    }

    It 'stores results in a container of Azure Storage' {
        # Simulates the two calls of Azure Storage that the script uses, on any path.
        $listener = Start-HttpListener
        $storage = Start-ThreadJob -ArgumentList $listener {
            param($listener)
            $blobs = @{}
            while ($listener.IsListening) {
                # Stop-Job cannot end a call that is blocked, and stopping the listener does not always end GetContext.
                $next = $listener.GetContextAsync()
                while (-not $next.AsyncWaitHandle.WaitOne(100)) { }
                $context = $next.GetAwaiter().GetResult()
                $request = $context.Request
                $key = $request.Url.AbsolutePath
                if ($request.QueryString['sig'] -ne 's+g') { $context.Response.StatusCode = 403 }
                elseif ($request.HttpMethod -eq 'PUT' -and $request.Headers['x-ms-blob-type'] -eq 'BlockBlob') {
                    $blobs[$key] = [IO.StreamReader]::new($request.InputStream).ReadToEnd()
                    $context.Response.StatusCode = 201
                }
                elseif ($blobs[$key]) { $context.Response.OutputStream.Write([Text.Encoding]::UTF8.GetBytes($blobs[$key])) }
                else { $context.Response.StatusCode = 404 }
                $context.Response.Close()
            }
        }
        try {
            $signIn = @{ ClientId = '9a270e00-0000-4000-8000-00000000a001'; ClientSecret = ConvertTo-SecureString partner-automation-secret -AsPlainText; Simulator = $true }
            $arguments = @{ Run = $run; Store = "$(@($listener.Prefixes))runs?sv=1&sig=s%2Bg"; SignIn = $signIn; Work = $work }
            & $examples/Invoke-TenantShard.ps1 -TenantId $tenants[0, 1] @arguments | ForEach-Object Status | Should -Be 'Done', 'Done'
            $again = & $examples/Invoke-TenantShard.ps1 -TenantId $tenants[0..2] @arguments
            $again.TenantId | Should -Be $tenants[0..2]
            (Get-Request createAutomationCompany).TenantId | Should -Be $tenants[0..2]
            { & $examples/Invoke-TenantShard.ps1 -TenantId $tenants[0] -Run x -Store "$(@($listener.Prefixes))runs?sig=no" -SignIn $signIn -Work $work } | Should -Throw 'The store returned HTTP status 403.'
        }
        finally {
            $listener.Stop()
            $storage | Stop-Job -PassThru | Remove-Job -Force
        }
    }
}

# BCADMIN_SHARD_TENANTS sets the number of tenants; 2,000 take minutes.
Describe 'A sharded run over many tenants' {
    BeforeAll {
        $scenario = Get-Content "$PSScriptRoot/../out/BcAdmin/simulator/Scenarios/Partner.json" -Raw | ConvertFrom-Json -AsHashtable
        $count = [int] ($env:BCADMIN_SHARD_TENANTS ? $env:BCADMIN_SHARD_TENANTS : 160)
        $scenario.tenants[0].repeat = $count
        $scenario.tenants[0].environments = @()
        $scenario.tenants[0].users = @()
        $file = Join-Path $TestDrive Many.json
        ConvertTo-Json $scenario -Depth 20 | Set-Content $file

        # One write in each tenant. In the tenant in the file 'hang', it waits after the write, before its result is stored.
        $work = Join-Path $TestDrive Work.ps1
        Set-Content $work @'
param($Connection)
try { New-BcNotificationRecipient fleet@partner.example Fleet -Connection $Connection -ErrorAction Stop }
catch { if ($_.FullyQualifiedErrorId -notlike 'ResourceExists,*') { throw } }
if ((Get-Content "$PSScriptRoot/hang" -ErrorAction Ignore) -eq $Connection.TenantId) {
    Set-Content "$PSScriptRoot/hangs" yes
    Start-Sleep 600
}
'@
        # The threads need the module that this process has loaded.
        $job = Join-Path $TestDrive Job.ps1
        Set-Content $job @"
param([string] `$TenantFile, [uri] `$Address, [string] `$Store)
Import-Module '$(Join-Path (Get-Module BcAdmin).ModuleBase BcAdmin.psd1)'
`$signIn = @{
    ClientId = '9a270e00-0000-4000-8000-00000000a001'; ClientSecret = ConvertTo-SecureString partner-automation-secret -AsPlainText
    Authority = `$Address; Endpoint = `$Address
}
& '$((Get-Item "$examples/Invoke-TenantShard.ps1").FullName)' -TenantId (Get-Content `$TenantFile) -Run run -Store `$Store -SignIn `$signIn -Work '$work'
"@
    }

    AfterEach {
        $jobs = @($shards.Job) + $again | Where-Object { $_ }
        $jobs.Where{ $_ -is [Diagnostics.Process] -and -not $_.HasExited }.ForEach{ $_.Kill() }
        $jobs | Where-Object { $_ -is [Management.Automation.Job] } | Remove-Job -Force -ErrorAction Ignore
    }

    It 'processes each tenant exactly once when one of 8 shards is killed and runs again' {
        Start-TestSession $file -NoConnect
        $signIn = @{ ClientId = '9a270e00-0000-4000-8000-00000000a001'; ClientSecret = ConvertTo-SecureString partner-automation-secret -AsPlainText; Simulator = $true }
        $tenants = (Connect-BcTenant 9a270e00-0000-4000-8000-000000000001 @signIn -PassThru | ForEach-Object { Get-BcManageableTenant -Connection $_ })
        $tenants | Should -HaveCount $count
        Disconnect-BcTenant -All
        Clear-Request
        $address = (Get-BcSimulator Test).HttpEndpoint
        $store = Join-Path $TestDrive runs
        $killed = 3

        $start = {
            param($Shard, $TenantId)
            $list = Join-Path $TestDrive "$Shard.txt"
            Set-Content $list $TenantId
            if ($Shard -ne $killed) { return Start-ThreadJob -FilePath $job -ArgumentList $list, $address, $store -ThrottleLimit 3 }
            $command = "& '$job' '$list' $address '$store' | Out-Null"
            Start-Process dotnet -ArgumentList "`"$(Join-Path $PSHOME pwsh.dll)`" -NoProfile -NonInteractive -Command `"$command`"" -PassThru -NoNewWindow -RedirectStandardError (Join-Path $TestDrive errors.txt)
        }
        $plan = $tenants | & $examples/Start-ShardedRunbook.ps1 -ShardCount 8
        $victim = $plan[$killed].TenantId[5]
        Set-Content (Join-Path $TestDrive hang) $victim
        $shards = $tenants | & $examples/Start-ShardedRunbook.ps1 -ShardCount 8 -StartJob $start
        $shards.Shard | Should -Be @(0..7)
        $shards.TenantId | Sort-Object -Unique | Should -HaveCount $count

        $limit = [datetime]::Now.AddMinutes(5)
        while (-not (Test-Path (Join-Path $TestDrive hangs)) -and [datetime]::Now -lt $limit) { Start-Sleep -Milliseconds 100 }
        $process = $shards[$killed].Job
        $process.Kill()
        $process.WaitForExit()
        @($plan[$killed].TenantId | Where-Object { Test-Path (Join-Path $store run "$_.json") }) | Should -Be $plan[$killed].TenantId[0..4]
        @(Get-Request createNotificationRecipient | Where-Object TenantId -eq $victim) | Should -HaveCount 1 -Because 'the change was made, but its result was not stored'

        Remove-Item (Join-Path $TestDrive hang)
        $again = ($tenants | & $examples/Start-ShardedRunbook.ps1 -ShardCount 8 -Shard $killed -StartJob $start).Job
        $results = @($shards.Job | Where-Object { $_ -isnot [Diagnostics.Process] } | Receive-Job -Wait -AutoRemoveJob)
        $again.WaitForExit()
        Get-Content (Join-Path $TestDrive errors.txt) | Should -BeNullOrEmpty
        $results | Should -HaveCount ($count - $plan[$killed].TenantId.Count)

        $stored = Get-ChildItem (Join-Path $store run) | Get-Content -Raw | ConvertFrom-Json
        $stored.TenantId | Sort-Object | Should -Be ($tenants.TenantId | Sort-Object)
        $stored.Status | Select-Object -Unique | Should -Be 'Done'

        $changes = Get-Request createNotificationRecipient
        $changes.Status | Select-Object -Unique | Should -Be 200
        $changes.TenantId | Sort-Object | Should -Be ($tenants.TenantId | Sort-Object) -Because 'each tenant was changed once'
        (Get-Request token | Group-Object Path | Where-Object Count -ne 1).Name | Should -BeLike "/$victim/*" -Because 'only the tenant that was interrupted was processed again'
    }
}

Describe 'The engines of a sharded run' {
    BeforeAll {
        # The app of a partner in twelve tenants, with a certificate, and with the workloads of GitHub and Kubernetes that it trusts.
        $client = '9a270e00-0000-4000-8000-00000000a001'
        $github = 'https://token.actions.githubusercontent.com', 'repo:contoso/bc-fleet:environment:production'
        $cluster = 'https://cluster.example', 'system:serviceaccount:default:bc-fleet'
        $key = [Security.Cryptography.RSA]::Create(2048)
        $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=fleet', $key, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1)
        $certificate = $request.CreateSelfSigned([datetime]::UtcNow.AddDays(-1), [datetime]::UtcNow.AddDays(1))
        $scenario = Get-Content "$PSScriptRoot/../out/BcAdmin/simulator/Scenarios/Partner.json" -Raw | ConvertFrom-Json -AsHashtable
        $scenario.tenants[0].repeat = 12
        $scenario.tenants[0].environments = @()
        $scenario.tenants[0].apps[0].certificatePem = $certificate.ExportCertificatePem()
        $scenario.tenants[0].apps[0].federated = @(foreach ($pair in $github, $cluster) { @{ issuer = $pair[0]; subject = $pair[1] } })
        $file = Join-Path $TestDrive Fleet.json
        ConvertTo-Json $scenario -Depth 20 | Set-Content $file

        # One change in each tenant, in place of the script of an administrator.
        function Copy-Sample([string] $Folder) {
            $null = New-Item $Folder -ItemType Directory -Force
            Copy-Item $examples/*.ps1 $Folder
            Set-Content $Folder/Update-SandboxApp.ps1 'param($Connection) New-BcNotificationRecipient fleet@partner.example Fleet -Connection $Connection'
        }

        # Without consent, the app cannot sign in to the tenant.
        function Set-Consent([string] $TenantId, [bool] $Consented) { Send-Control apps @{ tenantId = $TenantId; clientId = $client; consented = $Consented } }

        function Get-Changed { (Get-Request createNotificationRecipient | Where-Object Status -eq 200).TenantId | Sort-Object }
    }

    BeforeEach {
        Start-TestSession $file -NoConnect
        $tenants = (Invoke-RestMethod ([uri]::new((Get-BcSimulator Test).HttpEndpoint, 'simulator')) -NoProxy).tenants.tenantId | Sort-Object
        $root = New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory
        Push-Location $root
    }

    AfterEach { Pop-Location }

    Context 'Azure Automation' {
        BeforeAll {
            $global:PSDefaultParameterValues['Connect-BcTenant:Simulator'] = $true
            $account = @{ ResourceGroupName = 'automation'; AutomationAccountName = 'bc-care' }
        }

        BeforeEach {
            Copy-Sample $root
            $jobs = [Collections.Generic.List[object]]::new()
            $stopped = $null

            # The parameters that an Automation account passes to a runbook, as JSON.
            function Get-AzContext { }
            function Connect-AzAccount([switch] $Identity, [switch] $WhatIf) { if (-not $Identity) { throw 'Not the managed identity.' } }
            function Get-AutomationVariable([string] $Name) { @{ BcClientId = $client; BcTenantId = 'customer.example'; BcRunStore = "$root/runs" }[$Name] }
            function Get-AutomationCertificate([string] $Name) { if ($Name -eq 'BcPartner') { $certificate } }
            function Get-AzAutomationJob($ResourceGroupName, $AutomationAccountName, $RunbookName) { $jobs | Where-Object RunbookName -eq $RunbookName }
            function Start-AzAutomationRunbook($ResourceGroupName, $AutomationAccountName, $Name, $Parameters) {
                "$ResourceGroupName/$AutomationAccountName" | Should -Be 'automation/bc-care'
                $received = ConvertTo-Json $Parameters | ConvertFrom-Json -AsHashtable
                $job = [pscustomobject] @{ RunbookName = $Name; Status = 'Completed'; Parameters = $received; Output = @() }
                if ($stopped -in $received.TenantId) {
                    # The job ends after one tenant, as if its limit of three hours had passed.
                    $job.Status = 'Stopped'
                    $job.Output = @(& "./$Name.ps1" @received | Select-Object -First 1)
                }
                else { $job.Output = @(& "./$Name.ps1" @received) }
                $jobs.Add($job)
                $job
            }
        }

        AfterAll { $global:PSDefaultParameterValues.Remove('Connect-BcTenant:Simulator') }

        It 'starts a child runbook for each shard, and the next start processes the remaining tenants' {
            $plan = & $examples/Start-ShardedRunbook.ps1 -TenantId $tenants -ShardCount 3
            $stopped = $plan[1].TenantId[0]
            $first = ./Start-AutomationShard.ps1 @account -ShardCount 3
            $first.Shard | Should -Be 0, 1, 2
            $first.TenantId | Sort-Object | Should -Be $tenants
            $first.Job.Status | Should -Be 'Completed', 'Stopped', 'Completed'
            $first[0].Job.Output.Status | Select-Object -Unique | Should -Be 'Done'
            Get-Changed | Should -HaveCount (13 - $plan[1].TenantId.Count)

            $stopped = $null
            $second = ./Start-AutomationShard.ps1 @account -ShardCount 3
            $second.Job.Status | Should -Be 'Completed', 'Completed', 'Completed'
            $second.Job.Output.TenantId | Sort-Object | Should -Be $tenants
            $second.Job.Output.Status | Select-Object -Unique | Should -Be 'Done'
            Get-Changed | Should -Be $tenants
            Get-BcConnection | Should -BeNullOrEmpty
        }

        It 'starts nothing while jobs are active, except the specified shards' {
            $jobs.Add([pscustomobject] @{ RunbookName = 'Invoke-TenantShard'; Status = 'Running' })
            ./Start-AutomationShard.ps1 @account -WarningVariable warned 3> $null | Should -BeNullOrEmpty
            $warned | Should -Be '1 jobs of the runbook Invoke-TenantShard are still active. No job was started.'
            Get-Request | Should -BeNullOrEmpty

            $named = ./Start-AutomationShard.ps1 @account -ShardCount 3 -Shard 0 -TenantId $tenants -Run 2026-11-25
            $named.Shard | Should -Be 0
            $named.Job.Output.Run | Select-Object -Unique | Should -Be '2026-11-25'
            Get-Request listManageableTenants | Should -BeNullOrEmpty
        }

        It 'starts nothing with -WhatIf' {
            ./Start-AutomationShard.ps1 @account -WhatIf | Should -BeNullOrEmpty
            $jobs | Should -BeNullOrEmpty
        }
    }

    Context 'GitHub Actions' {
        BeforeAll {
            $workflow = Read-Yaml shard-github.yml
            $divide, $shard = $workflow['jobs']['divide', 'shard']
            $endpoint = Start-TokenEndpoint @github
            $global:PSDefaultParameterValues['Connect-BcTenant:Simulator'] = $true
            $runner = @{ ACTIONS_ID_TOKEN_REQUEST_URL = "$($endpoint.Address)?api-version=2.0"; ACTIONS_ID_TOKEN_REQUEST_TOKEN = 'token-of-the-job'; GITHUB_RUN_ID = '1658821493' }
            $runner.Keys | ForEach-Object { Set-Item "env:$_" $runner[$_] }

            # Replaces the expressions in a text. An unknown one is an error.
            function Resolve-Expression([string] $Text, [hashtable] $Values) {
                [regex]::Replace($Text, '\$\{\{ (.+?) \}\}', {
                    $name = $args[0].Groups[1].Value
                    if (-not $Values.ContainsKey($name)) { throw "The workflow uses $name, which the test does not know." }
                    $Values[$name]
                })
            }

            # Runs the commands of a job like the runner: the first error ends it.
            function Invoke-Step($Job, [hashtable] $Values) {
                $ErrorActionPreference = 'Stop'
                foreach ($step in $Job['steps'] | Where-Object { $_['run'] }) {
                    $step['shell'] | Should -Be 'pwsh'
                    if ($step['run'] -eq 'Install-PSResource BcAdmin -TrustRepository') { continue }
                    foreach ($name in $step['env'].Keys) { Set-Item "env:$name" (Resolve-Expression $step['env'][$name] $Values) }
                    try { & ([scriptblock]::Create($step['run'])) }
                    finally { $step['env'].Keys | ForEach-Object { Remove-Item "env:$_" } }
                }
            }

            # The entries of the matrix, from the output of the first job.
            function Get-Matrix {
                $env:GITHUB_OUTPUT = "$root/output"
                try { $null = Invoke-Step $divide @{} } finally { $env:GITHUB_OUTPUT = $null }
                $name, $value = (Get-Content "$root/output") -split '=', 2
                $output = Resolve-Expression $divide['outputs']['shards'] @{ "steps.$($divide['steps'][1]['id']).outputs.$name" = $value }
                Resolve-Expression $shard['strategy']['matrix']['include'] @{ 'fromJSON(needs.divide.outputs.shards)' = $output } | ConvertFrom-Json
            }

            function Invoke-MatrixJob($Entry) {
                $values = @{ 'matrix.shard' = $Entry.shard; 'matrix.tenants' = $Entry.tenants; 'vars.BC_CLIENT_ID' = $client; 'secrets.BC_RUN_STORE' = "$root/runs" }
                Resolve-Expression $shard['name'] $values | Should -Be "Shard $($Entry.shard)"
                $null = Invoke-Step $shard $values
            }
        }

        BeforeEach {
            Copy-Sample $root/docs/examples
            $tenants | ForEach-Object { [pscustomobject] @{ TenantId = $_ } } | Export-Csv $root/customers.csv
        }

        AfterAll {
            $runner.Keys | ForEach-Object { Remove-Item "env:$_" }
            $global:PSDefaultParameterValues.Remove('Connect-BcTenant:Simulator')
            Stop-TokenEndpoint $endpoint
        }

        It 'has jobs that are independent of each other, may request a token, and use pinned actions' {
            $shard['strategy']['fail-fast'] | Should -Be 'false'
            $shard['needs'] | Should -Be 'divide'
            $shard['environment'] | Should -Be 'production'
            $shard['permissions']['id-token'] | Should -Be 'write'
            $workflow['concurrency'] | Should -Not -BeNullOrEmpty
            $actions = ($divide['steps'] + $shard['steps']).ForEach{ $_['uses'] }.Where{ $_ }
            $known = Get-Content "$PSScriptRoot/../.github/workflows/ci.yml" -Raw
            foreach ($action in $actions) {
                $action | Should -Match '^[\w-]+/[\w-]+@[0-9a-f]{40}$'
                $known.Contains($action) | Should -BeTrue -Because "$action is the version of ci.yml"
            }
        }

        It 'processes each shard in a job of the matrix, and a job that runs again processes only the remaining tenants' {
            $matrix = @(Get-Matrix)
            $matrix.tenants -split ' ' | Sort-Object | Should -Be $tenants
            $refused = ($matrix[-1].tenants -split ' ')[-1]
            Set-Consent $refused $false
            foreach ($entry in $matrix[0..($matrix.Count - 2)]) { Invoke-MatrixJob $entry }
            { Invoke-MatrixJob $matrix[-1] } | Should -Throw 'Some tenants failed. Run the job again to retry them.'
            Get-Changed | Should -Be ($tenants | Where-Object { $_ -ne $refused })

            Set-Consent $refused $true
            Clear-Request
            Invoke-MatrixJob $matrix[-1]
            (Get-Request).TenantId | Select-Object -Unique | Should -Be $refused
            (Get-ChildItem $root/runs/1658821493 | Get-Content -Raw | ConvertFrom-Json).Status | Should -Be (@('Done') * 12)
            Get-BcConnection | Should -BeNullOrEmpty
        }

        It 'fails without tenants' {
            Set-Content $root/customers.csv 'TenantId'
            { Get-Matrix } | Should -Throw 'customers.csv has no tenants.'
        }
    }

    Context 'Kubernetes' {
        BeforeAll {
            $manifest = Read-Yaml shard-kubernetes.yml
            $spec = $manifest['spec']
            $pod = $spec['template']['spec']
            $container = $pod['containers'][0]
            $variables = @{}
            $container['env'] | ForEach-Object { $variables[$_['name']] = $_ }

            # The files of the config map, as the comment of the manifest creates it.
            $files = [regex]::Matches((Get-Content $examples/shard-kubernetes.yml -Raw), '--from-file=(\S+)').ForEach{ $_.Groups[1].Value }

            # Starts the command of the container like the cluster. Only the gallery and the addresses of the service are replaced.
            function Start-Pod([int] $Index) {
                $info = [Diagnostics.ProcessStartInfo]::new('dotnet')
                $info.ArgumentList.Add((Join-Path $PSHOME pwsh.dll))
                $container['command'] | Select-Object -Skip 1 | ForEach-Object { $info.ArgumentList.Add($_) }
                $info.ArgumentList.Add("function Install-PSResource { }; `$PSDefaultParameterValues = @{ 'Connect-BcTenant:Authority' = '$address'; 'Connect-BcTenant:Endpoint' = '$address' }`n" + $container['args'][0])
                $info.WorkingDirectory = "$root/$(@($container['volumeMounts']).Where{ $_['mountPath'] -eq $container['workingDir'] }[0]['name'])"
                $info.Environment['PSModulePath'] = "$(Join-Path $PSScriptRoot ../out)$([IO.Path]::PathSeparator)$env:PSModulePath"
                $info.Environment['JOB_COMPLETION_INDEX'] = "$Index"
                $info.Environment['BC_RUN'] = $manifest['metadata']['name']
                $info.Environment['BC_RUN_STORE'] = "$root/runs"
                $info.Environment['BC_CLIENT_ID'] = $client
                $info.Environment['SHARD_COUNT'] = $variables.SHARD_COUNT['value']
                $info.Environment['BC_TOKEN_FILE'] = "$root/entra/token"
                $info.RedirectStandardOutput = $info.RedirectStandardError = $true
                $process = [Diagnostics.Process]::Start($info)
                @{ Process = $process; Output = $process.StandardOutput.ReadToEndAsync(), $process.StandardError.ReadToEndAsync() }
            }

            function Wait-Pod($Started) {
                $Started.Process.WaitForExit()
                [pscustomobject] @{ ExitCode = $Started.Process.ExitCode; Text = $Started.Output.Result -join "`n" }
            }
        }

        BeforeEach {
            $address = (Get-BcSimulator Test).HttpEndpoint
            # Tenants of two shards, so that the test needs few pods.
            $shards = & $examples/Start-ShardedRunbook.ps1 -TenantId $tenants -ShardCount $spec['completions'] | Select-Object -First 2
            Copy-Sample $root/scripts
            $shards.TenantId | ForEach-Object { [pscustomobject] @{ TenantId = $_ } } | Export-Csv $root/scripts/customers.csv
            $null = New-Item $root/fleet, $root/entra -ItemType Directory
            foreach ($name in $files) { Copy-Item $root/scripts/$name $root/fleet }
            $endpoint = Start-TokenEndpoint @cluster
            try { (Invoke-RestMethod "$($endpoint.Address)?audience=api://AzureADTokenExchange" -Headers @{ Authorization = 'Bearer token-of-the-job' } -NoProxy).value | Set-Content $root/entra/token -NoNewline }
            finally { Stop-TokenEndpoint $endpoint }
        }

        It 'assigns each pod the index of a shard, its own retries, a token for Microsoft Entra ID, and a pinned image' {
            $manifest['kind'] | Should -Be 'Job'
            $spec['completionMode'] | Should -Be 'Indexed'
            $spec['completions'] | Should -Be $variables.SHARD_COUNT['value']
            $spec['backoffLimitPerIndex'] | Should -BeGreaterThan 0
            $pod['restartPolicy'] | Should -Be 'Never' -Because 'backoffLimitPerIndex requires it'
            $container['command'][0] | Should -Be 'pwsh'
            $container['image'] | Should -Match '^mcr\.microsoft\.com/powershell:[\w.-]+@sha256:[0-9a-f]{64}$'
            $container['args'][0] | Should -Not -Match '\$\(' -Because 'Kubernetes would replace $(NAME)'
            $variables.Keys | Sort-Object | Should -Be 'BC_CLIENT_ID', 'BC_RUN', 'BC_RUN_STORE', 'BC_TOKEN_FILE', 'SHARD_COUNT' -Because 'these are what the test sets'
            $variables.BC_RUN['valueFrom']['fieldRef']['fieldPath'] | Should -Be "metadata.labels['batch.kubernetes.io/job-name']"
            $variables.BC_RUN_STORE['valueFrom']['secretKeyRef']['name'] | Should -Be 'bc-fleet'

            $token = @($pod['volumes']).Where{ $_['name'] -eq 'entra' }[0]['projected']['sources'][0]['serviceAccountToken']
            $token['audience'] | Should -Be 'api://AzureADTokenExchange'
            $mount = @($container['volumeMounts']).Where{ $_['name'] -eq 'entra' }[0]['mountPath']
            $variables.BC_TOKEN_FILE['value'] | Should -Be "$mount/$($token['path'])"
        }

        It 'processes each tenant once in the pods of all shards, and a pod that starts again processes only the remaining tenants' {
            $customers = $shards.TenantId | Sort-Object
            $refused = $shards[1].TenantId[0]
            Set-Consent $refused $false
            $empty = @(0..([int] $spec['completions'] - 1)).Where{ $_ -notin $shards.Shard }[0]
            $ended = @(@($shards.Shard) + $empty | ForEach-Object { Start-Pod $_ }).ForEach{ Wait-Pod $_ }
            $ended.ExitCode | Should -Be 0, 1, 0 -Because ($ended.Text -join "`n")
            $ended[1].Text | Should -BeLike '*Some tenants failed. The next pod of this shard retries them.*'
            $ended[2].Text | Should -BeLike 'No tenant is in this shard.*'
            Get-Changed | Should -Be ($customers | Where-Object { $_ -ne $refused })

            Set-Consent $refused $true
            Clear-Request
            $again = Wait-Pod (Start-Pod $shards[1].Shard)
            $again.ExitCode | Should -Be 0 -Because $again.Text
            (Get-Request).TenantId | Select-Object -Unique | Should -Be $refused
            $stored = Get-ChildItem "$root/runs/$($manifest['metadata']['name'])" | Get-Content -Raw | ConvertFrom-Json
            $stored.TenantId | Sort-Object | Should -Be $customers
            $stored.Status | Select-Object -Unique | Should -Be 'Done'
        }
    }
}
