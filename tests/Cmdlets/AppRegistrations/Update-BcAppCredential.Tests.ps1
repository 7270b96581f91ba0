BeforeAll {
    Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force

    function Connect-App([hashtable] $Credential) { Connect-BcTenant contoso.example -Simulator -Name app @Credential -PassThru }
}

Describe 'Update-BcAppCredential' {
    BeforeEach {
        Start-TestSession
        $app = New-BcAppRegistration 'BC runbooks' -Service -GrantConsent -AuthorizeApp -Force
        Clear-Request
    }

    It 'creates a secret, signs in with it, and removes the old one' {
        $new = Update-BcAppCredential $app.ClientId -Force
        $new | Should -BeOfType BcAdmin.BcAppCredential
        $new.ClientSecret | Should -BeOfType securestring
        $new.RemovedKeyId | Should -HaveCount 1
        $new.RemovedKeyId | Should -Not -Be $new.KeyId
        @((Get-Request graphAddPassword, graphRemovePassword, token).Operation | Where-Object { $_ -ne 'token' }) | Should -Be 'graphAddPassword', 'graphRemovePassword'
        $calls = @(Get-Request)
        $calls[[array]::LastIndexOf($calls.Operation, 'graphRemovePassword') - 1].Operation | Should -Be 'token'

        Connect-App @{ ClientId = $app.ClientId; ClientSecret = $new.ClientSecret } | Should -Not -BeNullOrEmpty
        "$(Get-OneError { Connect-App @{ ClientId = $app.ClientId; ClientSecret = $app.ClientSecret } })" | Should -BeLike '*AADSTS7000215*'
    }

    It 'accepts the app from the pipeline, and can keep the old secret' {
        $new = $app | Update-BcAppCredential -KeepOld -ValidDays 30 -Force
        $new.RemovedKeyId | Should -BeNullOrEmpty
        $new.ExpiresOn | Should -BeGreaterThan ([DateTimeOffset]::Now.AddDays(29))
        $new.ExpiresOn | Should -BeLessThan ([DateTimeOffset]::Now.AddDays(31))
        foreach ($secret in $app.ClientSecret, $new.ClientSecret) { Connect-App @{ ClientId = $app.ClientId; ClientSecret = $secret } | Should -Not -BeNullOrEmpty }
    }

    It 'requires the ID of the secret to remove if there are several' {
        $second = $app | Update-BcAppCredential -KeepOld -Force
        Clear-Request
        $failure = Get-OneError { $app | Update-BcAppCredential -Force }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        "$failure" | Should -BeLike "*$($second.KeyId)*"
        Get-Request graphAddPassword | Should -BeNullOrEmpty
        ($app | Update-BcAppCredential -KeyId $second.KeyId -Force).RemovedKeyId | Should -Be $second.KeyId
        Connect-App @{ ClientId = $app.ClientId; ClientSecret = $app.ClientSecret } | Should -Not -BeNullOrEmpty
    }

    It 'rejects a key that the app does not have' {
        (Get-OneError { $app | Update-BcAppCredential -KeyId ([guid]::NewGuid()) -Force }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        Get-Request graphAddPassword | Should -BeNullOrEmpty
    }

    It 'keeps the old secret, and removes the new one, if the new one cannot sign in' {
        Start-TestClock -Speed 100
        try {
            $failure = Get-OneError {
                $app | Update-BcAppCredential -Force -Verbose 4>&1 | ForEach-Object {
                    if ("$_" -like 'Created the secret*') { Send-Control faults @{ kind = 'status'; statusCode = 400; operation = 'token'; count = 1000 } }
                }
            }
        }
        finally { Stop-TestClock }
        $failure.FullyQualifiedErrorId | Should -BeLike 'SignInFailed,*'
        Get-Request graphRemovePassword | Should -HaveCount 1
        Send-Control reset @{ faultsOnly = $true }
        Connect-App @{ ClientId = $app.ClientId; ClientSecret = $app.ClientSecret } | Should -Not -BeNullOrEmpty
    }

    It 'creates no second secret when the response with the first is lost' {
        Send-Control faults @{ kind = 'dropAfter'; operation = 'graphAddPassword' }
        (Get-OneError { $app | Update-BcAppCredential -Force }).FullyQualifiedErrorId | Should -BeLike 'ConnectionLost,*'
        Get-Request graphAddPassword | Should -HaveCount 1
        Get-Request graphRemovePassword | Should -BeNullOrEmpty
    }

    It 'has removed the old secret although the response was lost' {
        Send-Control faults @{ kind = 'dropAfter'; operation = 'graphRemovePassword' }
        ($app | Update-BcAppCredential -Force).RemovedKeyId | Should -HaveCount 1
        Get-Request graphRemovePassword | Should -HaveCount 1
    }

    It 'returns the new secret although the old one cannot be removed' {
        Send-Control faults @{ kind = 'status'; statusCode = 403; operation = 'graphRemovePassword' }
        $new = $app | Update-BcAppCredential -Force -ErrorVariable failures -ErrorAction SilentlyContinue
        $new.ClientSecret | Should -BeOfType securestring
        $new.RemovedKeyId | Should -BeNullOrEmpty
        $failures | Should -HaveCount 1
    }

    It 'replaces a certificate' {
        $first = New-BcAppRegistration 'BC certificates' -Service -GrantConsent -AuthorizeApp -CertificatePath (Join-Path $TestDrive first.pfx) -Force
        $file = Join-Path $TestDrive second.pfx
        $new = $first | Update-BcAppCredential -CertificatePath $file -Force
        $new.Kind | Should -Be 'Certificate'
        $new.RemovedKeyId | Should -HaveCount 1
        Connect-App @{ ClientId = $first.ClientId; CertificatePath = $file } | Should -Not -BeNullOrEmpty
        Get-OneError { Connect-App @{ ClientId = $first.ClientId; CertificatePath = (Join-Path $TestDrive first.pfx) } } | Should -Not -BeNullOrEmpty
        (Get-OneError { $first | Update-BcAppCredential -CertificatePath $file -Force }).FullyQualifiedErrorId | Should -BeLike 'ResourceExists,*'
    }

    It 'changes nothing with -WhatIf, for an app that does not exist, and for an app as the caller' {
        $app | Update-BcAppCredential -WhatIf | Should -BeNullOrEmpty
        (Get-OneError { Update-BcAppCredential ([guid]::NewGuid()) -Force }).FullyQualifiedErrorId | Should -BeLike 'AppNotFound,*'
        $own = Connect-App @{ ClientId = $app.ClientId; ClientSecret = $app.ClientSecret }
        (Get-OneError { Update-BcAppCredential $app.ClientId -Connection $own -Force }).FullyQualifiedErrorId | Should -BeLike 'UserRequired,*'
        Get-Request graphAddPassword, graphRemovePassword | Should -BeNullOrEmpty
    }

    It 'does not show the secret' {
        $streams = $app | Update-BcAppCredential -Force -Verbose *>&1
        $new = $streams | Where-Object { $_ -is [BcAdmin.BcAppCredential] }
        $text = [Net.NetworkCredential]::new('', $new.ClientSecret).Password
        ($streams | Out-String) + (ConvertTo-Json $new -WarningAction Ignore) | Should -Not -BeLike "*$text*"
    }
}
