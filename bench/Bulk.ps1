# The bulk job: 1,000 users receive three permission sets each, and 500 receive one more from the pipeline. The service takes 40 ms for a write and 60 ms for the network, processes
# five calls of a caller at the same time, and accepts 6,000 calls in five minutes.
param([Parameter(Mandatory)] [string] $Module)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module $Module

$simulator = Start-BcSimulator $PSScriptRoot/scenario.json -Name Bench
try {
    $control = { param($Path, $Body) Invoke-RestMethod "$($simulator.HttpEndpoint)simulator/$Path" -Method Post -Body (ConvertTo-Json $Body) -ContentType application/json -NoProxy }
    Connect-BcTenant large.example -Simulator
    $users = Get-BcUser Production
    $sets = (Get-BcPermissionSet Production).RoleId | Select-Object -First 3
    $rows = $users | ForEach-Object { [pscustomobject] @{ User = $_.UserName; PermissionSets = $sets -join ';'; Companies = 'Branch' } }
    $null = & $control settings @{ latencyMs = 60; serviceTimeMs = 40; throttle = @{} }

    # The reference is the loop that scripts use today, for 100 of the users in the other company: one call after another.
    $token = [Net.NetworkCredential]::new('', (Get-BcAccessToken)).Password
    $base = "$($simulator.HttpEndpoint)v2.0/$((Get-BcConnection).TenantId)/Production/api/microsoft/automation/v2.0"
    $headers = @{ Authorization = "Bearer $token" }
    $loop = Measure-Command {
        $company = (Invoke-RestMethod "$base/companies" -Headers $headers -NoProxy).value[0]
        foreach ($user in $users | Select-Object -First 100) {
            foreach ($set in $sets) {
                $body = @{ roleId = $set; company = $company.name } | ConvertTo-Json
                $null = Invoke-RestMethod "$base/companies($($company.id))/users($($user.UserSecurityId))/userPermissions" -Method Post -Headers $headers -Body $body -ContentType application/json -NoProxy
            }
        }
    }
    $loopSeconds = $loop.TotalSeconds * 10

    $result = $null
    $ours = Measure-Command { $script:result = $rows | Import-BcUser Production -Force }
    if (@($script:result | Where-Object Status -NE Changed).Count) { throw 'Not every row was changed.' }
    $limit = (3000 * 0.040 / 5) + 0.060

    [pscustomobject] @{
        Name = 'Import-BcUser, 1,000 users × 3 permission sets'; Measured = '{0:N1} s' -f $ours.TotalSeconds; Reference = '{0:N1} s (limit of the service)' -f $limit
        Ratio = '{0:N2}' -f ($ours.TotalSeconds / $limit); Note = 'writes × 40 ms / 5 at once + one round trip; only the measured time includes the reads for the plan'
    }
    [pscustomobject] @{
        Name = 'the same'; Measured = '{0:N1} s' -f $ours.TotalSeconds; Reference = '{0:N0} s (loop of Invoke-RestMethod)' -f $loopSeconds
        Ratio = '1 : {0:N1}' -f ($loopSeconds / $ours.TotalSeconds); Note = 'the loop ran for 100 users and was scaled by 10'
    }

    $again = Measure-Command { $script:result = $rows | Import-BcUser Production -Force }
    if (@($script:result | Where-Object Status -NE Unchanged).Count) { throw 'The second run changed something.' }
    [pscustomobject] @{
        Name = 'the same again, without changes'; Measured = '{0:N1} s' -f $again.TotalSeconds; Reference = '{0:N1} s (first run)' -f $ours.TotalSeconds
        Ratio = '{0:N2}' -f ($again.TotalSeconds / $ours.TotalSeconds); Note = 'reads only'
    }

    # Without a file: users from the pipeline, collected in groups of a hundred. The loop made 300 calls of the same kind.
    $some = $users | Select-Object -First 500
    $piped = Measure-Command { $script:result = $some | Add-BcUserPermission -PermissionSet LOCAL -PassThru }
    if (@($script:result).Count -ne 500) { throw 'Not every user has the permission set.' }
    $loopSeconds = $loop.TotalSeconds / 300 * 500
    [pscustomobject] @{
        Name = 'Get-BcUser | Add-BcUserPermission, 500 users'; Measured = '{0:N1} s' -f $piped.TotalSeconds; Reference = '{0:N0} s (loop of Invoke-RestMethod)' -f $loopSeconds
        Ratio = '1 : {0:N1}' -f ($loopSeconds / $piped.TotalSeconds); Note = 'the loop above, scaled to 500 calls; the measured time includes reading the users'
    }
}
finally { Stop-BcSimulator Bench }
