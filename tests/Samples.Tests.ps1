# The samples of docs/examples for a scheduler or a pipeline: the pipelines are parsed, and their commands run against the simulator unchanged.
BeforeAll {
    Import-Module "$PSScriptRoot/TestSession.psm1" -Force
    $examples = Join-Path $PSScriptRoot ../docs/examples
}

Describe 'The pipeline publish-github.yml' {
    BeforeAll {
        $pipeline = Read-Yaml publish-github.yml
        $root = New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory
        $null = New-Item $root/docs, $root/apps -ItemType Directory
        Copy-Item $examples $root/docs -Recurse
        $null = New-TestApp $root/apps Hello 6f0e5c1a-0000-4000-8000-000000000001 1.0.0.0

        Start-TestSession
        $app = New-BcAppRegistration 'BC deploy' -Service -GitHubRepository contoso/bc-apps -GitHubEnvironment production -GrantConsent -AuthorizeApp -Force
        $endpoint = Start-TokenEndpoint 'https://token.actions.githubusercontent.com' 'repo:contoso/bc-apps:environment:production'
        Disconnect-BcTenant -All

        $global:PSDefaultParameterValues['Connect-BcTenant:Simulator'] = $true
        $variables = @{
            ACTIONS_ID_TOKEN_REQUEST_URL = "$($endpoint.Address)?api-version=2.0"; ACTIONS_ID_TOKEN_REQUEST_TOKEN = 'token-of-the-job'
            BC_TENANT = 'contoso.example'; BC_CLIENT_ID = "$($app.ClientId)"
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

    It 'passes the required values of the job to its script, and publishes' {
        $pipeline['jobs']['publish']['permissions']['id-token'] | Should -Be 'write'
        $commands = @($pipeline['jobs']['publish']['steps'] | ForEach-Object { $_['run'] } | Where-Object { $_ })
        $commands | Should -HaveCount 2
        $commands[0] | Should -Be 'Install-PSResource BcAdmin -TrustRepository'
        $published = & ([scriptblock]::Create($commands[1]))
        $published.Name | Should -Be 'Hello'
        (Get-Request installPte).Caller | Should -Be 'app'
        Get-BcConnection | Should -BeNullOrEmpty
    }
}

Describe 'The samples for GitHub' {
    It '<_> uses actions that are pinned to a commit, in the versions of ci.yml' -ForEach 'publish-github.yml', 'configuration-github.yml', 'shard-github.yml' {
        $known = Get-Content "$PSScriptRoot/../.github/workflows/ci.yml" -Raw
        $actions = [regex]::Matches((Get-Content $examples/$_ -Raw), '(?m)^[\s-]+uses: (?<action>\S+)').ForEach{ $_.Groups['action'].Value }
        $actions | Should -Not -BeNullOrEmpty
        foreach ($action in $actions) {
            $action | Should -Match '^[\w-]+/[\w-]+@[0-9a-f]{40}$'
            $known.Contains($action) | Should -BeTrue -Because "$action is the version of ci.yml"
        }
    }
}

Describe 'The pipeline publish-azure-devops.yml' {
    BeforeAll {
        $pipeline = Read-Yaml publish-azure-devops.yml
        $template = Read-Yaml publish-azure-devops-job.yml
        $client, $secret = 'c0a70500-0000-4000-8000-00000000a001', 'contoso-automation-secret'
        $issuer, $subject = 'https://vstoken.dev.azure.com/5b1e8f2c-0000-4000-8000-000000000001', 'sc://contoso/bc/business-central'
        $endpoint = Start-TokenEndpoint $issuer $subject
        $global:PSDefaultParameterValues['Connect-BcTenant:Simulator'] = $true
        $sandbox, $production = $pipeline['jobs'] | ForEach-Object { $_['parameters'] }
        $withSecret = @{ environment = 'Sandbox'; tenantId = 'contoso.example'; clientId = $client; clientSecret = '$(BcClientSecret)' }
        function Get-Id([int] $Number) { 'ad000000-0000-4000-8000-{0:d12}' -f $Number }

        # Expands a template as Azure DevOps does. An expression that the test does not know is an error.
        function Expand-Template($Node, [hashtable] $Values) {
            if ($Node -is [string]) {
                return [regex]::Replace($Node, '\$\{\{ (.+?) \}\}', {
                        $name = $args[0].Groups[1].Value
                        if (-not $Values.ContainsKey($name)) { throw "The template uses $name, which the test does not know." }
                        $Values[$name]
                    })
            }
            if ($Node -is [Collections.IDictionary]) {
                $map = @{}
                foreach ($key in $Node.Keys) { $map[$key] = Expand-Template $Node[$key] $Values }
                return $map
            }
            $items = foreach ($item in $Node) {
                $key = $item -is [Collections.IDictionary] ? @($item.Keys)[0] : ''
                if ($key -match "^\$\{\{ if ne\((?<name>[\w.]+), ''\) \}\}$") { $isMet = $Values[$Matches.name] -ne '' }
                elseif ($key -eq '${{ else }}') { $isMet = -not $isMet }
                else {
                    Expand-Template $item $Values
                    continue
                }
                if ($isMet) { Expand-Template $item[$key] $Values | ForEach-Object { $_ } }
            }
            , @($items)
        }

        function Get-Job([Collections.IDictionary] $Parameters) {
            $values = @{}
            foreach ($parameter in $template['parameters']) { $values["parameters.$($parameter['name'])"] = $parameter['default'] }
            foreach ($name in $Parameters.Keys) {
                $values.ContainsKey("parameters.$name") | Should -BeTrue -Because "$name is a parameter of the template"
                $values["parameters.$name"] = $Parameters[$name]
            }
            (Expand-Template $template['jobs'] $values)[0]
        }

        # Runs the commands of a job like an agent, with the variables that Azure DevOps and the task AzureCLI@2 set.
        function Invoke-Job([Collections.IDictionary] $Parameters, [string] $Branch = 'refs/heads/main', [string] $Reason = 'IndividualCI') {
            $job = Get-Job $Parameters
            $run = [pscustomobject] @{ Errors = @(); Output = @(); Information = @() }
            foreach ($step in $job['steps'] | Where-Object { $_['pwsh'] -or $_['task'] }) {
                $command = $step['pwsh'] ?? $step['inputs']['inlineScript']
                if ($command -eq 'Install-PSResource BcAdmin -TrustRepository') { continue }
                $variables = @{ BUILD_SOURCEBRANCH = $Branch; BUILD_REASON = $Reason; PIPELINE_WORKSPACE = "$root"; SYSTEM_OIDCREQUESTURI = $endpoint.Address }
                if ($step['task']) {
                    $step['inputs']['azureSubscription'] | Should -Be 'business-central'
                    $variables += @{ AZURESUBSCRIPTION_SERVICE_CONNECTION_ID = 'connection-of-the-job'; AZURESUBSCRIPTION_TENANT_ID = 'contoso.example'; AZURESUBSCRIPTION_CLIENT_ID = $client }
                }
                foreach ($map in $job['variables'], $step['env']) {
                    foreach ($name in $map.Keys) { $variables[$name] = $map[$name] -replace '^\$\(System\.AccessToken\)$', 'token-of-the-job' -replace '^\$\(BcClientSecret\)$', $secret }
                }
                foreach ($name in $variables.Keys) { [Environment]::SetEnvironmentVariable($name, $variables[$name]) }
                try {
                    & {
                        $ErrorActionPreference = 'Stop'
                        & ([scriptblock]::Create($command))
                    } *>&1 | ForEach-Object { if ($_ -is [Management.Automation.InformationRecord]) { $run.Information += "$_" } else { $run.Output += $_ } }
                }
                catch { $run.Errors += $_ }
                finally { foreach ($name in $variables.Keys) { [Environment]::SetEnvironmentVariable($name, $null) } }
            }
            $run
        }
    }

    BeforeEach {
        Start-TestSession -NoConnect
        Send-Control apps @{ clientId = $client; federated = @(@{ issuer = $issuer; subject = $subject }) }
        $root = New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory
        $null = New-Item $root/docs, $root/apps/base -ItemType Directory
        Copy-Item $examples $root/docs -Recurse
        $null = New-TestApp $root/apps/base A (Get-Id 1) 1.0.0.0
        # One project as files, and one as a .zip file.
        $null = New-Item $root/zipped -ItemType Directory
        $null = New-TestApp $root/zipped B (Get-Id 2) 1.0.0.0 -DependsOn (Get-Id 1)
        [IO.Compression.ZipFile]::CreateFromDirectory("$root/zipped", "$root/apps/web-main-Apps-1.0.0.0.zip")
        $null = New-TestApp $root/apps C (Get-Id 3) 1.0.0.0 -DependsOn (Get-Id 2)
        Push-Location $root
    }

    AfterEach { Pop-Location }

    AfterAll {
        $global:PSDefaultParameterValues.Remove('Connect-BcTenant:Simulator')
        Stop-TokenEndpoint $endpoint
    }

    It 'runs on commits of main, and has a job for each environment' {
        $pipeline['trigger']['branches']['include'] | Should -Be 'main'
        $pipeline['jobs'] | ForEach-Object { $_['template'] } | Should -Be 'publish-azure-devops-job.yml', 'publish-azure-devops-job.yml'
        (Get-Job $sandbox)['displayName'] | Should -Be 'Publish to Sandbox'
        (Get-Job $production)['displayName'] | Should -Be 'Publish to Production'
        (Get-Job $sandbox)['steps'][-1]['env'].Keys | Should -Be 'SYSTEM_ACCESSTOKEN'
        (Get-Job $withSecret)['steps'][-1]['env'].Keys | Should -Be 'BC_CLIENT_SECRET'
    }

    It 'publishes the apps to the sandbox in the order of their dependencies with each commit, and nothing twice' {
        $run = Invoke-Job $sandbox
        $run.Errors | Should -BeNullOrEmpty
        $run.Output.Name | Should -Be 'A', 'B', 'C'
        (Get-Request installPte).Caller | Select-Object -Unique | Should -Be 'app'
        (Invoke-Job $sandbox).Errors | Should -BeNullOrEmpty
        Get-Request installPte | Should -HaveCount 3
        Get-BcConnection | Should -BeNullOrEmpty
    }

    It 'publishes to production when a user starts it, or with continuousDeployment true' {
        $skipped = Invoke-Job $production
        $skipped.Errors | Should -BeNullOrEmpty
        $skipped.Information | Should -Be '##vso[task.logissue type=warning]Environment Production is skipped: it is a production environment, no user started the run, and continuousDeployment is not true.'
        Get-Request installPte | Should -BeNullOrEmpty

        $operations = (Invoke-Job $production -Reason Manual).Output | Where-Object { $_ -is [BcAdmin.BcAppOperation] }
        $operations.ScheduleKind | Should -Be 'UpdateWindow', 'UpdateWindow', 'UpdateWindow'
        Start-TestSession -NoConnect
        Send-Control apps @{ clientId = $client; federated = @(@{ issuer = $issuer; subject = $subject }) }
        (Invoke-Job @{ environment = 'Production'; serviceConnection = 'business-central'; continuousDeployment = 'true' }).Output.Name | Should -Be 'A', 'B', 'C'
    }

    It 'skips branch <Branch> with branches <Branches>' -TestCases @(
        @{ Branch = 'refs/heads/feature/x'; Branches = 'main'; Short = 'feature/x' }
        @{ Branch = 'refs/pull/7/merge'; Branches = 'main, release/*'; Short = 'refs/pull/7/merge' }
        @{ Branch = 'refs/tags/v1'; Branches = 'main'; Short = 'v1' }
    ) {
        foreach ($reason in 'IndividualCI', 'Manual') {
            $run = Invoke-Job @{ environment = 'Sandbox'; serviceConnection = 'business-central'; branches = $Branches } -Branch $Branch -Reason $reason
            $run.Errors | Should -BeNullOrEmpty
            $run.Information | Should -Be "##vso[task.logissue type=warning]Environment Sandbox is skipped: the branch '$Short' may not deploy to it. Allowed: $Branches."
        }
        Get-Request | Should -BeNullOrEmpty
    }

    It 'skips an environment with continuousDeployment false, unless a user starts it' {
        $parameters = @{ environment = 'Sandbox'; serviceConnection = 'business-central'; continuousDeployment = 'false' }
        (Invoke-Job $parameters).Information | Should -Be '##vso[task.logissue type=warning]Environment Sandbox is skipped: continuousDeployment is false.'
        Get-Request | Should -BeNullOrEmpty
        (Invoke-Job $parameters -Reason Manual).Output.Name | Should -Be 'A', 'B', 'C'
    }

    It 'names the app that fails and the reason, and uploads nothing that depends on it' {
        # Skips the first upload and fails the second.
        Send-Control faults @{ kind = 'failOperation'; operation = 'installPte'; message = 'Table 50100 has data.'; count = 1; probability = 0.5; seed = 2 }
        $run = Invoke-Job $sandbox
        $run.Errors | Should -HaveCount 1
        "$($run.Errors)" | Should -BeLike 'Deployment to environment Sandbox failed: B: *Table 50100 has data. *Contoso_C_1.0.0.0.app: *it depends on*'
        $run.Output.Name | Should -Be 'A'
        Get-Request installPte | Should -HaveCount 2
        Get-BcConnection | Should -BeNullOrEmpty
    }

    It 'signs in with a secret, and fails with the reason if it has expired' {
        (Invoke-Job $withSecret).Output.Name | Should -Be 'A', 'B', 'C'
        Clear-Request
        Send-Control apps @{ clientId = $client; secretExpired = $true }
        $run = Invoke-Job $withSecret
        "$($run.Errors)" | Should -BeLike '*AADSTS7000222*'
        "$($run.Errors | Format-List * -Force | Out-String) $($run.Information) $($run.Output)" | Should -Not -Match $secret
        Get-Request installPte | Should -BeNullOrEmpty
    }
}

Describe 'Publish-FromAzureDevOps.ps1' {
    It 'reports what the job does not have' {
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

        # In a separate process, as a scheduler starts it, with a separate simulator that accepts unknown apps with any certificate.
        function Invoke-Task([string] $Script, [string] $ClientId = 'b0000000-0000-4000-8000-000000000001') {
            $path = "$(Join-Path $PSScriptRoot ../out)$([IO.Path]::PathSeparator)$env:PSModulePath"
            $lines = Invoke-FreshPwsh "./docs/examples/Invoke-UnattendedScript.ps1 -Script '$(Join-Path $TestDrive $Script)' -TenantId contoso.example -ClientId $ClientId -CertificatePath '$certificate' -LogFolder '$log' -SignIn @{ Simulator = `$true }; exit `$LASTEXITCODE" -Environment @{ PSModulePath = $path }
            [pscustomobject] @{ ExitCode = $LASTEXITCODE; Text = $lines -join "`n"; Log = Get-Content (Get-ChildItem $log -Filter "$([IO.Path]::GetFileNameWithoutExtension($Script))-*.log" | Sort-Object LastWriteTime | Select-Object -Last 1) -Raw }
        }
    }

    It 'returns 0 and writes a transcript' {
        $old = New-Item (Join-Path $log Works-20200101-000000.log) -Force
        $old.LastWriteTime = '2020-01-01'
        $run = Invoke-Task Works.ps1
        $run.ExitCode | Should -Be 0 -Because $run.Text
        $run.Log | Should -BeLike '*Production*Ends with 0.*'
        $run.Log | Should -Not -Match 'eyJ|PRIVATE KEY'
        $old | Should -Not -Exist
    }

    It 'returns 1 when <Script> fails' -TestCases @(
        @{ Script = 'Fails.ps1'; Text = '*no environment Nope*went on*Ends with 1.*' }
        @{ Script = 'Throws.ps1'; Text = '*nothing goes*Ends with 1.*' }
    ) {
        $run = Invoke-Task $Script
        $run.ExitCode | Should -Be 1
        $run.Log | Should -BeLike $Text
    }

    It 'returns 1 when the sign-in is rejected' {
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

    It 'returns a line for cron that a shell reads correctly' -Skip:$IsWindows {
        $line = & $examples/Register-NightlyTask.ps1 @arguments -Certificate /etc/bc/nightly.pem
        $line | Should -BeLike '30 2 `* `* `* *'
        # Like cron: the text after the five fields, with unescaped %, is passed to sh.
        $command = (($line -split ' ', 6)[5] -replace '\\%', '%') -replace '^''[^'']*''', 'printf ''%s\n''' -replace ' > /dev/null.*'
        $read = sh -c $command
        $read[($read.IndexOf('-Script') + 1)] | Should -Be $script.FullName
        $read[($read.IndexOf('-CertificatePath') + 1)] | Should -Be '/etc/bc/nightly.pem'
        $read[($read.IndexOf('-File') + 1)] | Should -Exist
    }

    It 'starts an existing PowerShell, with full paths' -Skip:$IsWindows {
        Push-Location $TestDrive
        try {
            $relative = $arguments + @{ Certificate = './nightly.pem' }
            $relative.LogFolder = 'nightly logs'
            $line = & $examples/Register-NightlyTask.ps1 @relative
        }
        finally { Pop-Location }
        $line | Should -BeLike "* '$TestDrive/nightly.pem' *'$TestDrive/nightly logs'*"
        # The words up to -NoProfile start PowerShell.
        $start = ($line -split ' ', 6)[5] -replace " '-NoProfile'.*"
        sh -c "$start -NoProfile -Command '1 + 1'" | Should -Be 2
    }

    It 'registers a task if there is a task scheduler' {
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

    It 'registers an existing program for the task, and arguments that Windows reads correctly' {
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
        # The rules of Windows: 2n backslashes and a quote end an argument, 2n+1 make the quote part of it.
        $registered[1].Action.Argument.Contains('"-TenantId" "a\\\"b\\\\" "-ClientId"') | Should -BeTrue -Because $registered[1].Action.Argument
    }
}

Describe 'Watch-Drift.ps1' {
    BeforeEach {
        Start-TestSession Partner -NoConnect
        foreach ($tenant in (Get-BcSimulator Test).Tenants) { Connect-BcTenant $tenant -Simulator }
        $name = (Get-BcConnection).Name
        $folder = New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory
        $baseline = Join-Path $folder drift-baseline.json
        Set-Content $baseline '{ "environments": [ { "match": { "type": "Production" }, "appUpdateCadence": "Default" } ] }'
        $mails = [Collections.Generic.List[object]]::new()
        $watch = @{ Path = $baseline; StatePath = "$folder/state.json"; SendMail = { param($Subject, $Text, $Summary) $mails.Add(@{ Subject = $Subject; Text = $Text; Summary = $Summary }) } }
    }

    It 'sends one email for each tenant that differs, and nothing without changes' {
        (& $examples/Watch-Drift.ps1 @watch).Status | Select-Object -Unique | Should -Be 'InDesiredState'
        $mails | Should -BeNullOrEmpty
        Set-BcEnvironmentAppUpdateCadence Production DuringMajorUpgrade -Connection $name[1]
        $rows = & $examples/Watch-Drift.ps1 @watch
        $rows.TenantName | Should -Be $name
        $rows.Status | Should -Be 'InDesiredState', 'Reported', 'InDesiredState'
        $mails | Should -HaveCount 1
        $mails[0].Subject | Should -Be "$($name[1]) differs from its configuration: 1 change"
        $mails[0].Text | Should -Be 'Change Production AppUpdateCadence cadence: DuringMajorUpgrade -> Default'
        (& $examples/Watch-Drift.ps1 @watch).Status | Should -Be 'InDesiredState', 'Unchanged', 'InDesiredState'
        $mails | Should -HaveCount 1

        Set-BcEnvironmentAppUpdateCadence Production DuringMajorMinorUpgrade -Connection $name[1]
        (& $examples/Watch-Drift.ps1 @watch)[1].Status | Should -Be 'Reported'
        Set-BcEnvironmentAppUpdateCadence Production Default -Connection $name[1]
        (& $examples/Watch-Drift.ps1 @watch)[1].Status | Should -Be 'InDesiredState'
        Set-BcEnvironmentAppUpdateCadence Production DuringMajorMinorUpgrade -Connection $name[1]
        (& $examples/Watch-Drift.ps1 @watch)[1].Status | Should -Be 'Reported' -Because 'the tenant matched in between'
        $mails | Should -HaveCount 3
        Get-Request setAppUpdateCadence | Should -HaveCount 4
    }

    It 'reports once what cannot be read, although its error differs each time' {
        $null = Add-BcSimulatorFault 403 -Operation getSupportContact -Count 0
        Set-Content $baseline '{ "environments": [ { "match": { "type": "Production" }, "supportContact": { "name": "x" } } ] }'
        (& $examples/Watch-Drift.ps1 @watch -Connection $name[0] -ErrorVariable failures).Status | Should -Be 'Reported'
        $mails[0].Text | Should -BeLike 'Unknown Production SupportContact (*'
        (& $examples/Watch-Drift.ps1 @watch -Connection $name[0]).Status | Should -Be 'Unchanged'
    }

    It 'retries messages that could not be sent, and changes nothing with -WhatIf' {
        Set-BcEnvironmentAppUpdateCadence Production DuringMajorUpgrade -Connection $name[0]
        & $examples/Watch-Drift.ps1 @watch -WhatIf | ForEach-Object Status | Should -Be 'InDesiredState', 'InDesiredState'
        "$folder/state.json" | Should -Not -Exist
        $fails = $watch + @{}
        $fails.SendMail = { throw 'The mail server is down.' }
        (& $examples/Watch-Drift.ps1 @fails -Connection $name[0] -ErrorAction SilentlyContinue -ErrorVariable failures).Status | Should -Be 'Failed'
        "$failures" | Should -BeLike '*The mail server is down.*'
        (& $examples/Watch-Drift.ps1 @watch)[0].Status | Should -Be 'Reported'
    }

    It 'posts a card to Teams, and keeps the address of the workflow secret' {
        Set-BcEnvironmentAppUpdateCadence Production DuringMajorUpgrade -Connection $name[0]
        $listener = Start-HttpListener
        $teams = Start-ThreadJob -ArgumentList $listener {
            param($listener)
            $context = $listener.GetContext()
            [IO.StreamReader]::new($context.Request.InputStream).ReadToEnd()
            $context.Response.StatusCode = 202
            $context.Response.Close()
        }
        try {
            $watch.Remove('SendMail')
            $address = "$(@($listener.Prefixes))workflow?sig=hidden"
            (& $examples/Watch-Drift.ps1 @watch -Connection $name[0] -WebhookUri $address).Status | Should -Be 'Reported'
            $card = (Receive-Job $teams -Wait | ConvertFrom-Json).attachments
            $card.contentType | Should -Be 'application/vnd.microsoft.card.adaptive'
            $card.content.body[0].text | Should -Be "$($name[0]) differs from its configuration: 1 change"
            $card.content.body[1].inlines.text | Should -Be 'Change Production AppUpdateCadence cadence: DuringMajorUpgrade -> Default'
        }
        finally {
            $listener.Stop()
            $teams | Stop-Job -PassThru | Remove-Job -Force
        }
        Remove-Item "$folder/state.json"
        $null = & $examples/Watch-Drift.ps1 @watch -Connection $name[0] -WebhookUri $address -ErrorAction SilentlyContinue -ErrorVariable failures
        "$failures" | Should -BeLike '*The Teams workflow did not accept the card*'
        "$failures" | Should -Not -BeLike '*hidden*'
    }
}

Describe 'baseline.json' {
    It 'is valid for every tenant of a fleet, and can be applied' {
        Start-TestSession Partner -NoConnect
        foreach ($tenant in (Get-BcSimulator Test).Tenants) { Connect-BcTenant $tenant -Simulator }
        $apply = @{ Path = "$examples/baseline.json"; Connection = '*'; Parameter = @{ supportEmail = 'desk@contoso.example' } }
        @(Compare-BcConfiguration @apply).Action | Should -Not -Contain 'None'
        (Set-BcConfiguration @apply -Force).Status | Select-Object -Unique | Should -Be 'Done'
        Test-BcConfiguration @apply | Should -BeTrue
    }
}

Describe 'The pipeline of <File>' -ForEach @(
    @{
        File = 'configuration-github.yml'; Issuer = 'https://token.actions.githubusercontent.com'; Subject = 'repo:contoso/bc:environment:configuration'
        Registration = @{ GitHubRepository = 'contoso/bc'; GitHubEnvironment = 'configuration' }
    }
    @{
        File = 'configuration-azure-devops.yml'; Issuer = 'https://vstoken.dev.azure.com/5b1e8f2c-0000-4000-8000-000000000001'; Subject = 'sc://contoso/bc/business-central'
        Registration = @{ FederatedIssuer = 'https://vstoken.dev.azure.com/5b1e8f2c-0000-4000-8000-000000000001'; FederatedSubject = 'sc://contoso/bc/business-central' }
    }
) {
    BeforeAll {
        $isGitHub = $File -eq 'configuration-github.yml'
        $pipeline = Read-Yaml $File
        $root = New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory
        $null = New-Item $root/docs, $root/configuration -ItemType Directory
        Copy-Item $examples $root/docs -Recurse

        Start-TestSession -Setting @{ newAppsAreSetUp = $true }
        $app = New-BcAppRegistration 'BC configuration' -Service @Registration -GrantConsent -AuthorizeApp -Force
        $endpoint = Start-TokenEndpoint $Issuer $Subject
        Disconnect-BcTenant -All

        $global:PSDefaultParameterValues['Connect-BcTenant:Simulator'] = $true
        $variables = $isGitHub ? @{
            ACTIONS_ID_TOKEN_REQUEST_URL = "$($endpoint.Address)?api-version=2.0"; ACTIONS_ID_TOKEN_REQUEST_TOKEN = 'token-of-the-job'
            BC_TENANT = 'contoso.example'; BC_CLIENT_ID = "$($app.ClientId)"; GITHUB_ACTIONS = 'true'; PULL_REQUEST = '17'
        } : @{
            SYSTEM_OIDCREQUESTURI = $endpoint.Address; SYSTEM_ACCESSTOKEN = 'token-of-the-job'; AZURESUBSCRIPTION_SERVICE_CONNECTION_ID = 'connection-of-the-job'
            AZURESUBSCRIPTION_TENANT_ID = 'contoso.example'; AZURESUBSCRIPTION_CLIENT_ID = "$($app.ClientId)"; SYSTEM_COLLECTIONURI = 'https://dev.azure.com/contoso/'
            SYSTEM_TEAMPROJECTID = 'bc'; BUILD_REPOSITORY_ID = 'repository'; SYSTEM_PULLREQUEST_PULLREQUESTID = '17'
        }
        $variables.Keys | ForEach-Object { Set-Item "env:$_" $variables[$_] }
        Push-Location $root

        # The scripts of the steps by their names, without the step that installs the module.
        $steps = @($isGitHub ? $pipeline['jobs']['plan']['steps'] + $pipeline['jobs']['apply']['steps'] : $pipeline['steps'])
        $script = @{}
        foreach ($step in $steps) {
            $text = $step['run'] ?? $step['pwsh'] ?? $step['inputs']?['inlineScript']
            if ($text) { $script[$step['name'] ?? $step['displayName']] = [scriptblock]::Create($text) }
        }
        # They simulate the command line of GitHub and the API of Azure DevOps, and write the posted text to a file.
        function global:gh { Set-Content posted.txt "To $($args[2])", (Get-Content plan.md -Raw) }
        function Invoke-PostStep {
            function Invoke-RestMethod($Uri, $Method, $ContentType, $Body, $Headers) { Set-Content posted.txt "To $Uri", ([Text.Encoding]::UTF8.GetString($Body) | ConvertFrom-Json).comments.content }
            & $script['Post the plan']
            Get-Content posted.txt -Raw
        }
    }

    AfterAll {
        Pop-Location
        Remove-Item function:gh
        $variables.Keys | ForEach-Object { Remove-Item "env:$_" }
        $global:PSDefaultParameterValues.Remove('Connect-BcTenant:Simulator')
        Stop-TokenEndpoint $endpoint
    }

    BeforeEach {
        Remove-Item *.txt, *.md
        Clear-Request
        Set-Content configuration/Sandbox.json '{ "name": "Sandbox", "appUpdateCadence": "DuringMajorUpgrade", "companies": [ { "name": "A|B *bold*" } ] }'
    }

    It 'has the required permissions and conditions' {
        if ($isGitHub) {
            $pipeline['jobs']['plan']['permissions'].Keys | Sort-Object | Should -Be 'contents', 'id-token', 'pull-requests'
            $pipeline['jobs']['apply']['permissions'].Keys | Sort-Object | Should -Be 'contents', 'id-token'
            $pipeline['jobs']['plan']['if'], $pipeline['jobs']['apply']['if'] | Should -Be "github.event_name == 'pull_request'", "github.event_name == 'push'"
            $steps.ForEach{ $_['uses'] }.Where{ $_ } | Should -Match '^actions/checkout@[0-9a-f]{40}$'
        }
        else {
            $steps.Where{ $_['displayName'] -in 'Plan', 'Apply', 'Post the plan' }.ForEach{ $_['env']['SYSTEM_ACCESSTOKEN'] } | Select-Object -Unique | Should -Be '$(System.AccessToken)'
            $apply = $steps.Where{ $_['displayName'] -eq 'Apply' }[0]['condition']
            $apply | Should -Be "and(succeeded(), ne(variables['Build.Reason'], 'PullRequest'), eq(variables['Build.SourceBranch'], 'refs/heads/main'))"
        }
        $script.Keys | Sort-Object | Should -Be 'Apply', 'Install BcAdmin', 'Plan', 'Post the plan'
    }

    It 'posts the plan of a pull request and changes nothing, and applies it on merge' {
        & $script['Plan']
        $posted = Invoke-PostStep
        $posted | Should -BeLike 'To *17*'
        $posted | Should -BeLike '*| Change | Sandbox | AppUpdateCadence | cadence | Default | DuringMajorUpgrade |*'
        $posted.Contains('A\|B \*bold\*') | Should -BeTrue
        Get-Request setAppUpdateCadence, createAutomationCompany | Should -BeNullOrEmpty

        (& $script['Apply']).Status | Should -Be 'Done', 'Done'
        (Get-Request setAppUpdateCadence).Caller | Should -Be 'app'
        Get-BcConnection | Should -BeNullOrEmpty
        & $script['Plan']
        Invoke-PostStep | Should -BeLike '*Nothing to change.*'
    }

    It 'posts a mistake and fails, without a change' {
        Set-Content configuration/Sandbox.json '{ "name": "Sandbox", "appUpdateCadenc": "Default" }'
        $annotations = & { try { & $script['Plan'] } catch { "thrown: $_" } } 6>&1
        $annotations | Should -Contain 'thrown: The configuration has 1 mistakes, see the plan.'
        if ($isGitHub) { "$annotations" | Should -BeLike '*::error file=configuration/Sandbox.json,line=1,col=22::*appUpdateCadence*' }
        Invoke-PostStep | Should -BeLike '*Did you mean ''appUpdateCadence''?*'
        { & $script['Apply'] 2>$null } | Should -Throw
        Get-Request setAppUpdateCadence | Should -BeNullOrEmpty
    }

    It 'fails for an entry that cannot be applied' {
        Set-Content configuration/Sandbox.json '{ "name": "Sandbox", "environment": { "version": ">=99.0" } }'
        { & $script['Plan'] } | Should -Throw '1 entries cannot be applied or compared, see the plan.'
        Get-Content plan.md -Raw | Should -BeLike '*| None | Sandbox | Environment |*'
    }
}
