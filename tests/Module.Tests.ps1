# Tests of the built module as a whole, mostly in a separate PowerShell.
BeforeAll { Import-Module "$PSScriptRoot/TestSession.psm1" -Force }

Describe 'The built module' {
    It 'works together with an older MSAL that was loaded first' {
        $packages = Join-Path $PSScriptRoot ../.packages
        $lines = Invoke-FreshPwsh @"
Add-Type -Path '$packages/microsoft.identitymodel.abstractions/6.35.0/lib/net6.0/Microsoft.IdentityModel.Abstractions.dll'
Add-Type -Path '$packages/microsoft.identity.client/4.60.4/lib/net6.0/Microsoft.Identity.Client.dll'
"old: `$([Microsoft.Identity.Client.PublicClientApplicationBuilder]::Create([guid]::NewGuid()).Build().GetType().Assembly.GetName().Version)"
Import-Module ./out/BcAdmin
Connect-BcTenant -Simulator
(Get-BcEnvironment).Name -join ','
[AppDomain]::CurrentDomain.GetAssemblies().Where({ `$_.GetName().Name -eq 'Microsoft.Identity.Client' }).ForEach({ `$_.GetName().Version.ToString(3) }) -join ','
"@
        $lines | Should -Be @('old: 4.60.4.0', 'Production,Sandbox', '4.60.4,4.92.0')
    }

    It 'keeps third-party code in deps, outside the load context of PowerShell' {
        $lines = Invoke-FreshPwsh @'
Import-Module ./out/BcAdmin
Connect-BcTenant -Simulator
$null = Get-BcEnvironment
[System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.GetName().Name -match '^(Microsoft\.Identity|Polly|System\.Threading\.RateLimiting|BcAdmin\.Transport)' -join ','
'@
        $lines | Should -BeNullOrEmpty
        Get-ChildItem (Join-Path $PSScriptRoot ../out/BcAdmin/*.dll) | Should -HaveCount 1
    }

    It 'can be removed and imported again, and stops its simulators' {
        $lines = Invoke-FreshPwsh @'
Import-Module ./out/BcAdmin
$id = (Start-BcSimulator -Connect).ProcessId
Remove-Module BcAdmin
Wait-Process -Id $id -Timeout 30 -ErrorAction Ignore
"$($null -eq (Get-Process -Id $id -ErrorAction Ignore))"
Import-Module ./out/BcAdmin -Force
Connect-BcTenant -Simulator
@(Get-BcEnvironment).Count
'@
        $lines | Should -Be @('True', '2')
    }

    It 'has types that can be used in scripts, and its objects can be passed to a typed parameter' {
        $lines = Invoke-FreshPwsh @'
Import-Module ./out/BcAdmin
function Show([BcAdmin.BcEnvironment] $Environment) { $Environment.Name }
Connect-BcTenant -Simulator
Show (Get-BcEnvironment Sandbox)
"$(Get-BcEnvironment Sandbox)"
'@
        $lines | Should -Be @('Sandbox', 'Sandbox')
    }

    It 'works under strict mode with ErrorActionPreference Stop' {
        $lines = Invoke-FreshPwsh @'
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module ./out/BcAdmin
Connect-BcTenant -Simulator
try { Get-BcEnvironment Nope } catch [BcAdmin.BcException] { $_.Exception.Code }
'@
        $lines | Should -Be 'EnvironmentNotFound'
    }

    It 'is found by all runspaces that look for its cmdlets at the same time' {
        # PowerShell returns no commands of a module that another runspace is reading, so reading the manifest must be quick.
        $folder = Split-Path (Get-Module BcAdmin).ModuleBase
        $lines = Invoke-FreshPwsh '1..3 | ForEach-Object -Parallel { (Find-BcCommand Remove-BcEnvironment)[0].Name }' -Environment @{ PSModulePath = "$folder$([IO.Path]::PathSeparator)$env:PSModulePath" }
        $lines | Should -Be (@('Remove-BcEnvironment') * 3)
    }

    It 'has a separate connection in each runspace' {
        Start-TestSession
        $seen = 1..2 | ForEach-Object -Parallel {
            Import-Module $using:PSScriptRoot/../out/BcAdmin
            @(Get-BcConnection).Count
            try { Get-BcEnvironment -ErrorAction Stop } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
        }
        $seen | Sort-Object | Should -Be @(0, 0, 'NotConnected', 'NotConnected')
        $connection = Get-BcConnection -Current
        (1..4 | ForEach-Object -Parallel { Import-Module $using:PSScriptRoot/../out/BcAdmin; @(Get-BcEnvironment -Connection $using:connection).Count }) | Should -Be @(2, 2, 2, 2)
    }

    It 'completes names from the service, quotes them, and returns nothing without a connection' {
        Start-TestSession
        $null = New-BcCompany Sandbox "It's & more"
        function Complete([string] $Text) { (TabExpansion2 $Text).CompletionMatches.CompletionText }
        Complete 'Get-BcEnvironment Pro' | Should -Be 'Production'
        Complete 'Get-BcCompany -Environment Sandbox -Name It' | Should -Be "'It''s & more'"
        Complete 'Get-BcCompany -Environment Nope -Name ' | Should -Not -Contain 'CRONUS DK'
        Complete 'Get-BcEnvironment -Connection c' | Should -Be 'contoso.example'
        Disconnect-BcTenant -All
        Complete 'Get-BcEnvironment Pro' | Should -Not -Contain 'Production'
    }

    It 'completion has a time limit' {
        Start-TestSession
        $null = Add-BcSimulatorFault -DelayMs 20000 -Operation listEnvironments
        (TabExpansion2 'Get-BcEnvironment Pro').CompletionMatches.CompletionText | Should -Not -Contain 'Production' -Because 'it did not wait for the answer'
    }
}
