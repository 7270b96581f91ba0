# Marked secrets are used in every flow, and with services that return everything that they receive. Afterwards, no output, log, or file may
# contain a secret or a token. Each run is a separate PowerShell, with a separate home and temporary folder.
BeforeAll {
    Import-Module "$PSScriptRoot/TestSession.psm1" -Force

    # All texts in the public properties of an object. ConvertTo-Json would follow the types and assemblies of any .NET exception
    # (TargetSite), which takes hours at this depth even for 1/0; they contain no data and are omitted, as are the commands of all modules.
    $texts = Join-Path $TestDrive Texts.dll
    Add-Type -OutputAssembly $texts -IgnoreWarnings -TypeDefinition @'
using System; using System.Collections; using System.Collections.Generic; using System.Linq; using System.Management.Automation; using System.Reflection;
public static class Texts {
    public static List<string> Of(object root, int depth) {
        var texts = new List<string>(); var seen = new HashSet<object>(ReferenceEqualityComparer.Instance); var next = new Queue<(object Value, int Depth)>();
        next.Enqueue((root, 0));
        while (next.Count > 0) {
            var (item, level) = next.Dequeue();
            var value = item is PSObject wrapped ? wrapped.BaseObject : item;
            if (item is PSObject extended && level < depth) foreach (var property in extended.Properties.Where(property => property.MemberType == PSMemberTypes.NoteProperty)) next.Enqueue((property.Value, level + 1));
            if (value is null or MemberInfo or Assembly or Module or Delegate or Pointer or CommandInfo or PSModuleInfo) continue;
            if (value is string text) { texts.Add(text); continue; }
            var type = value.GetType();
            if (type.IsPrimitive || type.IsEnum || (!type.IsValueType && !seen.Add(value))) continue;
            try { texts.Add(value.ToString()); } catch (Exception) { }
            if (level == depth) continue;
            if (value is IDictionary map) foreach (DictionaryEntry entry in map) { next.Enqueue((entry.Key, level + 1)); next.Enqueue((entry.Value, level + 1)); }
            else if (value is IEnumerable list and not PSObject) foreach (var element in list.Cast<object>().Take(1000)) next.Enqueue((element, level + 1));
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)) {
                if (property.GetIndexParameters().Length > 0 || typeof(MemberInfo).IsAssignableFrom(property.PropertyType)) continue;
                try { next.Enqueue((property.GetValue(value), level + 1)); } catch (Exception) { }
            }
            foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Instance)) next.Enqueue((field.GetValue(value), level + 1));
        }
        return texts;
    }
}
'@

    # The beginning of every run. The mark is passed in a file, so that it is not in an environment variable; everything in $env:OUT is searched.
    $prelude = @'
Import-Module ./out/BcAdmin
$VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
$ErrorActionPreference = 'Continue'
$ConfirmPreference = 'None'
$mark = [IO.File]::ReadAllText($env:MARK_FILE)
function Secure([string] $Text) { $secure = [securestring]::new(); $Text.ToCharArray() | ForEach-Object { $secure.AppendChar($_) }; $secure }
$hosts = @{ Endpoint = $env:SERVICE; Authority = $env:SERVICE }
$app = @{ TenantId = 'contoso.example'; ClientId = 'c0a70500-0000-4000-8000-00000000a077' }

Add-Type -Path $env:TEXTS

