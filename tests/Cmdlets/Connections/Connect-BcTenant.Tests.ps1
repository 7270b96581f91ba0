BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Connect-BcTenant' {
    BeforeAll {
        Start-TestSession -NoConnect
        $simulator = Get-BcSimulator Test
        $tenant = 'contoso.example'
        $app = [guid] 'c0a70500-0000-4000-8000-00000000a001'
        $secret = ConvertTo-SecureString contoso-automation-secret -AsPlainText -Force
        # Plain http is allowed on loopback, so that any test server will do; the flows over https have a file of their own (SignIn.Tests.ps1).
        $hosts = @{ Endpoint = $simulator.HttpEndpoint; Authority = $simulator.HttpEndpoint }
    }
    AfterEach {
        Disconnect-BcTenant -All
        Send-Control settings @{ openSignIn = $true }
    }

    It 'signs in by <how>' -ForEach @(
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

    It 'gives every caller its kind' {
        foreach ($as in 'User', 'DelegatedAdmin', 'App') {
            $connection = Connect-BcTenant -Simulator -As $as -Name $as -PassThru
            $connection.IsApp | Should -Be ($as -eq 'App')
        }
        @(Get-BcConnection).Count | Should -Be 3
    }

    It 'takes a token that it cannot read, and claims nothing about its owner' {
        $connection = Connect-BcTenant $tenant -AccessToken (ConvertTo-SecureString opaque -AsPlainText -Force) @hosts -PassThru
        $connection.IsApp | Should -BeFalse
        $connection.TokenExpiresOn | Should -BeNullOrEmpty
        $connection.TenantId | Should -Be $tenant
        (Get-OneError { Get-BcEnvironment }).CategoryInfo.Category | Should -Be 'AuthenticationError'
    }

    It 'starts a simulator by itself where none is running' {
        $lines = Invoke-FreshPwsh 'Import-Module ./out/BcAdmin; Connect-BcTenant -Simulator; (Get-BcEnvironment).Name -join ","; $id = (Get-BcSimulator).ProcessId; "pid $id"'
        $lines | Should -Contain 'Production,Sandbox'
        # It ended with the session that started it.
        $id = [int] ($lines -like 'pid *')[0].Substring(4)
        $deadline = (Get-Date).AddSeconds(10)
        while ((Get-Process -Id $id -ErrorAction Ignore) -and (Get-Date) -lt $deadline) { Start-Sleep -Milliseconds 100 }
        Get-Process -Id $id -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    Context 'What goes wrong' {
        It 'names a wrong secret, with Entra''s own code and advice' {
            $wrong = ConvertTo-SecureString not-the-secret -AsPlainText -Force
            $failure = Get-OneError { Connect-BcTenant $tenant -ClientId $app -ClientSecret $wrong @hosts }
            $failure.FullyQualifiedErrorId | Should -BeLike 'SignInFailed,*'
            $failure.CategoryInfo.Category | Should -Be 'AuthenticationError'
            "$failure" | Should -BeLike '*AADSTS7000215*'
            "$failure" | Should -Not -BeLike '*not-the-secret*'
            $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            Get-BcConnection | Should -BeNullOrEmpty
        }

        It 'names an unknown app and an unknown tenant' {
            Send-Control settings @{ openSignIn = $false }
            "$(Get-OneError { Connect-BcTenant $tenant -ClientId ([guid]::NewGuid()) -ClientSecret $secret @hosts })" | Should -BeLike '*AADSTS700016*'
            "$(Get-OneError { Connect-BcTenant nowhere.example -ClientId $app -ClientSecret $secret @hosts })" | Should -BeLike '*AADSTS90002*'
        }

        It 'tells of a sign-in service that cannot be reached' {
            $failure = Get-OneError { Connect-BcTenant $tenant -ClientId $app -ClientSecret $secret -Endpoint http://127.0.0.1:9 -Authority http://127.0.0.1:9 }
            $failure.FullyQualifiedErrorId | Should -BeLike 'SignInUnreachable,*'
            $failure.CategoryInfo.Category | Should -Be 'ConnectionError'
        }

        It 'refuses plain http for another machine, and addresses with a path' {
            foreach ($bad in 'http://api.example.com', 'https://api.example.com/admin', 'ftp://localhost', 'https://user@api.example.com') {
                (Get-OneError { Connect-BcTenant $tenant -ClientId $app -ClientSecret $secret -Endpoint $bad }).FullyQualifiedErrorId |
                    Should -BeLike 'ParameterArgumentValidationError,*' -Because $bad
            }
        }

        It 'does not trust a self-signed certificate by itself' {
            $failure = Get-OneError { Connect-BcTenant $tenant -ClientId $app -ClientSecret $secret -Endpoint $simulator.Endpoint -Authority $simulator.Endpoint }
            $failure.FullyQualifiedErrorId | Should -BeLike 'CertificateNotTrusted,*'
        }

        It 'refuses versions of the API that it cannot work with' {
            foreach ($version in '2.8', 'v2.0', '3.0') {
                (Get-OneError { Connect-BcTenant -Simulator -ApiVersion $version }).FullyQualifiedErrorId | Should -BeLike 'ApiVersionToo*' -Because $version
            }
            (Connect-BcTenant -Simulator -ApiVersion v2.20 -PassThru).ApiVersion | Should -Be ([version] '2.20')
        }

        It 'says what a certificate lacks' {
            (Get-OneError { Connect-BcTenant $tenant -ClientId $app -CertificatePath nothing.pfx @hosts }).FullyQualifiedErrorId | Should -BeLike 'FileNotFound,*'
            (Get-OneError { Connect-BcTenant $tenant -ClientId $app -CertificateThumbprint ('0' * 40) @hosts }).FullyQualifiedErrorId | Should -BeLike 'CertificateNotFound,*'
            Set-Content TestDrive:/bad.pem 'no certificate'
            (Get-OneError { Connect-BcTenant $tenant -ClientId $app -CertificatePath TestDrive:/bad.pem @hosts }).FullyQualifiedErrorId | Should -BeLike 'CertificateNotReadable,*'
        }

        It 'takes a thumbprint as the certificate dialog of Windows shows it' {
            $shown = "$([char] 0x200E)4e 1c 0b 9a f3 d2 47 5c 8a 61 e0 b7 d9 5f 3c 28 a4 e7 d6 10$([char] 0x200F)"
            foreach ($thumbprint in $shown, $shown.Replace(' ', ':'), "$shown`r`n") {
                $failure = Get-OneError { Connect-BcTenant $tenant -ClientId $app -CertificateThumbprint $thumbprint @hosts }
                $failure.FullyQualifiedErrorId | Should -BeLike 'CertificateNotFound,*'
                $failure.TargetObject | Should -Be 4e1c0b9af3d2475c8a61e0b7d95f3c28a4e7d610
            }
            (Get-OneError { Connect-BcTenant $tenant -ClientId $app -CertificateThumbprint "$shown 11" @hosts }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
        }

        It 'says that a private key cannot be used' {
            $key = [Security.Cryptography.RSA]::Create(2048)
            $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=app', $key, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1)
            $certificate = $request.CreateSelfSigned([DateTimeOffset]::Now.AddDays(-1), [DateTimeOffset]::Now.AddDays(1))
            $certificate.Dispose() # a key that the account may not read fails in the same way
            $failure = Get-OneError { Connect-BcTenant $tenant -ClientId $app -Certificate $certificate @hosts }
            $failure.FullyQualifiedErrorId | Should -BeLike 'CertificateKeyNotReadable,*'
            $failure.CategoryInfo.Category | Should -Be PermissionDenied
        }

        It 'does not repeat the password of an address that it refuses' {
            $failure = Get-OneError { Connect-BcTenant $tenant -ClientId $app -ClientSecret $secret -Endpoint 'https://me:Addr3ssPassword@api.example.com' }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
            "$failure" | Should -Not -BeLike '*Addr3ssPassword*'
        }

        It 'says which user name a credential needs' {
            (Get-OneError { Connect-BcTenant $tenant -Credential ([pscredential]::new('somebody', $secret)) @hosts }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        }

        It 'knows the tenants of a simulator' {
            (Get-OneError { Connect-BcTenant fabrikam.example -Simulator }).ErrorDetails.RecommendedAction | Should -BeLike '*contoso.example*'
        }
    }

    It 'warns where another module hides cmdlets of ours' {
        function global:Copy-BcEnvironment { }
        try { (Invoke-Captured { Connect-BcTenant -Simulator }).Warnings | Should -BeLike '*Copy-BcEnvironment*BcAdmin\Copy-BcEnvironment*' }
        finally { Remove-Item function:Copy-BcEnvironment }
    }

    It 'keeps the sign-in in memory, and says so, where the platform has no encrypted store' -Skip:(-not $IsLinux -or $env:DBUS_SESSION_BUS_ADDRESS) {
        $result = Invoke-Captured {
            Connect-BcTenant $tenant -DeviceCode -Persist -PassThru @hosts 6>&1 | ForEach-Object {
                if ("$_" -match 'code (\S+) ') { Send-Control devicecode @{ userCode = $Matches[1]; decision = 'approve' } } else { $_ }
            }
        }
        $result.Warnings | Should -BeLike '*this session only*'
        $result.Output.TokenCache | Should -Be 'Memory'
    }
}
