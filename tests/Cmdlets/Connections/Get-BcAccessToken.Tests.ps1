BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcAccessToken -AsPlainText' {
    It 'returns the same token as text' {
        Start-TestSession
        $text = Get-BcAccessToken -AsPlainText
        $text | Should -BeOfType ([string])
        $text | Should -Be (Get-BcAccessToken | ConvertFrom-SecureString -AsPlainText)
    }
}

Describe 'Get-BcAccessToken' {
    BeforeAll { Start-TestSession }

    It 'works with Invoke-RestMethod' {
        $token = Get-BcAccessToken
        $token | Should -BeOfType ([securestring])
        $address = [uri]::new((Get-BcSimulator Test).HttpEndpoint, 'admin/v2.29/applications/environments')
        (Invoke-RestMethod $address -Authentication Bearer -Token $token -AllowUnencryptedAuthentication -NoProxy).value.Count | Should -Be 2
    }

    It 'belongs to one connection' {
        Connect-BcTenant -Simulator -Name second
        (Get-OneError { Get-BcAccessToken -Connection (Get-BcConnection).Name }).FullyQualifiedErrorId | Should -BeLike 'AmbiguousConnection,*'
        (Get-BcConnection second | ForEach-Object { Get-BcAccessToken -Connection $_ }) | Should -BeOfType ([securestring])
        (Get-OneError { Get-BcAccessToken -Connection nobody }).FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
    }
}
