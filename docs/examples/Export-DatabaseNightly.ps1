<#
.SYNOPSIS
Exports the databases of environments each night, and keeps the newest exports of each environment.
.DESCRIPTION
Writes a .bacpac file for each environment into a container of an Azure storage account. The file is named after the environment and the date in UTC, such as Production-20261128.bacpac. When the
export of an environment has succeeded, its older files are deleted, so that -Keep of them remain. Nothing is deleted if the export fails, and no file with another name is deleted.

An environment whose file of today exists is not exported again. The service allows ten exports of an environment in a month; the script warns if this is not sufficient.

Returns one object for each environment: EnvironmentName, Status (Exported, AlreadyExported, Failed), Blob, and Deleted with the names of the deleted files.
.PARAMETER StorageAccountSasUri
The address of the storage account with a shared access signature: https, with the permissions Read, Write, Create, Delete, and List on container and object. The signature is a secret.
.PARAMETER Container
The container in the storage account.
.PARAMETER Environment
The environments to export, with wildcards. The default is all production environments.
.PARAMETER Keep
The number of files to keep for each environment.
.PARAMETER Connection
The connection to use. The default is the current connection.
.EXAMPLE
Connect-BcTenant contoso.com -ManagedIdentity
./Export-DatabaseNightly.ps1 (Get-AutomationVariable BcExportSas) bc-exports -Keep 7
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory, Position = 0)] [object] $StorageAccountSasUri,
    [Parameter(Mandatory, Position = 1)] [ValidatePattern('^[a-z0-9](-?[a-z0-9]){2,62}$')] [string] $Container,
    [SupportsWildcards()] [string[]] $Environment,
    [ValidateRange(1, 1000)] [int] $Keep = 7,
    [object] $Connection
)
$ErrorActionPreference = 'Stop'
$via = $Connection ? @{ Connection = $Connection } : @{}
$address = [uri] ($StorageAccountSasUri -is [securestring] ? (ConvertFrom-SecureString $StorageAccountSasUri -AsPlainText) : "$StorageAccountSasUri")
$invariant = [cultureinfo]::InvariantCulture
$today = [datetime]::UtcNow.Date

# Calls the storage account. Errors do not contain the address, because the signature is a secret.
function Invoke-Storage([string] $Method, [string] $Path, [string] $Query = '') {
    $uri = "$($address.GetLeftPart('Path').TrimEnd('/'))/$Path$($address.Query)$Query"
    try { Invoke-WebRequest $uri -Method $Method -Headers @{ 'x-ms-version' = '2021-12-02' } }
    catch {
        $status = [int] $_.Exception.Response.StatusCode
        if ($Method -eq 'Delete' -and $status -eq 404) { return } # another run has deleted it
        throw "$Method $Path in the storage account failed: $($status ? "status $status" : $_.Exception.GetType().Name)."
    }
}

# The files of an environment that this script has written, the newest first.
function Get-Export([string] $Name) {
    $marker = ''
    do {
        $query = "&comp=list&restype=container&prefix=$([uri]::EscapeDataString("$Name-"))" + ($marker ? "&marker=$([uri]::EscapeDataString($marker))" : '')
        $list = [xml] (Invoke-Storage Get $Container $query).Content.TrimStart([char] 0xFEFF)
        $list.SelectNodes('//Blob/Name').InnerText | Where-Object { $_ -match "^$([regex]::Escape($Name))-(\d{8})\.bacpac$" } | Where-Object {
            $date = [datetime]::MinValue
            [datetime]::TryParseExact($Matches[1], 'yyyyMMdd', $invariant, 'None', [ref] $date)
        }
        $marker = "$($list.SelectSingleNode('//NextMarker').InnerText)"
    } while ($marker)
}

$environments = $Environment ? (Get-BcEnvironment $Environment @via) : (Get-BcEnvironment @via -Type Production -Status Active)
foreach ($item in $environments) {
    $blob = "$($item.Name)-$($today.ToString('yyyyMMdd', $invariant)).bacpac"
    $result = [pscustomobject] @{ EnvironmentName = $item.Name; Status = 'Failed'; Blob = $blob; Deleted = @() }
    try {
        # An export of a run that was stopped. The service does not document the type of such an operation.
        $null = $item | Get-BcOperation -Since $today -Status queued, running | Wait-BcOperation
        if ($blob -in (Get-Export $item.Name)) { $result.Status = 'AlreadyExported' }
        else {
            $quota = $item | Get-BcDatabaseExportQuota
            $left = [datetime]::DaysInMonth($today.Year, $today.Month) - $today.Day + 1
            if ($quota.ExportsRemainingThisMonth -lt $left) { Write-Warning "Environment $($item.Name) has $($quota.ExportsRemainingThisMonth) exports left for $left days of this month." }
            if (-not $PSCmdlet.ShouldProcess("environment $($item.Name)", "Export to $Container/$blob")) { continue }
            $operation = $item | Start-BcDatabaseExport -StorageAccountSasUri $StorageAccountSasUri -Container $Container -Blob $blob -Wait -Confirm:$false
            if (-not $operation.IsSucceeded) { throw "The export of $($item.Name) failed." }
            $result.Status = 'Exported'
        }

        $files = @(Get-Export $item.Name | Sort-Object -Culture '' -Descending)
        if ($blob -notin $files) { throw "The storage account does not contain $blob. Nothing was deleted." }
        $result.Deleted = @($files | Select-Object -Skip $Keep | Where-Object { $PSCmdlet.ShouldProcess("$Container/$_", 'Delete') })
        foreach ($file in $result.Deleted) { $null = Invoke-Storage Delete "$Container/$([uri]::EscapeDataString($file))" }
    }
    catch {
        $result.Status = 'Failed'
        Write-Error -ErrorRecord $_ -ErrorAction Continue
    }
    $result
}
