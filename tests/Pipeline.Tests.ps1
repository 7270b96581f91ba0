# Rules for every cmdlet in a pipeline: special characters in names, many items, an early end, several connections, and the common parameters.
BeforeDiscovery {
    $oddNames = 'My old test', "O'Neil", '50%', 'a/b', 'a%2Fb', 'a\b', 'Prøve 日本', 'a "b" & c', '[x]', 'a?b', 'a*b', '#1', '$x', '`tick', 'a;b=c+d', '~'
}

BeforeAll {
    Import-Module "$PSScriptRoot/TestSession.psm1" -Force

    # Older tenants have environments with names that are no longer allowed for new ones.
    function New-ScenarioFile([string[]] $EnvironmentName) {
        $scenario = Get-Content "$PSScriptRoot/../out/BcAdmin/simulator/Scenarios/Contoso.json" -Raw | ConvertFrom-Json -AsHashtable
        $scenario.tenants[0].sandboxQuota = 1000
        $scenario.tenants[0].environments = @(
            $scenario.tenants[0].environments
            foreach ($name in $EnvironmentName) { @{ name = $name; countryCode = 'DK'; companies = @(@{ name = 'First' }, @{ name = 'Second' }) } }
        )
        $path = Join-Path $TestDrive "$([guid]::NewGuid()).json"
        ConvertTo-Json $scenario -Depth 20 | Set-Content $path
        $path
    }
}

Describe 'A name with special characters' -ForEach @(@{ oddNames = $oddNames }) {
    BeforeAll { $scenario = New-ScenarioFile $oddNames }
    BeforeEach { Start-TestSession $scenario }

    It '<_> is one environment for every cmdlet' -ForEach $oddNames {
        $pattern = [WildcardPattern]::Escape($_)
        (Get-BcEnvironment $pattern).Name | Should -BeExactly $_
        (Get-BcCompany $_).EnvironmentName | Should -BeExactly @($_, $_)
        (Get-BcEnvironment $pattern | Get-BcCompany -Name Second).EnvironmentName | Should -BeExactly $_

        (New-BcCompany $_ 'Third').EnvironmentName | Should -BeExactly $_
        (Set-BcCompany $_ Third -DisplayName 'Named' -PassThru).DisplayName | Should -Be 'Named'
        Remove-BcCompany $_ Third -Force
        (Invoke-BcApi companies -Environment $_).name | Should -Be @('First', 'Second')

        Clear-Request
        $operation = Get-BcEnvironment $pattern | Remove-BcEnvironment -Force -Wait
        $operation.IsSucceeded | Should -BeTrue
        Get-Request deleteEnvironment | Should -HaveCount 1
        (Get-BcEnvironment).Name | Should -Not -Contain $_
    }

    It 'does not match any other environment' {
        foreach ($name in $oddNames) { $null = Get-BcEnvironment ([WildcardPattern]::Escape($name)) | Remove-BcEnvironment -Force -Wait }
        (Get-BcEnvironment).Name | Should -Be @('Production', 'Sandbox')
        @(Get-BcOperation -Type softDelete).Count | Should -Be $oddNames.Count
    }
}

