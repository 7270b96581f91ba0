# Shared by the tests of the configuration cmdlets.
Import-Module "$PSScriptRoot/../../TestSession.psm1" -Global

<# .SYNOPSIS The calls since Clear-Request that change something in the tenant. #>
function Get-Write { @(Get-Request | Where-Object { $_.Method -ne 'GET' -and $_.Operation -notin 'token', 'deviceCode', 'postBatch' }) }

<# .SYNOPSIS Writes a configuration with one environment and returns its path. The members come as a hash table. #>
function New-TestConfiguration([string] $Path, [hashtable] $Members, [string] $Environment = 'Production', [hashtable] $Tenant = @{}) {
    $content = $Tenant + @{ environments = @(@{ name = $Environment } + $Members) }
    if (-not $Members.Count) { $content.Remove('environments') }
    ConvertTo-Json $content -Depth 10 | Set-Content $Path
    $Path
}

<# .SYNOPSIS The action and the place of each difference. #>
function Get-DifferenceText([object[]] $Difference) { foreach ($item in $Difference) { "$($item.Action) $item" } }

Export-ModuleMember -Function *
