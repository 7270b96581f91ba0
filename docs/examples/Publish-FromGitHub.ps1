<#
.SYNOPSIS
Publishes the .app files of a build to an environment, from a GitHub workflow that signs in without a secret.
.DESCRIPTION
GitHub gives each job a token that says which repository and which branch or deployment environment it runs for; the app registration trusts that
(New-BcAppRegistration -GitHubRepository). The job needs "permissions: id-token: write". The token is asked for again whenever the sign-in is renewed, so a long
deployment does not outlive it.

Returns the apps.
.PARAMETER TenantId
Id or domain of the tenant.
.PARAMETER ClientId
Client ID of the app registration. It is not a secret.
.PARAMETER Environment
The environment to publish to.
.PARAMETER Path
Folder or files with the .app packages.
.PARAMETER SignIn
More parameters of Connect-BcTenant, such as -Authority and -Endpoint of another cloud.
.EXAMPLE
./Publish-FromGitHub.ps1 -TenantId contoso.com -ClientId $env:BC_CLIENT_ID -Environment Test -Path ./out
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [string] $TenantId,
    [Parameter(Mandatory)] [guid] $ClientId,
    [Parameter(Mandatory)] [string] $Environment,
    [Parameter(Mandatory)] [string] $Path,
    [hashtable] $SignIn = @{}
)
$ErrorActionPreference = 'Stop'
if (-not $env:ACTIONS_ID_TOKEN_REQUEST_URL) { throw 'This job may not ask for a token: add "permissions: id-token: write" to it.' }

Connect-BcTenant $TenantId -ClientId $ClientId -Name deployment @SignIn -FederatedTokenScript {
    $address = "$env:ACTIONS_ID_TOKEN_REQUEST_URL&audience=api://AzureADTokenExchange"
    (Invoke-RestMethod $address -Headers @{ Authorization = "bearer $env:ACTIONS_ID_TOKEN_REQUEST_TOKEN" }).value
}
try {
    Get-ChildItem $Path -Filter *.app -Recurse | Publish-BcApp $Environment -AcceptIsvEula -Wait -Connection deployment
}
finally {
    Disconnect-BcTenant deployment
}
