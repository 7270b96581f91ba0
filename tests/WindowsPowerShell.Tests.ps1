# The experience in Windows PowerShell: the error of the import, and pwsh as another process. Windows PowerShell itself exists on Windows only, so the test reads the manifest in the same way.
BeforeDiscovery {
    $text = Get-Content "$PSScriptRoot/../docs/windows-powershell.md" -Raw
    $sections = foreach ($section in $text -split '(?m)^## ' | Select-Object -Skip 1) {
        $code = [regex]::Matches($section, '(?ms)^```powershell\s*?\n(?<code>.*?)^```').ForEach{ $_.Groups['code'].Value } -join "`n"
        if ($code) { @{ Section = ($section -split '\r?\n')[0]; Code = $code } }
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/TestSession.psm1" -Force
    $page = Get-Content "$PSScriptRoot/../docs/windows-powershell.md" -Raw
    $module = (Get-Module BcAdmin).ModuleBase
}

Describe 'The manifest in Windows PowerShell' {
    BeforeAll {
        # The edition cannot be changed, so the test writes its name to a copy.
        $copy = (New-Item (Join-Path $TestDrive modules/BcAdmin) -ItemType Directory).FullName
        Copy-Item $module/*.ps*1, $module/*.dll $copy
        $manifest = Get-Content $module/BcAdmin.psd1 -Raw
        Set-Content $copy/BcAdmin.psd1 $manifest.Replace('$PSEdition', "'Desktop'")
    }

    It 'contains only elements that Windows PowerShell supports' {
        { [scriptblock]::Create($manifest).CheckRestrictedLanguage([string[]] @(), [string[]] @('PSEdition'), $false) } | Should -Not -Throw
        foreach ($name in 'BcAdmin.psd1', 'WindowsPowerShell.ps1') { Get-Content $module/$name -Raw | Should -Not -Match '[^\x00-\x7F]' -Because 'Windows PowerShell reads files without a mark in the code page' }
    }

    It 'fails in one sentence that names the required version and what to do' {
        $lines = @(Invoke-FreshPwsh "try { Import-Module '$copy' } catch { `$_.Exception.Message }")
        $lines | Should -Be "BcAdmin requires PowerShell 7.4 or later, and this is Windows PowerShell $($PSVersionTable.PSVersion): install PowerShell 7 with 'winget install Microsoft.PowerShell' and run this command in pwsh."
        $page | Should -Match ([regex]::Escape($lines).Replace([regex]::Escape("$($PSVersionTable.PSVersion)"), '5\.1\.\d+\.\d+'))
    }

    It 'fails in the same way when a command loads the module' {
        $lines = Invoke-FreshPwsh 'try { Get-BcEnvironment } catch { "$_" }' -Environment @{ PSModulePath = "$(Split-Path $copy)$([IO.Path]::PathSeparator)$env:PSModulePath" }
        "$lines" | Should -BeLike '*BcAdmin requires PowerShell 7.4 or later*'
    }

    It 'is the manifest of BcAdmin.dll and PowerShell 7.4 in pwsh' {
        $loaded = Test-ModuleManifest $module/BcAdmin.psd1
        $loaded.RootModule | Should -Be 'BcAdmin.dll'
        $loaded.PowerShellVersion | Should -Be ([version] '7.4')
        $loaded.CompatiblePSEditions | Should -Be 'Core'
    }
}

Describe 'pwsh as another process' {
    BeforeAll {
        $commandLines = Join-Path $TestDrive commands.txt
        $before = $env:PATH, $env:PSModulePath
        $separator = [IO.Path]::PathSeparator
        $env:PATH = "$(New-PwshCommand (Join-Path $TestDrive bin) $commandLines)$separator$env:PATH"
        $env:PSModulePath = "$(Split-Path $module)$separator$env:PSModulePath"
        Push-Location (New-Item (Join-Path $TestDrive reader) -ItemType Directory)
    }

    AfterAll {
        Pop-Location
        $env:PATH, $env:PSModulePath = $before
    }

    It 'the code of the page runs: <Section>' -TestCases $sections {
        $output = & ([scriptblock]::Create($Code)) *>&1
        $output | Where-Object { $_ -is [Management.Automation.ErrorRecord] -or $_ -is [Management.Automation.WarningRecord] } | ForEach-Object { "$_" } | Should -BeNullOrEmpty
        $output | Out-String | Should -Match 'Production|Sandbox|Training'
    }

    It 'returns objects as described on the page' {
        $environment, $connection, $time, $version, $span, $id = pwsh -NoProfile -Command {
            Connect-BcTenant -Simulator
            Get-BcEnvironment Sandbox
            Get-BcConnection
            [datetimeoffset] '2026-11-29T12:00:00+02:00'
            [version] '28.3'
            [timespan] '01:30'
            [guid] '6f0e5c1a-0000-4000-8000-000000000001'
        }
        $environment.PSObject.TypeNames[0] | Should -Be 'Deserialized.BcAdmin.BcEnvironment'
        $environment.Version | Should -BeOfType ([version])
        $environment.GracePeriodStartDate.UtcDateTime | Should -BeOfType ([datetime])
        $connection.PSObject.TypeNames[0] | Should -Be 'Deserialized.BcAdmin.BcConnection'
        $time.UtcDateTime | Should -Be ([datetime] '2026-11-29T10:00:00')
        $version | Should -Be ([version] '28.3')
        $span | Should -Be ([timespan] '01:30')
        $id | Should -BeOfType ([guid])
    }

    It 'has the block and its arguments on the command line, in Base64, and nothing in standard input' -Skip:$IsWindows {
        Remove-Item $commandLines -ErrorAction Ignore
        pwsh -NoProfile -Command { param($Value) $Value.Length } -args 'marked-argument' | Should -Be 15
        $encoded = @((Get-Content $commandLines -Raw) -split '\s+' | Where-Object Length -GT 40)
        $decoded = $encoded | ForEach-Object { [Text.Encoding]::Unicode.GetString([Convert]::FromBase64String($_)) }
        "$decoded" | Should -Match 'marked-argument'

        Remove-Item $commandLines
        Set-Content length.ps1 '@($input)[0].Length'
        'marked-input' | pwsh -NoProfile -File length.ps1 | Should -Be 12
        Get-Content $commandLines -Raw | Should -Not -Match 'marked-input'
    }

    It 'ends with an exit code when an error ends the block' {
        $null = pwsh -NoProfile -Command { $ErrorActionPreference = 'Stop'; Get-BcEnvironment } 2>&1
        $LASTEXITCODE | Should -Be 1
    }
}
