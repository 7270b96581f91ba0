# Marked secrets go into every flow; afterwards nothing that a person or a log can see may hold one of them, nor a token.
BeforeAll { Import-Module "$PSScriptRoot/TestSession.psm1" -Force }

Describe 'Secrets' {
    It 'appear in no stream, transcript, error, object or bound parameter' {
        Start-TestSession -NoConnect
        $simulator = Get-BcSimulator Test
        $mark = 'S3cr3t-' + [guid]::NewGuid().ToString('N')
        $app = 'c0a70500-0000-4000-8000-00000000a077'
        Send-Control apps @{ clientId = $app; name = 'Marked'; secret = $mark; roles = @('AdminCenter.ReadWrite.All', 'Automation.ReadWrite.All'); authorized = $true }
        $log = Join-Path $TestDrive all.txt
        $lines = Invoke-FreshPwsh -Environment @{ MARK = $mark; SIM = "$($simulator.HttpEndpoint)"; APP = $app; LOG = $log } @'
Import-Module ./out/BcAdmin
$VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
$ErrorActionPreference = 'Continue'
Start-Transcript "$env:LOG.transcript" -IncludeInvocationHeader | Out-Null
$secret = [securestring]::new(); $env:MARK.ToCharArray() | ForEach-Object { $secret.AppendChar($_) }
$hosts = @{ Endpoint = $env:SIM; Authority = $env:SIM }
function Wrong { $text = [securestring]::new(); "wrong-$env:MARK".ToCharArray() | ForEach-Object { $text.AppendChar($_) }; $text }
& {
    Connect-BcTenant contoso.example -ClientId $env:APP -ClientSecret $secret @hosts -PassThru -Verbose -Debug
    Connect-BcTenant contoso.example -Credential ([pscredential]::new($env:APP, $secret)) @hosts -Name credential -Verbose -Debug
    Connect-BcTenant contoso.example -ClientId $env:APP -ClientSecret (Wrong) @hosts -Name wrong -Verbose -Debug
    Connect-BcTenant contoso.example -ClientId $env:APP -CertificatePath $PSCommandPath -CertificatePassword $secret @hosts -Verbose -Debug
    Connect-BcTenant contoso.example -AccessToken $secret @hosts -Name token -Verbose -Debug
    Get-BcEnvironment -Connection token -Verbose -Debug
    Connect-BcTenant contoso.example -ClientId $env:APP -FederatedTokenScript { $env:MARK } @hosts -Name federated -Verbose -Debug
    Select-BcConnection contoso.example
    Get-BcEnvironment Sandbox -Verbose -Debug | Copy-BcEnvironment -NewName Copy1 -Verbose -Debug -WhatIf
    Get-BcEnvironment Nope -Verbose -Debug
    Invoke-BcApi applications/environments -Raw -Verbose -Debug
    Get-BcConnection | Format-List * -Force
    Get-BcConnection | ConvertTo-Json -Depth 4
    Get-BcEnvironment | ConvertTo-Json -Depth 4 -WarningAction SilentlyContinue
    Get-BcEnvironment | Export-Csv "$env:LOG.csv"
    Get-BcAccessToken | Out-String
} *>&1 | Out-File "$env:LOG"
# Deeper than this, the JSON of any .NET exception is gigabytes of reflection.
$Error | ConvertTo-Json -Depth 3 -WarningAction SilentlyContinue | Out-File "$env:LOG.errors"
$Error | Format-List * -Force | Out-File "$env:LOG.errors2"
Stop-Transcript | Out-Null
"errors $($Error.Count)"
[System.Net.NetworkCredential]::new('', (Get-BcAccessToken)).Password
'@
        $lines[-2] | Should -BeLike 'errors *'
        [int] $lines[-2].Substring(7) | Should -BeGreaterThan 4
        $token = $lines[-1]
        $token.Split('.').Count | Should -Be 3 -Because 'the token itself is what we look for'
        $files = Get-ChildItem "$log*"
        $files.Count | Should -Be 5
        foreach ($file in $files) {
            $text = Get-Content $file -Raw
            $text.Length | Should -BeGreaterThan 100 -Because $file.Name
            $text.Contains($mark) | Should -BeFalse -Because $file.Name
            # Any token of the simulator: three parts of which the first two are JSON.
            $text | Should -Not -Match 'eyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.' -Because $file.Name
        }
    }

    It 'are not logged by the service either' {
        Start-TestSession -As App
        $null = Get-BcEnvironment
        Get-Request | ConvertTo-Json -Depth 5 | Should -Not -Match 'eyJ|secret'
    }
}
