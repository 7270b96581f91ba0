BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Connect-BcTenant' {
    BeforeAll {
        Start-TestSession -NoConnect
        $simulator = Get-BcSimulator Test
        $tenant = 'contoso.example'
        $app = [guid] 'c0a70500-0000-4000-8000-00000000a001'
        $secret = ConvertTo-SecureString contoso-automation-secret -AsPlainText -Force
        # Plain http is allowed on loopback, so that any test server can be used; the flows over https are in a separate file (SignIn.Tests.ps1).
        $hosts = @{ Endpoint = $simulator.HttpEndpoint; Authority = $simulator.HttpEndpoint }
    }
    AfterEach {
        Disconnect-BcTenant -All
        Send-Control settings @{ openSignIn = $true }
    }

    It 'signs in with <how>' -ForEach @(
        @{ how = 'client secret'; parameters = { @{ ClientId = $app; ClientSecret = $secret } } }
        @{ how = 'credential'; parameters = { @{ Credential = [pscredential]::new("$app", $secret) } } }
        @{ how = 'access token'; parameters = { Connect-BcTenant -Simulator; @{ AccessToken = Get-BcAccessToken } } }
    ) {
        $splat = & $parameters
        $connection = Connect-BcTenant $tenant @splat @hosts -PassThru
        $connection.TenantId | Should -Be 'c0a70500-0000-4000-8000-000000000001'
        $connection.Name | Should -Be $tenant
        $connection.IsCurrent | Should -BeTrue
        $connection.TokenExpiresOn | Should -BeGreaterThan ([DateTimeOffset]::Now)
        (Get-BcEnvironment).Count | Should -Be 2
    }

    It 'calls no API' {
        Clear-Request
        Connect-BcTenant $tenant -ClientId $app -ClientSecret $secret @hosts
        (Get-Request).Operation | Should -Be 'token'
    }

    It 'writes nothing without -PassThru, and replaces a connection of the same name' {
        Connect-BcTenant -Simulator | Should -BeNullOrEmpty
        Connect-BcTenant -Simulator
        @(Get-BcConnection).Count | Should -Be 1
    }

    Context 'At a prompt' {
        BeforeAll {
            $runspace = [runspacefactory]::CreateRunspace((New-TestHost))
            $runspace.Open()

            # The output after typing a command. The module is that of the test run, so that the simulator is the same.
            function Get-Shown([string] $Command) {
                $shell = [powershell]::Create($runspace)
                $null = $shell.AddScript($Command).Invoke()
                $shell.Streams.Error | Should -BeNullOrEmpty
                $shell.Streams.Information.ForEach{ "$_" }
                $shell.Dispose()
            }

            Get-Shown "Import-Module '$((Get-Module BcAdmin).Path)'" | Should -BeNullOrEmpty
        }

        AfterAll { $runspace.Dispose() }

        It 'shows the account, the tenant, the number of environments, and where to start' {
            Get-Shown 'Connect-BcTenant -Simulator' | Should -BeLike 'Connected to contoso.example as adele.admin@contoso.example: 2 environments. Start with Get-BcEnvironment*'
            Get-Shown 'Connect-BcTenant -Simulator -As App -ReadOnly' | Should -BeLike 'Connected to contoso.example as c0a70500-*, read-only: 2 environments. *'
        }

        It 'connects also if the environments cannot be read: <Fault>' -TestCases @(
            @{ Fault = '403' }
            @{ Fault = '-DelayMs 60000' }
        ) {
            $elapsed = [System.Diagnostics.Stopwatch]::StartNew()
            Get-Shown "Add-BcSimulatorFault $Fault -Operation listEnvironments; Connect-BcTenant -Simulator" |
                Should -BeLike 'Connected to contoso.example as adele.admin@contoso.example. Start with Get-BcEnvironment*'
            $elapsed.Elapsed.TotalSeconds | Should -BeLessThan 10
            Reset-BcSimulator -FaultOnly
        }

        It 'shows nothing for <_>' -ForEach @(
            'Connect-BcTenant -Simulator -PassThru'
            '"contoso.example" | ForEach-Object { [pscustomobject] @{ TenantId = $_ } } | Connect-BcTenant -Simulator'
            'function Connect-Test { Connect-BcTenant -Simulator }; Connect-Test'
            '& { Connect-BcTenant -Simulator }'
        ) {
            Get-Shown $_ | Should -BeNullOrEmpty
        }
    }

    It 'returns the kind of every caller' {
        foreach ($as in 'User', 'DelegatedAdmin', 'App') {
            $connection = Connect-BcTenant -Simulator -As $as -Name $as -PassThru
            $connection.IsApp | Should -Be ($as -eq 'App')
        }
        @(Get-BcConnection).Count | Should -Be 3
    }

    It 'accepts a token that it cannot read, and shows no owner' {
        $connection = Connect-BcTenant $tenant -AccessToken (ConvertTo-SecureString opaque -AsPlainText -Force) @hosts -PassThru
        $connection.IsApp | Should -BeFalse
        $connection.TokenExpiresOn | Should -BeNullOrEmpty
        $connection.TenantId | Should -Be $tenant
        (Get-OneError { Get-BcEnvironment }).CategoryInfo.Category | Should -Be 'AuthenticationError'
    }

    It 'runs the script of -AccessTokenScript again when the token expires or was rejected: <form>' -ForEach @(
        @{ form = 'text'; give = { param($token) $token } }
        @{ form = 'SecureString'; give = { param($token) ConvertTo-SecureString $token -AsPlainText -Force } }
        @{ form = 'Azure PowerShell'; give = { param($token) [pscustomobject] @{ Token = ConvertTo-SecureString $token -AsPlainText -Force; UserId = 'x' } } }
        @{ form = 'Azure CLI'; give = { param($token) [pscustomobject] @{ accessToken = $token; tokenType = 'Bearer' } } }
    ) {
        $global:asked = 0
        try {
            $address = [uri]::new($hosts.Authority, "$tenant/oauth2/v2.0/token")
            $form = @{
                grant_type = 'client_credentials'; scope = 'https://api.businesscentral.dynamics.com/.default'
                client_id = $app; client_secret = [Net.NetworkCredential]::new('', $secret).Password
            }
            $script = {
                $global:asked++
                & $give (Invoke-RestMethod $address -Method Post -Body $form -NoProxy -SkipCertificateCheck).access_token
            }.GetNewClosure()
            $connection = Connect-BcTenant $tenant -AccessTokenScript $script @hosts -PassThru
            $connection.IsApp | Should -BeTrue
            (Get-BcEnvironment).Count | Should -Be 2
            $global:asked | Should -Be 1
            Send-Control tokens @{ revoke = $true }
            (Get-BcEnvironment).Count | Should -Be 2
            $global:asked | Should -Be 2
        }
        finally { Remove-Variable asked -Scope Global }
    }

    It 'reports why the script of -AccessTokenScript returned no token: <how>' -ForEach @(
        @{ how = 'it fails'; script = { throw 'broker is away' }; text = '*broker is away*' }
        @{ how = 'nothing'; script = { }; text = '*-AccessTokenScript returned no token*' }
        @{ how = 'no token'; script = { 'not a token' }; text = '*-AccessTokenScript is not an access token*' }
    ) {
        $failure = Get-OneError { Connect-BcTenant $tenant -AccessTokenScript $script @hosts }
        $failure.FullyQualifiedErrorId | Should -BeLike 'SignInFailed,*'
        "$failure" | Should -BeLike $text
    }

    It 'starts a simulator automatically if none is running' {
        $lines = Invoke-FreshPwsh 'Import-Module ./out/BcAdmin; Connect-BcTenant -Simulator; (Get-BcEnvironment).Name -join ","; $id = (Get-BcSimulator).ProcessId; "pid $id"'
        $lines | Should -Contain 'Production,Sandbox'
        # It ended with the session that started it.
        $id = [int] ($lines -like 'pid *')[0].Substring(4)
        Wait-Process -Id $id -Timeout 30 -ErrorAction Ignore
        Get-Process -Id $id -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    Context 'Failures' {
        It 'reports a wrong secret, with the code of Microsoft Entra ID and advice' {
            $wrong = ConvertTo-SecureString not-the-secret -AsPlainText -Force
            $failure = Get-OneError { Connect-BcTenant $tenant -ClientId $app -ClientSecret $wrong @hosts }
            $failure.FullyQualifiedErrorId | Should -BeLike 'SignInFailed,*'
            $failure.CategoryInfo.Category | Should -Be 'AuthenticationError'
            "$failure" | Should -BeLike '*AADSTS7000215*'
            "$failure" | Should -Not -BeLike '*not-the-secret*'
            $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            Get-BcConnection | Should -BeNullOrEmpty
        }

        It 'reports an unknown app and an unknown tenant' {
            Send-Control settings @{ openSignIn = $false }
            "$(Get-OneError { Connect-BcTenant $tenant -ClientId ([guid]::NewGuid()) -ClientSecret $secret @hosts })" | Should -BeLike '*AADSTS700016*'
            "$(Get-OneError { Connect-BcTenant nowhere.example -ClientId $app -ClientSecret $secret @hosts })" | Should -BeLike '*AADSTS90002*'
        }

        It 'reports a sign-in service that cannot be reached' {
            $failure = Get-OneError { Connect-BcTenant $tenant -ClientId $app -ClientSecret $secret -Endpoint http://127.0.0.1:9 -Authority http://127.0.0.1:9 }
            $failure.FullyQualifiedErrorId | Should -BeLike 'SignInUnreachable,*'
            $failure.CategoryInfo.Category | Should -Be 'ConnectionError'
        }

        It 'rejects plain http for another computer, and addresses with a path' {
            foreach ($bad in 'http://api.example.com', 'https://api.example.com/admin', 'ftp://localhost', 'https://user@api.example.com') {
                (Get-OneError { Connect-BcTenant $tenant -ClientId $app -ClientSecret $secret -Endpoint $bad }).FullyQualifiedErrorId |
                    Should -BeLike 'ParameterArgumentValidationError,*' -Because $bad
            }
        }

        It 'does not trust a self-signed certificate' {
            $failure = Get-OneError { Connect-BcTenant $tenant -ClientId $app -ClientSecret $secret -Endpoint $simulator.Endpoint -Authority $simulator.Endpoint }
            $failure.FullyQualifiedErrorId | Should -BeLike 'CertificateNotTrusted,*'
        }

        It 'rejects versions of the API that are not supported' {
            foreach ($version in '2.8', 'v2.0', '3.0') {
                (Get-OneError { Connect-BcTenant -Simulator -ApiVersion $version }).FullyQualifiedErrorId | Should -BeLike 'ApiVersionToo*' -Because $version
            }
            (Connect-BcTenant -Simulator -ApiVersion v2.20 -PassThru).ApiVersion | Should -Be ([version] '2.20')
        }

        It 'reports what a certificate does not have' {
            (Get-OneError { Connect-BcTenant $tenant -ClientId $app -CertificatePath nothing.pfx @hosts }).FullyQualifiedErrorId | Should -BeLike 'FileNotFound,*'
            (Get-OneError { Connect-BcTenant $tenant -ClientId $app -CertificateThumbprint ('0' * 40) @hosts }).FullyQualifiedErrorId | Should -BeLike 'CertificateNotFound,*'
            Set-Content TestDrive:/bad.pem 'no certificate'
            (Get-OneError { Connect-BcTenant $tenant -ClientId $app -CertificatePath TestDrive:/bad.pem @hosts }).FullyQualifiedErrorId | Should -BeLike 'CertificateNotReadable,*'
        }

        It 'accepts a thumbprint as the certificate dialog of Windows shows it' {
            $shown = "$([char] 0x200E)4e 1c 0b 9a f3 d2 47 5c 8a 61 e0 b7 d9 5f 3c 28 a4 e7 d6 10$([char] 0x200F)"
            foreach ($thumbprint in $shown, $shown.Replace(' ', ':'), "$shown`r`n") {
                $failure = Get-OneError { Connect-BcTenant $tenant -ClientId $app -CertificateThumbprint $thumbprint @hosts }
                $failure.FullyQualifiedErrorId | Should -BeLike 'CertificateNotFound,*'
                $failure.TargetObject | Should -Be 4e1c0b9af3d2475c8a61e0b7d95f3c28a4e7d610
            }
            (Get-OneError { Connect-BcTenant $tenant -ClientId $app -CertificateThumbprint "$shown 11" @hosts }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
        }

        It 'reports that a private key cannot be used' {
            $key = [Security.Cryptography.RSA]::Create(2048)
            $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=app', $key, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1)
            $certificate = $request.CreateSelfSigned([DateTimeOffset]::Now.AddDays(-1), [DateTimeOffset]::Now.AddDays(1))
            $certificate.Dispose() # a key that the account cannot read fails in the same way
            $failure = Get-OneError { Connect-BcTenant $tenant -ClientId $app -Certificate $certificate @hosts }
            $failure.FullyQualifiedErrorId | Should -BeLike 'CertificateKeyNotReadable,*'
            $failure.CategoryInfo.Category | Should -Be PermissionDenied
        }

        It 'does not repeat the password of an address that it rejects' {
            $failure = Get-OneError { Connect-BcTenant $tenant -ClientId $app -ClientSecret $secret -Endpoint 'https://me:Addr3ssPassword@api.example.com' }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
            "$failure" | Should -Not -BeLike '*Addr3ssPassword*'
        }

        It 'reports which user name a credential requires' {
            (Get-OneError { Connect-BcTenant $tenant -Credential ([pscredential]::new('somebody', $secret)) @hosts }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        }

        It 'completes the tenants of a simulator' {
            (Get-OneError { Connect-BcTenant fabrikam.example -Simulator }).ErrorDetails.RecommendedAction | Should -BeLike '*contoso.example*'
        }
    }

    Context 'A failed switch' {
        BeforeEach { Connect-BcTenant -Simulator -Name before }

        It 'leaves no connection current, and the next command reports why: <how>' -ForEach @(
            @{ how = 'wrong secret'; code = 'SignInFailed'; connect = { Connect-BcTenant $tenant -ClientId $app -ClientSecret (ConvertTo-SecureString wrong-secret -AsPlainText -Force) @hosts } }
            @{ how = 'wrong secret, piped'; code = 'SignInFailed'; connect = { [pscustomobject] @{ TenantId = $tenant } | Connect-BcTenant -ClientId $app -ClientSecret (ConvertTo-SecureString wrong-secret -AsPlainText -Force) @hosts } }
            @{ how = 'no way to the sign-in service'; code = 'SignInUnreachable'; connect = { Connect-BcTenant $tenant -ClientId $app -ClientSecret $secret -Authority http://127.0.0.1:9 -Endpoint http://127.0.0.1:9 } }
            @{ how = 'no certificate'; code = 'CertificateNotFound'; connect = { Connect-BcTenant $tenant -ClientId $app -CertificateThumbprint ('0' * 40) @hosts } }
            @{ how = 'no file'; code = 'FileNotFound'; connect = { Connect-BcTenant $tenant -ClientId $app -CertificatePath nothing.pfx @hosts } }
            @{ how = 'no federated token'; code = 'FederatedTokenUnavailable'; connect = { Connect-BcTenant $tenant -ClientId $app -FederatedTokenScript { throw 'no token' } @hosts } }
            @{ how = 'not a token'; code = 'TokenInvalid'; connect = { Connect-BcTenant $tenant -AccessToken (ConvertTo-SecureString 'not a token' -AsPlainText -Force) @hosts } }
            @{ how = 'unknown simulated tenant'; code = 'TenantNotFound'; connect = { Connect-BcTenant fabrikam.example -Simulator } }
            @{ how = 'API version'; code = 'ApiVersionTooOld'; connect = { Connect-BcTenant -Simulator -ApiVersion 2.5 } }
            @{ how = 'not a tenant'; code = 'InvalidArgument'; connect = { Connect-BcTenant 'contoso example' @hosts -ClientId $app -ClientSecret $secret } }
            @{ how = 'no device code'; code = 'SignInUnreachable'; connect = { Connect-BcTenant $tenant -DeviceCode -Authority http://127.0.0.1:9 -Endpoint http://127.0.0.1:9 } }
            @{ how = 'a parameter that cannot be bound'; code = '*'; connect = { Connect-BcTenant $tenant -ClientId not-an-id -ClientSecret $secret @hosts } }
            @{ how = 'a secret as plain text'; code = '*'; connect = { Connect-BcTenant $tenant -ClientId $app -ClientSecret plain @hosts } }
            @{ how = 'parameters that do not go together'; code = '*'; connect = { Connect-BcTenant $tenant -DeviceCode -ManagedIdentity } }
        ) {
            (Get-OneError $connect).FullyQualifiedErrorId | Should -BeLike "$code*"
            Get-BcConnection | Where-Object IsCurrent | Should -BeNullOrEmpty
            Clear-Request
            foreach ($next in { Get-BcEnvironment }, { Remove-BcEnvironment Sandbox -Force }, { Get-BcConnection -Current }) {
                $failure = Get-OneError $next
                $failure.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
                "$failure" | Should -BeLike "*Connect-BcTenant*$code*"
                $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Select-BcConnection*before*'
            }
            Get-Request | Where-Object Operation -ne token | Should -BeNullOrEmpty
            # Not even if it is the only remaining connection.
            Connect-BcTenant -Simulator -Name other
            $null = Get-OneError $connect
            Disconnect-BcTenant other
            (Get-OneError { Get-BcEnvironment }).FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
            Select-BcConnection before
            (Get-BcEnvironment).Count | Should -Be 2
        }

        It 'is caught without -ErrorAction Stop' {
            $reached = $false
            try {
                Connect-BcTenant $tenant -ClientId $app -ClientSecret (ConvertTo-SecureString wrong-secret -AsPlainText -Force) @hosts
                $reached = $true
            }
            catch { $_.FullyQualifiedErrorId | Should -BeLike 'SignInFailed,*' }
            $reached | Should -BeFalse
        }

        It 'is one error for each of several piped tenants, and the next ones are signed in to' {
            Send-Control settings @{ openSignIn = $false }
            $rows = [pscustomobject] @{ TenantId = 'nowhere.example' }, [pscustomobject] @{ TenantId = 'not a tenant' }, [pscustomobject] @{ TenantId = $tenant }
            $result = Invoke-Captured { $rows | Connect-BcTenant -ClientId $app -ClientSecret $secret @hosts -PassThru }
            $result.Errors.Exception.Code | Should -Be 'SignInFailed', 'InvalidArgument'
            $result.Output.Name | Should -Be $tenant
            (Get-BcConnection -Current).Name | Should -Be $tenant
        }

        It 'is not caused by help and tab completion' {
            $null = TabExpansion2 'Connect-BcTenant contoso.example -Cl'
            $null = TabExpansion2 'Connect-BcTenant -Name x -As '
            $null = Get-Command Connect-BcTenant -Syntax
            $null = Connect-BcTenant -?
            (Get-BcConnection -Current).Name | Should -Be before
        }
    }

    Context 'An access token' {
        BeforeAll {
            Connect-BcTenant -Simulator
            $token = Get-BcAccessToken | ConvertFrom-SecureString -AsPlainText
        }

        It 'is accepted with <what> around it' -ForEach @(
            @{ what = 'a line break'; before = ''; after = "`r`n" }
            @{ what = 'blanks'; before = '  '; after = "`t " }
            @{ what = 'Bearer'; before = 'Bearer '; after = '' }
            @{ what = 'bearer and a line break'; before = "bearer  "; after = "`n" }
            @{ what = 'quotes'; before = '"'; after = '"' }
            @{ what = 'a byte order mark'; before = [char] 0xFEFF; after = '' }
            @{ what = 'all of it'; before = "$([char] 0xFEFF) `"Bearer '"; after = "'`" `r`n" }
        ) {
            Connect-BcTenant -AccessToken (ConvertTo-SecureString "$before$token$after" -AsPlainText -Force) @hosts -Name pasted
            (Get-BcEnvironment -Connection pasted).Count | Should -Be 2
            Get-BcAccessToken -Connection pasted | ConvertFrom-SecureString -AsPlainText | Should -BeExactly $token
        }

        It 'is rejected immediately if it is not valid, and not quoted: <what>' -ForEach @(
            @{ what = 'a sentence'; value = 'this is secret-text not a token' }
            @{ what = 'a line break inside'; value = "eyJhbGciOiJub25lIn0.`neyJzZWNyZXQtdGV4dCI6MX0.x" }
            @{ what = 'JSON'; value = '{"access_token":"secret-text"}' }
            @{ what = 'an id'; value = 'c0a70500-0000-4000-8000-00000000a001' }
            @{ what = 'the name of a type'; value = 'System.Security.SecureString' }
            @{ what = 'half a token'; value = 'eyJhbGciOiJub25lIn0.secret-text' }
            @{ what = 'only the scheme'; value = "Bearer `n" }
        ) {
            Clear-Request
            $failure = Get-OneError { Connect-BcTenant $tenant -AccessToken (ConvertTo-SecureString $value -AsPlainText -Force) @hosts }
            $failure.FullyQualifiedErrorId | Should -BeLike 'TokenInvalid,*'
            $failure.CategoryInfo.Category | Should -Be 'AuthenticationError'
            "$failure $($failure.Exception)" | Should -Not -BeLike '*secret-text*'
            Get-Request | Should -BeNullOrEmpty
        }

        It 'determines the caller by its claims: <what>' -ForEach @(
            @{ what = 'a user without upn'; claims = @{ scp = 'user_impersonation'; name = 'Adele'; ipaddr = '10.0.0.1' }; isApp = $false; users = $true; apps = $false }
            @{ what = 'a user who has roles as well'; claims = @{ scp = 'user_impersonation'; roles = @('x') }; isApp = $false; users = $true; apps = $false }
            @{ what = 'an app'; claims = @{ roles = @('AdminCenter.ReadWrite.All') }; isApp = $true; users = $false; apps = $true }
            @{ what = 'an app without roles'; claims = @{ idtyp = 'app' }; isApp = $true; users = $false; apps = $true }
            @{ what = 'neither'; claims = @{ oid = 'x' }; isApp = $false; users = $true; apps = $true }
        ) {
            $claims.tid = 'c0a70500-0000-4000-8000-000000000001'
            $parts = @{ alg = 'none' }, $claims | ForEach-Object { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes((ConvertTo-Json $_ -Compress))).TrimEnd('=').Replace('+', '-').Replace('/', '_') }
            $connection = Connect-BcTenant -AccessToken (ConvertTo-SecureString "$($parts[0]).$($parts[1]).c2ln" -AsPlainText -Force) @hosts -PassThru
            $connection.IsApp | Should -Be $isApp
            # The simulator rejects the fictitious token; a call that the module rejects never reaches it.
            (Get-OneError { Get-BcAuthorizedApp }).FullyQualifiedErrorId | Should -BeLike "$($users ? 'Unauthorized' : 'UserRequired'),*"
            (Get-OneError { Get-BcManageableTenant }).FullyQualifiedErrorId | Should -BeLike "$($apps ? 'Unauthorized' : 'AppRequired'),*"
        }
    }

    It 'fails if no browser can be opened, and suggests -DeviceCode: <what>' -Skip:(-not $IsLinux) -ForEach @(
        @{ what = 'no program'; script = $null }
        @{ what = 'a program that fails'; script = 'exit 3' }
    ) {
        $path = New-Item (Join-Path $TestDrive "path $what") -ItemType Directory
        if ($script) {
            Set-Content $path/xdg-open "#!/bin/sh`n$script"
            chmod +x $path/xdg-open
        }
        $before = $env:PATH
        try {
            $env:PATH = "$path"
            $failure = Get-OneError { Connect-BcTenant $tenant @hosts -Name mine }
        }
        finally { $env:PATH = $before }
        $failure.FullyQualifiedErrorId | Should -BeLike 'BrowserNotAvailable,*'
        "$failure" | Should -BeLike '*-DeviceCode*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike "*Connect-BcTenant $tenant *-Name mine -DeviceCode"
    }

    It 'warns if another module hides cmdlets of this module' {
        function global:Copy-BcEnvironment { }
        try { (Invoke-Captured { Connect-BcTenant -Simulator }).Warnings | Should -BeLike '*Copy-BcEnvironment*BcAdmin\Copy-BcEnvironment*' }
        finally { Remove-Item function:Copy-BcEnvironment }
    }

    It 'keeps the sign-in in memory with a warning if the platform has no encrypted store' -Skip:(-not $IsLinux -or $env:DBUS_SESSION_BUS_ADDRESS) {
        $result = Invoke-Captured {
            Connect-BcTenant $tenant -DeviceCode -Persist -PassThru @hosts 6>&1 | ForEach-Object {
                if ("$_" -match 'code (\S+) ') { Send-Control devicecode @{ userCode = $Matches[1]; decision = 'approve' } } else { $_ }
            }
        }
        $result.Warnings | Should -BeLike '*only in this session*'
        $result.Output.TokenCache | Should -Be 'Memory'
    }
}
