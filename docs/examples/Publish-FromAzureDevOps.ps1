<#
.SYNOPSIS
Publishes the apps of a build to an environment from an Azure DevOps pipeline, with a service connection or with a secret.
.DESCRIPTION
publish-azure-devops-job.yml is the template that runs this script, and publish-azure-devops.yml a pipeline that uses the template.

Without a secret, the script runs in the task AzureCLI@2 with a service connection of the kind Azure Resource Manager with workload identity federation. The connection stands for an app registration:
the task names the app, the tenant, and the connection in AZURESUBSCRIPTION_… variables. The token of the job must be passed as SYSTEM_ACCESSTOKEN. The federated token is requested again at each renewal
of the sign-in, so a long deployment does not outlive it. With a secret, the variable BC_CLIENT_SECRET has the secret of the app.

The app requires AdminCenter.ReadWrite.All with consent, and must be authorized in the admin center:
New-BcAppRegistration NAME -Service -FederatedIssuer ISSUER -FederatedSubject SUBJECT -GrantConsent -AuthorizeApp.

A production environment is skipped with a warning, unless a user started the run or -ContinuousDeployment is true. An environment is also skipped if the branch is not one of -Branch.

The apps are uploaded in the order of their dependencies, one at a time. If an app fails, the apps that depend on it are not uploaded, and the script ends with an error that names each app and the
reason. Apps that are installed in the same or a higher version are not uploaded again. Returns the apps, or the operations of a later schedule.
.PARAMETER Environment
The environment to publish to.
.PARAMETER Path
Folder or files with the apps: .app files, .zip files, or folders.
.PARAMETER Branch
The branches and tags that may deploy to the environment, as patterns or as one text with commas. The default is all.
.PARAMETER ContinuousDeployment
Whether runs that no user started deploy to the environment: true, false, or empty. Empty, which is the default, means sandboxes only.
.PARAMETER Schedule
When the apps are installed: Immediate (default), UpdateWindow, NextMinorUpdate, or NextMajorUpdate.
.PARAMETER SyncMode
Add (default) or ForceSync, which can delete data.
.PARAMETER TenantId
Id or domain of the tenant; the default is that of the service connection.
.PARAMETER ClientId
Client ID of the app registration; the default is that of the service connection.
.PARAMETER SignIn
More parameters of Connect-BcTenant, such as -Authority and -Endpoint of another cloud.
.EXAMPLE
./Publish-FromAzureDevOps.ps1 -Environment Test -Path $env:PIPELINE_WORKSPACE/apps
.EXAMPLE
./Publish-FromAzureDevOps.ps1 -Environment Production -Path $env:PIPELINE_WORKSPACE/apps -Branch main, 'release/*' -Schedule UpdateWindow
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [string] $Environment,
    [Parameter(Mandatory)] [string] $Path,
    [string[]] $Branch,
    [ValidateSet('true', 'false', '')] [string] $ContinuousDeployment = '',
    [ValidateSet('Immediate', 'UpdateWindow', 'NextMinorUpdate', 'NextMajorUpdate')] [string] $Schedule = 'Immediate',
    [ValidateSet('Add', 'ForceSync')] [string] $SyncMode = 'Add',
    [string] $TenantId = $env:AZURESUBSCRIPTION_TENANT_ID,
    [string] $ClientId = $env:AZURESUBSCRIPTION_CLIENT_ID,
    [hashtable] $SignIn = @{}
)
$ErrorActionPreference = 'Stop'

function Write-Skipped([string] $Reason) {
    $message = "Environment $Environment is skipped: $Reason".Replace('%', '%AZP25').Replace("`r", '%0D').Replace("`n", '%0A')
    Write-Host "##vso[task.logissue type=warning]$message"
}

$current = $env:BUILD_SOURCEBRANCH -replace '^refs/(heads|tags)/'
$patterns = @($Branch -split ',' | ForEach-Object Trim | Where-Object { $_ })
if ($patterns -and -not ($patterns | Where-Object { [WildcardPattern]::new($_, 'IgnoreCase, CultureInvariant').IsMatch($current) })) { return Write-Skipped "the branch '$current' may not deploy to it. Allowed: $($patterns -join ', ')." }
$isContinuous = $env:BUILD_REASON -ne 'Manual'
if ($isContinuous -and $ContinuousDeployment -eq 'false') { return Write-Skipped 'continuousDeployment is false.' }

$credential = @{ TenantId = $TenantId; ClientId = $ClientId }
if ($env:BC_CLIENT_SECRET) { $credential.ClientSecret = ConvertTo-SecureString $env:BC_CLIENT_SECRET -AsPlainText }
else {
    if (-not $env:SYSTEM_ACCESSTOKEN) { throw 'Pass the token of the job: "env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)" at the task.' }
    if (-not $env:AZURESUBSCRIPTION_SERVICE_CONNECTION_ID) { throw 'Run this in the task AzureCLI@2, with a service connection of workload identity federation as azureSubscription.' }
    $credential.FederatedTokenScript = {
        $address = "${env:SYSTEM_OIDCREQUESTURI}?api-version=7.1&serviceConnectionId=$env:AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"
        $header = @{ Authorization = "Bearer $env:SYSTEM_ACCESSTOKEN"; 'X-TFS-FedAuthRedirect' = 'Suppress' }
        (Invoke-RestMethod $address -Method Post -Headers $header -ContentType application/json).oidcToken
    }
}

Connect-BcTenant @credential -Name deployment @SignIn
try {
    if ((Get-BcEnvironment $Environment -Connection deployment).Type -ne 'Sandbox' -and $isContinuous -and $ContinuousDeployment -ne 'true') {
        return Write-Skipped 'it is a production environment, no user started the run, and continuousDeployment is not true.'
    }

    $publish = @{ Schedule = $Schedule; Wait = $Schedule -eq 'Immediate'; SyncMode = $SyncMode; Force = $true; AcceptIsvEula = $true; Connection = 'deployment' }
    $files = @(Get-ChildItem -LiteralPath $Path -File -Recurse | Where-Object Extension -In '.app', '.zip')
    if (-not $files) { throw "'$Path' has no app." }
    $files | Publish-BcApp $Environment @publish -ErrorAction SilentlyContinue -ErrorVariable failures
    $texts = foreach ($failure in $failures) {
        $target = $failure.TargetObject
        $app = "$target" -match '\.app$' ? "$(Split-Path "$target" -Leaf): " : $target.AppName ? "$($target.AppName): " : ''
        "$app$($failure.Exception.Message) $($failure.ErrorDetails.RecommendedAction)".Trim()
    }
    if ($texts) { throw "Deployment to environment $Environment failed: $($texts -join ' ')" }
}
finally {
    Disconnect-BcTenant deployment
}
