# Several objects of the pipeline at once: -ThrottleLimit.
BeforeAll {
    Import-Module "$PSScriptRoot/TestSession.psm1" -Force

    # Names and errors in the order in which they come.
    function Get-Sequence([scriptblock] $Command) {
        & $Command 2>&1 | ForEach-Object { $_ -is [System.Management.Automation.ErrorRecord] ? $_.FullyQualifiedErrorId : "$($_.EnvironmentName)/$($_.Name)" }
    }
}

Describe 'Reads with -ThrottleLimit' {
    BeforeAll {
        Start-TestSession Partner -Setting @{ latencyMs = 20 } -NoConnect
        (Get-BcSimulator Test).Tenants | ForEach-Object { Connect-BcTenant "$_" -Simulator -As DelegatedAdmin -ErrorAction Ignore }
        $environments = @(Get-BcEnvironment -Connection * | Sort-Object TenantId, Name)
    }
    BeforeEach { Clear-Request }

    It 'have the same objects in the same order' {
        $environments.Count | Should -BeGreaterThan 3
        $inTurn = Get-Sequence { $environments | Get-BcApp }
        Get-Sequence { $environments | Get-BcApp -ThrottleLimit 8 } | Should -Be $inTurn
    }

    It 'have errors at the place of their object' {
        $rows = foreach ($environment in $environments) {
            $environment
            [pscustomobject] @{ EnvironmentName = 'Nowhere'; TenantId = $environment.TenantId }
        }
        $inTurn = Get-Sequence { $rows | Get-BcCompany }
        $inTurn | Should -Contain 'EnvironmentNotFound,BcAdmin.Cmdlets.Companies.GetBcCompanyCommand'
        Get-Sequence { $rows | Get-BcCompany -ThrottleLimit 8 } | Should -Be $inTurn
    }

    It 'end when no more objects are needed' {
        $first = $environments | Get-BcApp -ThrottleLimit 2 | Select-Object -First 1
        $first.EnvironmentName | Should -Be $environments[0].Name
        $calls = @(Get-Request).Count
        $calls | Should -BeLessThan $environments.Count
        Start-Sleep -Milliseconds 200
        @(Get-Request) | Should -HaveCount $calls
        # The session goes on.
        Get-BcEnvironment -Connection $environments[0].Connection | Should -Not -BeNullOrEmpty
    }

    It 'end at the first error with -ErrorAction Stop' {
        $rows = @($environments[0]; [pscustomobject] @{ EnvironmentName = 'Nowhere'; TenantId = $environments[0].TenantId }; $environments[1..3])
        $seen = [Collections.Generic.List[object]]::new()
        { $rows | Get-BcCompany -ThrottleLimit 4 -ErrorAction Stop | ForEach-Object { $seen.Add($_) } } | Should -Throw -ErrorId 'EnvironmentNotFound,*'
        @($seen.EnvironmentName | Sort-Object -Unique) | Should -Be $environments[0].Name
    }

    It 'are complete if results become too old while they wait for their turn, and are read again: <_>' -ForEach 'Get-BcUser', 'Get-BcExtension', 'Get-BcExtensionDeployment', 'Get-BcFeature', 'Get-BcPermissionSet', 'Get-BcProfile' {
        $null = Publish-BcExtension $environments[-1].Name (New-TestApp $TestDrive Freight ([guid]::NewGuid()) 1.0.0.0) -Connection $environments[-1].Connection
        $inTurn = Get-Sequence { $environments | & $_ }
        $inTurn | Should -Not -BeNullOrEmpty
        Clear-Request
        $null = Get-Sequence { $environments | & $_ -ThrottleLimit 8 }
        $calls = @(Get-Request).Count
        # The first object takes longer than the maximum age of the others: 15 seconds are 5 milliseconds.
        Send-Control faults @{ kind = 'delay'; delayMs = 200 }
        Start-TestClock -Speed 3000
        try {
            Clear-Request
            Get-Sequence { $environments | & $_ -ThrottleLimit 8 } | Should -Be $inTurn
        }
        finally { Stop-TestClock }
        @(Get-Request).Count | Should -BeGreaterThan $calls
    }

    It 'take several names too' {
        $one = $environments | Group-Object TenantId | Where-Object Count -GT 1 | Select-Object -First 1
        $parameters = @{ Environment = $one.Group.Name; Connection = $one.Group[0].Connection }
        Get-Sequence { Get-BcCompany @parameters -ThrottleLimit 4 } | Should -Be (Get-Sequence { Get-BcCompany @parameters })
    }

    It 'refuse a limit below 1' {
        { Get-BcCompany X -ThrottleLimit 0 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}

Describe 'Connect-BcTenant -ThrottleLimit' {
    BeforeEach { Start-TestSession Partner -NoConnect }

    It 'connects in the order of the input, and the last tenant is current' {
        $tenants = (Get-BcSimulator Test).Tenants | ForEach-Object { "$_" }
        $rows = $tenants | ForEach-Object { [pscustomobject] @{ TenantId = $_ } }
        $connections = $rows | Connect-BcTenant -Simulator -As DelegatedAdmin -ThrottleLimit 8 -PassThru -ErrorAction SilentlyContinue
        $inTurn = $(Disconnect-BcTenant -All; $rows | Connect-BcTenant -Simulator -As DelegatedAdmin -PassThru -ErrorAction SilentlyContinue)
        $connections.Count | Should -BeGreaterThan 2
        $connections.Name | Should -Be $inTurn.Name
    }

    It 'leaves no connection current when the last tenant fails' {
        $good = (Get-BcSimulator Test).Tenants | ForEach-Object { "$_" } | Select-Object -Last 2
        $rows = @($good; 'unknown.example') | ForEach-Object { [pscustomobject] @{ TenantId = $_ } }
        $rows | Connect-BcTenant -Simulator -As DelegatedAdmin -ThrottleLimit 8 -ErrorAction SilentlyContinue
        (Get-OneError { Get-BcEnvironment }).FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        @(Get-BcConnection).Count | Should -BeGreaterThan 0
    }
}