# PowerShell needs 0.1 seconds for each error of a transcript, so a transcript of many errors has only those that the host shows.
function Watch([scriptblock] $Steps, [switch] $ManyErrors) {
    $transcript = @{ Path = "$env:OUT/transcript.txt"; IncludeInvocationHeader = $true }
    if (-not $ManyErrors) { $null = Start-Transcript @transcript }
    $results = & $Steps *>&1
    if ($ManyErrors) { $null = Start-Transcript @transcript }
    $results | Out-File "$env:OUT/streams.txt"
    $results | Out-Host # a transcript has what the host shows
    $null = Stop-Transcript
    $results | Format-List * -Force | Out-File "$env:OUT/objects.txt"
    $Error | Format-List * -Force | Out-File "$env:OUT/errors.txt"
    $Error | ForEach-Object { $_.Exception.ToString() } | Out-File "$env:OUT/crash.txt"
    $Error | Group-Object FullyQualifiedErrorId | ForEach-Object { Get-Error -InputObject $_.Group[0] | Out-String } | Out-File "$env:OUT/get-error.txt" # one of each kind, because this takes long
    [Texts]::Of($Error, 10) | Out-File "$env:OUT/errors-deep.txt"
    [Texts]::Of(@($results | Where-Object { $_ -isnot [System.Management.Automation.InformationalRecord] }), 10) | Out-File "$env:OUT/objects-deep.txt"
    $results | Where-Object { $_.PSTypeNames[0] -like 'BcAdmin.*' } | ForEach-Object { ConvertTo-Json $_ -Depth 4 -WarningAction Ignore; $_ | ConvertTo-Csv; $_ | Export-Clixml "$env:OUT/object.xml" } | Out-File "$env:OUT/json.txt"
    "errors $($Error.Count)"
    "results $(@($results | Where-Object { $_.PSTypeNames[0] -like 'BcAdmin.*' }).Count)"
}
'@

    $mark = 'S3cr3t+' + [guid]::NewGuid().ToString('N')

    function Invoke-Watched([string] $Name, [string] $Script, [hashtable] $Environment) {
        $folder = New-Item (Join-Path $TestDrive $Name) -ItemType Directory
        'out', 'home', 'temp' | ForEach-Object { $null = New-Item $folder/$_ -ItemType Directory }
        [IO.File]::WriteAllText("$folder/mark", $mark)
        $own = (Get-HomeVariable $folder/home) + @{ MARK_FILE = "$folder/mark"; TEXTS = $texts; OUT = "$folder/out"; TMPDIR = "$folder/temp" }
        $lines = Invoke-FreshPwsh -Environment ($own + $Environment) ($prelude + $Script)
        [pscustomobject] @{ Folder = $folder.FullName; Lines = @($lines) }
    }

    # Where a mark or a token is found, in all its encodings.
    function Find-Secret($Run) {
        $pattern = @($mark, [uri]::EscapeDataString($mark), $mark.Replace('+', '\u002B'), [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($mark)) | ForEach-Object { [regex]::Escape($_) }) + 'eyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}' -join '|'
        # Reading the pipe of a .NET process that is just ending would never return; its length is 0.
        Get-ChildItem $Run.Folder -Recurse -File -Force | Where-Object { $_.Length -and $_.Name -ne 'mark' } | Select-String -Pattern $pattern | ForEach-Object {
            $start = [Math]::Max(0, $_.Matches[0].Index - 100)
            "$([IO.Path]::GetRelativePath($Run.Folder, $_.Path)) line $($_.LineNumber): $($_.Line.Substring($start, [Math]::Min(200, $_.Line.Length - $start)))"
        } | Select-Object -First 20
        $Run.Lines -match $pattern
    }
}

