# Prompts in sessions that are not interactive: each kind of session, and each kind of prompt.
BeforeAll { Import-Module "$PSScriptRoot/TestSession.psm1" -Force }

Describe 'A prompt that cannot be answered fails with ConfirmationRequired' {
    BeforeAll {
        Start-TestSession
        $simulator = Get-BcSimulator Test
        $http = "$($simulator.HttpEndpoint)"
        $connect = "Import-Module '$((Resolve-Path $PSScriptRoot/../out/BcAdmin).Path)'
`$secret = ConvertTo-SecureString contoso-automation-secret -AsPlainText -Force
Connect-BcTenant contoso.example -ClientId c0a70500-0000-4000-8000-00000000a001 -ClientSecret `$secret -Endpoint $http -Authority $http"

        # PowerShell's own prompt of a step, by impact and by -Confirm, and the additional prompts of the module.
        $prompts = @'
foreach ($command in { Remove-BcEnvironment Sandbox }, { Set-BcUser Production SELLER.03 -ContactEmail x@contoso.example -Confirm }, { Restart-BcEnvironment Sandbox -Confirm },
    { Copy-BcEnvironment Production Sandbox -Type Sandbox -Replace }) {
    $ErrorActionPreference = 'Stop'
    try { $null = & $command; "done $command" } catch { "$($_.FullyQualifiedErrorId -replace ',.*') $($_.ErrorDetails.RecommendedAction)" }
}
'@
        function Test-Refused($Lines) {
            @($Lines) | Should -HaveCount 4 -Because "$Lines"
            foreach ($line in $Lines) { $line | Should -BeLike 'ConfirmationRequired Use -*' }
            $Lines[0] | Should -BeLike '*-Force*'
            $Lines[1] | Should -BeLike '*-Confirm:$false*'
            $Lines[3] | Should -BeLike '*-Force*'
            (Get-BcEnvironment).Name | Should -Be 'Production', 'Sandbox'
        }
    }

    It 'in a session with -NonInteractive' {
        Test-Refused (Invoke-FreshPwsh "$connect`n$prompts")
    }

    It 'if the input is redirected' {
        $file = Join-Path $TestDrive redirected.ps1
        Set-Content $file "$connect`n$prompts"
        Test-Refused ('y', 'y', 'y', 'y' | & dotnet (Join-Path $PSHOME pwsh.dll) -NoProfile -File $file 2>&1 | ForEach-Object { "$_" })
    }

    It 'in a job' {
        Test-Refused (Start-Job ([scriptblock]::Create("$connect`n$prompts")) | Receive-Job -Wait -AutoRemoveJob)
    }

    It 'in a thread job' {
        Test-Refused (Start-ThreadJob ([scriptblock]::Create("$connect`n$prompts")) | Receive-Job -Wait -AutoRemoveJob)
    }

    It 'in ForEach-Object -Parallel' {
        Test-Refused (1 | ForEach-Object -Parallel ([scriptblock]::Create("$connect`n$prompts")))
    }

    It 'in a host without a user interface, or with one that cannot prompt: <_>' -ForEach 'NoInterface', 'NotImplemented', 'NullReference', 'InvalidOperation' {
        $runspace = [runspacefactory]::CreateRunspace((New-TestHost $_))
        $runspace.Open()
        try {
            $shell = [powershell]::Create($runspace)
            Test-Refused ($shell.AddScript("$connect`n$prompts").Invoke())
        }
        finally { $runspace.Dispose() }
    }
}