Describe 'Two hundred environments' {
    BeforeAll {
        $names = 1..200 | ForEach-Object { 'Env{0:d3}' -f $_ }
        Start-TestSession (New-ScenarioFile $names)
    }
    BeforeEach { Clear-Request }

    It 'are listed completely, in order, in one call' {
        (Get-BcEnvironment 'Env*').Name | Should -Be $names
        Get-Request | Should -HaveCount 1
    }

    It 'are processed by the pipeline one by one' {
        $companies = Get-BcEnvironment 'Env*' | Get-BcCompany -Name Second
        $companies.EnvironmentName | Should -Be $names
        Get-Request listCompanies | Should -HaveCount 200
        (Get-Request).Status | Sort-Object -Unique | Should -Be 200
    }

    It 'are not read when the pipeline needs no more objects' {
        (Get-BcEnvironment 'Env*' | Get-BcCompany | Select-Object -First 1).EnvironmentName | Should -Be 'Env001'
        (Get-Request).Operation | Should -Be @('listEnvironments', 'listCompanies', 'listAutomationCompanies')
        Clear-Request
        (Get-BcEnvironment $names | Select-Object -First 3).Name | Should -Be $names[0..2]
        Get-Request | Should -HaveCount 3
    }

    It 'have one error each if they do not exist, and the others are returned' {
        $result = Invoke-Captured { Get-BcEnvironment (1..20 | ForEach-Object { 'Env{0:d3}' -f $_; "Missing$_" }) }
        $result.Output.Name | Should -Be $names[0..19]
        $result.Errors.TargetObject | Should -Be @(1..20 | ForEach-Object { "Missing$_" })
        ($result.Errors.Exception.CorrelationId | Sort-Object -Unique).Count | Should -Be 20
    }
}

