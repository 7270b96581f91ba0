# The claims of docs/security.md that no other file tests: hostile names, files, variables, proxies, and servers.
BeforeDiscovery {
    # The column of the tables, and the comment before a paragraph, name the tests: <!-- test: File 'words of the name' -->.
    $claims = @([regex]::Matches((Get-Content "$PSScriptRoot/../docs/security.md" -Raw), "(?s)<!-- test: (?<all>.*?) -->").ForEach{
            [regex]::Matches($_.Groups['all'].Value, "(?<file>[\w.-]+) '(?<name>[^']+)'").ForEach{ @{ File = $_.Groups['file'].Value; Name = $_.Groups['name'].Value } }
        })
}

BeforeAll {
    Import-Module "$PSScriptRoot/TestSession.psm1" -Force
    $module = (Get-Module BcAdmin).ModuleBase
    $prelude = @'
Import-Module ./out/BcAdmin
function Secure([string] $Text) { $secure = [securestring]::new(); $Text.ToCharArray() | ForEach-Object { $secure.AppendChar($_) }; $secure }
'@
}

Describe 'The security page' {
    BeforeAll { $files = @(Get-Item $PSScriptRoot/*.Tests.ps1, $PSScriptRoot/*/*.Tests.ps1, $PSScriptRoot/Cmdlets/*/*.Tests.ps1; Get-ChildItem $PSScriptRoot/BcAdmin.Tests -Recurse -Filter *.cs) }

    It 'has a test for each claim: <File>, <Name>' -ForEach $claims {
        $file = @($files | Where-Object Name -EQ $File)
        $file | Should -HaveCount 1
        $names = $file.Extension -eq '.cs' ? 'public [\w<>]+ ' : "(It|Describe|Context) '"
        @(Select-String -LiteralPath $file.FullName -Pattern "$names.*$([regex]::Escape($Name))").Count | Should -BeGreaterThan 0
    }

    It 'names a test in every item and row with a claim' -ForEach @{ Count = $claims.Count } {
        # An item can have several lines.
        $lines = (Get-Content "$PSScriptRoot/../docs/security.md" -Raw) -replace '(?ms)^```.*?^```' -replace '\r?\n  ', ' ' -split '\r?\n'
        $lines | Where-Object { $_ -match '^(- |\| (?!---|Claim|Secret|Host|File|Process))' -and $_ -notmatch '<!-- test: ' } | Should -BeNullOrEmpty
        $Count | Should -BeGreaterThan 30
    }
}

Describe 'The execution policies AllSigned and Restricted' {
    # PowerShell applies them on Windows only, to these files: https://github.com/PowerShell/PowerShell, SecurityManager.cs. It does not check the manifest of a module.
    It 'find no file in the module that has to be signed, in PowerShell 7' {
        Get-ChildItem $module -Recurse -File | Where-Object Extension -In .ps1, .psm1, .ps1xml, .cdxml, .xaml | ForEach-Object Name | Should -Be WindowsPowerShell.ps1
        $manifest = Test-ModuleManifest $module/BcAdmin.psd1
        $manifest.Scripts, $manifest.ExportedFormatFiles, $manifest.ExportedTypeFiles | ForEach-Object { $_ } | Should -BeNullOrEmpty
        $manifest.RootModule | Should -Be BcAdmin.dll
    }

    # Other systems have no execution policies.
    if ($IsWindows) {
        It 'allow the import and the views: <_>' -ForEach 'AllSigned', 'Restricted' {
            $lines = dotnet (Join-Path $PSHOME pwsh.dll) -NoProfile -NonInteractive -ExecutionPolicy $_ -Command "Import-Module '$module'; (Get-FormatData BcAdmin.BcEnvironment).TypeNames; (Get-Command -Module BcAdmin).Count -gt 100"
            $lines | Should -Be 'BcAdmin.BcEnvironment', 'True'
        }
    }
}

Describe 'A name that would control the terminal or a log' {
    It 'is shown as text in errors, warnings, verbose texts, prompts, and transcripts' {
        $server = Start-OneAnswerServer "HTTP/1.1 404 Not Found`r`nContent-Type: application/json`r`n`r`n{`"error`":{`"code`":`"NotFound`",`"message`":`"The name 'a\u001b[31m\r\nWARNING: fake\u202e' does not exist.`"}}"
        try {
            $lines = Invoke-FreshPwsh ($prelude + @"

`$ErrorActionPreference = 'Continue'
`$fake = "a`e[31m``r``nWARNING: fake`$([char] 0x202E)"
`$null = Start-Transcript '$TestDrive/transcript.txt'
Connect-BcTenant -AccessToken (Secure 'opaque') -Endpoint http://127.0.0.1:$($server.Port) -Authority http://127.0.0.1:$($server.Port) -Name service -Verbose
Get-BcEnvironment -Verbose -Connection service
Connect-BcTenant -Simulator
New-BcCompany Sandbox `$fake -WhatIf
New-BcCompany Sandbox `$fake -Verbose
Get-BcCompany `$fake
Get-BcUser Production -Name `$fake -Verbose
Remove-BcCompany Production `$fake
`$null = Stop-Transcript
"errors `$(`$Error.Count)"
"@)
        }
        finally { $server.Dispose() }
        $transcript = Get-Content $TestDrive/transcript.txt
        [int] ($lines -match '^errors \d+$')[0].Substring(7) | Should -BeGreaterThan 3
        # The lines after the header, which quotes no input.
        foreach ($line in @($lines) + $transcript) {
            $line | Should -Not -Match "\x1b\[31m|\u202E"
            $line | Should -Not -Match '^WARNING: fake'
        }
        "$lines" | Should -Match 'WARNING: fake'
    }
}

Describe 'A cell that a spreadsheet would run' {
    It 'is written as text by Export-BcUser, and read unchanged by Import-BcUser' {
        $scenario = Get-Content "$module/simulator/Scenarios/Contoso.json" -Raw | ConvertFrom-Json
        $scenario.tenants[0].environments[0].companies[0].name = '=cmd|''/C calc''!A0'
        $scenario | ConvertTo-Json -Depth 20 | Set-Content $TestDrive/formula.json
        Start-TestSession "$TestDrive/formula.json"
        Add-BcUserPermission Production SELLER.03 'D365 READ' -Company '=cmd|''/C calc''!A0'
        $file = Export-BcUser Production $TestDrive/users.csv -PassThru
        $text = Get-Content $file -Raw
        $text | Should -Match ([regex]::Escape('"''=cmd|''/C calc''!A0"'))
        $text | Should -Not -Match '(^|[,\n])"?[=+\-@\t]'
        (Import-BcUser Production $file.FullName -Exact -Force -WarningAction Ignore).Status | Sort-Object -Unique | Should -Be Unchanged
    }
}

Describe 'The simulator' {
    It 'starts no planted program, loads no other code, and listens on this computer only, whatever the environment contains' {
        $planted = New-Item (Join-Path $TestDrive planted/sub) -ItemType Directory -Force | ForEach-Object { $_.Parent.FullName }
        foreach ($folder in $planted, "$planted/sub") {
            Set-Content $folder/dotnet "#!/bin/sh`ntouch '$planted/started'"
            if (-not $IsWindows) { chmod +x $folder/dotnet }
        }
        $lines = Invoke-FreshPwsh ($prelude + @"

Add-Type -OutputAssembly '$planted/Hook.dll' -TypeDefinition 'internal class StartupHook { public static void Initialize() { System.IO.File.WriteAllText(@"$planted/hooked", "x"); } }'
`$env:DOTNET_STARTUP_HOOKS = '$planted/Hook.dll'
`$env:ASPNETCORE_URLS = 'http://0.0.0.0:0'
`$env:ASPNETCORE_Kestrel__Endpoints__Other__Url = 'http://0.0.0.0:0'
`$env:Kestrel__Endpoints__Other__Url = 'http://0.0.0.0:0'
`$env:PATH = ".$([IO.Path]::PathSeparator)sub$([IO.Path]::PathSeparator)$([IO.Path]::PathSeparator)`$env:PATH"
Set-Location '$planted'
[Environment]::CurrentDirectory = '$planted'
`$before = [Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpListeners()
`$simulator = Start-BcSimulator -Connect
@(Get-BcEnvironment).Count
`$own = if (Test-Path /proc/`$(`$simulator.ProcessId)/fd) {
    `$inodes = @(Get-ChildItem /proc/`$(`$simulator.ProcessId)/fd | ForEach-Object { if ("`$(`$_.LinkTarget)" -match 'socket:\[(\d+)\]') { `$Matches[1] } })
    Get-Content /proc/net/tcp, /proc/net/tcp6 | ForEach-Object { , @(`$_.Trim() -split '\s+') } | Where-Object { `$_[3] -eq '0A' -and `$_[9] -in `$inodes } | ForEach-Object { `$_[1].Split(':')[0] }
}
else { [Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpListeners() | Where-Object Port -In `$simulator.Endpoint.Port, `$simulator.HttpEndpoint.Port | ForEach-Object { `$_.Address.ToString() } }
"listens `$(@(`$own).Count) on `$((`$own | Sort-Object -Unique) -join ' ')"
"@)
        $lines[0] | Should -Be 2 -Because ($lines -join "`n")
        $lines[1] | Should -BeIn 'listens 4 on 00000000000000000000000001000000 0100007F', 'listens 4 on ::1 127.0.0.1', 'listens 4 on 127.0.0.1 ::1'
        "$planted/started", "$planted/hooked" | ForEach-Object { $_ | Should -Not -Exist }
    }

    It 'is never reached through a proxy' {
        $proxy = Start-OneAnswerServer "HTTP/1.1 503 Service Unavailable`r`nContent-Length: 0`r`n`r`n"
        $address = "http://me:secret@127.0.0.1:$($proxy.Port)"
        try {
            $lines = Invoke-FreshPwsh ($prelude + "`nConnect-BcTenant -Simulator`n@(Get-BcEnvironment | Get-BcCompany).Count -gt 1`n@(Get-BcSimulatorRequest).Count -gt 1") -Environment @{
                HTTPS_PROXY = $address; HTTP_PROXY = $address; ALL_PROXY = $address; NO_PROXY = $null
            }
        }
        finally { $proxy.Dispose() }
        $lines[-2..-1] | Should -Be 'True', 'True' -Because ($lines -join "`n")
        @($proxy.Requests) | Should -BeNullOrEmpty
    }
}

Describe 'Processes' {
    It 'are started in two places only' {
        $files = Get-ChildItem "$PSScriptRoot/../src/BcAdmin", "$PSScriptRoot/../src/BcAdmin.Transport" -Recurse -Filter *.cs
        $files | Where-Object { Select-String -LiteralPath $_.FullName -Pattern '\bProcess\.Start\(|new Process\b' -Quiet } | ForEach-Object Name | Sort-Object | Should -Be SimulatorProcess.cs, SystemBrowser.cs
    }
}

Describe 'Calls' {
    It 'are sent to the documented hosts only' {
        $proxy = Start-OneAnswerServer "HTTP/1.1 502 Bad Gateway`r`nContent-Length: 0`r`n`r`n"
        try {
            $null = Invoke-FreshPwsh ($prelude + @'

$ErrorActionPreference = 'SilentlyContinue'
$claims = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('{"exp":4102444800,"tid":"aaaaaaaa-0000-0000-0000-000000000001","scp":"user_impersonation"}')).TrimEnd('=')
$quick = @{ RetryTimeoutSec = 0 }
Connect-BcTenant contoso.example -ClientId c0a70500-0000-4000-8000-00000000a077 -ClientSecret (Secure 'a-secret') @quick
Connect-BcTenant contoso.example -DeviceCode @quick
Connect-BcTenant -AccessToken (Secure "eyJhbGciOiJub25lIn0.$claims.c2ln") -Name token @quick
Get-BcEnvironment
Get-BcCompany Production
Test-BcConnection
Get-BcCustomer
New-BcAppRegistration Made -Service -Confirm:$false
'@) -Environment @{ HTTPS_PROXY = "http://127.0.0.1:$($proxy.Port)"; HTTP_PROXY = "http://127.0.0.1:$($proxy.Port)"; ALL_PROXY = $null; NO_PROXY = $null }
        }
        finally { $proxy.Dispose() }
        $hosts = @($proxy.Requests) -replace '^CONNECT ([^ ]+) .*', '$1' | Sort-Object -Unique
        $hosts | Should -Contain 'api.businesscentral.dynamics.com:443'
        $hosts | Should -Contain 'login.microsoftonline.com:443'
        $hosts | Where-Object { $_ -notin 'api.businesscentral.dynamics.com:443', 'login.microsoftonline.com:443', 'graph.microsoft.com:443' } | Should -BeNullOrEmpty
    }

    It 'follow no redirect: sign-in, managed identity, both APIs, uploads, downloads, and Microsoft Graph' {
        $thief = Start-OneAnswerServer "HTTP/1.1 200 OK`r`nContent-Type: application/json`r`nContent-Length: 2`r`n`r`n{}"
        $server = Start-OneAnswerServer "HTTP/1.1 307 Temporary Redirect`r`nLocation: http://127.0.0.1:$($thief.Port)/x`r`nContent-Length: 0`r`n`r`n"
        $app = New-TestApp $TestDrive Moved 6f0e5c1a-0000-4000-8000-0000000000ff 1.0.0.0
        $package = New-TestPackage $TestDrive MOVED
        try {
            $lines = Invoke-FreshPwsh ($prelude + @"

`$ErrorActionPreference = 'Continue'
`$hosts = @{ Endpoint = 'http://127.0.0.1:$($server.Port)'; Authority = 'http://127.0.0.1:$($server.Port)'; RetryTimeoutSec = 0 }
`$env:IDENTITY_ENDPOINT = 'http://127.0.0.1:$($server.Port)/msi'
`$env:IDENTITY_HEADER = 'header'
Connect-BcTenant contoso.example -ClientId c0a70500-0000-4000-8000-00000000a077 -ClientSecret (Secure 'a-secret') @hosts
Connect-BcTenant contoso.example -DeviceCode @hosts
Connect-BcTenant -ManagedIdentity @hosts
Connect-BcTenant -AccessToken (Secure 'opaque') -Name token @hosts
Get-BcEnvironment
Get-BcCompany Production
Publish-BcApp Production '$app' -Confirm:`$false -Wait
Publish-BcExtension Production '$app' -Confirm:`$false
Import-BcConfigurationPackage Production '$package' -Confirm:`$false
Invoke-BcApi applications/environments POST -Body @{ a = 1 } -Confirm:`$false
Invoke-BcApi applications/environments -OutFile '$TestDrive/download'
Get-BcCustomer
"errors `$(`$Error.Count)"
"@)
            [int] ($lines -match '^errors \d+$')[0].Substring(7) | Should -BeGreaterThan 8
            @($server.Requests).Count | Should -BeGreaterOrEqual 8
            @($thief.Requests) | Should -BeNullOrEmpty
            "$TestDrive/download" | Should -Not -Exist
        }
        finally {
            $thief.Dispose()
            $server.Dispose()
        }
    }
}
