<#
.SYNOPSIS
Reports tenants that no longer match a configuration, with one Teams card or mail for each tenant.
.DESCRIPTION
Compares the connected tenants with a configuration and sends one message for each tenant that differs. A small state file remembers what was reported, so nothing is sent while the differences stay
the same. When a tenant matches again, its entry is removed without a message.

Run it each night, for example with Invoke-UnattendedScript.ps1 or as a runbook. Cards require Send-TeamsCard.ps1 in the same folder. Changes nothing in the tenants; a connection of Connect-BcTenant -ReadOnly is sufficient. A message that could not be
sent is an error, and the next run sends it again. A tenant that cannot be read at all is an error, and its entry stays as it is.

Returns one object for each tenant: TenantName, Status (InDesiredState, Reported, Unchanged, Failed), and Differences.
.PARAMETER Path
The configuration, as a file or a folder.
.PARAMETER Connection
The connections to compare. The default is all open connections.
.PARAMETER StatePath
The file that remembers what was reported. It contains tenant IDs and hash values. The default is drift.json in the current folder.
.PARAMETER WebhookUri
Sends a card to Teams: the address of a workflow that posts a card when a webhook request is received. The address is a secret.
.PARAMETER SendMail
Sends a mail: a script block that receives the subject, the text, and the summary of the tenant.
.PARAMETER Compare
More parameters of Test-BcConfiguration, such as @{ IncludeUnlisted = $true; Parameter = @{ supportEmail = 'desk@contoso.com' } }. With IncludeUnlisted, entries that only the tenant has are differences
too, such as a permission set that was granted or a recipient that was added.
.EXAMPLE
Connect-BcTenant contoso.com -ClientId $app -CertificateThumbprint $thumbprint -ReadOnly
./Watch-Drift.ps1 ./contoso -Compare @{ IncludeUnlisted = $true } -WebhookUri (Get-Secret TeamsWorkflow -AsPlainText)
.EXAMPLE
./Watch-Drift.ps1 ./baseline.json -SendMail {
    param($Subject, $Text)
    $mail = @{ message = @{ subject = $Subject; body = @{ content = $Text }; toRecipients = @(@{ emailAddress = @{ address = 'desk@contoso.com' } }) } }
    Invoke-MgGraphRequest POST v1.0/users/alerts@contoso.com/sendMail -Body $mail
}
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory, Position = 0)] [string] $Path,
    [object[]] $Connection = '*',
    [string] $StatePath = 'drift.json',
    [uri] $WebhookUri,
    [scriptblock] $SendMail,
    [hashtable] $Compare = @{}
)
if (-not $WebhookUri -and -not $SendMail) { throw 'Specify -WebhookUri or -SendMail.' }

# The text of a difference. The reason of an unknown component names the call that failed, which differs each time, so it is not part of the fingerprint.
function Get-Line($Difference, [switch] $WithReason) {
    $place = @($Difference.EnvironmentName, $Difference.Component, $Difference.Key, $Difference.Property).Where{ $_ } -join ' '
    $values = @($Difference.Current, $Difference.Desired).ForEach{ $null -eq $_ ? '(none)' : "$_" } -join ' -> '
    $reason = $WithReason -and $Difference.Reason ? " ($($Difference.Reason))" : ''
    $Difference.Action -in 'None', 'Unknown' ? "$($Difference.Action) ${place}$reason" : "$($Difference.Action) ${place}: $values$reason"
}

function Get-Fingerprint($Differences) {
    $text = ($Differences | ForEach-Object { Get-Line $_ } | Sort-Object -Culture '') -join "`n"
    [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes($text)))
}

$StatePath = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($StatePath)
$state = (Test-Path $StatePath) ? (Get-Content $StatePath -Raw | ConvertFrom-Json -AsHashtable) : @{}
function Save-State {
    ConvertTo-Json $state | Set-Content "$StatePath.new" -WhatIf:$false
    Move-Item "$StatePath.new" $StatePath -Force -WhatIf:$false # a run that is stopped leaves a complete file
}

# Unknown components are part of the message, so their errors are not needed here.
$summaries = Test-BcConfiguration $Path -Connection $Connection -Detailed @Compare -ErrorAction SilentlyContinue -ErrorVariable failures
$failures | Where-Object { $_ -is [Management.Automation.ErrorRecord] -and ($_.FullyQualifiedErrorId -split ',')[0] -ne 'ConfigurationUnknown' } |
    Sort-Object { "$_" } -Unique | ForEach-Object { Write-Error -ErrorRecord $_ }

foreach ($summary in $summaries) {
    $result = [pscustomobject] @{ TenantName = $summary.TenantName; Status = 'InDesiredState'; Differences = $summary.Differences }
    if ($summary.Differences.Count -eq 0) {
        if ($state.Contains($summary.TenantId) -and $PSCmdlet.ShouldProcess($summary.TenantName, 'Remove from the state file')) {
            $state.Remove($summary.TenantId)
            Save-State
        }
        $result
        continue
    }

    $fingerprint = Get-Fingerprint $summary.Differences
    if ($state[$summary.TenantId] -eq $fingerprint) {
        $result.Status = 'Unchanged'
        $result
        continue
    }

    $counts = foreach ($count in 'Add', 'Change', 'Remove', 'Refused', 'Unknown') { if ($summary.$count) { "$($summary.$count) $($count.ToLowerInvariant())" } }
    $subject = "$($summary.TenantName) differs from its configuration: $($counts -join ', ')"
    $lines = @($summary.Differences | ForEach-Object { Get-Line $_ -WithReason })
    if (-not $PSCmdlet.ShouldProcess($summary.TenantName, "Send: $subject")) { continue }
    try {
        if ($WebhookUri) { & "$PSScriptRoot/Send-TeamsCard.ps1" $WebhookUri $subject $lines }
        if ($SendMail) { $null = & $SendMail $subject ($lines -join "`n") $summary }
        $state[$summary.TenantId] = $fingerprint
        Save-State
        $result.Status = 'Reported'
    }
    catch {
        $result.Status = 'Failed'
        Write-Error -ErrorRecord $_
    }
    $result
}
