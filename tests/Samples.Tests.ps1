# The samples of docs/examples that belong to a scheduler, a pipeline or many jobs: the pipelines are parsed, and their commands run against the simulator as they stand.
BeforeAll {
    Import-Module "$PSScriptRoot/TestSession.psm1" -Force
    $examples = Join-Path $PSScriptRoot ../docs/examples
    Add-Type -Path (Get-Item "$PSScriptRoot/../.packages/yamldotnet/*/lib/net8.0/YamlDotNet.dll")

    function Read-Yaml([string] $Name) {
        $reader = [IO.StreamReader]::new((Join-Path $examples $Name))
        try { [YamlDotNet.Serialization.DeserializerBuilder]::new().Build().Deserialize($reader) } finally { $reader.Dispose() }
    }

    # Plays the endpoint at which a job asks for its token: GitHub's (GET, value) and that of Azure DevOps (POST, oidcToken).
    function Start-TokenEndpoint([string] $Issuer, [string] $Subject) {
        $listener = Start-HttpListener
        $job = Start-ThreadJob -ArgumentList $listener, $Issuer, $Subject {
            param($listener, $issuer, $subject)
            function ConvertTo-Base64Url($value) { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes((ConvertTo-Json $value -Compress))).TrimEnd('=').Replace('+', '-').Replace('/', '_') }
            while ($listener.IsListening) {
                $context = $listener.GetContext()
                $request = $context.Request
                $member = $request.HttpMethod -eq 'POST' ? 'oidcToken' : 'value'
                $asked = $member -eq 'value' ? $request.QueryString['audience'] -eq 'api://AzureADTokenExchange' : $request.QueryString['serviceConnectionId'] -eq 'connection-of-the-job'
                if ($request.Headers['Authorization'] -ne 'Bearer token-of-the-job' -or -not $asked) {
                    $context.Response.StatusCode = 401
                }
                else {
                    $claims = @{ iss = $issuer; sub = $subject; aud = 'api://AzureADTokenExchange'; exp = [DateTimeOffset]::UtcNow.AddMinutes(5).ToUnixTimeSeconds() }
                    $bytes = [Text.Encoding]::UTF8.GetBytes((ConvertTo-Json @{ $member = "$(ConvertTo-Base64Url @{ alg = 'RS256' }).$(ConvertTo-Base64Url $claims).c2ln" }))
                    $context.Response.ContentType = 'application/json'
                    $context.Response.OutputStream.Write($bytes)
                }
                $context.Response.Close()
            }
        }
        @{ Listener = $listener; Job = $job; Address = "$(@($listener.Prefixes))token" }
    }

    function Stop-TokenEndpoint($Endpoint) {
        $Endpoint.Listener.Stop()
        $Endpoint.Job | Stop-Job -PassThru | Remove-Job -Force
    }
}