Describe 'Common parameters' {
    BeforeEach { Start-TestSession }

    It '-ErrorAction Stop ends at the first failure, before the next call' {
        { Get-BcEnvironment Nope, Sandbox -ErrorAction Stop } | Should -Throw -ErrorId 'EnvironmentNotFound,*'
        (Get-Request).Operation | Should -Be getEnvironment, listEnvironments -Because 'the list is for the suggestion'
        { Remove-BcEnvironment Nope, Sandbox -Force -ErrorAction Stop } | Should -Throw -ErrorId 'EnvironmentNotFound,*'
        { 'Nope', 'Sandbox' | ForEach-Object { [pscustomobject] @{ EnvironmentName = $_ } } | New-BcCompany -Name New1 -ErrorAction Stop } | Should -Throw -ErrorId 'EnvironmentNotFound,*'
        (Get-Request).Method | Sort-Object -Unique | Should -Be 'GET'
    }

    It '-ErrorAction SilentlyContinue and -ErrorVariable keep the record' {
        (Get-BcEnvironment Nope, Sandbox -ErrorAction SilentlyContinue -ErrorVariable failures).Name | Should -Be 'Sandbox'
        $failures | Should -HaveCount 1
        $failures[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It '$WhatIfPreference allows reads and prevents writes' {
        $output = & {
            $WhatIfPreference = $true
            New-BcEnvironment Dev DK -Wait
            Copy-BcEnvironment Production Copy1 -Wait
            Copy-BcEnvironment Production Sandbox -Replace -Force
            Get-BcEnvironment -Type Sandbox | Remove-BcEnvironment -Force
            Get-BcEnvironment | New-BcCompany -Name New1
            Set-BcCompany Production 'Contoso Sweden' -DisplayName x -PassThru
            Get-BcCompany Production | Remove-BcCompany -Force
            Invoke-BcApi applications/BusinessCentral/environments/Sandbox DELETE
        }
        $output | Should -BeNullOrEmpty
        (Get-Request).Method | Sort-Object -Unique | Should -Be 'GET'
        @(Get-BcEnvironment).Count | Should -Be 2
    }

    It '-Verbose shows each call with its correlation ID and no token' {
        $lines = (Invoke-Captured { Get-BcEnvironment Sandbox -Verbose }).Verbose -join "`n"
        $lines | Should -BeLike '*GET /admin/v2.29/applications/BusinessCentral/environments/Sandbox*200*'
        $lines | Should -BeLike "*$((Get-Request getEnvironment).CorrelationId)*"
        $lines | Should -Not -Match 'eyJ|Bearer'
    }

    It 'each cmdlet call has a separate correlation ID' {
        $null = Get-BcEnvironment | Get-BcCompany
        $ids = Get-Request | Group-Object CorrelationId
        $ids.Count | Should -Be 2
        ($ids | Where-Object Count -gt 1).Group.Operation | Sort-Object -Unique | Should -Be @('listAutomationCompanies', 'listCompanies')
    }
}

Describe 'Several connections' {
    BeforeEach {
        Start-TestSession Partner -NoConnect
        $tenants = (Get-BcSimulator Test).Tenants
        foreach ($name in $tenants) { Connect-BcTenant $name -Simulator }
        Clear-Request
    }

    It 'can be read by names, patterns, objects, and tenant IDs' {
        $ids = (Get-BcConnection).TenantId
        (Get-BcEnvironment Sandbox -Connection $tenants[0, 2]).TenantId | Sort-Object | Should -Be ($ids[0, 2] | Sort-Object)
        (Get-BcEnvironment Sandbox -Connection '*.customer.example').Count | Should -Be 2
        (Get-BcEnvironment Sandbox -Connection (Get-BcConnection $tenants[0])).TenantId | Should -Be $ids[0]
        (Get-BcEnvironment Sandbox -TenantId $ids[1]).TenantId | Should -Be $ids[1]
        foreach ($missing in 'nobody*', 'nobody') {
            $failure = Get-OneError { Get-BcEnvironment -Connection $missing }
            $failure.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
            "$failure" | Should -BeLike "*'$missing'*"
        }
        $result = Invoke-Captured { Get-BcEnvironment Sandbox -Connection 'nobody*', $tenants[0] }
        $result.Output.TenantId | Should -Be $ids[0]
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
    }

    It 'to one tenant are used once for a pattern or a tenant ID, and each for its exact name' {
        $current = Connect-BcTenant $tenants[1] -Simulator -Name second -PassThru
        (Get-BcConnection *).Count | Should -Be 4
        $result = Invoke-Captured { Get-BcEnvironment Sandbox -Connection * -Verbose }
        $result.Output.Connection.Name | Sort-Object | Should -Be (@($tenants[0], 'second', $tenants[2]) | Sort-Object)
        $result.Output.TenantName | Sort-Object | Should -Be ($tenants | Sort-Object)
        $result.Verbose | Should -Contain "Connections that are not used, because another connection to the same tenant is: $($tenants[1])."
        Select-BcConnection $tenants[0]
        (Get-BcEnvironment Sandbox -Connection *).TenantName | Sort-Object | Should -Be ($tenants | Sort-Object)
        (Get-BcEnvironment Sandbox -Connection $tenants[1], second).Connection.Name | Sort-Object | Should -Be (@($tenants[1], 'second') | Sort-Object)
        @([pscustomobject] @{ EnvironmentName = 'Sandbox'; TenantId = $current.TenantId } | Get-BcUser).Count | Should -Be @(Get-BcUser Sandbox -Connection second).Count
        (Invoke-Captured { Get-BcUser Sandbox nobody -Connection second }).Errors[0] | Should -BeLike "Tenant $($tenants[1]) (connection second): *"
        (Invoke-Captured { Get-BcUser Sandbox nobody -Connection second }).Errors[0].Exception.Message | Should -BeLike "Tenant $($tenants[1]) (connection second): *"
    }

    It 'are named in errors, and commands in the advice select them' {
        $errors = (Invoke-Captured { Get-BcUser Production NOBODY.99 -Connection * }).Errors
        $errors | ForEach-Object { "$_" } | Sort-Object | Should -Be ($tenants | ForEach-Object { "Tenant ${_}: Environment Production has no user 'NOBODY.99'." } | Sort-Object)
        foreach ($failure in $errors) { $failure.ErrorDetails.RecommendedAction | Should -Match "Get-BcUser Production -Connection '?($($tenants -join '|'))" }
        foreach ($command in { Get-BcApp Production Nothing -Connection * }, { Get-BcUserPermission Production NOBODY.99 -Connection * }, { Get-BcCompany Production Nothing -Connection * },
            { Get-BcPermissionSet Production Nothing -Connection * }, { Get-BcFeature Production Nothing -Connection * }, { Set-BcUser Production NOBODY.99 -NeverExpires -Connection * }) {
            $errors = (Invoke-Captured $command).Errors
            $errors.Count | Should -Be 3 -Because "$command"
            foreach ($failure in $errors) {
                "$failure" | Should -BeLike 'Tenant *: *' -Because "$command"
                $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-Connection *' -Because "$command"
            }
        }
    }

    It 'are changed one after another' {
        (New-BcCompany Sandbox Fabrikam -Connection *).TenantId | Should -Be (Get-BcConnection).TenantId
        (Get-Request).InFlight | Sort-Object -Unique | Should -Be 1
        (Set-BcCompany Sandbox Fabrikam -DisplayName Renamed -Connection * -PassThru).DisplayName | Should -Be @('Renamed', 'Renamed', 'Renamed')
        Remove-BcCompany Sandbox Fabrikam -Connection * -Force
        (Get-BcCompany Sandbox -Connection *).Name | Should -Not -Contain 'Fabrikam'
        (Remove-BcEnvironment Sandbox -Connection * -Force -Wait).TenantId | Should -Be (Get-BcConnection).TenantId
        (New-BcEnvironment Dev GB -Connection * -Wait).TenantId | Should -Be (Get-BcConnection).TenantId
        (Invoke-BcApi applications/environments -Connection *).name | Where-Object { $_ -eq 'Dev' } | Should -HaveCount 3
    }

    It 'have separate errors for rejections, and the others continue' {
        $null = Add-BcSimulatorFault 403 -Operation createAutomationCompany
        $result = Invoke-Captured { New-BcCompany Sandbox Fabrikam -Connection * }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'Forbidden,*'
        $result.Output.Count | Should -Be 2
    }

    It 'use the current one to read rows without a tenant, but never for a change or for an empty -Connection' {
        $current = (Get-BcConnection -Current).TenantId
        $rows = [pscustomobject]@{ EnvironmentName = 'Production'; TenantId = '' }, [pscustomobject]@{ EnvironmentName = 'Production'; Connection = $null }
        foreach ($row in $rows) { ($row | Get-BcCompany).TenantId | Sort-Object -Unique | Should -Be $current }
        foreach ($row in $rows) { (Get-OneError { $row | Restart-BcEnvironment -Force }).FullyQualifiedErrorId | Should -BeLike 'AmbiguousConnection,*' }
        foreach ($nothing in $null, '') { (Get-OneError { Get-BcCompany Production -Connection $nothing }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*' }
    }

    It 'are kept by their objects in the pipeline, even after Select-Object' {
        $ids = (Get-BcConnection).TenantId
        $operations = Get-BcEnvironment Sandbox -Connection * | Remove-BcEnvironment -Force | Wait-BcOperation
        $operations.TenantId | Sort-Object | Should -Be ($ids | Sort-Object)
        $rows = Get-BcEnvironment -Type Production -Connection * | Select-Object EnvironmentName, TenantId
        ($rows | Get-BcCompany).TenantId | Sort-Object | Should -Be ($ids | Sort-Object)
        Disconnect-BcTenant $tenants[1]
        $result = Invoke-Captured { $rows | Get-BcCompany }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*' -Because 'the current tenant is another'
        $result.Output.Count | Should -Be 2
    }

    It 'are found by their tenants after Clixml, which a job returns' {
        $path = Join-Path $TestDrive environments.xml
        Get-BcEnvironment Sandbox -Connection * | Export-Clixml $path
        (Import-Clixml $path | Get-BcCompany).TenantId | Sort-Object | Should -Be ((Get-BcConnection).TenantId | Sort-Object)
        (Get-BcEnvironment Sandbox -Connection (Get-BcConnection | ConvertTo-Json -Depth 3 | ConvertFrom-Json)).Count | Should -Be 3
        Disconnect-BcTenant $tenants[1]
        (Get-OneError { Import-Clixml $path | Get-BcCompany }).FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
    }
}
