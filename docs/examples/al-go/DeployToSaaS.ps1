<#
.SYNOPSIS
Deploys the apps of an AL-Go for GitHub repository to a Business Central online environment through the admin center.
.DESCRIPTION
Copy this file to the folder .github of the repository. AL-Go runs it for each environment of the type SaaS, in CI/CD and in Publish To Environment, and passes the settings of the environment.
The page docs/al-go.md describes the setup.

A script of this kind replaces the checks of AL-Go, so it checks again: a continuous deployment goes to a production environment only if the setting continuousDeployment is true, and the branch must
be one that may deploy to the environment. Otherwise the environment is skipped with a warning.

The apps are uploaded in the order of their dependencies, one at a time. If an app fails, the apps that depend on it are not uploaded, and the script ends with an error that names each app and the
reason of the service. Apps that are installed in the same or a higher version are skipped, so the job can run again.

AL-Go calls the script in Windows PowerShell unless the setting shell is pwsh. In Windows PowerShell, the script starts itself in pwsh, and hands the settings over by standard input.
.PARAMETER parameters
The settings of the environment, as AL-Go passes them. AuthContext, Apps, EnvironmentName, and type are used, and these properties of the setting DeployTo<environment>: Branches,
continuousDeployment, SyncMode, Scope, DependencyInstallMode, includeTestAppsInSandboxEnvironment, and excludeAppIds. More are for this script: Schedule (Immediate, UpdateWindow, NextMinorUpdate,
or NextMajorUpdate), UnpublishPrevious (true removes the versions that the apps replace), and BcAdminVersion (the version of the module to install; the default is the newest).
.PARAMETER SignIn
More parameters of Connect-BcTenant, such as -Authority and -Endpoint of another cloud.
.PARAMETER FromStandardInput
Reads the settings from standard input. The script uses it when it starts itself in pwsh.
.EXAMPLE
. ./.github/DeployToSaaS.ps1 -parameters $parameters

How AL-Go runs the script.
#>
param(
    [hashtable] $parameters,
    [hashtable] $SignIn = @{},
    [switch] $FromStandardInput
)
# Windows PowerShell reads this file too: it has no syntax of PowerShell 7, and ASCII characters only. Commands are called with the name of their module, because AL-Go has loaded BcContainerHelper, which
# has functions of the same names.
$ErrorActionPreference = 'Stop'
# The line on which pwsh returns the reason of a failure to Windows PowerShell begins with this.
$failureMark = 'DEPLOYMENT FAILED: '

# Writes a message of one line that GitHub shows in the summary of the job.
function Write-DeploymentWarning([string] $Message) {
    Write-Host "::warning::$($Message.Replace('%', '%25').Replace("`r", '%0D').Replace("`n", '%0A'))"
}

