BeforeAll {
    Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force

    $id = 'c0a70500-0000-4000-8000-00000000a00b'
    $secret = ConvertTo-SecureString runbook-secret -AsPlainText

    # An app that is set up everywhere, except for what a test removes.
    function Set-App([hashtable] $But = @{}) {
        $app = @{
            clientId = $id; name = 'Runbook'; secret = 'runbook-secret'; roles = @('AdminCenter.ReadWrite.All', 'Automation.ReadWrite.All')
            consented = $true; authorized = $true; environments = 'all'
        }
        foreach ($name in $But.Keys) { $app[$name] = $But[$name] }
        Send-Control apps $app
    }

    function Connect-App([string] $Tenant = 'contoso.example') { Connect-BcTenant $Tenant -ClientId $id -ClientSecret $secret -Simulator -Name app }

    function Get-Failure { Test-BcConnection @args | Where-Object Result -eq Failed }
}

Describe 'Test-BcConnection' {
    BeforeEach { Start-TestSession }

    It 'finds no problem with a connection that works: <_>' -ForEach 'User', 'App', 'DelegatedAdmin' {
        Start-TestSession -As $_
        $checks = Test-BcConnection
        $checks | Should -BeOfType BcAdmin.BcConnectionCheck
        $checks | Where-Object Result -eq Failed | Where-Object Check -ne Automation | Should -BeNullOrEmpty
        $checks.Check | Select-Object -Unique | Select-Object -First 7 | Should -Be 'SignIn', 'Clock', 'Audience', 'Tenant', 'Consent', 'Permission', 'AdminCenter'
        $checks.TenantId | Select-Object -Unique | Should -Be (Get-BcConnection -Current).TenantId
    }

    It 'returns only true or false with -Quiet' {
        Start-TestSession -As App
        Test-BcConnection -Quiet | Should -BeTrue
        Test-BcConnection Nowhere -Quiet | Should -BeFalse
    }

    It 'accepts environments from the pipeline, and checks only those' {
        Start-TestSession -As App
        (Get-BcEnvironment Sandbox | Test-BcConnection | Where-Object EnvironmentName).EnvironmentName | Select-Object -Unique | Should -Be 'Sandbox'
    }

    It 'changes nothing' {
        Start-TestSession -As App
        $null = Test-BcConnection
        Get-Request | Where-Object Method -ne GET | Where-Object Operation -ne token | Should -BeNullOrEmpty
    }

    It 'requires a connection' {
        Disconnect-BcTenant -All
        (Get-OneError { Test-BcConnection }).FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
    }

    It 'reports a service that is not available as a failed check' {
        Start-TestSession -As App -Connect @{ RetryTimeoutSec = 0 }
        $null = Add-BcSimulatorFault -Operation listEnvironments -StatusCode 503 -Count 0
        (Get-Failure).Check | Should -Be 'AdminCenter'
    }
}

