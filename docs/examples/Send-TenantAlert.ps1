<#
.SYNOPSIS
Sends alerts about tenants to Teams or by mail: failed operations, available updates, expiring credentials, and storage.
.DESCRIPTION
Checks the connected tenants and sends one message for each tenant that has new alerts. A state file remembers what was sent, so each alert is sent once:

- FailedOperation: an operation on an environment failed, such as a copy or an update.
- AvailableUpdate: a new version is available for an environment.
- ExpiringCredential: the secret, certificate, or partner relationship of the connection expires within -ExpiryDays. Sent again 7 days and 1 day before.
- Storage: the environments use more than -StoragePercent of the storage that the tenant may use. Sent again at 90 and 100 percent.

An alert whose cause is gone is removed from the state file, so that it is sent again if it returns. A message that could not be sent is an error, and the next run sends it. What could not be read is an
error, and the alerts of this kind stay as they are.

Changes nothing in the tenants; a connection of Connect-BcTenant -ReadOnly is sufficient. Cards require Send-TeamsCard.ps1 in the same folder.

Returns one object for each tenant: TenantName, Status (NoAlert, Sent, Unchanged, Failed), and Alerts with the properties Kind, EnvironmentName, Text, and IsNew.
.PARAMETER Kind
The kinds of alerts. The default is all kinds.
.PARAMETER Connection
The connections to check. The default is all open connections.
.PARAMETER StatePath
The file that remembers what was sent. It contains tenant IDs and names of environments. The default is alerts.json in the current folder.
.PARAMETER WebhookUri
Sends a card to Teams: the address of a workflow that posts a card when a webhook request is received. The address is a secret.
.PARAMETER SendMail
Sends a mail: a script block that receives the subject and the text.
.PARAMETER Days
The number of days in which operations that failed are reported.
.PARAMETER ExpiryDays
The number of days before the end of a credential.
.PARAMETER StoragePercent
The percentage of the storage above which the tenant is reported.
.EXAMPLE
Connect-BcTenant contoso.com -ClientId $app -CertificateThumbprint $thumbprint -ReadOnly
./Send-TenantAlert.ps1 -WebhookUri (Get-Secret TeamsWorkflow -AsPlainText)
.EXAMPLE
./Send-TenantAlert.ps1 -Kind FailedOperation, Storage -StoragePercent 70 -SendMail { param($Subject, $Text) Send-MailToDesk $Subject $Text }
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [ValidateSet('FailedOperation', 'AvailableUpdate', 'ExpiringCredential', 'Storage')]
    [string[]] $Kind = @('FailedOperation', 'AvailableUpdate', 'ExpiringCredential', 'Storage'),
    [object[]] $Connection = '*',
    [string] $StatePath = 'alerts.json',
    [uri] $WebhookUri,
    [scriptblock] $SendMail,
    [ValidateRange(1, 180)] [int] $Days = 7,
    [ValidateRange(1, 365)] [int] $ExpiryDays = 30,
    [ValidateRange(1, 100)] [int] $StoragePercent = 80
)
if (-not $WebhookUri -and -not $SendMail) { throw 'Specify -WebhookUri or -SendMail.' }

# An alert is sent when its key is new, or when its level is higher than the level that was sent.
function New-Alert([string] $Kind, [string] $Key, [string] $Text, [string] $Environment, [int] $Level = 1) {
    [pscustomobject] @{ Kind = $Kind; EnvironmentName = $Environment; Text = $Text; IsNew = $false; Key = "$Kind $Key"; Level = $Level }
}

