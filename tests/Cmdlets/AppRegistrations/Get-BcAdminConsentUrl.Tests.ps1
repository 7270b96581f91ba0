BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcAdminConsentUrl' {
    BeforeAll { $client = [guid] '11111111-2222-4333-8444-555555555555' }

    It 'returns the address for a tenant, or for the tenant of the user who opens it' {
        Get-BcAdminConsentUrl contoso.com $client | Should -Be "https://login.microsoftonline.com/contoso.com/adminconsent?client_id=$client"
        Get-BcAdminConsentUrl -ClientId $client | Should -Be "https://login.microsoftonline.com/organizations/adminconsent?client_id=$client"
    }

    It 'accepts a redirect address, another cloud, and several tenants' {
        Get-BcAdminConsentUrl a.example, b.example $client -RedirectUri 'https://contoso.com/done?x=1' -Authority https://login.microsoftonline.us |
            Should -Be ('a.example', 'b.example').ForEach{ "https://login.microsoftonline.us/$_/adminconsent?client_id=$client&redirect_uri=https%3A%2F%2Fcontoso.com%2Fdone%3Fx%3D1" }
    }

    It 'accepts tenants from the pipeline' {
        [pscustomobject] @{ TenantId = 'contoso.com'; ClientId = $client } | Get-BcAdminConsentUrl | Should -BeLike 'https://*/contoso.com/*'
    }

    It 'rejects an invalid tenant or ID' {
        (Get-OneError { Get-BcAdminConsentUrl 'a/b' $client }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
        (Get-OneError { Get-BcAdminConsentUrl contoso.com nobody }).FullyQualifiedErrorId | Should -BeLike 'CannotConvertArgument*'
    }

    It 'returns an address for consent, in another tenant too' {
        Start-TestSession Partner -Connect @{ TenantId = 'customer.example' }
        $app = New-BcAppRegistration 'For customers' -Service -MultiTenant -Force
        $secret = $app.ClientSecret
        $http = (Get-BcSimulator Test).HttpEndpoint
        "$(Get-OneError { Connect-BcTenant 2.customer.example -ClientId $app.ClientId -ClientSecret $secret -Simulator })" | Should -BeLike 'AADSTS700016*'

        $url = Get-BcAdminConsentUrl 2.customer.example $app.ClientId -Authority $http
        $answer = Invoke-WebRequest $url -NoProxy -MaximumRedirection 0 -SkipHttpErrorCheck -ErrorAction SilentlyContinue
        "$($answer.Headers.Location)" | Should -BeLike 'https://businesscentral.dynamics.com/OAuthLanding.htm?admin_consent=True&tenant=*'
        Connect-BcTenant 2.customer.example -ClientId $app.ClientId -ClientSecret $secret -Simulator -Name second
        (Test-BcConnection -Connection second | Where-Object Check -eq Permission).Result | Should -Be 'Passed'
    }
}