Describe 'Test-BcConnection names the cause' {
    BeforeEach { Start-TestSession -NoConnect }

    It 'wrong audience' {
        $http = (Get-BcSimulator Test).HttpEndpoint
        Set-App
        $form = @{ grant_type = 'client_credentials'; client_id = $id; client_secret = 'runbook-secret'; scope = 'https://graph.microsoft.com/.default' }
        $token = (Invoke-RestMethod "${http}contoso.example/oauth2/v2.0/token" -Method Post -Body $form -NoProxy).access_token
        Connect-BcTenant -AccessToken (ConvertTo-SecureString $token -AsPlainText) -Simulator
        $failure = Get-Failure
        $failure.Check | Should -Be 'Audience'
        $failure.Detail | Should -BeLike '*graph.microsoft.com*not for https://api.businesscentral.dynamics.com*'
        (Get-OneError { Get-BcEnvironment }).ErrorDetails.RecommendedAction | Should -BeLike '*Test-BcConnection*'
    }

    It 'missing role: <Missing>' -ForEach @(
        @{ Missing = 'AdminCenter.ReadWrite.All'; Has = 'Automation.ReadWrite.All' }
        @{ Missing = 'Automation.ReadWrite.All'; Has = 'AdminCenter.ReadWrite.All' }
    ) {
        Set-App @{ roles = @($Has) }
        Connect-App
        $failure = Get-Failure
        $failure.Check | Should -Be 'Permission'
        $failure.Detail | Should -BeLike "*lacks the application permission $Missing, so*"
        $failure.Remedy | Should -BeLike '*New-BcAppRegistration*'
    }

    It 'consent missing, of an app' {
        Set-App @{ consented = $false }
        Connect-App
        $failure = Get-Failure Production
        $failure.Check | Should -Be 'Consent'
        $failure.Remedy | Should -BeLike "*Get-BcAdminConsentUrl contoso.example $id*"
        (Get-OneError { Get-BcEnvironment }).ErrorDetails.RecommendedAction | Should -BeLike '*Test-BcConnection*'
    }

    It 'app missing in the list of authorized apps: names the list and consent, with <status>' -ForEach @(
        @{ status = 401; remedy = '*Add-BcAuthorizedApp {0}*consent*' }
        @{ status = 403; remedy = '*consent*Add-BcAuthorizedApp {0}*' }
    ) {
        Send-Control settings @{ unauthorizedAppStatus = $status }
        Set-App @{ authorized = $false }
        Connect-App
        $failure = Get-Failure Production
        $failure.Check | Should -Be 'AdminCenter'
        $failure.Detail | Should -BeLike "*($status)*not authorized*"
        $failure.Remedy | Should -BeLike ($remedy -f $id)
    }

    It 'app is unknown in the environment' {
        Set-App @{ environments = @('Sandbox') }
        Connect-App
        $failure = Get-Failure
        $failure.Check | Should -Be 'Automation'
        $failure.EnvironmentName | Should -Be 'Production'
        $failure.Remedy | Should -BeLike '*Microsoft Entra Applications*'
        (Get-OneError { Get-BcUser Production }).ErrorDetails.RecommendedAction | Should -BeLike "*Test-BcConnection Production*"
    }

    It 'app in the environment has too few permission sets' {
        Set-App @{ companiesVisible = $false }
        Connect-App
        $failure = Get-Failure Production
        $failure.Check | Should -Be 'Automation'
        $failure.Detail | Should -BeLike '*no company*'
    }

    It 'secret has expired, while connected and when connecting' {
        Set-App
        Connect-App
        Send-Control apps @{ clientId = $id; secretExpired = $true }
        $failure = Get-Failure
        $failure.Check | Should -Be 'SignIn'
        $failure.Detail | Should -BeLike 'AADSTS7000222*'
        $failure.Remedy | Should -BeLike '*-NewSecret*'

        Disconnect-BcTenant -All
        "$(Get-OneError { Connect-App })" | Should -BeLike 'AADSTS7000222*'
        (Get-Failure).Detail | Should -BeLike 'AADSTS7000222*'
        # This test checks the next sign-in that succeeds.
        Connect-BcTenant -Simulator
        (Test-BcConnection | Where-Object Check -eq SignIn).Result | Should -Be 'Passed'
    }

    It 'wrong tenant: the app is registered in another one' {
        Start-TestSession Partner -NoConnect
        Send-Control apps @{ tenantId = 'customer.example'; clientId = $id; name = 'Runbook'; secret = 'runbook-secret'; roles = @('AdminCenter.ReadWrite.All') }
        "$(Get-OneError { Connect-App 2.customer.example })" | Should -BeLike 'AADSTS700016*'
        $failures = Get-Failure
        $failures.Check | Should -Be 'SignIn', 'Tenant'
        $failures[1].Detail | Should -BeLike "*The app*$id*does not exist in tenant 2.customer.example*"
    }

    It 'wrong tenant: the token is for another one' {
        Start-TestSession Partner -Connect @{ TenantId = 'customer.example' }
        $http = (Get-BcSimulator Test).HttpEndpoint
        Connect-BcTenant 2.customer.example -AccessToken (Get-BcAccessToken) -Simulator
        $failure = Get-Failure
        $failure.Check | Should -Be 'Tenant'
        $failure.Detail | Should -BeLike '*not for tenant 2.customer.example*'
    }

    It 'wrong tenant: no tenant has the name' {
        Set-App
        Send-Control settings @{ openSignIn = $false }
        "$(Get-OneError { Connect-App nowhere.example })" | Should -BeLike 'AADSTS90002*'
        (Get-Failure).Check | Should -Contain 'Tenant'
    }

    It 'environment is not open to partners' {
        Start-TestSession
        Set-BcEnvironmentPartnerAccess Production -Access Disabled -Force
        Connect-BcTenant -Simulator -As DelegatedAdmin -Name partner
        $failure = Get-Failure Production
        $failure.Check | Should -Contain 'Environment'
        ($failure | Where-Object Check -eq Environment).Detail | Should -BeLike '*Production*partner access settings do not include the partner tenant*'
        (Test-BcConnection Sandbox | Where-Object Check -eq Environment).Result | Should -Be 'Passed'
    }

    It 'user is not an administrator' {
        $http = (Get-BcSimulator Test).HttpEndpoint
        $form = @{ client_id = '1950a258-227b-4e31-a9cf-717495945fc2'; scope = 'https://api.businesscentral.dynamics.com/.default' }
        $device = Invoke-RestMethod "${http}contoso.example/oauth2/v2.0/devicecode" -Method Post -Body $form -NoProxy
        Send-Control devicecode @{ userCode = $device.user_code; user = 'accountant.01@contoso.example'; decision = 'approve' }
        $form = @{ grant_type = 'device_code'; client_id = $form.client_id; device_code = $device.device_code }
        $token = (Invoke-RestMethod "${http}contoso.example/oauth2/v2.0/token" -Method Post -Body $form -NoProxy).access_token
        Connect-BcTenant -AccessToken (ConvertTo-SecureString $token -AsPlainText) -Simulator
        $failure = Get-Failure Production
        $failure.Check | Should -Be 'AdminCenter'
        $failure.Detail | Should -BeLike '*accountant.01@contoso.example*no administrator*'
    }

    It 'clock is wrong' {
        Send-Control settings @{ clockSkewSec = -900 }
        Connect-BcTenant -Simulator
        $failure = Get-Failure
        $failure.Check | Should -Contain 'Clock'
        ($failure | Where-Object Check -eq Clock).Detail | Should -BeLike '*seconds ahead of*'
    }
}

