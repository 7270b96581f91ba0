BeforeAll {
    Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force

    $id = 'c0a70500-0000-4000-8000-00000000a00b'
    $secret = ConvertTo-SecureString runbook-secret -AsPlainText

    # An app that is set up everywhere, but for what a test breaks.
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

    It 'finds nothing wrong with a connection that works: <_>' -ForEach 'User', 'App', 'DelegatedAdmin' {
        Start-TestSession -As $_
        $checks = Test-BcConnection
        $checks | Should -BeOfType BcAdmin.BcConnectionCheck
        $checks | Where-Object Result -eq Failed | Where-Object Check -ne Automation | Should -BeNullOrEmpty
        $checks.Check | Select-Object -Unique | Select-Object -First 7 | Should -Be 'SignIn', 'Clock', 'Audience', 'Tenant', 'Consent', 'Permission', 'AdminCenter'
        $checks.TenantId | Select-Object -Unique | Should -Be (Get-BcConnection -Current).TenantId
    }

    It 'gives only true or false with -Quiet' {
        Start-TestSession -As App
        Test-BcConnection -Quiet | Should -BeTrue
        Test-BcConnection Nowhere -Quiet | Should -BeFalse
    }

    It 'takes environments from the pipeline, and looks into that one only' {
        Start-TestSession -As App
        (Get-BcEnvironment Sandbox | Test-BcConnection | Where-Object EnvironmentName).EnvironmentName | Select-Object -Unique | Should -Be 'Sandbox'
    }

    It 'changes nothing' {
        Start-TestSession -As App
        $null = Test-BcConnection
        Get-Request | Where-Object Method -ne GET | Where-Object Operation -ne token | Should -BeNullOrEmpty
    }

    It 'needs a connection' {
        Disconnect-BcTenant -All
        (Get-OneError { Test-BcConnection }).FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
    }

    It 'reports a service that is down as a failed check' {
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
        $failure.Detail | Should -BeLike "*lacks*$Missing*"
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

    It 'app unknown in the environment' {
        Set-App @{ environments = @('Sandbox') }
        Connect-App
        $failure = Get-Failure
        $failure.Check | Should -Be 'Automation'
        $failure.EnvironmentName | Should -Be 'Production'
        $failure.Remedy | Should -BeLike '*Microsoft Entra Applications*'
        (Get-OneError { Get-BcUser Production }).ErrorDetails.RecommendedAction | Should -BeLike "*Test-BcConnection Production*"
    }

    It 'app in the environment with permission sets that are too small' {
        Set-App @{ companiesVisible = $false }
        Connect-App
        $failure = Get-Failure Production
        $failure.Check | Should -Be 'Automation'
        $failure.Detail | Should -BeLike '*no company*'
    }

    It 'expired secret, while connected and when connecting' {
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
        # The next sign-in that succeeds is what is tested then.
        Connect-BcTenant -Simulator
        (Test-BcConnection | Where-Object Check -eq SignIn).Result | Should -Be 'Passed'
    }

    It 'wrong tenant: the app is registered in another one' {
        Start-TestSession Partner -NoConnect
        Send-Control apps @{ tenantId = 'customer.example'; clientId = $id; name = 'Runbook'; secret = 'runbook-secret'; roles = @('AdminCenter.ReadWrite.All') }
        "$(Get-OneError { Connect-App 2.customer.example })" | Should -BeLike 'AADSTS700016*'
        $failures = Get-Failure
        $failures.Check | Should -Be 'SignIn', 'Tenant'
        $failures[1].Detail | Should -BeLike "*2.customer.example does not know the app $id*"
    }

    It 'wrong tenant: the token is of another one' {
        Start-TestSession Partner -Connect @{ TenantId = 'customer.example' }
        $http = (Get-BcSimulator Test).HttpEndpoint
        Connect-BcTenant 2.customer.example -AccessToken (Get-BcAccessToken) -Simulator
        $failure = Get-Failure
        $failure.Check | Should -Be 'Tenant'
        $failure.Detail | Should -BeLike '*2.customer.example*was meant*'
    }

    It 'wrong tenant: there is none of that name' {
        Set-App
        Send-Control settings @{ openSignIn = $false }
        "$(Get-OneError { Connect-App nowhere.example })" | Should -BeLike 'AADSTS90002*'
        (Get-Failure).Check | Should -Contain 'Tenant'
    }

    It 'environment closed to partner' {
        Start-TestSession
        Set-BcEnvironmentPartnerAccess Production -Access Disabled -Force
        Connect-BcTenant -Simulator -As DelegatedAdmin -Name partner
        $failure = Get-Failure Production
        $failure.Check | Should -Contain 'Environment'
        ($failure | Where-Object Check -eq Environment).Detail | Should -BeLike '*Production*partner access settings shut out the partner tenant*'
        (Test-BcConnection Sandbox | Where-Object Check -eq Environment).Result | Should -Be 'Passed'
    }

    It 'person who is no administrator' {
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

    It 'clock that is wrong' {
        Send-Control settings @{ clockSkewSec = -900 }
        Connect-BcTenant -Simulator
        $failure = Get-Failure
        $failure.Check | Should -Contain 'Clock'
        ($failure | Where-Object Check -eq Clock).Detail | Should -BeLike '*seconds ahead of*'
    }
}
