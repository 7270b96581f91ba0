<#
.SYNOPSIS
Publishes the .app files of a build to an environment, from an Azure DevOps pipeline that signs in without a secret.
.DESCRIPTION
The service connection (Azure Resource Manager with workload identity federation) stands for an app registration, and the pipeline asks Azure DevOps for a token that says so. It is asked
for again whenever the sign-in is renewed, so a long deployment does not outlive it.

Run it in the task AzureCLI@2 with that service connection: the task names the app, the tenant and the connection in AZURESUBSCRIPTION_… variables. The token of the job has to be handed
over as SYSTEM_ACCESSTOKEN. publish-azure-devops.yml is the pipeline.

The app needs AdminCenter.ReadWrite.All with consent, and has to be authorized in the Admin Center:
New-BcAppRegistration NAME -Service -FederatedIssuer ISSUER -FederatedSubject SUBJECT -GrantConsent -AuthorizeApp. Returns the apps.
.PARAMETER Environment
The environment to publish to.
.PARAMETER Path
Folder or files with the .app packages.
.PARAMETER TenantId
Id or domain of the tenant; without it the service connection's.
.PARAMETER ClientId
Client id of the app registration; without it the service connection's.
.PARAMETER SignIn
More parameters of Connect-BcTenant, such as -Authority and -Endpoint of another cloud.
.EXAMPLE
./Publish-FromAzureDevOps.ps1 -Environment Test -Path $env:PIPELINE_WORKSPACE/apps
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [string] $Environment,
    [Parameter(Mandatory)] [string] $Path,
    [string] $TenantId = $env:AZURESUBSCRIPTION_TENANT_ID,
    [string] $ClientId = $env:AZURESUBSCRIPTION_CLIENT_ID,
    [hashtable] $SignIn = @{}
)
$ErrorActionPreference = 'Stop'
if (-not $env:SYSTEM_ACCESSTOKEN) { throw 'Hand the token of the job over: "env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)" at the task.' }
if (-not $env:AZURESUBSCRIPTION_SERVICE_CONNECTION_ID) { throw 'Run this in the task AzureCLI@2, with a service connection of workload identity federation as azureSubscription.' }

Connect-BcTenant $TenantId -ClientId $ClientId -Name deployment @SignIn -FederatedTokenScript {
    $address = "${env:SYSTEM_OIDCREQUESTURI}?api-version=7.1&serviceConnectionId=$env:AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"
    $header = @{ Authorization = "Bearer $env:SYSTEM_ACCESSTOKEN"; 'X-TFS-FedAuthRedirect' = 'Suppress' }
    (Invoke-RestMethod $address -Method Post -Headers $header -ContentType application/json).oidcToken
}
try {
    Get-ChildItem $Path -Filter *.app -Recurse | Publish-BcApp $Environment -AcceptIsvEula -Wait -Connection deployment
}
finally {
    Disconnect-BcTenant deployment
}