function Invoke-Deployment([hashtable] $Settings, [hashtable] $SignIn) {
    $name = $Settings['EnvironmentName']
    if (-not $name) { throw 'The setting EnvironmentName is missing.' }
    Assert-DeploymentSetting $Settings
    $isContinuous = $Settings['type'] -notin 'Publish', 'Release'
    $continuousDeployment = "$($Settings['continuousDeployment'])"

    $skipped = Get-BranchProblem $Settings
    if (-not $skipped -and $isContinuous -and $continuousDeployment -eq 'false') { $skipped = 'the setting continuousDeployment is false.' }
    if ($skipped) { return Write-DeploymentWarning "Environment $name is skipped: $skipped" }

    $credential = Get-DeploymentCredential $Settings
    Import-DeploymentModule $Settings['BcAdminVersion']
    $temporary = Join-Path ([IO.Path]::GetTempPath()) "al-go-$([guid]::NewGuid())"
    $connection = BcAdmin\Connect-BcTenant @credential @SignIn -Name "deployment-$([guid]::NewGuid())" -PassThru
    try {
        $environment = BcAdmin\Get-BcEnvironment $name -Connection $connection
        if ($environment.Type -ne 'Sandbox') {
            $skipped = if ($isContinuous -and $continuousDeployment -ne 'true') { 'it is a production environment, and the setting continuousDeployment is not true.' }
            elseif ("$($Settings['includeTestAppsInSandboxEnvironment'])" -eq 'true') { 'it is a production environment, and test apps can only be deployed to sandboxes.' }
            elseif (@($Settings['Apps']) -match '-\w*Apps-PR\d+-') { 'it is a production environment, and the apps of a pull request can only be deployed to sandboxes.' }
            if ($skipped) { return Write-DeploymentWarning "Environment $name is skipped: $skipped" }
        }
        if ($environment.WebClientLoginUrl -and $env:GITHUB_OUTPUT) { Add-Content $env:GITHUB_OUTPUT "environmentUrl=$($environment.WebClientLoginUrl)" -Encoding UTF8 }

        $apps = @(Get-DeploymentApp $Settings['Apps'] $temporary $Settings)
        if (-not $apps) { throw "There is no app to deploy to environment $name." }
        $failures = @()
        $publish = @{ Environment = $name; Connection = $connection; AcceptIsvEula = $true; Force = $true; ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failures' }
        $publish.Schedule = if ($Settings['Schedule']) { $Settings['Schedule'] } else { 'Immediate' }
        $publish.Wait = $publish.Schedule -eq 'Immediate'
        $mode = $Settings['DependencyInstallMode']
        $publish.IncludeDependency = $mode -ne 'ignore'

        $dependencies = @(if ($mode -ne 'ignore') { Get-DeploymentDependency $temporary $Settings (BcAdmin\Get-BcApp -Environment $name -Connection $connection) })
        if ($dependencies) {
            Write-Host "Dependencies for environment ${name}: $($dependencies.Name -join ', ')"
            $syncMode = if ($mode -eq 'forceUpgrade') { 'ForceSync' } else { 'Add' }
            $dependencies.File | BcAdmin\Publish-BcApp @publish -SyncMode $syncMode | Write-DeployedApp
            if ($failures) { throw (Get-FailureText $failures) }
        }

        Write-Host "Apps for environment ${name}: $($apps.Name -join ', ')"
        $syncMode = if ($Settings['SyncMode']) { $Settings['SyncMode'] } else { 'Add' }
        if ("$($Settings['UnpublishPrevious'])" -eq 'true') { $publish.UnpublishPrevious = $true }
        $apps.File | BcAdmin\Publish-BcApp @publish -SyncMode $syncMode | Write-DeployedApp
        if ($failures) { throw (Get-FailureText $failures) }
    }
    finally {
        BcAdmin\Disconnect-BcTenant $connection
        if (Test-Path $temporary) { Remove-Item $temporary -Recurse -Force }
    }
}

# Rejects settings that only other ways of deployment have.
function Assert-DeploymentSetting([hashtable] $Settings) {
    foreach ($rule in @(
            @{ Name = 'Scope'; Values = 'PTE' }
            @{ Name = 'SyncMode'; Values = 'Add', 'ForceSync' }
            @{ Name = 'Schedule'; Values = 'Immediate', 'UpdateWindow', 'NextMinorUpdate', 'NextMajorUpdate' }
            @{ Name = 'DependencyInstallMode'; Values = 'ignore', 'install', 'upgrade', 'forceUpgrade' }
        )) {
        $value = $Settings[$rule.Name]
        if ($value -and $value -notin $rule.Values) { throw "The setting $($rule.Name) of environment $($Settings['EnvironmentName']) is '$value'. Use $($rule.Values -join ', ')." }
    }
}

# Why the branch may not deploy to the environment; nothing if it may. Both lists count, and without a list only the branch main may.
function Get-BranchProblem([hashtable] $Settings) {
    $branch = $env:GITHUB_REF_NAME
    if (-not $branch) { throw 'The branch is unknown: the variable GITHUB_REF_NAME is not set.' }
    $lists = @(foreach ($key in 'BranchesFromPolicy', 'Branches') {
            $patterns = @($Settings[$key] | Where-Object { $_ })
            if ($patterns) { , $patterns }
        })
    if (-not $lists) { $lists = @(, @('main')) }
    foreach ($patterns in $lists) {
        if (-not ($patterns | Where-Object { [WildcardPattern]::new($_, 'IgnoreCase, CultureInvariant').IsMatch($branch) })) { return "the branch $branch may not deploy to it. Allowed: $($patterns -join ', ')." }
    }
}

# The parameters of Connect-BcTenant for the AUTHCONTEXT secret. Messages never quote the secret.
function Get-DeploymentCredential([hashtable] $Settings) {
    $place = "The AUTHCONTEXT secret of environment $($Settings['EnvironmentName'])"
    $context = @{}
    try { foreach ($property in (ConvertFrom-Json $Settings['AuthContext']).PSObject.Properties) { $context[$property.Name] = $property.Value } }
    catch { throw "$place is not valid JSON." }

    $githubEnvironment = if ($env:ALGoEnvName) { $env:ALGoEnvName } else { $Settings['EnvironmentName'] }
    $repository = if ($env:GITHUB_REPOSITORY) { $env:GITHUB_REPOSITORY } else { 'OWNER/REPOSITORY' }
    $advice = 'Register an app with: New-BcAppRegistration ''AL-Go deployment'' -Service -Update ' +
        "-GitHubRepository '$($repository.Replace("'", "''"))' -GitHubEnvironment '$($githubEnvironment.Replace("'", "''"))' -GrantConsent -AuthorizeApp. " +
        'Then store its IDs as the secret: {"tenantId":"...","clientId":"..."}.'
    if ($context['refreshToken']) { throw "$place has a refresh token, which acts as the user who created it and stops working after 90 days. $advice" }
    if ($context['deviceCode'] -or $context['username'] -or $context['credential']) { throw "$place signs in as a user. A deployment needs an app. $advice" }
    foreach ($key in 'tenantId', 'clientId') { if (-not $context[$key]) { throw "$place has no $key. $advice" } }

    $credential = @{ TenantId = $context['tenantId']; ClientId = $context['clientId'] }
    if ($context['clientSecret']) {
        $credential.ClientSecret = ConvertTo-SecureString $context['clientSecret'] -AsPlainText -Force
    }
    elseif ($env:ACTIONS_ID_TOKEN_REQUEST_URL) {
        # Requested again at each renewal of the sign-in: the assertion that AL-Go requested lasts minutes, and a deployment can last hours.
        $credential.FederatedTokenScript = {
            $address = "$env:ACTIONS_ID_TOKEN_REQUEST_URL&audience=api://AzureADTokenExchange"
            (Invoke-RestMethod $address -Headers @{ Authorization = "bearer $env:ACTIONS_ID_TOKEN_REQUEST_TOKEN" }).value
        }
    }
    elseif ($context['clientAssertion']) {
        $assertion = $context['clientAssertion']
        $credential.FederatedTokenScript = { $assertion }.GetNewClosure()
    }
    else { throw "$place has no clientSecret, and the job may not request a token. Add 'permissions: id-token: write' to the workflow, or use a secret." }
    $credential
}

function Import-DeploymentModule([string] $Version) {
    if (Get-Module BcAdmin) { return }
    $exact = @{}
    if ($Version) { $exact.RequiredVersion = $Version }
    if (-not (Get-Module BcAdmin -ListAvailable | Where-Object { -not $Version -or $_.Version -eq $Version })) {
        $install = @{}
        if ($Version) { $install.Version = $Version }
        Install-PSResource BcAdmin -TrustRepository @install
    }
    Import-Module BcAdmin @exact
}

# The apps in .app files, .zip files, and folders, without test apps and excluded apps.
function Get-DeploymentApp([string[]] $Path, [string] $Temporary, [hashtable] $Settings) {
    $testLibraries = '5d86850b-0d76-4eca-bd7b-951ad998e997'
    foreach ($item in $Path | Where-Object { $_ }) {
        # AL-Go passes the files, and older versions the artifacts.
        $entry = Get-Item -LiteralPath $item
        $artifact = if ($entry.Extension -eq '.app') { $entry.Directory.Name } else { $entry.Name }
        if ($artifact -match '-[^-]*TestApps-(\d+(\.\d+){3}|PR\d+-\d+)(\.zip)?$' -and "$($Settings['includeTestAppsInSandboxEnvironment'])" -ne 'true') { continue }
        foreach ($file in Get-AppFile $entry $Temporary) {
            $app = Read-AppFile $file
            if ($app.AppId -and $app.AppId -in @($Settings['excludeAppIds'])) { Write-Host "$($app.Name) is excluded by the setting excludeAppIds." }
            elseif ($testLibraries -in $app.DependsOn) { Write-DeploymentWarning "$($app.Name) is skipped: it depends on Tests-TestLibraries, which online environments do not have." }
            else { $app }
        }
    }
}

# The per-tenant extensions among the dependencies of the build that the environment needs. Apps of the Marketplace are installed by the service with the app that depends on them.
function Get-DeploymentDependency([string] $Temporary, [hashtable] $Settings, $Installed) {
    foreach ($app in Get-DeploymentApp $Settings['Dependencies'] $Temporary $Settings) {
        if ($app.FirstObjectId -ge 100000) { continue }
        if ($Settings['DependencyInstallMode'] -in 'upgrade', 'forceUpgrade' -or $app.AppId -notin @($Installed | Where-Object { $_ } | ForEach-Object { "$($_.AppId)" })) { $app }
    }
}

function Get-AppFile($Item, [string] $Temporary) {
    if ($Item.PSIsContainer) { foreach ($inner in Get-ChildItem -LiteralPath $Item.FullName -File -Recurse | Where-Object Extension -in '.app', '.zip') { Get-AppFile $inner $Temporary } }
    elseif ($Item.Extension -eq '.zip') {
        $folder = Join-Path $Temporary ([guid]::NewGuid())
        Expand-Archive -LiteralPath $Item.FullName -DestinationPath $folder
        Get-AppFile (Get-Item -LiteralPath $folder) $Temporary
    }
    elseif ($Item.Extension -eq '.app') { $Item }
    else { throw "'$($Item.Name)' is not an .app file, a .zip file, or a folder." }
}

# What an app says about itself. A file that cannot be read here, such as a runtime package, is left to the service.
function Read-AppFile([IO.FileInfo] $File) {
    $app = [pscustomobject] @{ Name = $File.Name; File = $File; AppId = $null; DependsOn = @(); FirstObjectId = 0 }
    try {
        # An archive behind a header that has its length at byte 4.
        $bytes = [IO.File]::ReadAllBytes($File.FullName)
        $start = if ([Text.Encoding]::ASCII.GetString($bytes, 0, 4) -eq 'NAVX') { [BitConverter]::ToInt32($bytes, 4) } else { 0 }
        $archive = [IO.Compression.ZipArchive]::new([IO.MemoryStream]::new($bytes, $start, $bytes.Length - $start))
        $reader = [IO.StreamReader]::new($archive.GetEntry('NavxManifest.xml').Open())
        $manifest = [xml] $reader.ReadToEnd()
        $reader.Dispose()
        $app.AppId = $manifest.SelectSingleNode('//*[local-name()="App"]').GetAttribute('Id')
        $app.DependsOn = @($manifest.SelectNodes('//*[local-name()="Dependency"]') | ForEach-Object { $_.GetAttribute('Id') })
        $range = $manifest.SelectSingleNode('//*[local-name()="IdRange"]')
        if ($range) { $app.FirstObjectId = [int] $range.GetAttribute('MinObjectId') }
    }
    catch { Write-Host "The manifest of $($File.Name) cannot be read: $($_.Exception.Message)" }
    $app
}

function Write-DeployedApp {
    process {
        if ($_ -is [BcAdmin.BcApp]) { Write-Host "$($_.Name) $($_.Version) is installed." }
        else { Write-Host "$($_.AppName) is $($_.Status): $($_.ScheduleKind)." }
    }
}

# Which apps failed, why, and what to do about it.
function Get-FailureText($Failures) {
    $texts = foreach ($failure in $Failures) {
        $target = $failure.TargetObject
        $app = if ($target -ne $failure.Exception.Message -and "$target" -match '\.app$') { "$(Split-Path "$target" -Leaf): " } elseif ($target -and $target.PSObject.Properties['AppName']) { "$($target.AppName): " }
        "$app$($failure.Exception.Message) $(if ($failure.ErrorDetails) { $failure.ErrorDetails.RecommendedAction })".Trim()
    }
    $texts -join ' '
}

# Runs a script again in pwsh, with the settings on standard input: a command line can be read by other processes. Fails with the reason that it returns.
function Start-DeploymentInPwsh([string] $Script, [hashtable] $Settings, [hashtable] $SignIn) {
    $pwsh = @(Get-Command pwsh -CommandType Application -ErrorAction SilentlyContinue)[0]
    if (-not $pwsh) { throw 'BcAdmin requires PowerShell 7.4 or later: install it on the runner, or set "shell": "pwsh" in the setting DeployTo<environment>.' }
    $text = [Management.Automation.PSSerializer]::Serialize(@{ Settings = $Settings; SignIn = $SignIn }, 4)
    # Base64, because Windows PowerShell sends ASCII to programs.
    $failure = $null
    [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($text)) | & $pwsh.Source -NoProfile -NonInteractive -File $Script -FromStandardInput | ForEach-Object {
        if ("$_".StartsWith($failureMark)) { $failure = "$_".Substring($failureMark.Length) } else { Write-Host $_ }
    }
    if ($failure) { throw $failure }
    if ($LASTEXITCODE) { throw "pwsh ended with exit code $LASTEXITCODE." }
}

if ($FromStandardInput) {
    try {
        $text = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String((@($input) -join '' -replace '[^A-Za-z0-9+/=]')))
        $received = [Management.Automation.PSSerializer]::Deserialize($text)
        Invoke-Deployment $received['Settings'] $received['SignIn']
    }
    catch {
        Write-Host "$failureMark$((Get-FailureText $_) -replace '\s+', ' ')"
        exit 1
    }
}
else {
    try {
        if ($PSVersionTable.PSVersion -lt [version] '7.4') { Start-DeploymentInPwsh $PSCommandPath $parameters $SignIn }
        else { Invoke-Deployment $parameters $SignIn }
    }
    catch { throw "Deployment to environment $($parameters['EnvironmentName']) failed: $(Get-FailureText $_)" }
}