Describe 'The pipeline of <File>' -ForEach @(
    @{
        File = 'publish-github.yml'; Issuer = 'https://token.actions.githubusercontent.com'; Subject = 'repo:contoso/bc-apps:environment:production'
        Registration = @{ GitHubRepository = 'contoso/bc-apps'; GitHubEnvironment = 'production' }
    }
    @{
        File = 'publish-azure-devops.yml'; Issuer = 'https://vstoken.dev.azure.com/5b1e8f2c-0000-4000-8000-000000000001'; Subject = 'sc://contoso/bc/business-central'
        Registration = @{ FederatedIssuer = 'https://vstoken.dev.azure.com/5b1e8f2c-0000-4000-8000-000000000001'; FederatedSubject = 'sc://contoso/bc/business-central' }
    }
) {
    BeforeAll {
        $pipeline = Read-Yaml $File
        $root = New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory
        $null = New-Item $root/docs, $root/apps -ItemType Directory
        Copy-Item $examples $root/docs -Recurse
        $null = New-TestApp $root/apps Hello 6f0e5c1a-0000-4000-8000-000000000001 1.0.0.0

        Start-TestSession
        $app = New-BcAppRegistration 'BC deploy' -Service @Registration -GrantConsent -AuthorizeApp -Force
        $endpoint = Start-TokenEndpoint $Issuer $Subject
        Disconnect-BcTenant -All

        $global:PSDefaultParameterValues['Connect-BcTenant:Simulator'] = $true
        $variables = @{
            ACTIONS_ID_TOKEN_REQUEST_URL = "$($endpoint.Address)?api-version=2.0"; ACTIONS_ID_TOKEN_REQUEST_TOKEN = 'token-of-the-job'
            BC_TENANT = 'contoso.example'; BC_CLIENT_ID = "$($app.ClientId)"
            SYSTEM_OIDCREQUESTURI = $endpoint.Address; SYSTEM_ACCESSTOKEN = 'token-of-the-job'; AZURESUBSCRIPTION_SERVICE_CONNECTION_ID = 'connection-of-the-job'
            AZURESUBSCRIPTION_TENANT_ID = 'contoso.example'; AZURESUBSCRIPTION_CLIENT_ID = "$($app.ClientId)"; PIPELINE_WORKSPACE = "$root"
        }
        $variables.Keys | ForEach-Object { Set-Item "env:$_" $variables[$_] }
        Push-Location $root
    }

    AfterAll {
        Pop-Location
        $variables.Keys | ForEach-Object { Remove-Item "env:$_" }
        $global:PSDefaultParameterValues.Remove('Connect-BcTenant:Simulator')
        Stop-TokenEndpoint $endpoint
    }

    It 'hands the job over what its script needs, and publishes' {
        $steps = @($File -eq 'publish-github.yml' ? $pipeline['jobs']['publish']['steps'] : $pipeline['steps'])
        if ($File -eq 'publish-github.yml') { $pipeline['jobs']['publish']['permissions']['id-token'] | Should -Be 'write' }
        else { $steps[-1]['env']['SYSTEM_ACCESSTOKEN'] | Should -Be '$(System.AccessToken)' }

        $commands = @($steps | ForEach-Object { $_['run'] ?? $_['pwsh'] ?? $_['inputs']?['inlineScript'] } | Where-Object { $_ })
        $commands | Should -HaveCount 2
        $commands[0] | Should -Be 'Install-PSResource BcAdmin -TrustRepository'
        $published = & ([scriptblock]::Create($commands[1]))
        $published.Name | Should -Be 'Hello'
        (Get-Request installPte).Caller | Should -Be 'app'
        Get-BcConnection | Should -BeNullOrEmpty
    }
}

Describe 'Publish-FromAzureDevOps.ps1' {
    It 'says what the job lacks' {
        { & $examples/Publish-FromAzureDevOps.ps1 -Environment Sandbox -Path $TestDrive } | Should -Throw '*SYSTEM_ACCESSTOKEN*'
        $env:SYSTEM_ACCESSTOKEN = 'x'
        try { { & $examples/Publish-FromAzureDevOps.ps1 -Environment Sandbox -Path $TestDrive } | Should -Throw '*AzureCLI@2*' }
        finally { $env:SYSTEM_ACCESSTOKEN = $null }
    }
}

Describe 'Invoke-UnattendedScript.ps1' {
    BeforeAll {
        Start-TestSession
        $certificate = Join-Path $TestDrive 'bc nightly.pem'
        $null = New-BcAppRegistration 'BC nightly' -Service -CertificatePath $certificate -Force
        $log = Join-Path $TestDrive log
        Set-Content (Join-Path $TestDrive Fails.ps1) 'param($Connection) Get-BcEnvironment Nope -Connection $Connection; "went on"'
        Set-Content (Join-Path $TestDrive Throws.ps1) 'throw "nothing goes"'
        Set-Content (Join-Path $TestDrive Works.ps1) 'param($Connection) Get-BcEnvironment -Connection $Connection'

        # In a process of its own, as a scheduler starts it, with a simulator of its own. That welcomes an app that it does not know, with any certificate.
        function Invoke-Task([string] $Script, [string] $ClientId = 'b0000000-0000-4000-8000-000000000001') {
            $path = "$(Join-Path $PSScriptRoot ../out)$([IO.Path]::PathSeparator)$env:PSModulePath"
            $lines = Invoke-FreshPwsh "./docs/examples/Invoke-UnattendedScript.ps1 -Script '$(Join-Path $TestDrive $Script)' -TenantId contoso.example -ClientId $ClientId -CertificatePath '$certificate' -LogFolder '$log' -SignIn @{ Simulator = `$true }; exit `$LASTEXITCODE" -Environment @{ PSModulePath = $path }
            [pscustomobject] @{ ExitCode = $LASTEXITCODE; Text = $lines -join "`n"; Log = Get-Content (Get-ChildItem $log -Filter "$([IO.Path]::GetFileNameWithoutExtension($Script))-*.log" | Sort-Object LastWriteTime | Select-Object -Last 1) -Raw }
        }
    }

    It 'ends with 0 and leaves a transcript' {
        $old = New-Item (Join-Path $log Works-20200101-000000.log) -Force
        $old.LastWriteTime = '2020-01-01'
        $run = Invoke-Task Works.ps1
        $run.ExitCode | Should -Be 0 -Because $run.Text
        $run.Log | Should -BeLike '*Production*Ends with 0.*'
        $run.Log | Should -Not -Match 'eyJ|PRIVATE KEY'
        $old | Should -Not -Exist
    }

    It 'ends with 1 when <Script> fails' -TestCases @(
        @{ Script = 'Fails.ps1'; Text = '*no environment Nope*went on*Ends with 1.*' }
        @{ Script = 'Throws.ps1'; Text = '*nothing goes*Ends with 1.*' }
    ) {
        $run = Invoke-Task $Script
        $run.ExitCode | Should -Be 1
        $run.Log | Should -BeLike $Text
    }

    It 'ends with 1 when the sign-in is refused' {
        $run = Invoke-Task Works.ps1 c0a70500-0000-4000-8000-00000000a001 # which has no certificate
        $run.ExitCode | Should -Be 1
        $run.Log | Should -BeLike '*AADSTS700027*Ends with 1.*'
    }
}