$readers = @{
    FailedOperation = {
        param($tenant)
        Get-BcOperation -Connection $tenant -Status failed -Since (Get-Date).AddDays(-$Days) | ForEach-Object {
            New-Alert FailedOperation $_.OperationId "$($_.EnvironmentName): $($_.Type) failed: $($_.ErrorMessage)" $_.EnvironmentName
        }
    }
    AvailableUpdate = {
        param($tenant)
        Get-BcEnvironment -Connection $tenant -Status Active | Get-BcEnvironmentUpdate | Where-Object { $_.Available -and $_.TargetVersionType -eq 'GA' } | ForEach-Object {
            $date = $_.Selected -and $_.ScheduledOn ? " It is scheduled for $($_.ScheduledOn.UtcDateTime.ToString('yyyy-MM-dd HH:mm', [cultureinfo]::InvariantCulture)) UTC." : ''
            New-Alert AvailableUpdate "$($_.ApplicationFamily)/$($_.EnvironmentName) $($_.TargetVersion)" "$($_.EnvironmentName): version $($_.TargetVersion) is available.$date" $_.EnvironmentName
        }
    }
    ExpiringCredential = {
        param($tenant)
        $now = [DateTimeOffset]::UtcNow
        Test-BcConnection -Connection $tenant | Where-Object ExpiresOn | Where-Object ExpiresOn -LT $now.AddDays($ExpiryDays) | ForEach-Object {
            $left = ($_.ExpiresOn - $now).TotalDays
            New-Alert ExpiringCredential "$($_.Check) $($_.ExpiresOn.UtcDateTime.ToString('s', [cultureinfo]::InvariantCulture))" "$($_.Check): $($_.Detail) $($_.Remedy)".Trim() -Level ($left -le 1 ? 3 : $left -le 7 ? 2 : 1)
        }
    }
    Storage = {
        param($tenant)
        $quota = (Get-BcQuota -Connection $tenant).TotalStorageKB
        $used = (Get-BcEnvironmentStorage -Connection $tenant | Measure-Object DatabaseSizeKB -Sum).Sum
        $percent = $quota ? 100 * $used / $quota : 0
        if ($percent -gt $StoragePercent) {
            $text = [string]::Format([cultureinfo]::InvariantCulture, 'The environments use {0:N1} GB of {1:N1} GB ({2:N0} %).', $used / 1MB, $quota / 1MB, $percent)
            New-Alert Storage quota $text -Level ($percent -gt 100 ? 3 : $percent -gt 90 ? 2 : 1)
        }
    }
}

$StatePath = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($StatePath)
$state = (Test-Path $StatePath) ? (Get-Content $StatePath -Raw | ConvertFrom-Json -AsHashtable) : @{}

foreach ($tenant in Get-BcConnection $Connection) {
    $sent = $state["$($tenant.TenantId)"] ?? @{}
    $next = @{}
    $alerts = foreach ($name in $Kind) {
        $ErrorActionPreference = 'Stop' # a kind that is read in part must not look complete
        try { & $readers[$name] $tenant }
        catch {
            Write-Error -ErrorRecord $_ -ErrorAction Continue
            foreach ($key in $sent.Keys.Where{ ($_ -split ' ')[0] -eq $name }) { $next[$key] = $sent[$key] }
        }
    }
    # Kinds that were not asked for keep their entries.
    foreach ($key in $sent.Keys.Where{ ($_ -split ' ')[0] -notin $Kind }) { $next[$key] = $sent[$key] }
    foreach ($alert in $alerts) {
        $alert.IsNew = $alert.Level -gt ($sent[$alert.Key] ?? 0)
        $next[$alert.Key] = $alert.Level
    }

    $new = @($alerts | Where-Object IsNew)
    $result = [pscustomobject] @{ TenantName = $tenant.Name; Status = $new ? 'Sent' : $alerts ? 'Unchanged' : 'NoAlert'; Alerts = @($alerts | Select-Object Kind, EnvironmentName, Text, IsNew) }
    if ($new) {
        $subject = "$($tenant.Name): $($new.Count) new $($new.Count -eq 1 ? 'alert' : 'alerts')"
        if (-not $PSCmdlet.ShouldProcess($tenant.Name, "Send: $subject")) { continue }
        try {
            if ($WebhookUri) { & "$PSScriptRoot/Send-TeamsCard.ps1" $WebhookUri $subject $new.Text }
            if ($SendMail) { $null = & $SendMail $subject ($new.Text -join "`n") }
        }
        catch {
            $result.Status = 'Failed'
            $result
            Write-Error -ErrorRecord $_ -ErrorAction Continue
            continue
        }
    }

    if (-not $WhatIfPreference) {
        $next.Count ? ($state["$($tenant.TenantId)"] = $next) : $state.Remove("$($tenant.TenantId)")
        ConvertTo-Json $state | Set-Content "$StatePath.new"
        Move-Item "$StatePath.new" $StatePath -Force # a run that is stopped leaves a complete file
    }
    $result
}
