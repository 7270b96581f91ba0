# Failures before anything was sent: a proxy that opens no tunnel, a name that does not resolve, a server without TLS. Each has a separate code, is
# retried as documented in docs/architecture.md, and never has the advice to check the state first. .NET reads the proxy once, so each run is a separate PowerShell.
BeforeAll {
    Import-Module "$PSScriptRoot/TestSession.psm1" -Force

    $claims = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('{"exp":4102444800,"tid":"aaaaaaaa-0000-0000-0000-000000000001","scp":"user_impersonation","aud":"https://api.businesscentral.dynamics.com"}')).TrimEnd('=')
    # One line for each failure: code, attempts, advice.
    $prelude = @"
Import-Module ./out/BcAdmin
`$ErrorActionPreference = 'Continue'
function Secure([string] `$Text) { `$secure = [securestring]::new(); `$Text.ToCharArray() | ForEach-Object { `$secure.AppendChar(`$_) }; `$secure }
function Show([scriptblock] `$Command) { try { `$null = & `$Command 2>&1 3>`$null | ForEach-Object { if (`$_ -is [Management.Automation.ErrorRecord]) { throw `$_ } }; 'no error' } catch { "`$(`$_.FullyQualifiedErrorId.Split(',')[0])|`$(`$_.Exception.Attempts)|`$(`$_.ErrorDetails.RecommendedAction)" } }
`$token = @{ AccessToken = Secure 'eyJhbGciOiJub25lIn0.$claims.c2ln'; Name = 'token' }
`$app = @{ TenantId = 'contoso.example'; ClientId = 'c0a70500-0000-4000-8000-00000000a077' }
"@

    function Invoke-Behind([string] $Answer, [string] $Script) {
        $proxy = Start-OneAnswerServer $Answer
        try {
            $address = "http://me:Pr0xy%40pass%21word@127.0.0.1:$($proxy.Port)"
            $lines = @(Invoke-FreshPwsh ($prelude + "`n" + $Script) -Environment @{ HTTPS_PROXY = $address; HTTP_PROXY = $null; ALL_PROXY = $null; NO_PROXY = $null })
            [pscustomobject] @{ Lines = $lines; Connects = @($proxy.Requests) }
        }
        finally { $proxy.Dispose() }
    }
}

Describe 'A network without a connection' {
    It 'is tried once if the proxy requires authentication, for sign-in and calls, and shows no password' {
        $run = Invoke-Behind "HTTP/1.1 407 Proxy Authentication Required`r`nProxy-Authenticate: Negotiate`r`nContent-Length: 0`r`n`r`n" @'
Show { Connect-BcTenant @app -ClientSecret (Secure 'a-secret-of-an-app') }
Connect-BcTenant @token
Show { Get-BcEnvironment }
Show { New-BcEnvironment Other -CountryCode DK -Type Sandbox -Confirm:$false }
'all streams'
Get-BcEnvironment -Verbose -Debug *>&1 | Out-String -Width 500
Test-BcConnection | Format-List | Out-String -Width 500
$Error | ForEach-Object { $_.Exception.ToString() }
'@
        $run.Lines[0..2] | ForEach-Object { $_.Split('|')[0] } | Should -Be (@('ProxyAuthenticationRequired') * 3) -Because ($run.Lines -join "`n")
        $run.Lines[1..2] | ForEach-Object { $_.Split('|')[1] } | Should -Be 1, 1
        $run.Lines[0..2] | Should -BeLike '*HTTPS_PROXY*'
        $run.Lines[0..2] | Should -Not -BeLike '*Check the state*'
        @($run.Connects -like 'CONNECT login.*').Count | Should -BeLessOrEqual 3 # the sign-in's two addresses, and the search for the tenant
        @($run.Connects -like 'CONNECT api.*').Count | Should -Be 4
        "$($run.Lines)" | Should -Match '407'
        "$($run.Lines)" | Should -Not -Match 'Pr0xy|pass%21|pass!'
    }

    It 'is tried four times if the proxy fails' {
        $run = Invoke-Behind "HTTP/1.1 503 Service Unavailable`r`nContent-Length: 0`r`n`r`n" @'
Connect-BcTenant @token
Show { New-BcEnvironment Other -CountryCode DK -Type Sandbox -Confirm:$false }
'@
        $run.Lines[0] | Should -BeLike 'ProxyTunnelFailed|4|*'
        $run.Lines[0] | Should -Not -BeLike '*Check the state*'
        $run.Connects.Count | Should -Be 4
    }

    It 'means that nothing was sent, even if the proxy closes the connection' {
        $run = Invoke-Behind '' @'
Connect-BcTenant @token -RetryTimeoutSec 0
Show { Invoke-BcApi applications/businesscentral/environments/Other POST -Body @{ a = 1 } -Confirm:$false }
'@
        $run.Lines[0] | Should -BeLike 'ProxyTunnelFailed|1|*'
        $run.Connects | Should -BeLike 'CONNECT api.businesscentral.dynamics.com:443 *'
    }

    It 'has separate codes for names that do not resolve and servers without TLS' {
        $server = Start-OneAnswerServer "HTTP/1.1 400 Bad Request`r`n`r`n"
        try {
            $lines = @(Invoke-FreshPwsh ($prelude + @"

Connect-BcTenant @token -Endpoint https://no.such.host.invalid -Authority https://no.such.host.invalid -RetryTimeoutSec 0
Show { Remove-BcEnvironment Other -Force -Confirm:`$false }
Show { Connect-BcTenant @app -ClientSecret (Secure 'a-secret-of-an-app') -Endpoint https://no.such.host.invalid -Authority https://no.such.host.invalid }
Connect-BcTenant @token -Endpoint https://127.0.0.1:$($server.Port) -Authority https://no.such.host.invalid -RetryTimeoutSec 0
Show { Get-BcEnvironment }
Show { Invoke-BcApi applications/businesscentral/environments/Other POST -Body @{ a = 1 } -Confirm:`$false }
"@) -Environment @{ HTTPS_PROXY = $null; HTTP_PROXY = $null; ALL_PROXY = $null })
        }
        finally { $server.Dispose() }
        $lines | ForEach-Object { $_.Split('|')[0] } | Should -Be 'Unreachable', 'SignInUnreachable', 'TlsHandshakeFailed', 'TlsHandshakeFailed' -Because ($lines -join "`n")
        $lines | Should -Not -BeLike '*Check the state*'
    }
}