Describe 'Register-NightlyTask.ps1' {
    BeforeAll {
        $script = New-Item (Join-Path $TestDrive "It's nightly.ps1") -Value 'param($Connection)'
        $arguments = @{ Script = $script; TenantId = 'contoso.com'; ClientId = '11111111-2222-3333-4444-555555555555'; LogFolder = "$TestDrive/log"; At = '02:30' }
    }

    It 'gives a line for cron that a shell reads right' -Skip:$IsWindows {
        $line = & $examples/Register-NightlyTask.ps1 @arguments -Certificate /etc/bc/nightly.pem
        $line | Should -BeLike '30 2 `* `* `* *'
        # What cron does: the text behind the five fields, with % freed, goes to sh.
        $command = (($line -split ' ', 6)[5] -replace '\\%', '%') -replace '^''[^'']*''', 'printf ''%s\n''' -replace ' > /dev/null.*'
        $read = sh -c $command
        $read[($read.IndexOf('-Script') + 1)] | Should -Be $script.FullName
        $read[($read.IndexOf('-CertificatePath') + 1)] | Should -Be '/etc/bc/nightly.pem'
        $read[($read.IndexOf('-File') + 1)] | Should -Exist
    }

    It 'starts a PowerShell that exists, with full paths' -Skip:$IsWindows {
        Push-Location $TestDrive
        try {
            $relative = $arguments + @{ Certificate = './nightly.pem' }
            $relative.LogFolder = 'nightly logs'
            $line = & $examples/Register-NightlyTask.ps1 @relative
        }
        finally { Pop-Location }
        $line | Should -BeLike "* '$TestDrive/nightly.pem' *'$TestDrive/nightly logs'*"
        # The words up to -NoProfile are what starts PowerShell.
        $start = ($line -split ' ', 6)[5] -replace " '-NoProfile'.*"
        sh -c "$start -NoProfile -Command '1 + 1'" | Should -Be 2
    }

    It 'registers a task where there is a task scheduler' {
        $registered = & {
            function New-ScheduledTaskAction($Execute, $Argument) { "$Execute $Argument" }
            function New-ScheduledTaskTrigger([switch] $Daily, $At) { $At }
            function New-ScheduledTaskSettingsSet([switch] $StartWhenAvailable, $MultipleInstances, $ExecutionTimeLimit) { $MultipleInstances }
            function Register-ScheduledTask($TaskName, $Action, $Trigger, $Settings, $User, $Password, [switch] $Force) { [pscustomobject] $PSBoundParameters }
            $account = [pscredential]::new('contoso\bc-nightly', (ConvertTo-SecureString password -AsPlainText))
            & $examples/Register-NightlyTask.ps1 @arguments -Certificate "$([char] 0x200E)4e 1c" -Credential $account
            & $examples/Register-NightlyTask.ps1 @arguments -Certificate 4E1C -Credential $account -WhatIf
            { & $examples/Register-NightlyTask.ps1 @arguments -Certificate 4E1C } | Should -Throw '*-Credential*'
        }
        @($registered).Count | Should -Be 1
        $registered.TaskName | Should -Be "BC It's nightly"
        $registered.Action | Should -BeLike "*`"-Script`" `"*It's nightly.ps1`"*`"-CertificateThumbprint`" `"4e1c`"*"
        $registered.Trigger.TimeOfDay | Should -Be ([timespan] '02:30')
    }

    It 'gives the task a program that exists, and arguments that Windows reads right' {
        $relative = $arguments + @{}
        $relative.LogFolder = "logs$([IO.Path]::DirectorySeparatorChar)"
        $registered = & {
            function New-ScheduledTaskAction($Execute, $Argument) { [pscustomobject] $PSBoundParameters }
            function New-ScheduledTaskTrigger([switch] $Daily, $At) { }
            function New-ScheduledTaskSettingsSet([switch] $StartWhenAvailable, $MultipleInstances, $ExecutionTimeLimit) { }
            function Register-ScheduledTask($TaskName, $Action, $Trigger, $Settings, $User, $Password, [switch] $Force) { [pscustomobject] $PSBoundParameters }
            $account = [pscredential]::new('contoso\bc-nightly', (ConvertTo-SecureString password -AsPlainText))
            Push-Location $TestDrive
            try { & $examples/Register-NightlyTask.ps1 @relative -Certificate 4E1C -Credential $account }
            finally { Pop-Location }
            $relative.TenantId = 'a\"b\\'
            & $examples/Register-NightlyTask.ps1 @relative -Certificate 4E1C -Credential $account
        }
        $registered[0].Action.Execute | Should -Exist
        $registered[0].Action.Argument | Should -BeLike "*`"-LogFolder`" `"$TestDrive*logs*`""
        # The rules of Windows: 2n backslashes and a quote end a part, 2n+1 make the quote a letter.
        $registered[1].Action.Argument.Contains('"-TenantId" "a\\\"b\\\\" "-ClientId"') | Should -BeTrue -Because $registered[1].Action.Argument
    }
}

