# The deployment script for AL-Go for GitHub: called as AL-Go calls it, from the folders of an AL-Go repository, against the simulator.
BeforeAll {
    Import-Module "$PSScriptRoot/TestSession.psm1" -Force
    $hook = (Get-Item "$PSScriptRoot/../docs/examples/al-go/DeployToSaaS.ps1").FullName
    $client = 'c0a70500-0000-4000-8000-00000000a001'
    $secret = 'contoso-automation-secret'
    $context = ConvertTo-Json -Compress @{ tenantId = 'contoso.example'; scopes = 'https://api.businesscentral.dynamics.com/'; clientId = $client; clientSecret = $secret }
    $global:PSDefaultParameterValues['Connect-BcTenant:Simulator'] = $true
    $variables = @{
        GITHUB_REF_NAME = 'main'; GITHUB_REPOSITORY = 'contoso/bc-apps'; ALGoEnvName = 'Sandbox'; GITHUB_OUTPUT = Join-Path $TestDrive output
        ACTIONS_ID_TOKEN_REQUEST_URL = $null; ACTIONS_ID_TOKEN_REQUEST_TOKEN = $null
    }

    function New-Workspace {
        Start-TestSession -NoConnect
        foreach ($key in $variables.Keys) { [Environment]::SetEnvironmentVariable($key, $variables[$key]) }
        Remove-Item $variables.GITHUB_OUTPUT -ErrorAction Ignore
        $folder = Join-Path $TestDrive "$([guid]::NewGuid()) [x] & y"
        $null = [IO.Directory]::CreateDirectory("$folder/.github")
        [IO.File]::Copy($hook, "$folder/.github/DeployToSaaS.ps1")
        $folder
    }

    function Get-Id([int] $Number) { 'a1900000-0000-4000-8000-{0:d12}' -f $Number }

    # An artifact of a build, in the folder to which AL-Go downloads the artifacts. Names are the app names; the number is the ID of the app, and Needs are the numbers of its dependencies.
    function Add-Artifact([string] $Name, [object[]] $App) {
        $folder = [IO.Directory]::CreateDirectory((Join-Path $workspace .artifacts $Name))
        foreach ($one in $App) { $null = New-TestApp $folder $one.Name (Get-Id $one.Id) ($one.Version ?? '1.0.0.0') -DependsOn @($one.Needs | Where-Object { $_ } | ForEach-Object { $_ -is [int] ? (Get-Id $_) : $_ }) }
    }

    # Calls the script as AL-Go does: dot-sourced, in strict mode, with the settings of the environment over the defaults. Apps are the .app files of the artifacts.
    function Invoke-AlGo([hashtable] $Setting = @{}, [string] $Type = 'CD', [string] $AuthContext = $context, [object[]] $Apps, [hashtable] $Arguments = @{}, [string] $Environment = 'Sandbox') {
        $Apps ??= @(Get-ChildItem -LiteralPath $workspace/.artifacts -Directory | Where-Object Name -CMatch '-Apps-' | Get-ChildItem -Filter *.app | ForEach-Object FullName)
        $settings = @{
            EnvironmentType = 'SaaS'; EnvironmentName = $Environment; Branches = @(); BranchesFromPolicy = @(); Projects = '*'; DependencyInstallMode = 'install'; SyncMode = $null; Scope = $null
            buildMode = $null; continuousDeployment = $null; 'runs-on' = 'windows-latest'; shell = 'powershell'; companyId = ''; ppEnvironmentUrl = ''
            includeTestAppsInSandboxEnvironment = $false; excludeAppIds = @()
        }
        $Setting.Keys | ForEach-Object { $settings[$_] = $Setting[$_] }
        $script = Get-ChildItem -LiteralPath $workspace/.github | Where-Object Name -eq "DeployTo$($settings.EnvironmentType).ps1"
        $parameters = @{ type = $Type; AuthContext = $AuthContext; Apps = $Apps; Dependencies = @(Get-ChildItem -LiteralPath $workspace/.artifacts -Directory | Where-Object Name -CMatch '-Dependencies-' | Get-ChildItem -Filter *.app | ForEach-Object FullName) } + $settings
        $run = [pscustomobject] @{ Errors = @(); Information = @(); Output = @() }
        try {
            & {
                $ErrorActionPreference = 'Stop'
                Set-StrictMode -Version 2.0
                . $script.FullName -parameters $parameters @Arguments
            } *>&1 | ForEach-Object { if ($_ -is [Management.Automation.InformationRecord]) { $run.Information += "$_" } else { $run.Output += $_ } }
        }
        catch { $run.Errors += $_ }
        $run
    }

    # The same in Windows PowerShell, as the script sees it. The simulator is passed as another cloud, because defaults of parameters do not reach another process.
    function Invoke-AlGoFromWindowsPowerShell([hashtable] $Setting = @{}, [string] $AuthContext = $context) {
        $address = "$((Get-BcSimulator Test).HttpEndpoint)"
        $version = $PSVersionTable.PSVersion
        $PSVersionTable.PSVersion = [version] '5.1.26100.1'
        try { Invoke-AlGo $Setting -AuthContext $AuthContext -Arguments @{ SignIn = @{ Authority = $address; Endpoint = $address } } }
        finally { $PSVersionTable.PSVersion = $version }
    }

    function Get-Text($Result) { @($Result.Information) + @($Result.Errors | ForEach-Object { "$_" }) + @($Result.Output) -join "`n" }

    function Test-Skipped($Result, [string] $Message) {
        $Result.Errors | Should -BeNullOrEmpty
        $Result.Information | Should -BeLike "::warning::Environment * is skipped: $Message"
        Get-Request installPte | Should -BeNullOrEmpty
        Get-BcConnection | Should -BeNullOrEmpty
    }
}

