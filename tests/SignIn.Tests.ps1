# Every sign-in flow, in a separate PowerShell, with real MSAL and without the product's special cases for the simulator. On Linux, the process trusts the simulator's
# certificate in the same way as that of a test server (SSL_CERT_FILE), and a script acts as the browser. Windows and macOS trust certificates in the store of the system and open the
# browser of the user, so the flows use http there, and the flow that needs a browser is omitted.
BeforeAll { Import-Module "$PSScriptRoot/TestSession.psm1" -Force }

Describe 'Sign-in flows' {
    BeforeAll {
        Start-TestSession -NoConnect
        $simulator = Get-BcSimulator Test
        $names = @(
            'DeviceCode', 'ClientSecret', 'Credential', 'Certificate', 'CertificateThumbprint', 'CertificatePem', 'CertificatePfx',
            'ManagedIdentity', 'UserAssignedIdentity', 'FederatedTokenFile', 'FederatedTokenScript'
        )
        if ($IsLinux) { $names = @('Interactive') + $names }

        $key = [System.Security.Cryptography.RSA]::Create(2048)
        $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=runbook', $key, 'SHA256', [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
        $certificate = $request.CreateSelfSigned([DateTimeOffset]::Now.AddDays(-1), [DateTimeOffset]::Now.AddDays(1))
        $pem = Join-Path $TestDrive app.pem
        $pfx = Join-Path $TestDrive app.pfx
        Set-Content $pem ($certificate.ExportCertificatePem() + "`n" + $key.ExportPkcs8PrivateKeyPem())
        [IO.File]::WriteAllBytes($pfx, $certificate.Export('Pfx', 'pfx-password'))
        Send-Control apps @{
            clientId = 'c0a70500-0000-4000-8000-00000000a009'; name = 'Runbook'; secret = 'runbook-secret'; certificatePem = $certificate.ExportCertificatePem()
            federated = @(@{ issuer = 'https://token.example'; subject = 'repo:contoso/bc' })
            roles = @('AdminCenter.ReadWrite.All', 'Automation.ReadWrite.All'); authorized = $true
        }

        function ConvertTo-Base64Url($Value) { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes((ConvertTo-Json $Value -Compress))).TrimEnd('=').Replace('+', '-').Replace('/', '_') }
        $federated = Join-Path $TestDrive federated.jwt
        $claims = [ordered] @{ iss = 'https://token.example'; sub = 'repo:contoso/bc'; aud = 'api://AzureADTokenExchange'; exp = [DateTimeOffset]::UtcNow.AddHours(1).ToUnixTimeSeconds() }
        Set-Content $federated "$(ConvertTo-Base64Url @{ alg = 'RS256'; typ = 'JWT' }).$(ConvertTo-Base64Url $claims).c2lnbmF0dXJl"

        # Acts as the browser: opens the page and submits its form, as a script in a page does.
        $browser = New-Item (Join-Path $TestDrive browser) -ItemType Directory
        Set-Content $browser/xdg-open "#!/bin/sh`nexec dotnet '$(Join-Path $PSHOME pwsh.dll)' -NoProfile -File '$browser/browser.ps1' `"`$1`""
        Set-Content $browser/browser.ps1 @'
$page = Invoke-WebRequest $args[0] -NoProxy
if ($page.Content -match '<form[^>]*action="([^"]+)"') {
    $action = [Net.WebUtility]::HtmlDecode($Matches[1])
    $fields = @{}
    foreach ($match in [regex]::Matches($page.Content, '<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"')) {
        $fields[$match.Groups[1].Value] = [Net.WebUtility]::HtmlDecode($match.Groups[2].Value)
    }
    $null = Invoke-WebRequest $action -Method Post -Body $fields -NoProxy
}
'@
        if ($IsLinux) { chmod +x $browser/xdg-open }

        $environment = @{
            SSL_CERT_FILE = $simulator.CertificatePath
            SIM = "$($IsLinux ? $simulator.Endpoint : $simulator.HttpEndpoint)".TrimEnd('/'); SIM_HTTP = "$($simulator.HttpEndpoint)".TrimEnd('/')
            IDENTITY_ENDPOINT = $simulator.IdentityEndpoint; IDENTITY_HEADER = $simulator.IdentityHeader
            APP_PEM = $pem; APP_PFX = $pfx; APP_JWT = $federated
            PATH = "$browser$([IO.Path]::PathSeparator)$env:PATH"
        }
        $connectAll = @'
Import-Module ./out/BcAdmin
$hosts = @{ Endpoint = $env:SIM; Authority = $env:SIM }
$app = @{ ClientId = 'c0a70500-0000-4000-8000-00000000a009' }
function Secure($text) { ConvertTo-SecureString $text -AsPlainText -Force }
function Approve { process {
    if ("$_" -match 'code (\S+) ') {
        $null = Invoke-RestMethod "$env:SIM_HTTP/simulator/devicecode" -Method Post -ContentType application/json -Body (@{ userCode = $Matches[1]; decision = 'approve' } | ConvertTo-Json)
    }
} }
$store = [System.Security.Cryptography.X509Certificates.X509Store]::new('My', 'CurrentUser'); $store.Open('ReadWrite')
$certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($env:APP_PFX, 'pfx-password', 'PersistKeySet')
$store.Add($certificate)
$flows = [ordered] @{
    Interactive           = { Connect-BcTenant contoso.example -Name Interactive @hosts -LoginHint adele.admin@contoso.example }
    DeviceCode            = { Connect-BcTenant contoso.example -Name DeviceCode @hosts -DeviceCode 6>&1 | Approve }
    ClientSecret          = { Connect-BcTenant contoso.example -Name ClientSecret @hosts @app -ClientSecret (Secure runbook-secret) }
    Credential            = { Connect-BcTenant contoso.example -Name Credential @hosts -Credential ([pscredential]::new($app.ClientId, (Secure runbook-secret))) }
    Certificate           = { Connect-BcTenant contoso.example -Name Certificate @hosts @app -Certificate $certificate }
    CertificateThumbprint = { Connect-BcTenant contoso.example -Name CertificateThumbprint @hosts @app -CertificateThumbprint $certificate.Thumbprint -SendCertificateChain }
    CertificatePem        = { Connect-BcTenant contoso.example -Name CertificatePem @hosts @app -CertificatePath $env:APP_PEM }
    CertificatePfx        = { Connect-BcTenant contoso.example -Name CertificatePfx @hosts @app -CertificatePath $env:APP_PFX -CertificatePassword (Secure pfx-password) }
    ManagedIdentity       = { Connect-BcTenant -Name ManagedIdentity @hosts -ManagedIdentity }
    UserAssignedIdentity  = { Connect-BcTenant -Name UserAssignedIdentity @hosts -ManagedIdentity -ClientId c0a70500-0000-4000-8000-00000000a001 }
    FederatedTokenFile    = { Connect-BcTenant contoso.example -Name FederatedTokenFile @hosts @app -FederatedTokenFile $env:APP_JWT }
    FederatedTokenScript  = { Connect-BcTenant contoso.example -Name FederatedTokenScript @hosts @app -FederatedTokenScript { Add-Content "$env:APP_JWT.asked" again; Get-Content $env:APP_JWT } }
}
if (-not $IsLinux) { $flows.Remove('Interactive') }
'@
    }

    It 'sign in and list the environments' {
        $lines = Invoke-FreshPwsh -Environment $environment ("$connectAll`n" + @'
foreach ($flow in $flows.Keys) {
    & $flows[$flow]
    $connection = Get-BcConnection -Current
    "$flow=$($connection.Name -eq $flow -and @(Get-BcEnvironment).Count -eq 2)"
}
'@)
        $lines | Should -Be $names.ForEach({ "$_=True" })
    }

    It 'run 200 calls in every flow that can renew, with tokens of 5 seconds and some revoked, without a failed call' {
        # MSAL renews five minutes before a token expires. Therefore, the service rejects these tokens after 5 seconds, and returns a lifetime of 305.
        Send-Control tokens @{ lifetimeSec = 5; clientSlackSec = 300 }
        Clear-Request
        $lines = Invoke-FreshPwsh -Environment $environment ("$connectAll`n" + @'
foreach ($flow in $flows.Keys) { & $flows[$flow] }
function Send-Token([string] $Body) { $null = Invoke-RestMethod "$env:SIM_HTTP/simulator/tokens" -Method Post -ContentType application/json -Body $Body }
function Invoke-Call([int] $Count, [int] $RevokeAt) {
    Get-BcConnection | ForEach-Object -ThrottleLimit 12 -Parallel {
        Import-Module ./out/BcAdmin
        ${function:Send-Token} = $using:sendToken
        $connection = $_
        foreach ($call in 1..$using:Count) {
            if ($call -eq $using:RevokeAt -and $connection.Name -eq 'ClientSecret') { Send-Token '{"revoke":true}' }
            try { if (@(Get-BcEnvironment -Connection $connection -ErrorAction Stop).Count -ne 2) { "$($connection.Name): not 2" } } catch { "$($connection.Name): $_" }
            Start-Sleep -Milliseconds 40
        }
    }
}
$sendToken = "${function:Send-Token}"
$failures = @(Invoke-Call 100)
# A call renews its token once. Therefore, no token expires in the second half, in which all are revoked.
Send-Token '{"lifetimeSec":3600,"clientSlackSec":0}'
Start-Sleep 5
Get-BcConnection | ForEach-Object { $null = Get-BcEnvironment -Connection $_ }
$failures += Invoke-Call 99 50
$failures
Get-BcConnection | ForEach-Object { $name = $_.Name; "$name failed $(@($failures -like "${name}: *").Count)" }
'@)
        $lines | Sort-Object | Should -Be ($names.ForEach({ "$_ failed 0" }) | Sort-Object)

        $requests = Get-Request
        @($requests | Where-Object Operation -eq listEnvironments | Where-Object Status -eq 200).Count | Should -Be (200 * $names.Count)
        # A script block is called for each renewal, even in another runspace than its own.
        @(Get-Content "$federated.asked").Count | Should -BeGreaterThan 3
        # The tokens expired and were renewed.
        @($requests | Where-Object Operation -eq token | Where-Object Status -eq 200).Count | Should -BeGreaterThan 30
        @($requests | Where-Object Status -eq 401).Count | Should -BeGreaterThan 5
    }

    It 'cannot renew a token that was passed in, and report this' {
        Send-Control tokens @{ lifetimeSec = 3600; clientSlackSec = 0 }
        Connect-BcTenant -Simulator -Name giver
        Connect-BcTenant -AccessToken (Get-BcAccessToken) -Endpoint $simulator.HttpEndpoint -Authority $simulator.HttpEndpoint -Name taker
        (Get-BcEnvironment).Count | Should -Be 2
        Send-Control tokens @{ revoke = $true }
        $failure = Get-OneError { Get-BcEnvironment }
        $failure.CategoryInfo.Category | Should -Be 'AuthenticationError'
        (Get-BcEnvironment -Connection giver).Count | Should -Be 2
    }

    It 'prompt in the browser once for all tenants of a user' -Skip:(-not $IsLinux) {
        Reset-BcSimulator Test -Scenario Partner
        Clear-Request
        $lines = Invoke-FreshPwsh -Environment $environment @'
Import-Module ./out/BcAdmin
$hosts = @{ Endpoint = $env:SIM; Authority = $env:SIM }
'customer.example', '2.customer.example', '3.customer.example' | ForEach-Object { Connect-BcTenant $_ @hosts -LoginHint delegated.admin@partner.example }
(Get-BcConnection).Account | Sort-Object -Unique
@(Get-BcEnvironment -Connection *).Count
'@
        $lines | Should -Be 'delegated.admin@partner.example', 6
        Get-Request authorize | Should -HaveCount 1
        Get-Request token | Should -HaveCount 3
    }
}

Describe 'One sign-in for many tenants' {
    BeforeAll {
        $tenants = @('customer.example') + (2..200 | ForEach-Object { "$_.customer.example" })
        $app = [guid] '9a270e00-0000-4000-8000-00000000a0c1'
        $secret = ConvertTo-SecureString partner-care-secret -AsPlainText -Force

        function ConvertTo-Row { process { [pscustomobject] @{ TenantId = $_ } } }

        # Signs in by device code; when the command prompts, the user with this name responds.
        function Connect-User([string[]] $Tenant, [string] $User, [hashtable] $With = @{}) {
            $Tenant | ConvertTo-Row | Connect-BcTenant -DeviceCode -PassThru @hosts @With 6>&1 | ForEach-Object {
                if ("$_" -match 'code (\S+) ') { Send-Control devicecode @{ userCode = $Matches[1]; user = $User; decision = 'approve' } } else { $_ }
            }
        }
    }
    BeforeEach {
        Start-TestSession "$PSScriptRoot/Cmdlets/Connections/Customers.json" -NoConnect
        $simulator = Get-BcSimulator Test
        $hosts = @{ Endpoint = $simulator.HttpEndpoint; Authority = $simulator.HttpEndpoint }
        Send-Control settings @{ openSignIn = $false }
    }
    AfterAll { Disconnect-BcTenant -All }

    It 'prompts a user once for 200 tenants' {
        $connections = Connect-User $tenants adele@partner.example
        Get-Request deviceCode | Should -HaveCount 1
        Get-Request token | Where-Object Status -EQ 200 | Should -HaveCount 200
        $connections.Name | Should -Be $tenants
        $connections.TenantId | Sort-Object -Unique | Should -HaveCount 200
        $connections.Account | Sort-Object -Unique | Should -Be adele@partner.example

        Clear-Request
        @(Get-BcEnvironment -Connection *).TenantId | Sort-Object -Unique | Should -HaveCount 200
        Get-Request listEnvironments | Should -HaveCount 200
        (Get-Request listEnvironments).CallerId | Sort-Object -Unique | Should -Be adele@partner.example
        Get-Request token, deviceCode | Should -BeNullOrEmpty
    }

    It 'prompts once even if the tenants are connected in parallel, and removes those that a stopped command did not return' {
        $connections = Connect-User $tenants adele@partner.example @{ ThrottleLimit = 64 }
        Get-Request deviceCode | Should -HaveCount 1
        $connections.Name | Should -Be $tenants
        Disconnect-BcTenant -All

        $first = Connect-User $tenants adele@partner.example @{ ThrottleLimit = 64 } | Select-Object -First 1
        Get-BcConnection | Should -HaveCount 1
        Disconnect-BcTenant $first.Name
        Clear-Request
        $null = Connect-User $tenants[0] megan@partner.example
        Get-Request deviceCode | Should -HaveCount 1 -Because 'no connection of the other user is left'
    }

    It 'reports each tenant without access with its code, and does not prompt for it' {
        $result = Invoke-Captured { Connect-User ($tenants[0], 'closed.example', 'nowhere.example', $tenants[1]) adele@partner.example }
        $result.Output.Name | Should -Be $tenants[0, 1]
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'SignInFailed,*'
        "$($result.Errors[0])" | Should -BeLike '*AADSTS50020*'
        $result.Errors[0].ErrorDetails.RecommendedAction | Should -BeLike '*Connect-BcTenant closed.example *-Prompt*'
        "$($result.Errors[1])" | Should -BeLike '*AADSTS90002*'
        Get-Request deviceCode | Should -HaveCount 1
    }

    It 'signs in as another user with -Prompt, once for all tenants of the command' {
        $null = Connect-User $tenants[0] adele@partner.example
        $connections = Connect-User $tenants[1..5] megan@partner.example @{ Prompt = $true }
        $connections.Account | Sort-Object -Unique | Should -Be megan@partner.example
        Get-Request deviceCode | Should -HaveCount 2
    }

    It 'uses the user of the current connection, or the one that -LoginHint names' {
        $null = Connect-User $tenants[0] adele@partner.example
        $null = Connect-User $tenants[1] megan@partner.example @{ Prompt = $true }
        (Connect-User $tenants[2]).Account | Should -Be megan@partner.example
        Select-BcConnection $tenants[0]
        (Connect-User $tenants[3]).Account | Should -Be adele@partner.example
        (Connect-User $tenants[4] -With @{ LoginHint = 'megan@partner.example' }).Account | Should -Be megan@partner.example
        Get-Request deviceCode | Should -HaveCount 2
    }

    It 'prompts for a user with the same name in another tenant, who is a different user' {
        $null = Connect-User $tenants[0] admin@customer.example
        $failure = Get-OneError { Connect-User $tenants[1] admin@customer.example }
        "$failure" | Should -BeLike '*AADSTS50020*'
        (Connect-User $tenants[1] admin@customer.example @{ Prompt = $true }).Account | Should -Be admin@customer.example
    }

    It 'prompts again if the sign-in was revoked or has expired, once for all tenants' {
        Send-Control tokens @{ refreshLifetimeSec = 0 }
        $null = Connect-User $tenants[0] adele@partner.example
        Send-Control tokens @{ refreshLifetimeSec = 3600 }
        (Connect-User $tenants[1..5] adele@partner.example).Account | Should -HaveCount 5
        Get-Request deviceCode | Should -HaveCount 2
    }

    It 'keeps the sign-in while one of its connections is open, and removes it with the last one' {
        $null = Connect-User $tenants[0..2] adele@partner.example
        Disconnect-BcTenant $tenants[0], $tenants[2]
        Send-Control tokens @{ revoke = $true }
        @(Get-BcEnvironment -Connection $tenants[1]).Count | Should -Be 1 -Because 'its token is renewed'
        (Connect-User $tenants[3]).Name | Should -Be $tenants[3]
        Get-Request deviceCode | Should -HaveCount 1
        Disconnect-BcTenant -All
        $null = Connect-User $tenants[0] megan@partner.example
        Get-Request deviceCode | Should -HaveCount 2
        (Get-BcConnection).Account | Should -Be megan@partner.example
    }

    It 'is used for the tenant of the partner and those of its customers' {
        Reset-BcSimulator Test -Scenario Customers
        (Connect-User 'partner.example', 'adatum.example', 'fabrikam.example' delegated.admin@partner.example).Name | Should -HaveCount 3
        Get-Request deviceCode | Should -HaveCount 1
    }

    It 'is not shared with another runspace' {
        $null = Connect-User $tenants[0] adele@partner.example
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript({
                param($Module, $Tenant, $Address)
                Import-Module $Module
                Connect-BcTenant $Tenant -DeviceCode -Endpoint $Address -Authority $Address
            }).AddArgument("$PSScriptRoot/../out/BcAdmin").AddArgument($tenants[1]).AddArgument($simulator.HttpEndpoint)
            $running = $shell.BeginInvoke()
            foreach ($attempt in 1..300) {
                if (@(Get-Request deviceCode).Count -eq 2) { break }
                Start-Sleep -Milliseconds 100
            }
            Get-Request deviceCode | Should -HaveCount 2
            $shell.Stop()
            $null = $running
        }
        finally { $shell.Dispose() }
    }

    It 'signs an app in to each tenant with one credential, and never with that of another connection' {
        $connections = $tenants | ConvertTo-Row | Connect-BcTenant -ClientId $app -ClientSecret $secret @hosts -PassThru
        $connections.TenantId | Sort-Object -Unique | Should -HaveCount 200
        Get-Request token | Should -HaveCount 200
        @(Get-BcEnvironment -Connection *).TenantId | Sort-Object -Unique | Should -HaveCount 200

        $wrong = ConvertTo-SecureString not-the-secret -AsPlainText -Force
        "$(Get-OneError { Connect-BcTenant $tenants[0] -ClientId $app -ClientSecret $wrong @hosts -Name wrong })" | Should -BeLike '*AADSTS7000215*'
        "$(Get-OneError { Connect-BcTenant closed.example -ClientId $app -ClientSecret $secret @hosts })" | Should -BeLike '*AADSTS700016*'
        Disconnect-BcTenant $tenants[0..198]
        Send-Control tokens @{ revoke = $true }
        @(Get-BcEnvironment -Connection $tenants[199]).Count | Should -Be 1
    }
}