Describe 'Secrets' {
    It 'are found by this test' {
        $run = Invoke-Watched proof 'Watch { Write-Verbose "$mark"; Write-Error "x" -TargetObject @{ deep = @{ deeper = $mark } }; [pscustomobject] @{ A = @{ B = $mark } } }; Set-Content $env:TMPDIR/left $mark; if (-not $IsWindows) { mkfifo $env:TMPDIR/pipe }' @{}
        $found = Find-Secret $run
        foreach ($file in 'out/streams.txt', 'out/transcript.txt', 'out/errors-deep.txt', 'out/objects-deep.txt', 'temp/left') { $found -like "$($file.Replace('/', [IO.Path]::DirectorySeparatorChar))*" | Should -Not -BeNullOrEmpty -Because $file }
    }

    It 'stay secret in every sign-in and every cmdlet that accepts one' {
        Start-TestSession -NoConnect
        $simulator = Get-BcSimulator Test
        Send-Control apps @{ clientId = 'c0a70500-0000-4000-8000-00000000a077'; name = 'Marked'; secret = $mark; roles = @('AdminCenter.ReadWrite.All', 'Automation.ReadWrite.All'); authorized = $true; environments = 'all' }
        $key = [System.Security.Cryptography.RSA]::Create(2048)
        $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=marked', $key, 'SHA256', [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
        $pfx = Join-Path $TestDrive marked.pfx
        [IO.File]::WriteAllBytes($pfx, $request.CreateSelfSigned([DateTimeOffset]::Now.AddDays(-1), [DateTimeOffset]::Now.AddDays(1)).Export('Pfx', $mark))
        $run = Invoke-Watched flows -Environment @{ SERVICE = "$($simulator.HttpEndpoint)".TrimEnd('/'); PFX = $pfx; IDENTITY_ENDPOINT = $simulator.IdentityEndpoint; IDENTITY_HEADER = $simulator.IdentityHeader } @'
$sas = "https://store.blob.core.windows.net/?sv=2022-11-02&se=2099-01-01T00:00:00Z&sp=rwcd&sig=$([uri]::EscapeDataString($mark))"
function Approve { process {
    $_
    if ("$_" -match 'code (\S+) ') { $null = Invoke-RestMethod "$env:SERVICE/simulator/devicecode" -Method Post -ContentType application/json -Body (@{ userCode = $Matches[1]; decision = 'approve' } | ConvertTo-Json) }
} }
Watch {
    # Sign-ins, right and wrong
    Connect-BcTenant @app -ClientSecret (Secure $mark) @hosts -Name secret -PassThru -Verbose -Debug
    Connect-BcTenant @app -ClientSecret (Secure "wrong-$mark") @hosts -Name wrong
    Connect-BcTenant @app -ClientSecret $mark @hosts -Name plain
    Connect-BcTenant contoso.example -Credential ([pscredential]::new($app.ClientId, (Secure $mark))) @hosts -Name credential -PassThru
    Connect-BcTenant @app -CertificatePath $env:PFX -CertificatePassword (Secure $mark) @hosts -Name certificate
    Connect-BcTenant @app -CertificatePath $env:PFX -CertificatePassword (Secure "wrong-$mark") @hosts -Name certificate
    Connect-BcTenant @app -CertificatePath $env:MARK_FILE -CertificatePassword $mark @hosts -Name certificate
    Connect-BcTenant -AccessToken (Secure $mark) @hosts -Name token -PassThru
    Get-BcEnvironment -Connection token
    Connect-BcTenant -AccessToken $mark @hosts -Name token
    Connect-BcTenant -AccessToken (Get-BcAccessToken -Connection secret) @hosts -Name handed -PassThru
    Get-BcEnvironment -Connection handed
    Connect-BcTenant @app -FederatedTokenScript { $mark } @hosts -Name federated
    Connect-BcTenant @app -FederatedTokenScript { throw 'no token here' } @hosts -Name federated
    Connect-BcTenant @app -FederatedTokenFile $env:MARK_FILE @hosts -Name federated
    Connect-BcTenant -ManagedIdentity @hosts -Name identity -PassThru
    Connect-BcTenant contoso.example -DeviceCode -Persist @hosts -Name person -PassThru *>&1 | Approve
    Connect-BcTenant -Simulator -Name simulated -PassThru

    # What an app can read
    Select-BcConnection secret
    Get-BcConnection
    Test-BcConnection
    Get-BcAccessToken
    Get-BcEnvironment Nope
    Get-BcEnvironment Sandbox | Copy-BcEnvironment -NewName Copy1 -WhatIf
    Invoke-BcApi applications/environments -Raw -Header @{ 'x-own' = $mark } | Select-Object StatusCode
    Invoke-BcApi applications/environments/Nope -Header @{ 'x-own' = $mark }
    Invoke-BcApi applications/nope POST -Body @{ password = $mark }
    Invoke-BcApi applications/environments -Header @{ Authorization = "Bearer $mark" }

    # Secrets of other services
    Set-BcEnvironmentApplicationInsights Sandbox "InstrumentationKey=$mark" -Force -Wait
    Set-BcEnvironmentApplicationInsights Nope (Secure "InstrumentationKey=$mark") -Force
    Get-BcEnvironment Sandbox

    # Files for others
    Export-BcApiDefinition AdminCenter -Path $env:OUT/definition.json
    Export-BcConnector AdminCenter -Path $env:OUT/connector -ClientId $app.ClientId
    Export-BcTenantReport -Path $env:OUT/report.html

    # Secrets that an administrator handles: of storage, and of apps that are created
    Select-BcConnection person
    Start-BcDatabaseExport Production (Secure $sas) exports
    Start-BcDatabaseExport Production $sas exports -WhatIf
    Start-BcDatabaseExport Production ([uri] $sas) exports -WhatIf
    Start-BcDatabaseExport Production ($sas -replace 'https', 'ftp') exports
    New-BcAppRegistration Made -Service -NewSecret *>&1 | Approve
    New-BcAppRegistration Made -Service -Update -CertificatePath $env:TMPDIR/made.pem -CertificatePassword (Secure $mark) *>&1 | Approve
    Get-BcConnection
}
# Child processes do not receive them either.
(Get-Process).Where{ $_.Parent.Id -eq $PID }.ForEach{ "$($_.CommandLine)"; if (Test-Path "/proc/$($_.Id)/environ") { [IO.File]::ReadAllText("/proc/$($_.Id)/environ") } } | Out-File $env:OUT/processes.txt
"children $((Get-Item $env:OUT/processes.txt).Length -gt 50)"
Get-BcSimulatorRequest | ConvertTo-Json -Depth 6 | Out-File $env:OUT/requests.txt
Disconnect-BcTenant -All *>&1 | Out-Null
"token $([System.Net.NetworkCredential]::new('', (& { Connect-BcTenant @app -ClientSecret (Secure $mark) @hosts *> $null; Get-BcAccessToken 4> $null 5> $null })).Password.Split('.').Count)"
'@
        [int] ($run.Lines -match '^errors \d+$')[0].Substring(7) | Should -BeGreaterThan 10
        [int] ($run.Lines -match '^results \d+$')[0].Substring(8) | Should -BeGreaterThan 10
        $run.Lines | Should -Contain 'children True'
        $run.Lines[-1] | Should -Be 'token 3' -Because 'tokens are found by their format'
        Find-Secret $run | Should -BeNullOrEmpty
        Get-Request | ConvertTo-Json -Depth 5 | Should -Not -Match ([regex]::Escape($mark))
    }

    It 'stay secret when a service returns everything that it has received' {
        $run = Invoke-Watched echo -Environment @{} @'
# Responds with the headers and the body of each request in varying ways; only reads of the environment Ready are correct.
$way = [hashtable]::Synchronized(@{})
$listener = [Net.HttpListener]::new()
$port = Get-Random -Minimum 20000 -Maximum 32000
$listener.Prefixes.Add("http://localhost:$port/")
$listener.Start()
$server = [powershell]::Create().AddScript({
    param($Listener, $Way)
    while ($Listener.IsListening) {
        try { $context = $Listener.GetContext() } catch { return }
        $request = $context.Request
        $body = [Uri]::UnescapeDataString([IO.StreamReader]::new($request.InputStream).ReadToEnd())
        $echo = "You sent $body with $(foreach ($name in $request.Headers.AllKeys) { "$name`: $($request.Headers[$name])" })"
        $path = $request.Url.AbsolutePath
        $status, $type, $text = if ($path -match 'openid-configuration') {
            200, 'application/json', (ConvertTo-Json @{ issuer = "$($request.Url.GetLeftPart('Authority'))/contoso.example/v2.0"; authorization_endpoint = "$($request.Url.GetLeftPart('Authority'))/x/authorize".Replace('http:', 'https:'); token_endpoint = "$($request.Url.GetLeftPart('Authority'))/contoso.example/token".Replace('http:', 'https:') })
        } elseif ($path -match '/Ready' -and $request.HttpMethod -eq 'GET') {
            200, 'application/json', $(switch -regex ($path) { 'metrics$' { '{"exportsPerMonth":9,"exportsRemainingThisMonth":9}' } 'operations' { '{"value":[]}' } default { '{"name":"Ready","type":"Sandbox","status":"Active"}' } })
        } elseif ($Way.Name -is [int]) {
            $Way.Name, 'application/json', (ConvertTo-Json @{ error = @{ code = 'echo'; message = $echo; target = $echo }; error_description = "AADSTS7000215: $echo" })
        } elseif ($Way.Name -eq 'html') { 502, 'text/html', "<html><head><title>$echo</title></head><body>$echo</body></html>" }
        else { 200, 'application/json', "{`"value`":[$(ConvertTo-Json $echo)" }
        $bytes = [Text.Encoding]::UTF8.GetBytes($text)
        $context.Response.StatusCode = $status
        $context.Response.ContentType = $type
        $context.Response.AddHeader('ms-correlation-x', ($echo -replace '[^ -~]' -replace '^(.{1000}).*', '$1'))
        $context.Response.OutputStream.Write($bytes, 0, $bytes.Length)
        $context.Response.Close()
    }
}).AddArgument($listener).AddArgument($way)
$null = $server.BeginInvoke()
$hosts = @{ Endpoint = "http://localhost:$port"; Authority = "http://localhost:$port" }
$env:IDENTITY_ENDPOINT = "http://localhost:$port/msi"
$env:IDENTITY_HEADER = $mark
$sas = "https://store.blob.core.windows.net/?sv=2022-11-02&se=2099-01-01T00:00:00Z&sp=rwcd&sig=$([uri]::EscapeDataString($mark))"
Watch -ManyErrors {
    foreach ($name in 400, 401, 403, 500, 'html', 'malformed') {
        $way.Name = $name
        if ($name -in 400, 500, 'malformed') {
            Connect-BcTenant @app -ClientSecret (Secure $mark) @hosts -Name secret
            Connect-BcTenant @app -FederatedTokenScript { $mark } @hosts -Name federated
            Connect-BcTenant contoso.example -DeviceCode @hosts -Name person
        }
        if ($name -in 400, 'malformed') { Connect-BcTenant -ManagedIdentity @hosts -Name identity } # MSAL retries the others for a long time
        Connect-BcTenant -AccessToken (Secure "opaque-$mark") @hosts -RetryTimeoutSec 0 -Name token
        Get-BcEnvironment
        Get-BcEnvironment Production
        Get-BcCompany Production
        New-BcEnvironment Other -CountryCode DK -Type Sandbox
        Invoke-BcApi applications/environments -Header @{ 'x-plain' = 'y' }
        # After a lost response, this one searches its operation for a minute.
        if ($name -in 400, 401, 403) { Start-BcDatabaseExport Ready (Secure $sas) exports }
        Set-BcEnvironmentApplicationInsights Ready (Secure "InstrumentationKey=$mark;IngestionEndpoint=https://x.example/") -Force
        Test-BcConnection
        Get-BcConnection
    }
}
$listener.Stop()
'@
        [int] ($run.Lines -match '^errors \d+$')[0].Substring(7) | Should -BeGreaterThan 40
        Find-Secret $run | Should -BeNullOrEmpty
    }

    It 'stay secret when they are in the environment' {
        $proxy = Start-OneAnswerServer "HTTP/1.1 407 Proxy Authentication Required`r`nProxy-Authenticate: Basic realm=`"x`"`r`nContent-Length: 0`r`n`r`n"
        $address = "http://me:$([uri]::EscapeDataString($mark))@127.0.0.1:$($proxy.Port)"
        try {
            $run = Invoke-Watched environment -Environment @{ HTTPS_PROXY = $address; HTTP_PROXY = $address; ALL_PROXY = $address; NO_PROXY = $null; APP_TOKEN = $mark } @'
$claims = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('{"exp":4102444800,"tid":"aaaaaaaa-0000-0000-0000-000000000001","scp":"user_impersonation"}')).TrimEnd('=')
Watch {
    Connect-BcTenant @app -ClientSecret (Secure 'a-secret-of-an-app') -Name secret
    Connect-BcTenant contoso.example -DeviceCode -Name person
    Connect-BcTenant -AccessToken (Secure "eyJhbGciOiJub25lIn0.$claims.c2ln") -Name token -PassThru
    Get-BcEnvironment -Connection token -Debug
    New-BcEnvironment Other -CountryCode DK -Type Sandbox -Connection token
    Get-BcCompany Production -Connection token
    Invoke-BcApi "https://api.businesscentral.dynamics.com/admin/v2.29/x?sig=$([uri]::EscapeDataString($mark))" POST -Body @{ a = 1 } -Connection token
    Invoke-BcApi "https://me:$([uri]::EscapeDataString($mark))@api.businesscentral.dynamics.com/x" -Connection token
    Test-BcConnection -Connection token
    Get-BcConnection
}
'@
        }
        finally { $proxy.Dispose() }
        [int] ($run.Lines -match '^errors \d+$')[0].Substring(7) | Should -BeGreaterThan 6
        Get-Content "$($run.Folder)/out/errors.txt" -Raw | Should -Match '407'
        # The script contains no secret: errors and transcripts quote the script as the invocation.
        Find-Secret $run | Should -BeNullOrEmpty
    }

    It 'are not logged by the service' {
        Start-TestSession -As App
        $null = Get-BcEnvironment
        Get-Request | ConvertTo-Json -Depth 5 | Should -Not -Match 'eyJ|secret'
    }
}