Describe 'Start-ShardedRunbook.ps1 and Invoke-TenantShard.ps1' {
    BeforeAll {
        $scenario = Get-Content "$PSScriptRoot/../out/BcAdmin/simulator/Scenarios/Partner.json" -Raw | ConvertFrom-Json -AsHashtable
        $scenario.tenants[0].repeat = 12
        $file = Join-Path $TestDrive Twelve.json
        ConvertTo-Json $scenario -Depth 20 | Set-Content $file

        # Does one thing in each tenant, and hangs in the tenant that the file hang names, until its job is ended.
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
            $module = (Get-Item "$PSScriptRoot/../out/BcAdmin").FullName
            $address = (Get-BcSimulator Test).HttpEndpoint
            # As processes: what stands for a job has to be something that can be killed.
            Start-Job {
                Import-Module $using:module
                $signIn = @{
                    ClientId = '9a270e00-0000-4000-8000-00000000a001'; ClientSecret = ConvertTo-SecureString partner-automation-secret -AsPlainText
                    Authority = $using:address; Endpoint = $using:address
                }
                & $using:shardScript -TenantId $using:TenantId -Run $using:run -Store $using:store -SignIn $signIn -Work $using:work
            }
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

    It 'puts each tenant in one shard, always in the same, whoever else is there' {
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

    It 'does each tenant once, and goes on when one fails' {
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

    It 'does the rest when a shard that was killed runs again' {
        $plan = $rows | & $examples/Start-ShardedRunbook.ps1 -ShardCount 2 -StartJob { }
        $victim = $plan[1].TenantId[2]
        Set-Content (Join-Path $TestDrive hang) $victim
        $shards = $rows | & $examples/Start-ShardedRunbook.ps1 -ShardCount 2 -StartJob $start
        $null = $shards[0].Job | Wait-Job
        $limit = [datetime]::Now.AddMinutes(1)
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
        @(Get-Request createAutomationCompany).Count | Should -Be $tenants.Count -Because 'another number of shards does nothing twice'
    }

    It 'keeps its results in a container of Azure Storage as well' {
        # Plays the two calls of blob storage that are needed, on any path.
        $listener = Start-HttpListener
        $storage = Start-ThreadJob -ArgumentList $listener {
            param($listener)
            $blobs = @{}
            while ($listener.IsListening) {
                $context = $listener.GetContext()
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
            { & $examples/Invoke-TenantShard.ps1 -TenantId $tenants[0] -Run x -Store "$(@($listener.Prefixes))runs?sig=no" -SignIn $signIn -Work $work } | Should -Throw '*store answers 403*'
        }
        finally {
            $listener.Stop()
            $storage | Stop-Job -PassThru | Remove-Job -Force
        }
    }
}
