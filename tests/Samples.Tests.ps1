# The samples of docs/examples that belong to a scheduler or a pipeline: the pipelines are parsed, and their commands run against the simulator as they stand.
BeforeAll {
    Import-Module "$PSScriptRoot/TestSession.psm1" -Force
    $examples = Join-Path $PSScriptRoot ../docs/examples
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