Describe 'Test-BcConnection shows the expiry of the client secret' {
    BeforeAll { $roles = 'AdminCenter.ReadWrite.All', 'Automation.ReadWrite.All', 'Application.Read.All' }
    BeforeEach { Start-TestSession -NoConnect }

    It '<Days> days: <Result>' -ForEach @(
        @{ Days = 400.5; Result = 'Passed'; Detail = '*, in 400 days.' }
        @{ Days = 12.5; Result = 'Warning'; Detail = '*, in 12 days.' }
        @{ Days = 0.5; Result = 'Warning'; Detail = '*, in less than a day.' }
    ) {
        Set-App @{ roles = $roles; secretEndsInDays = $Days }
        Connect-App
        $checks = Test-BcConnection
        $checks | Where-Object Result -eq Failed | Should -BeNullOrEmpty
        $credential = $checks | Where-Object Check -eq Credential
        $credential.Result | Should -Be $Result
        $credential.Detail | Should -BeLike $Detail
        [math]::Abs(($credential.ExpiresOn - [DateTimeOffset]::Now.AddDays($Days)).TotalMinutes) | Should -BeLessThan 5
        $credential.Remedy | Should -BeLike ($Result -eq 'Passed' ? '' : "*Update-BcAppCredential $id -KeepOld")
        $soon = $checks | Where-Object ExpiresOn | Where-Object ExpiresOn -lt (Get-Date).AddDays(30)
        $soon.Check | Should -Be ($Result -eq 'Passed' ? $null : 'Credential')
        $checks | ConvertTo-Json | Should -Not -Match '\brun'
    }

    It 'shows the secret in use if the app has several' {
        Start-TestSession
        $app = New-BcAppRegistration 'BC runbooks' -Service -GrantConsent -AuthorizeApp -Force
        Send-Control apps @{ clientId = "$($app.ClientId)"; roles = $roles; consented = $true }
        # Secrets are random, and two of a few hundred thousand start with the same three characters.
        $second = $app | Update-BcAppCredential -KeepOld -ValidDays 20 -Force
        Connect-BcTenant contoso.example -ClientId $app.ClientId -ClientSecret $second.ClientSecret -Simulator -Name second
        $credential = Test-BcConnection | Where-Object Check -eq Credential
        $credential.Detail | Should -BeLike "*$($second.KeyId)*"
        $credential.Result | Should -Be 'Warning'
        Connect-BcTenant contoso.example -ClientId $app.ClientId -ClientSecret $app.ClientSecret -Simulator -Name first
        $credential = Test-BcConnection | Where-Object Check -eq Credential
        $credential.Detail | Should -Not -BeLike "*$($second.KeyId)*"
        $credential.Result | Should -Be 'Passed'
    }

    It 'is skipped if Microsoft Graph does not allow it' {
        Set-App
        Connect-App
        $checks = Test-BcConnection
        $checks | Where-Object Result -eq Failed | Should -BeNullOrEmpty
        $credential = $checks | Where-Object Check -eq Credential
        $credential.Result | Should -Be 'Skipped'
        $credential.Remedy | Should -BeLike '*Application.Read.All*'
        Get-Request graphGetApplication | Should -HaveCount 1
    }

    It 'is read with the permission to manage owned apps' {
        Set-App @{ roles = @($roles[0, 1]) + 'Application.ReadWrite.OwnedBy' }
        Connect-App
        (Test-BcConnection | Where-Object Check -eq Credential).Result | Should -Be 'Passed'
    }

    It 'is not read with -Quiet' {
        Set-App @{ roles = $roles }
        Connect-App
        Test-BcConnection -Quiet | Should -BeTrue
        Get-Request graph* | Should -BeNullOrEmpty
    }

    It 'is skipped when Microsoft Graph does not respond, after a short time' {
        Set-App @{ roles = $roles }
        Connect-App
        $null = Add-BcSimulatorFault -Operation graphGetApplication -StatusCode 503 -Count 0
        Start-TestClock -Speed 50
        try { $checks = Test-BcConnection } finally { Stop-TestClock }
        $checks | Where-Object Result -eq Failed | Should -BeNullOrEmpty
        $credential = $checks | Where-Object Check -eq Credential
        $credential.Result | Should -Be 'Skipped'
        $credential.Detail | Should -BeLike '*Microsoft Graph*'
    }

    It 'is known only in the tenant where the app is registered' {
        Start-TestSession Customers -NoConnect
        $partner = @{ ClientId = '9a270e00-0000-4000-8000-00000000a001'; ClientSecret = ConvertTo-SecureString partner-automation-secret -AsPlainText; Simulator = $true }
        foreach ($tenant in 'adatum.example', 'partner.example') {
            Send-Control apps @{ tenantId = $tenant; clientId = $partner.ClientId; roles = $roles }
            Connect-BcTenant $tenant @partner
        }
        $credentials = Test-BcConnection -Connection adatum.example, partner.example | Where-Object Check -eq Credential | Sort-Object Result
        $credentials.Result | Should -Be 'Passed', 'Skipped'
        $credentials[1].Detail | Should -BeLike '*registered in another tenant*'
        $credentials[1].Connection.Name | Should -Be 'adatum.example'
    }
}