AfterAll {
    $global:PSDefaultParameterValues.Remove('Connect-BcTenant:Simulator')
    $variables.Keys | ForEach-Object { [Environment]::SetEnvironmentVariable($_, $null) }
}

Describe 'DeployToSaaS.ps1' {
    BeforeEach { $workspace = New-Workspace }

    It 'has syntax and characters that Windows PowerShell 5.1 reads' {
        $errors = $null
        $tree = [Management.Automation.Language.Parser]::ParseFile($hook, [ref] $null, [ref] $errors)
        $errors | Should -BeNullOrEmpty
        $newer = $tree.FindAll({
                param($node)
                $node -is [Management.Automation.Language.TernaryExpressionAst] -or $node -is [Management.Automation.Language.PipelineChainAst] -or
                ($node -is [Management.Automation.Language.MemberExpressionAst] -and $node.NullConditional) -or
                ($node -is [Management.Automation.Language.IndexExpressionAst] -and $node.NullConditional) -or
                ($node -is [Management.Automation.Language.BinaryExpressionAst] -and $node.Operator -eq 'QuestionQuestion') -or
                ($node -is [Management.Automation.Language.AssignmentStatementAst] -and $node.Operator -eq 'QuestionQuestionEquals') -or
                ($node -is [Management.Automation.Language.PipelineAst] -and $node.Background)
            }, $true)
        $newer | ForEach-Object Extent | Should -BeNullOrEmpty
        Get-Content $hook -Raw | Should -Not -Match '[^\x00-\x7F]'
    }

    It 'publishes the apps of all projects in the order of their dependencies, and nothing twice' {
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'A'; Id = 1; Needs = 2, 3 }, @{ Name = 'B'; Id = 2; Needs = 3 }
        Add-Artifact base-main-Apps-1.0.0.0 @{ Name = 'C'; Id = 3 }
        $run = Invoke-AlGo
        $run.Errors | Should -BeNullOrEmpty -Because (Get-Text $run)
        @($run.Information -like '*is installed.') | Should -Be 'C 1.0.0.0 is installed.', 'B 1.0.0.0 is installed.', 'A 1.0.0.0 is installed.'
        Get-Request installPte | Should -HaveCount 3
        (Get-Request installPte).Caller | Select-Object -Unique | Should -Be 'app'
        Get-Content $env:GITHUB_OUTPUT | Should -BeLike 'environmentUrl=https://*'
        Get-BcConnection | Should -BeNullOrEmpty

        Clear-Request
        (Invoke-AlGo).Errors | Should -BeNullOrEmpty
        Get-Request installPte | Should -BeNullOrEmpty
    }

    It 'names the app that fails and the reason, uploads nothing that depends on it, and closes the connection' {
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'A'; Id = 1 }, @{ Name = 'B'; Id = 2; Needs = 1 }, @{ Name = 'C'; Id = 3; Needs = 2 }, @{ Name = 'D'; Id = 4; Needs = 3 }, @{ Name = 'E'; Id = 5; Needs = 1 }
        # Skips the first upload, of A, and fails the second.
        Send-Control faults @{ kind = 'failOperation'; operation = 'installPte'; message = 'Table 50100 has data.'; count = 1; probability = 0.5; seed = 2 }
        $run = Invoke-AlGo
        $run.Errors | Should -HaveCount 1
        "$($run.Errors)" | Should -BeLike 'Deployment to environment Sandbox failed: B: *Table 50100 has data.*Contoso_C_1.0.0.0.app: *it depends on*Contoso_D_1.0.0.0.app: *it depends on*'
        Get-Request installPte | Should -HaveCount 3 -Because 'A, B, and E were uploaded'
        @($run.Information -like '*is installed.') | Should -Be 'A 1.0.0.0 is installed.', 'E 1.0.0.0 is installed.'
        Get-BcConnection | Should -BeNullOrEmpty

        # The next run continues.
        (Invoke-AlGo).Errors | Should -BeNullOrEmpty
        Get-Request installPte | Should -HaveCount 6
    }

    It 'skips an environment to which branch <Branch> may not deploy: Branches <Branches>, policy <Policy>' -TestCases @(
        @{ Branch = 'feature/x'; Branches = @(); Policy = @(); Allowed = 'main' }
        @{ Branch = 'main'; Branches = @('release/*'); Policy = @(); Allowed = 'release/`*' }
        @{ Branch = 'main'; Branches = @(); Policy = @('release/*', 'hotfix'); Allowed = 'release/`*, hotfix' }
        @{ Branch = 'main'; Branches = @('release/*'); Policy = @('main'); Allowed = 'release/`*' }
    ) {
        $env:GITHUB_REF_NAME = $Branch
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'A'; Id = 1 }
        foreach ($type in 'CD', 'Publish') { Test-Skipped (Invoke-AlGo @{ Branches = $Branches; BranchesFromPolicy = $Policy } $type) "the branch $Branch may not deploy to it. Allowed: $Allowed." }
        Get-Request | Should -BeNullOrEmpty
    }

    It 'publishes from branch <Branch>: Branches <Branches>, policy <Policy>' -TestCases @(
        @{ Branch = 'main'; Branches = @(); Policy = @() }
        @{ Branch = 'release/24'; Branches = @('main', 'release/*'); Policy = @('release/*') }
    ) {
        $env:GITHUB_REF_NAME = $Branch
        Add-Artifact bc-apps-x-Apps-1.0.0.0 @{ Name = 'A'; Id = 1 }
        (Invoke-AlGo @{ Branches = $Branches; BranchesFromPolicy = $Policy }).Errors | Should -BeNullOrEmpty
        Get-Request installPte | Should -HaveCount 1
    }

    It 'does not deploy without a branch' {
        $env:GITHUB_REF_NAME = $null
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'A'; Id = 1 }
        "$((Invoke-AlGo).Errors)" | Should -BeLike '*GITHUB_REF_NAME*'
        Get-Request | Should -BeNullOrEmpty
    }

    It 'deploys to production with every commit only if continuousDeployment is true' {
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'A'; Id = 1 }
        $reason = 'it is a production environment, and the setting continuousDeployment is not true.'
        Test-Skipped (Invoke-AlGo -Environment Production) $reason
        # A type that is not known is treated as a continuous deployment.
        Test-Skipped (Invoke-AlGo -Environment Production -Type Other) $reason
        (Invoke-AlGo @{ continuousDeployment = $true } -Environment Production).Errors | Should -BeNullOrEmpty
        Get-Request installPte | Should -HaveCount 1
    }

    It 'deploys to production when a user starts it' {
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'A'; Id = 1 }
        (Invoke-AlGo @{ continuousDeployment = $false } -Type Publish -Environment Production).Errors | Should -BeNullOrEmpty
        Get-Request installPte | Should -HaveCount 1
    }

    It 'skips an environment with continuousDeployment false, without a sign-in' {
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'A'; Id = 1 }
        Test-Skipped (Invoke-AlGo @{ continuousDeployment = $false }) 'the setting continuousDeployment is false.'
        Get-Request | Should -BeNullOrEmpty
    }

    It 'deploys neither test apps nor apps of a pull request to production' {
        Add-Artifact bc-apps-feature-Apps-PR12-20261129 @{ Name = 'A'; Id = 1 }
        Test-Skipped (Invoke-AlGo -Type Publish -Environment Production) 'it is a production environment, and the apps of a pull request can only be deployed to sandboxes.'
        Test-Skipped (Invoke-AlGo @{ includeTestAppsInSandboxEnvironment = $true } Publish -Environment Production) 'it is a production environment, and test apps can only be deployed to sandboxes.'
        (Invoke-AlGo -Type Publish).Errors | Should -BeNullOrEmpty
        Get-Request installPte | Should -HaveCount 1
    }

    It 'fails with the reason when the secret has expired, and shows no secret' {
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'A'; Id = 1 }
        Send-Control apps @{ clientId = $client; secretExpired = $true }
        $run = Invoke-AlGo
        "$($run.Errors)" | Should -BeLike 'Deployment to environment Sandbox failed: *AADSTS7000222*'
        Get-Text $run | Should -Not -Match $secret
        ($run.Errors | Format-List * -Force | Out-String) | Should -Not -Match $secret
        Get-Request installPte | Should -BeNullOrEmpty
    }

    It 'rejects an AUTHCONTEXT secret that <Kind>, with advice' -TestCases @(
        @{ Kind = 'has a refresh token'; Context = '{"tenantId":"contoso.example","scopes":"x","RefreshToken":"marked-value","clientId":"1950a258-227b-4e31-a9cf-717495945fc2"}'; Message = "*has a refresh token*New-BcAppRegistration 'AL-Go deployment' -Service -Update -GitHubRepository 'contoso/bc-apps' -GitHubEnvironment 'Sandbox' -GrantConsent -AuthorizeApp*" }
        @{ Kind = 'has a device code'; Context = '{"deviceCode":"marked-value"}'; Message = '*signs in as a user*New-BcAppRegistration*' }
        @{ Kind = 'has no tenant'; Context = '{"clientId":"1950a258-227b-4e31-a9cf-717495945fc2","clientSecret":"marked-value"}'; Message = '*has no tenantId*' }
        @{ Kind = 'has no client'; Context = '{"tenantId":"contoso.example","clientSecret":"marked-value"}'; Message = '*has no clientId*' }
        @{ Kind = 'is not JSON'; Context = 'marked-value {'; Message = '*is not valid JSON.' }
        @{ Kind = 'is empty'; Context = ''; Message = '*AUTHCONTEXT*' }
        @{ Kind = 'has no credential'; Context = '{"tenantId":"contoso.example","clientId":"1950a258-227b-4e31-a9cf-717495945fc2"}'; Message = '*id-token: write*' }
    ) {
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'A'; Id = 1 }
        $run = Invoke-AlGo -AuthContext $Context
        $run.Errors | Should -HaveCount 1
        "$($run.Errors)" | Should -BeLike $Message
        Get-Text $run | Should -Not -Match 'marked-value'
        Get-Request | Should -BeNullOrEmpty
    }

    It 'suggests a command that grants access to each environment of the repository' {
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'A'; Id = 1 }
        foreach ($name in 'Sandbox', 'Production') {
            $env:ALGoEnvName = "$name (Final)"
            $run = Invoke-AlGo -AuthContext '{"tenantId":"contoso.example","refreshToken":"x"}' -Environment $name
            $command = [regex]::Match("$($run.Errors)", 'New-BcAppRegistration .+? -AuthorizeApp').Value
            Connect-BcTenant contoso.example
            $app = & ([scriptblock]::Create("$command -Force"))
            Disconnect-BcTenant -All

            $endpoint = Start-TokenEndpoint 'https://token.actions.githubusercontent.com' "repo:contoso/bc-apps:environment:$name (Final)"
            $env:ACTIONS_ID_TOKEN_REQUEST_URL = "$($endpoint.Address)?api-version=2.0"
            $env:ACTIONS_ID_TOKEN_REQUEST_TOKEN = 'token-of-the-job'
            try { $run = Invoke-AlGo @{ continuousDeployment = $true } -AuthContext (ConvertTo-Json -Compress @{ tenantId = 'contoso.example'; clientId = "$($app.ClientId)" }) -Environment $name }
            finally { Stop-TokenEndpoint $endpoint }
            $run.Errors | Should -BeNullOrEmpty -Because (Get-Text $run)
            $run.Information | Should -Contain 'A 1.0.0.0 is installed.'
        }
    }

    It 'signs in with a federated credential: <Kind>' -TestCases @(
        @{ Kind = 'the token of the job'; IsRequested = $true }
        @{ Kind = 'the assertion that AL-Go requested'; IsRequested = $false }
    ) {
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'A'; Id = 1 }
        $issuer, $subject = 'https://token.actions.githubusercontent.com', 'repo:contoso/bc-apps:environment:Sandbox'
        Send-Control apps @{ clientId = $client; federated = @(@{ issuer = $issuer; subject = $subject }) }
        $endpoint = Start-TokenEndpoint $issuer $subject
        try {
            $address = "$($endpoint.Address)?api-version=2.0"
            $assertion = (Invoke-RestMethod "$address&audience=api://AzureADTokenExchange" -Headers @{ Authorization = 'Bearer token-of-the-job' } -NoProxy).value
            if ($IsRequested) {
                $env:ACTIONS_ID_TOKEN_REQUEST_URL = $address
                $env:ACTIONS_ID_TOKEN_REQUEST_TOKEN = 'token-of-the-job'
                $assertion = 'expired.while.waiting'
            }
            $run = Invoke-AlGo -AuthContext (ConvertTo-Json -Compress @{ tenantId = 'contoso.example'; clientId = $client; clientAssertion = $assertion })
            $run.Errors | Should -BeNullOrEmpty -Because (Get-Text $run)
            (Get-Request installPte).Caller | Should -Be 'app'
        }
        finally { Stop-TokenEndpoint $endpoint }
    }

    It 'accepts artifacts as folders and as .zip files, without test apps and excluded apps' {
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'A'; Id = 1; Needs = 2 }, @{ Name = 'Excluded'; Id = 7 }
        Add-Artifact bc-apps-main-TestApps-1.0.0.0 @{ Name = 'T'; Id = 8 }
        Add-Artifact 'base [x]-main-CleanApps-1.0.0.0' @{ Name = 'B'; Id = 2 }, @{ Name = 'Tests of B'; Id = 9; Needs = '5d86850b-0d76-4eca-bd7b-951ad998e997' }
        [IO.Compression.ZipFile]::CreateFromDirectory("$workspace/.artifacts/base [x]-main-CleanApps-1.0.0.0", "$workspace/.artifacts/base-main-CleanApps-1.0.0.0.zip")
        $paths = 'bc-apps-main-Apps-1.0.0.0', 'bc-apps-main-TestApps-1.0.0.0', 'base-main-CleanApps-1.0.0.0.zip' | ForEach-Object { "$workspace/.artifacts/$_" }
        $before = @(Get-ChildItem ([IO.Path]::GetTempPath()) -Filter 'al-go-*' | ForEach-Object Name)
        $run = Invoke-AlGo @{ excludeAppIds = @((Get-Id 7).ToUpper()) } -Apps $paths
        $run.Errors | Should -BeNullOrEmpty -Because (Get-Text $run)
        @($run.Information -like '*is installed.') | Should -Be 'B 1.0.0.0 is installed.', 'A 1.0.0.0 is installed.'
        $run.Information -like '::warning::*' | Should -BeLike '*Tests of B*depends on Tests-TestLibraries*'
        Get-ChildItem ([IO.Path]::GetTempPath()) -Filter 'al-go-*' | Where-Object Name -NotIn $before | Should -BeNullOrEmpty -Because 'files of .zip archives are removed'

        Clear-Request
        $run = Invoke-AlGo @{ includeTestAppsInSandboxEnvironment = $true } -Apps $paths[1]
        @($run.Information -like '*is installed.') | Should -Be 'T 1.0.0.0 is installed.'
    }

    It 'fails without apps' {
        Add-Artifact bc-apps-main-TestApps-1.0.0.0 @{ Name = 'T'; Id = 8 }
        "$((Invoke-AlGo).Errors)" | Should -BeLike '*There is no app to deploy to environment Sandbox.'
        "$((Invoke-AlGo -Apps "$workspace/.artifacts/bc-apps-main-TestApps-1.0.0.0").Errors)" | Should -BeLike '*There is no app to deploy to environment Sandbox.'
    }

    It 'fails when the environment does not exist' {
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'A'; Id = 1 }
        "$((Invoke-AlGo -Environment Nope).Errors)" | Should -BeLike 'Deployment to environment Nope failed: *no environment Nope*'
        Get-BcConnection | Should -BeNullOrEmpty
    }

    It 'uses the schedule of the environment' {
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'A'; Id = 1 }
        $run = Invoke-AlGo @{ Schedule = 'UpdateWindow' }
        $run.Errors | Should -BeNullOrEmpty -Because (Get-Text $run)
        $run.Information | Should -Contain 'A is scheduled: UpdateWindow.'
    }

    It 'uses the sync mode <SyncMode>' -TestCases @(
        @{ SyncMode = $null; Advice = '*use Publish-BcApp with -SyncMode ForceSync*' }
        @{ SyncMode = 'ForceSync'; Advice = '*despite -SyncMode ForceSync*' }
    ) {
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'A'; Id = 1 }
        # The advice of this failure depends on the sync mode that was sent.
        $null = Add-BcSimulatorFault -FailOperation -Operation installPte -ErrorCode ExtensionChangeFailed/TenantSyncFailure -Message 'A field was removed.'
        "$((Invoke-AlGo @{ SyncMode = $SyncMode }).Errors)" | Should -BeLike $Advice
    }

    It 'works together with BcContainerHelper, which has functions of the same names' {
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'A'; Id = 1 }
        $names = 'Connect-BcTenant', 'Disconnect-BcTenant', 'Get-BcEnvironment', 'Get-BcApp', 'Publish-BcApp'
        foreach ($name in $names) { Set-Item "function:global:$name" { throw 'a function of another module' } }
        try { $run = Invoke-AlGo } finally { foreach ($name in $names) { Remove-Item "function:$name" } }
        $run.Errors | Should -BeNullOrEmpty -Because (Get-Text $run)
        $run.Information | Should -Contain 'A 1.0.0.0 is installed.'
    }

    It 'removes the replaced versions with UnpublishPrevious' {
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'A'; Id = 1 }
        (Invoke-AlGo).Errors | Should -BeNullOrEmpty
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'A'; Id = 1; Version = '2.0.0.0' }
        $run = Invoke-AlGo @{ UnpublishPrevious = $true }
        $run.Errors | Should -BeNullOrEmpty -Because (Get-Text $run)
        Connect-BcTenant contoso.example
        (Get-BcExtension Sandbox A).Version | Should -Be ([version] '2.0.0.0')
    }

    It 'rejects <Name> <Value>' -TestCases @(
        @{ Name = 'Scope'; Value = 'Dev'; Allowed = 'PTE' }
        @{ Name = 'SyncMode'; Value = 'Clean'; Allowed = 'Add, ForceSync' }
        @{ Name = 'Schedule'; Value = 'Tonight'; Allowed = 'Immediate, UpdateWindow, NextMinorUpdate, NextMajorUpdate' }
        @{ Name = 'DependencyInstallMode'; Value = 'maybe'; Allowed = 'ignore, install, upgrade, forceUpgrade' }
    ) {
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'A'; Id = 1 }
        "$((Invoke-AlGo @{ $Name = $Value }).Errors)" | Should -BeLike "*The setting $Name of environment Sandbox is '$Value'. Use $Allowed."
        Get-Request | Should -BeNullOrEmpty
    }

    It 'deploys dependencies by DependencyInstallMode <Mode>' -TestCases @(
        @{ Mode = 'ignore'; Installed = @() }
        @{ Mode = 'install'; Installed = @('New 2.0.0.0') }
        @{ Mode = 'upgrade'; Installed = @('New 2.0.0.0', 'Old 2.0.0.0') }
        @{ Mode = 'forceUpgrade'; Installed = @('New 2.0.0.0', 'Old 2.0.0.0') }
    ) {
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'Old'; Id = 2 }
        (Invoke-AlGo).Errors | Should -BeNullOrEmpty
        [IO.Directory]::Delete("$workspace/.artifacts", $true)
        Add-Artifact bc-apps-main-Dependencies-1.0.0.0 @{ Name = 'Old'; Id = 2; Version = '2.0.0.0' }, @{ Name = 'New'; Id = 3; Version = '2.0.0.0' }
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'A'; Id = 1 }
        $run = Invoke-AlGo @{ DependencyInstallMode = $Mode }
        $run.Errors | Should -BeNullOrEmpty -Because (Get-Text $run)
        @($run.Information -like '*is installed.') | Should -Be (@($Installed | ForEach-Object { "$_ is installed." }) + 'A 1.0.0.0 is installed.')
    }
}

