<#
.SYNOPSIS
Plans or applies a configuration in a job of GitHub Actions or Azure DevOps that signs in without a secret.
.DESCRIPTION
Without -Apply, the script connects read-only, compares the tenant with the configuration, and writes the plan as Markdown to -PlanPath, for a comment on the pull request. It ends with an error if the
configuration has a mistake, an entry that cannot be applied, or a component that could not be read. On GitHub, a mistake is shown at its line of the pull request.

With -Apply, it makes the tenant match the configuration and returns the results. It ends with an error if a change failed.

The job signs in with a federated token, as Publish-FromGitHub.ps1 and Publish-FromAzureDevOps.ps1 do. configuration-github.yml and configuration-azure-devops.yml are the pipelines.
.PARAMETER Path
The configuration, as a file or a folder.
.PARAMETER PlanPath
The Markdown file to write the plan to.
.PARAMETER Apply
Applies the configuration.
.PARAMETER RemoveUnlisted
Also removes entries that the lists in the configuration do not name, and shows them in the plan.
.PARAMETER Options
More parameters of Compare-BcConfiguration and Set-BcConfiguration, such as @{ Parameter = @{ supportEmail = 'desk@contoso.com' } }.
.PARAMETER TenantId
Id or domain of the tenant. The default on Azure DevOps is the tenant of the service connection.
.PARAMETER ClientId
Client ID of the app registration. The default on Azure DevOps is the app of the service connection.
.PARAMETER SignIn
More parameters of Connect-BcTenant, such as -Authority and -Endpoint of another cloud.
.EXAMPLE
./Invoke-ConfigurationJob.ps1 ./configuration -PlanPath plan.md -TenantId contoso.com -ClientId $env:BC_CLIENT_ID
.EXAMPLE
./Invoke-ConfigurationJob.ps1 ./configuration -Apply -TenantId contoso.com -ClientId $env:BC_CLIENT_ID
#>
[CmdletBinding(DefaultParameterSetName = 'Plan')]
param(
    [Parameter(Mandatory, Position = 0)] [string] $Path,
    [Parameter(Mandatory, ParameterSetName = 'Plan')] [string] $PlanPath,
    [Parameter(Mandatory, ParameterSetName = 'Apply')] [switch] $Apply,
    [switch] $RemoveUnlisted,
    [hashtable] $Options = @{},
    [string] $TenantId = $env:AZURESUBSCRIPTION_TENANT_ID,
    [string] $ClientId = $env:AZURESUBSCRIPTION_CLIENT_ID,
    [hashtable] $SignIn = @{}
)
$ErrorActionPreference = 'Stop'

$token = if ($env:ACTIONS_ID_TOKEN_REQUEST_URL) {
    {
        $address = "$env:ACTIONS_ID_TOKEN_REQUEST_URL&audience=api://AzureADTokenExchange"
        (Invoke-RestMethod $address -Headers @{ Authorization = "bearer $env:ACTIONS_ID_TOKEN_REQUEST_TOKEN" }).value
    }
}
elseif ($env:SYSTEM_ACCESSTOKEN -and $env:AZURESUBSCRIPTION_SERVICE_CONNECTION_ID) {
    {
        $address = "${env:SYSTEM_OIDCREQUESTURI}?api-version=7.1&serviceConnectionId=$env:AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"
        $header = @{ Authorization = "Bearer $env:SYSTEM_ACCESSTOKEN"; 'X-TFS-FedAuthRedirect' = 'Suppress' }
        (Invoke-RestMethod $address -Method Post -Headers $header -ContentType application/json).oidcToken
    }
}
else { throw 'The job cannot request a token: on GitHub, add "permissions: id-token: write"; on Azure DevOps, use AzureCLI@2 with "env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)".' }

# Names can contain the characters of Markdown.
function Get-Cell($Value) { "$Value" -replace '[\\`*_{}\[\]<>|~#]', '\$0' -replace '\r?\n', ' ' }

function Get-Plan($Differences, $Mistakes) {
    '### Business Central configuration'
    ''
    foreach ($mistake in $Mistakes) { "- **Error**: $(Get-Cell $mistake)" }
    if ($Mistakes) { return }
    if (-not $Differences) { return 'The tenant matches the configuration. Nothing to change.' }
    "$(($Differences | Group-Object Action -NoElement | ForEach-Object { "$($_.Count) $($_.Name.ToLowerInvariant())" }) -join ', ')"
    ''
    '| action | environment | component | entry | current | desired | note |'
    '| --- | --- | --- | --- | --- | --- | --- |'
    foreach ($difference in $Differences | Select-Object -First 200) {
        $entry = @($difference.Key, $difference.Property).Where{ $_ } -join ' '
        $cells = $difference.Action, $difference.EnvironmentName, $difference.Component, $entry, $difference.Current, $difference.Desired, $difference.Reason
        "| $(($cells | ForEach-Object { Get-Cell $_ }) -join ' | ') |"
    }
    if ($Differences.Count -gt 200) { ''; "and $($Differences.Count - 200) more" }
}

Connect-BcTenant $TenantId -ClientId $ClientId -Name configuration -ReadOnly:(-not $Apply) @SignIn -FederatedTokenScript $token
try {
    if ($Apply) {
        Set-BcConfiguration $Path -Connection configuration -RemoveUnlisted:$RemoveUnlisted @Options -Force -Wait -ErrorAction Continue -ErrorVariable failures
        if ($failures) { throw 'The configuration was not applied completely.' }
        return
    }

    $differences = @()
    try {
        $differences = @(Compare-BcConfiguration $Path -Connection configuration -IncludeUnlisted:$RemoveUnlisted @Options -ErrorAction SilentlyContinue -ErrorVariable failures)
    }
    catch { $failures += $_ }
    $mistakes = @($failures | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | Sort-Object { "$_" } -Unique)
    if ($env:GITHUB_ACTIONS) {
        foreach ($place in $mistakes.Exception | Where-Object { $_ -is [BcAdmin.BcConfigurationException] }) {
            $file = [IO.Path]::GetRelativePath("$PWD", $place.Path).Replace('\', '/')
            Write-Host "::error file=$file,line=$($place.Line),col=$($place.Column)::$($place.Message -replace '%', '%25' -replace '\r?\n', '%0A')"
        }
    }
    Get-Plan $differences $mistakes | Set-Content $PlanPath
    if ($mistakes) { throw "The configuration has $($mistakes.Count) mistakes, see the plan." }
    $open = @($differences | Where-Object Action -in 'None', 'Unknown')
    if ($open) { throw "$($open.Count) entries cannot be applied or compared, see the plan." }
}
finally {
    Disconnect-BcTenant configuration
}