Describe 'Test-BcConnection shows the expiry of other credentials' {
    BeforeAll {
        function New-Certificate([double] $Days) {
            $key = [Security.Cryptography.RSA]::Create(2048)
            $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=runbook', $key, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1)
            $request.CreateSelfSigned([DateTimeOffset]::Now.AddDays(-30), [DateTimeOffset]::Now.AddDays($Days))
        }
        function Get-CredentialCheck { Test-BcConnection | Where-Object Check -eq Credential }
    }
    BeforeEach { Start-TestSession -NoConnect }

    It 'a certificate with <Days> days left: <Result>' -ForEach @(
        @{ Days = 100.5; Result = 'Passed'; Detail = 'The certificate expires on *, in 100 days.' }
        @{ Days = 10.5; Result = 'Warning'; Detail = 'The certificate expires on *, in 10 days.' }
    ) {
        $certificate = New-Certificate $Days
        Set-App @{ certificatePem = $certificate.ExportCertificatePem() }
        Connect-BcTenant contoso.example -ClientId $id -Certificate $certificate -Simulator
        $certificate.Dispose()
        $credential = Get-CredentialCheck
        $credential.Result | Should -Be $Result
        $credential.Detail | Should -BeLike $Detail
        Get-Request graph* | Should -BeNullOrEmpty
    }

    It 'a certificate that has expired, which the sign-in service rejects' {
        $certificate = New-Certificate -1
        Set-App @{ certificatePem = $certificate.ExportCertificatePem() }
        "$(Get-OneError { Connect-BcTenant contoso.example -ClientId $id -Certificate $certificate -Simulator })" | Should -BeLike 'AADSTS700027*expired*'
        $failures = Get-Failure
        $failures.Check | Should -Be 'SignIn', 'Credential'
        $failures[1].Detail | Should -BeLike 'The certificate expired on *'
        $failures[1].Remedy | Should -BeLike "*Update-BcAppCredential $id -CertificatePath *"
    }

    It 'a federated credential does not expire' {
        Set-App @{ federated = @(@{ issuer = 'https://token.example'; subject = 'repo:contoso/bc' }) }
        $claims = @{ iss = 'https://token.example'; sub = 'repo:contoso/bc'; aud = 'api://AzureADTokenExchange'; exp = [DateTimeOffset]::UtcNow.AddHours(1).ToUnixTimeSeconds() }
        $parts = @{ alg = 'RS256'; typ = 'JWT' }, $claims | ForEach-Object { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes((ConvertTo-Json $_ -Compress))).TrimEnd('=').Replace('+', '-').Replace('/', '_') }
        Connect-BcTenant contoso.example -ClientId $id -FederatedTokenScript { "$($parts -join '.').c2ln" }.GetNewClosure() -Simulator
        $credential = Get-CredentialCheck
        $credential.Result | Should -Be 'Passed'
        $credential.ExpiresOn | Should -BeNullOrEmpty
    }

    It 'an access token does not show an expiry, and a user has none' {
        Set-App
        Connect-App
        Connect-BcTenant -AccessToken (Get-BcAccessToken) -Simulator -Name token
        (Get-CredentialCheck).Result | Should -Be 'Skipped'
        Connect-BcTenant -Simulator
        Get-CredentialCheck | Should -BeNullOrEmpty
    }
}