Describe 'DeployToSaaS.ps1 in Windows PowerShell' {
    BeforeAll {
        $commandLines = Join-Path $TestDrive commands.txt
        $bin = New-PwshCommand (Join-Path $TestDrive bin) $commandLines
        $separator = [IO.Path]::PathSeparator
        $before = $env:PATH, $env:PSModulePath
        $env:PATH = "$bin$separator$env:PATH"
        $env:PSModulePath = "$(Join-Path $PSScriptRoot ../out)$separator$env:PSModulePath"
    }

    AfterAll { $env:PATH, $env:PSModulePath = $before }

    BeforeEach { $workspace = New-Workspace }

    It 'starts itself in pwsh with all settings, and with no setting on the command line' {
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'A'; Id = 1; Needs = 2 }, @{ Name = 'Ekstra rabat'; Id = 2 }, @{ Name = 'X'; Id = 7 }
        $run = Invoke-AlGoFromWindowsPowerShell @{ excludeAppIds = @(Get-Id 7); Branches = @('release/*', 'main') }
        $run.Errors | Should -BeNullOrEmpty -Because (Get-Text $run)
        @($run.Information -like '*is installed.') | Should -Be 'Ekstra rabat 1.0.0.0 is installed.', 'A 1.0.0.0 is installed.'
        (Get-Request installPte).Caller | Should -Be 'app', 'app'
        if (-not $IsWindows) { Get-Content $commandLines | Should -Be "-NoProfile -NonInteractive -File $workspace/.github/DeployToSaaS.ps1 -FromStandardInput" }
        Get-Text $run | Should -Not -Match $secret
    }

    It 'fails with the app and the reason that pwsh returns' {
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'A'; Id = 1 }, @{ Name = 'B'; Id = 2; Needs = 1 }
        $null = Add-BcSimulatorFault -FailOperation -Operation installPte -Message 'Tabellen "Fælles" findes.'
        $run = Invoke-AlGoFromWindowsPowerShell
        $run.Errors | Should -HaveCount 1
        "$($run.Errors)" | Should -BeLike 'Deployment to environment Sandbox failed: A: *Tabellen "Fælles" findes.*Contoso_B_1.0.0.0.app: *'
        Get-Request installPte | Should -HaveCount 1
    }

    It 'skips an environment with the same warning' {
        $env:GITHUB_REF_NAME = 'feature/x'
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'A'; Id = 1 }
        Test-Skipped (Invoke-AlGoFromWindowsPowerShell) 'the branch feature/x may not deploy to it. Allowed: main.'
    }

    It 'rejects a refresh token with the same advice' {
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'A'; Id = 1 }
        $run = Invoke-AlGoFromWindowsPowerShell -AuthContext '{"tenantId":"contoso.example","refreshToken":"marked-value"}'
        "$($run.Errors)" | Should -BeLike 'Deployment to environment Sandbox failed: *has a refresh token*New-BcAppRegistration*'
        Get-Text $run | Should -Not -Match 'marked-value'
    }

    It 'reports what is missing where pwsh is not installed' {
        Add-Artifact bc-apps-main-Apps-1.0.0.0 @{ Name = 'A'; Id = 1 }
        $path = $env:PATH
        $env:PATH = (New-Item (Join-Path $TestDrive none) -ItemType Directory -Force).FullName
        try { "$((Invoke-AlGoFromWindowsPowerShell).Errors)" | Should -BeLike '*BcAdmin requires PowerShell 7.4 or later*"shell": "pwsh"*' } finally { $env:PATH = $path }
    }
}
