BeforeAll {
    Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force

    function Connect-App([hashtable] $Credential) { Connect-BcTenant contoso.example -Simulator -Name app @Credential }

    function Get-Change { Get-Request graph*, authorizeApp | Where-Object Method -ne GET }
}

Describe 'New-BcAppRegistration -Service' {
    BeforeEach { Start-TestSession }

    It 'creates an app that works immediately' {
        $app = New-BcAppRegistration 'BC runbooks' -Service -GrantConsent -AuthorizeApp -Force
        $app | Should -BeOfType BcAdmin.BcAppRegistration
        $app.ClientSecret | Should -BeOfType securestring
        $app.IsConsentGranted | Should -BeTrue
        $app.IsAuthorized | Should -BeTrue
        $app.Permissions | Should -Be 'AdminCenter.ReadWrite.All', 'Automation.ReadWrite.All', 'API.ReadWrite.All'

        Connect-App @{ ClientId = $app.ClientId; ClientSecret = $app.ClientSecret }
        (Get-BcEnvironment).Name | Should -Contain 'Production'
        (Get-BcUser Production).Count | Should -BeGreaterThan 10
        Test-BcConnection -Quiet | Should -BeTrue
    }

    It 'saves the client ID and the secret to a file that only this account can read' {
        $file = Join-Path $TestDrive 'a [b] ''c''.xml'
        $app = New-BcAppRegistration 'BC runbooks' -Service -GrantConsent -AuthorizeApp -Force -CredentialPath $file
        $app.CredentialPath | Should -Be $file
        $app.NextSteps[0] | Should -BeLike '*Connect-BcTenant contoso.example -Credential (Import-Clixml *'
        if (-not $IsWindows) { (Get-Item -LiteralPath $file).UnixMode | Should -Be '-rw-------' }
        Get-Content -LiteralPath $file -Raw | Should -Not -Match ([Net.NetworkCredential]::new('', $app.ClientSecret).Password)
        $credential = Import-Clixml -LiteralPath $file
        $credential.UserName | Should -Be $app.ClientId
        Connect-App @{ Credential = $credential }
        (Get-BcEnvironment).Name | Should -Contain 'Production'
    }

    It 'creates nothing if the file for the secret cannot be written, and never replaces a file' {
        Set-Content TestDrive:/old.xml old
        $failure = Get-OneError { New-BcAppRegistration 'BC runbooks' -Service -Force -CredentialPath TestDrive:/old.xml }
        $failure.FullyQualifiedErrorId | Should -BeLike 'FileNotWritable,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*it is not replaced. Use the path of a new file.'
        Get-Change | Should -BeNullOrEmpty
        Get-Content TestDrive:/old.xml | Should -Be old
        New-BcAppRegistration 'BC runbooks' -Service -WhatIf -CredentialPath TestDrive:/plan.xml | Should -BeNullOrEmpty
        'TestDrive:/plan.xml' | Should -Not -Exist
        $null = New-BcAppRegistration 'BC runbooks' -Service -Force
        $second = Invoke-Captured { New-BcAppRegistration 'BC runbooks' -Service -Force -Update -CredentialPath TestDrive:/second.xml }
        $second.Warnings | Should -BeLike '*-NewSecret*'
        'TestDrive:/second.xml' | Should -Not -Exist
    }

    It 'keeps the last secret for the session, even if a later step fails' {
        New-BcAppRegistration 'BC runbooks' -Service -Force | Out-Null
        $global:BcLastAppRegistration.ClientSecret | Should -BeOfType securestring
        $global:BcLastAppRegistration = $null
        $null = Add-BcSimulatorFault 403 -Operation authorizeApp
        $result = Invoke-Captured { New-BcAppRegistration 'BC other' -Service -AuthorizeApp -Force }
        $result.Errors | Should -HaveCount 1
        $result.Output.ClientSecret | Should -BeOfType securestring
        $global:BcLastAppRegistration.Name | Should -Be 'BC other'
    }

    It 'creates one app although the response was lost' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation graphCreateApplication
        (New-BcAppRegistration 'BC runbooks' -Service -GrantConsent -Force).IsConsentGranted | Should -BeTrue
        Get-Request graphCreateApplication | Should -HaveCount 1
    }

    It 'creates nothing in a second run' {
        $first = New-BcAppRegistration 'BC runbooks' -Service -GrantConsent -AuthorizeApp -Force
        Clear-Request
        $failure = Get-OneError { New-BcAppRegistration 'BC runbooks' -Service -GrantConsent -AuthorizeApp -Force }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ResourceExists,*'
        $failure.CategoryInfo.Category | Should -Be 'ResourceExists'
        $failure.TargetObject | Should -Be 'BC runbooks'

        $second = New-BcAppRegistration 'BC runbooks' -Service -GrantConsent -AuthorizeApp -Force -Update
        $second.ClientId | Should -Be $first.ClientId
        $second.ClientSecret | Should -BeNullOrEmpty
        $second.Changes | Should -BeNullOrEmpty
        Get-Change | Should -BeNullOrEmpty
    }

    It 'shows the plan with -WhatIf and changes nothing' {
        New-BcAppRegistration 'BC runbooks' -Service -GrantConsent -AuthorizeApp -CertificatePath (Join-Path $TestDrive plan.pfx) -WhatIf | Should -BeNullOrEmpty
        Get-Change | Should -BeNullOrEmpty
        Join-Path $TestDrive plan.pfx | Should -Not -Exist
        $text = Invoke-Unattended "New-BcAppRegistration X -Service -GrantConsent -AuthorizeApp -WhatIf"
        foreach ($part in 'Register the app', 'service principal', 'client secret', 'Grant admin consent', 'Authorize') { "$text" | Should -BeLike "*$part*" }
    }

    It 'leaves consent and authorization to other administrators, and describes the required steps' {
        $app = New-BcAppRegistration 'BC runbooks' -Service -Force
        $app.IsConsentGranted | Should -BeFalse
        $app.NextSteps[0] | Should -BeLike '*Set-Secret*'
        $app.AdminConsentUrl | Should -BeLike '*/adminconsent?client_id=*'
        "$($app.NextSteps)" | Should -BeLike '*Cloud Application Administrator*Add-BcAuthorizedApp*Microsoft Entra Applications*'
        $done = New-BcAppRegistration 'BC runbooks' -Service -Update -GrantConsent -Force
        $done.Changes | Should -HaveCount 1
        $done.IsConsentGranted | Should -BeTrue
        ($app | Add-BcAuthorizedApp).ClientId | Should -Be $app.ClientId
    }

    It 'adds missing permissions to an app, and keeps the others' {
        $null = New-BcAppRegistration 'BC runbooks' -Service -Permission automation -GrantConsent -Force
        $app = New-BcAppRegistration 'BC runbooks' -Service -Permission AdminCenter -GrantConsent -NewSecret -Update -Force
        $app.Changes | Should -HaveCount 3
        Connect-App @{ ClientId = $app.ClientId; ClientSecret = $app.ClientSecret }
        (Test-BcConnection | Where-Object Check -eq Consent).Detail | Should -BeLike '*AdminCenter.ReadWrite.All*'
        (Test-BcConnection | Where-Object Check -eq Consent).Detail | Should -BeLike '*Automation.ReadWrite.All*'
    }

    It 'creates a certificate with a local private key (<_>)' -ForEach 'pfx', 'pem' {
        $file = Join-Path $TestDrive "app.$_"
        $password = ConvertTo-SecureString 'certificate-password' -AsPlainText
        $app = New-BcAppRegistration "With $_" -Service -CertificatePath $file -CertificatePassword $password -GrantConsent -AuthorizeApp -Force
        $app.ClientSecret | Should -BeNullOrEmpty
        $app.CertificateThumbprint | Should -Match '^[0-9A-F]{40}$'
        if ($IsWindows) {
            $access = Get-Acl $file
            $access.AreAccessRulesProtected | Should -BeTrue
            $access.Access.IdentityReference.Value | Should -Be ([Security.Principal.WindowsIdentity]::GetCurrent().Name)
        }
        else { (Get-Item $file).UnixMode | Should -Be '-rw-------' }

        Connect-App @{ ClientId = $app.ClientId; CertificatePath = $file; CertificatePassword = $password }
        Get-BcEnvironment | Should -Not -BeNullOrEmpty
        Select-BcConnection contoso.example
        Clear-Request
        $again = New-BcAppRegistration "With $_" -Service -CertificatePath $file -CertificatePassword $password -GrantConsent -AuthorizeApp -Force -Update
        $again.Changes | Should -BeNullOrEmpty
        $again.CertificateThumbprint | Should -Be $app.CertificateThumbprint
        Get-Change | Should -BeNullOrEmpty
    }

    It 'trusts GitHub and an additional issuer, without a secret' {
        $app = New-BcAppRegistration 'BC deploy' -Service -GitHubRepository contoso/bc -GitHubEnvironment production -GrantConsent -AuthorizeApp -Force
        $app.ClientSecret | Should -BeNullOrEmpty
        $more = New-BcAppRegistration 'BC deploy' -Service -FederatedIssuer https://vstoken.dev.azure.com/1 -FederatedSubject 'sc://contoso/bc/deploy' -Update -Force
        $more.Changes | Should -HaveCount 1
        $more.ClientSecret | Should -BeNullOrEmpty

        $encode = { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes((ConvertTo-Json $args[0] -Compress))).TrimEnd('=').Replace('+', '-').Replace('/', '_') }
        $claims = @{
            iss = 'https://token.actions.githubusercontent.com'; sub = 'repo:contoso/bc:environment:production'
            aud = 'api://AzureADTokenExchange'; exp = [DateTimeOffset]::UtcNow.AddHours(1).ToUnixTimeSeconds()
        }
        $token = "$(& $encode @{ alg = 'RS256' }).$(& $encode $claims).c2lnbmF0dXJl"
        Connect-App @{ ClientId = $app.ClientId; FederatedTokenScript = { $token }.GetNewClosure() }
        Get-BcEnvironment | Should -Not -BeNullOrEmpty
    }

    It 'returns the app with its secret when consent is rejected' {
        $null = Add-BcSimulatorFault -Operation graphCreateAppRoleAssignment -StatusCode 403
        $result = Invoke-Captured { New-BcAppRegistration 'BC runbooks' -Service -GrantConsent -AuthorizeApp -Force }
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].CategoryInfo.Category | Should -Be 'PermissionDenied'
        $result.Errors[0].ErrorDetails.RecommendedAction | Should -BeLike '*Cloud Application Administrator*'
        $result.Output.ClientSecret | Should -BeOfType securestring
        $result.Output.IsConsentGranted | Should -BeFalse
        $result.Output.IsAuthorized | Should -BeTrue
    }

    It 'waits for a directory that does not return new objects yet' {
        Send-Control settings @{ directoryLagSec = 3000 }
        $app = New-BcAppRegistration 'BC runbooks' -Service -GrantConsent -Force
        $app.IsConsentGranted | Should -BeTrue
        (Get-Request graphCreateServicePrincipal).Status | Should -Contain 400
    }

    It 'rejects apps, foreign tokens, and contradictions' {
        (Get-OneError { New-BcAppRegistration X -Service -FederatedIssuer https://issuer.example -Force }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        (Get-OneError { New-BcAppRegistration X -Service -GitHubBranch dev -Force }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        (Get-OneError { New-BcAppRegistration X -Service -GitHubRepository contoso -Force }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
        $http = (Get-BcSimulator Test).HttpEndpoint
        Connect-BcTenant -AccessToken (Get-BcAccessToken) -Endpoint $http -Authority $http -Name token
        (Get-OneError { New-BcAppRegistration X -Service -Force }).FullyQualifiedErrorId | Should -BeLike 'UserRequired,*'
        Start-TestSession -As App
        (Get-OneError { New-BcAppRegistration X -Service -Force }).FullyQualifiedErrorId | Should -BeLike 'UserRequired,*'
        Disconnect-BcTenant -All
        (Get-OneError { New-BcAppRegistration X -Service -Force }).FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        Get-Change | Should -BeNullOrEmpty
    }

    It 'does not show a secret, not even in verbose and debug text' {
        $all = & { $VerbosePreference = $DebugPreference = 'Continue'; New-BcAppRegistration 'BC runbooks' -Service -GrantConsent -AuthorizeApp -Force } *>&1
        $app = $all | Where-Object { $_ -is [BcAdmin.BcAppRegistration] }
        $secret = [Net.NetworkCredential]::new('', $app.ClientSecret).Password
        $secret | Should -Match '^.{40}$'
        ($all | Out-String) + ($app | Format-List * | Out-String) + ($app | ConvertTo-Json -WarningAction Ignore) | Should -Not -BeLike "*$([WildcardPattern]::Escape($secret))*"
    }
}

Describe 'New-BcAppRegistration for users' {
    BeforeEach { Start-TestSession }

    It 'creates a public client for users who sign in by device code' {
        $app = New-BcAppRegistration 'BC people' -Delegated -GrantConsent -Force
        $app.ClientSecret | Should -BeNullOrEmpty
        $app.Permissions | Should -Be 'user_impersonation', 'Financials.ReadWrite.All'
        $http = (Get-BcSimulator Test).HttpEndpoint
        $form = @{ client_id = $app.ClientId; scope = 'https://api.businesscentral.dynamics.com/.default' }
        $device = Invoke-RestMethod "${http}contoso.example/oauth2/v2.0/devicecode" -Method Post -Body $form -NoProxy
        Send-Control devicecode @{ userCode = $device.user_code; decision = 'approve' }
        $token = Invoke-RestMethod "${http}contoso.example/oauth2/v2.0/token" -Method Post -NoProxy -Body @{
            grant_type = 'urn:ietf:params:oauth:grant-type:device_code'; client_id = $app.ClientId; device_code = $device.device_code
        }
        Connect-BcTenant -AccessToken (ConvertTo-SecureString $token.access_token -AsPlainText) -Endpoint $http -Authority $http -Name person
        Get-BcEnvironment | Should -Not -BeNullOrEmpty
        Select-BcConnection contoso.example
        (New-BcAppRegistration 'BC people' -Delegated -GrantConsent -Force -Update).Changes | Should -BeNullOrEmpty
    }

    It 'creates the app of a Power Automate connector, and adds the redirect address of the saved connector' {
        $app = New-BcAppRegistration 'BC connector' -PowerAutomate -GrantConsent -Force
        $app.ClientSecret | Should -BeOfType securestring
        $own = 'https://global.consent.azure-apim.net/redirect/bc-5f1'
        $more = New-BcAppRegistration 'BC connector' -PowerAutomate -GrantConsent -RedirectUri $own -Update -Force
        $more.Changes | Should -HaveCount 1
        $more.ClientSecret | Should -BeNullOrEmpty

        # Signs a user in like the connector platform.
        $http = (Get-BcSimulator Test).HttpEndpoint
        $query = "client_id=$($app.ClientId)&response_type=code&redirect_uri=$([uri]::EscapeDataString($own))&resource=https://api.businesscentral.dynamics.com"
        $answer = Invoke-WebRequest "${http}common/oauth2/authorize?$query" -NoProxy -MaximumRedirection 0 -SkipHttpErrorCheck -ErrorAction SilentlyContinue
        $code = [regex]::Match("$($answer.Headers.Location)", 'code=([^&]+)').Groups[1].Value
        $form = @{ grant_type = 'authorization_code'; client_id = $app.ClientId; code = [uri]::UnescapeDataString($code); redirect_uri = $own; resource = 'https://api.businesscentral.dynamics.com' }
        $form.client_secret = [Net.NetworkCredential]::new('', $app.ClientSecret).Password
        (Invoke-RestMethod "${http}common/oauth2/token" -Method Post -Body $form -NoProxy).refresh_token | Should -Not -BeNullOrEmpty
    }
}