Describe 'Test-BcConnection shows the end of the relationship of a partner' {
    BeforeAll {
        function Get-Relationship([string[]] $Connection) { Test-BcConnection -Connection $Connection | Where-Object Check -eq Relationship }
    }

    It 'reads it as the app that is connected to the partner' {
        Start-TestSession Customers -As App
        foreach ($tenant in 'adatum.example', 'fabrikam.example') { Connect-BcTenant $tenant -Simulator -As DelegatedAdmin }
        Clear-Request
        $adatum = Get-Relationship adatum.example
        $adatum.Result | Should -Be 'Passed'
        $adatum.Detail | Should -BeLike "*'BC operations Adatum' expires on *, and is extended automatically."
        [math]::Round(($adatum.ExpiresOn - [DateTimeOffset]::UtcNow).TotalDays) | Should -Be 330
        $fabrikam = Get-Relationship fabrikam.example
        $fabrikam.Result | Should -Be 'Warning'
        $fabrikam.Detail | Should -BeLike "*'BC operations Fabrikam' expires on *, in 24 days."
        $fabrikam.Remedy | Should -BeLike '*Partner Center*'
        $fabrikam.Connection.Name | Should -Be 'fabrikam.example'
        Get-Request deviceCode | Should -BeNullOrEmpty
        Test-BcConnection -Connection partner.example | Where-Object Check -eq Relationship | Should -BeNullOrEmpty
        Clear-Request
        Test-BcConnection -Connection fabrikam.example -Quiet | Should -BeTrue
        Get-Request graph* | Should -BeNullOrEmpty
    }

    It 'never prompts: a user who has not read the customers receives the command for it' {
        Start-TestSession Customers
        Connect-BcTenant fabrikam.example -Simulator -As DelegatedAdmin
        Clear-Request
        $checks = Test-BcConnection
        $checks | Where-Object Result -eq Failed | Where-Object Check -ne Automation | Should -BeNullOrEmpty
        $relationship = $checks | Where-Object Check -eq Relationship
        $relationship.Result | Should -Be 'Skipped'
        $relationship.Remedy | Should -BeLike 'Get-BcCustomer -Detailed*'
        Get-Request deviceCode, graph* | Should -BeNullOrEmpty

        $null = Get-BcCustomer -Connection partner.example
        Clear-Request
        (Get-Relationship fabrikam.example).Result | Should -Be 'Warning'
        Get-Request deviceCode | Should -BeNullOrEmpty
    }

    It 'describes how to connect to a partner whose tenant has no connection' {
        Start-TestSession -As DelegatedAdmin
        $relationship = Test-BcConnection | Where-Object Check -eq Relationship
        $relationship.Result | Should -Be 'Skipped'
        $relationship.Remedy | Should -BeLike 'Connect-BcTenant *, then Get-BcCustomer -Detailed*'
    }

    It 'reads the relationships once for all customers' {
        Start-TestSession Customers -As App
        $tenants = 'adatum.example', 'fabrikam.example', '2.fabrikam.example', '3.fabrikam.example'
        foreach ($tenant in $tenants) { Connect-BcTenant $tenant -Simulator -As DelegatedAdmin }
        Clear-Request
        (Get-Relationship $tenants).Result | Sort-Object | Should -Be 'Passed', 'Warning', 'Warning', 'Warning'
        Get-Request graphListDelegatedAdminRelationships | Should -HaveCount 1
        Clear-Request
        $tenants.ForEach({ [pscustomobject] @{ Connection = $_ } }) | Test-BcConnection -ThrottleLimit 4 | Where-Object Check -eq Relationship | Should -HaveCount 4
        Get-Request graphListDelegatedAdminRelationships | Should -HaveCount 1
    }

    It 'is skipped when Microsoft Graph rejects the call' {
        Start-TestSession Customers -As App
        Connect-BcTenant fabrikam.example -Simulator -As DelegatedAdmin
        $null = Add-BcSimulatorFault -Operation graphListDelegatedAdminRelationships -StatusCode 403 -Count 0
        $checks = Test-BcConnection
        $checks | Where-Object Result -eq Failed | Where-Object Check -ne Automation | Should -BeNullOrEmpty
        ($checks | Where-Object Check -eq Relationship).Result | Should -Be 'Skipped'
    }
}
