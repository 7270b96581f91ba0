BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Start-BcSimulator' {
    BeforeAll { Start-TestSession -NoConnect }
    AfterEach { Get-BcSimulator 'Mine*' | Stop-BcSimulator }

    It 'starts an additional simulator, and connects' {
        $simulator = Start-BcSimulator Partner -Name Mine -Connect
        $simulator | Should -BeOfType ([BcAdmin.BcSimulator])
        $simulator.Scenario | Should -Be 'Partner'
        (Get-BcConnection -Current).Endpoint | Should -Be $simulator.Endpoint
        (Get-BcSimulator).Name | Should -Contain 'Mine'
        (Get-BcSimulator).Name | Should -Contain 'Test'
    }

    It 'accepts a custom scenario' {
        $scenario = Get-Content "$PSScriptRoot/../../../out/BcAdmin/simulator/Scenarios/Contoso.json" -Raw | ConvertFrom-Json
        $scenario.tenants[0].domain = 'mine.example'
        $scenario | ConvertTo-Json -Depth 20 | Set-Content TestDrive:/mine.json
        (Start-BcSimulator TestDrive:/mine.json -Name Mine).Tenants | Should -Be 'mine.example'
    }

    It 'reports an invalid scenario, port, or name' {
        $failure = Get-OneError { Start-BcSimulator Nope -Name Mine }
        $failure.FullyQualifiedErrorId | Should -BeLike 'SimulatorNotStarted,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike 'Specify the name of a scenario*'
        Set-Content TestDrive:/broken.json '{ "tenants": [] }'
        (Get-OneError { Start-BcSimulator TestDrive:/broken.json -Name Mine }).ErrorDetails.RecommendedAction | Should -BeLike 'Correct the scenario file*'
        (Get-OneError { Start-BcSimulator -Name Test }).FullyQualifiedErrorId | Should -BeLike 'ResourceExists,*'
        (Get-OneError { Start-BcSimulator -Name Mine -Port 70000 }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
        $port = (Get-BcSimulator Test).Endpoint.Port
        $failure = Get-OneError { Start-BcSimulator -Name Mine -Port $port }
        $failure.FullyQualifiedErrorId | Should -BeLike 'SimulatorNotStarted,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike 'Omit -Port*'
    }

    It 'does not start dotnet from the current folder' {
        $planted = New-Item (Join-Path $TestDrive planted) -ItemType Directory
        $program = $IsWindows ? 'dotnet.exe' : 'dotnet'
        Set-Content $planted/$program "#!/bin/sh`ntouch '$planted/started'"
        if (-not $IsWindows) { chmod +x $planted/$program }
        foreach ($name in $program, "./$program") {
            $lines = Invoke-FreshPwsh -Environment @{ BCADMIN_DOTNET = $name } @"
Import-Module ./out/BcAdmin
Set-Location '$planted'
[Environment]::CurrentDirectory = '$planted'
try { Start-BcSimulator -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId.Split(',')[0] }
"@
            $lines | Should -Be SimulatorNotStarted -Because $name
        }
        "$planted/started" | Should -Not -Exist
    }

    It 'reports what to install if the ASP.NET Core runtime is missing' -Skip:$IsWindows {
        # A dotnet without this runtime responds in this way.
        $fake = New-Item (Join-Path $TestDrive dotnet-root) -ItemType Directory
        Set-Content $fake/dotnet "#!/bin/sh`necho 'Framework: ''Microsoft.AspNetCore.App'', version ''8.0.0'' was not found.' >&2`nexit 150"
        chmod +x $fake/dotnet
        $lines = Invoke-FreshPwsh -Environment @{ BCADMIN_DOTNET = "$fake/dotnet" } @'
Import-Module ./out/BcAdmin
try { Start-BcSimulator -ErrorAction Stop } catch { $_.FullyQualifiedErrorId.Split(',')[0]; $_.ErrorDetails.RecommendedAction }
'@
        $lines[0] | Should -Be 'SimulatorNotStarted'
        $lines[1] | Should -BeLike '*ASP.NET Core runtime*'
    }
}
