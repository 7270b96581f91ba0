# Reading: 50,000 users, the cost of one call, and an inventory of 200 tenants.
param([Parameter(Mandatory)] [string] $Module)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$scenario = "$PSScriptRoot/scenario.json"
Import-Module $Module
$simulator = Start-BcSimulator $scenario -Name Bench
try {
    Connect-BcTenant large.example -Simulator
    $token = [Net.NetworkCredential]::new('', (Get-BcAccessToken)).Password
    $api = "$($simulator.HttpEndpoint)v2.0/$((Get-BcConnection).TenantId)"

    # Both read the same pages with System.Text.Json into objects; the reference does nothing else.
    Add-Type -ReferencedAssemblies System.Net.Http, System.Text.Json, System.Net.Primitives, System.Private.Uri, System.Collections, System.Memory, System.Runtime -TypeDefinition @'
using System.Net.Http;
using System.Text.Json;
public static class BareClient
{
    public sealed class User { public System.Guid UserSecurityId { get; set; } public string UserName { get; set; } public string DisplayName { get; set; } public string State { get; set; } public System.DateTimeOffset? ExpiryDate { get; set; } }
    static readonly JsonSerializerOptions Web = new JsonSerializerOptions(JsonSerializerDefaults.Web);
    public static int Read(string url, string token)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", token);
        var count = 0;
        while (url != null)
        {
            using var page = JsonDocument.Parse(http.GetByteArrayAsync(url).GetAwaiter().GetResult());
            foreach (var item in page.RootElement.GetProperty("value").EnumerateArray())
                if (item.Deserialize<User>(Web) != null) count++;
            url = page.RootElement.TryGetProperty("@odata.nextLink", out var next) ? next.GetString() : null;
        }
        return count;
    }
}
'@
    $company = (Get-BcCompany Large).CompanyId
    $list = "$api/Large/api/microsoft/automation/v2.0/companies($company)/users"
    $null = [BareClient]::Read($list, $token), (Get-BcUser Large | Measure-Object)
    $bare = 1..3 | ForEach-Object { (Measure-Command { [BareClient]::Read($list, $token) }).TotalSeconds } | Sort-Object | Select-Object -Index 1
    $ours = 1..3 | ForEach-Object { (Measure-Command { Get-BcUser Large | Out-Null }).TotalSeconds } | Sort-Object | Select-Object -Index 1
    [pscustomobject] @{
        Name = 'Get-BcUser, 50,000 users in pages of 1,000'; Measured = '{0:N2} s' -f $ours; Reference = '{0:N2} s (bare HttpClient and the same JSON library)' -f $bare
        Ratio = '{0:N2}' -f ($ours / $bare); Note = 'medians of 3 runs; the measured time includes the pipeline'
    }

    # The peak memory of a separate process that lists all users, minus that of one that lists a few.
    $peak = foreach ($environment in 'Small', 'Large') {
        $script = @"
Import-Module '$Module'
Connect-BcTenant large.example -AccessToken (ConvertTo-SecureString `$env:BENCH_TOKEN -AsPlainText -Force) -Endpoint $($simulator.HttpEndpoint) -Authority $($simulator.HttpEndpoint)
Get-BcUser $environment | Out-Null
[Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64
"@
        $env:BENCH_TOKEN = $token
        [long] (& dotnet (Join-Path $PSHOME pwsh.dll) -NoProfile -NonInteractive -Command $script | Select-Object -Last 1)
    }
    Remove-Item Env:BENCH_TOKEN
    [pscustomobject] @{
        Name = 'peak memory of that'; Measured = '{0:N0} MB' -f ($peak[1] / 1MB); Reference = '{0:N0} MB (list of one user)' -f ($peak[0] / 1MB)
        Ratio = '{0:N2}' -f ($peak[1] / $peak[0]); Note = 'grows by {0:N0} MB; working set of a separate process' -f (($peak[1] - $peak[0]) / 1MB)
    }

    $one = "$($simulator.HttpEndpoint)admin/v2.29/applications/environments"
    $headers = @{ Authorization = "Bearer $token" }
    $null = Invoke-RestMethod $one -Headers $headers -NoProxy
    $rest = (Measure-Command { foreach ($call in 1..200) { $null = Invoke-RestMethod $one -Headers $headers -NoProxy } }).TotalMilliseconds / 200
    $cmdlet = (Measure-Command { foreach ($call in 1..200) { $null = Get-BcEnvironment } }).TotalMilliseconds / 200
    [pscustomobject] @{
        Name = 'one call: Get-BcEnvironment'; Measured = '{0:N1} ms' -f $cmdlet; Reference = '{0:N1} ms (Invoke-RestMethod)' -f $rest; Ratio = '{0:N2}' -f ($cmdlet / $rest); Note = 'means of 200 calls'
    }

    $tenants = $simulator.Tenants | Where-Object { "$_" -like '*customer.example' }
    $tenants | ForEach-Object { Connect-BcTenant $_ -Simulator }
    $null = Invoke-RestMethod "$($simulator.HttpEndpoint)simulator/settings" -Method Post -Body '{"latencyMs":100}' -ContentType application/json -NoProxy
    $names = (Get-BcConnection | Where-Object Name -Like '*customer.example').Name
    $null = Get-BcEnvironment -Connection $names # everybody's token is there now
    $together = (Measure-Command { $script:found = Get-BcEnvironment -Connection $names }).TotalSeconds
    $inTurn = (Measure-Command { foreach ($name in $names) { $null = Get-BcEnvironment -Connection $name } }).TotalSeconds
    if (@($script:found).Count -ne $names.Count) { throw "Found $(@($script:found).Count) environments in $($names.Count) tenants." }
    [pscustomobject] @{
        Name = "inventory of $($names.Count) tenants"; Measured = '{0:N2} s' -f $together; Reference = '{0:N1} s (one after the other)' -f $inTurn
        Ratio = '1 : {0:N0}' -f ($inTurn / $together); Note = '100 ms per call'
    }
}
finally {
    Disconnect-BcTenant -All
    Stop-BcSimulator Bench
}
