# Each rejection of the service results in one clear error record, and so does a missing response.
BeforeAll { Import-Module "$PSScriptRoot/TestSession.psm1" -Force }

Describe 'Errors' {
    BeforeEach { Start-TestSession }

    It 'returns <status> as <id> (<category>)' -ForEach @(
        @{ status = 401; id = 'Unauthorized'; category = 'AuthenticationError' }
        @{ status = 403; id = 'Forbidden'; category = 'PermissionDenied' }
        @{ status = 404; id = 'EnvironmentNotFound'; category = 'ObjectNotFound'; code = 'environmentNotFound' }
        @{ status = 409; id = 'ResourceExists'; category = 'ResourceExists'; code = 'resourceExists' }
        @{ status = 418; id = 'Teapot'; category = 'InvalidArgument'; code = 'teapot' }
    ) {
        $fault = @{ StatusCode = $status; Count = 0; Operation = 'getEnvironment' }
        if ($code) { $fault.ErrorCode = $code }
        $null = Add-BcSimulatorFault @fault
        $failure = Get-OneError { Get-BcEnvironment Sandbox }
        $failure.FullyQualifiedErrorId | Should -Be "$id,BcAdmin.Cmdlets.Environments.GetBcEnvironmentCommand"
        $failure.CategoryInfo.Category | Should -Be $category
        $failure.TargetObject | Should -Be 'Sandbox'
        $failure.Exception.CorrelationId | Should -Not -BeNullOrEmpty
        "$failure" | Should -BeLike "*$($failure.Exception.CorrelationId)*"
        $failure.Exception | Should -BeOfType ([BcAdmin.BcApiException])
        [int] $failure.Exception.Status | Should -Be $status
        if ($status -ne 418) { $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty }
    }

    It 'waits for a throttled service as requested' {
        $null = Add-BcSimulatorFault 429 -Count 2 -RetryAfterSec 1 -Operation listEnvironments
        $result = Invoke-Captured { Get-BcEnvironment -Verbose }
        $result.Output.Count | Should -Be 2
        $result.Verbose -join "`n" | Should -BeLike '*429*waiting 1 s before attempt 2*attempt 3*'
        @(Get-Request listEnvironments).Count | Should -Be 3
        @(Get-Request listEnvironments | Select-Object -ExpandProperty CorrelationId -Unique).Count | Should -Be 1
    }

    It 'stops after repeated 429 responses within a limited time, with one error' {
        Start-TestSession -Connect @{ RetryTimeoutSec = 2 }
        $null = Add-BcSimulatorFault 429 -Count 0
        $failure = Get-OneError { Get-BcEnvironment }
        $failure.FullyQualifiedErrorId | Should -BeLike 'TooManyRequests,*'
        $failure.CategoryInfo.Category | Should -Be 'LimitsExceeded'
        $failure.Exception.Attempts | Should -BeGreaterThan 1
        $failure.Exception.CorrelationId | Should -Not -BeNullOrEmpty
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'does not wait longer than the limit when the service requests hours' {
        $null = Add-BcSimulatorFault 503 -Count 0 -RetryAfterSec 7200
        $failure = Get-OneError { Get-BcEnvironment }
        $failure.CategoryInfo.Category | Should -Be 'ResourceUnavailable'
        $failure.Exception.Attempts | Should -Be 1
    }

    It 'reports a service without a connection' {
        $simulator = Start-BcSimulator -Name Gone -Connect
        Stop-Process -Id $simulator.ProcessId -Force
        $failure = Get-OneError { Get-BcEnvironment }
        Stop-BcSimulator Gone -ErrorAction Ignore
        $failure.FullyQualifiedErrorId | Should -BeLike 'Unreachable,*'
        $failure.CategoryInfo.Category | Should -Be 'ConnectionError'
        $failure.Exception.CorrelationId -as [guid] | Should -Not -BeNullOrEmpty
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'reports an invalid response of the sign-in service' {
        Start-TestSession -As App
        $null = Add-BcSimulatorFault -Kind ExpireToken
        $null = Add-BcSimulatorFault -Kind Malformed -Operation token
        (Get-OneError { Get-BcEnvironment }).FullyQualifiedErrorId | Should -BeLike 'SignInFailed,*'
        @(Get-BcEnvironment).Count | Should -Be 2
    }

    It 'continues if a token has expired by the clock of the service' {
        Start-TestSession -As App
        Send-Control clock @{ advanceSec = 3700 }
        @(Get-BcEnvironment).Count | Should -Be 2
        Get-Request token | Should -HaveCount 1
    }

    It 'finds its operation although the response was lost and the clock of the service is off by <_> seconds' -ForEach -4000, 4000 {
        Start-TestSession -Setting @{ clockSkewSec = $_ }
        $null = Add-BcSimulatorFault -DropAnswer -Operation copyEnvironment
        (Copy-BcEnvironment Production Copy1).EnvironmentName | Should -Be 'Copy1'
        Get-Request copyEnvironment | Should -HaveCount 1
    }

    It 'distinguishes a sign-in page from the service' {
        Send-Control faults @{ kind = 'html'; operation = 'listEnvironments'; statusCode = 502; count = 0 }
        Disconnect-BcTenant -All
        Connect-BcTenant -Simulator -RetryTimeoutSec 0
        "$(Get-OneError { Get-BcEnvironment })" | Should -BeLike '*502*html*'
        Reset-BcSimulator Test -FaultOnly
        Send-Control faults @{ kind = 'malformed'; operation = 'listEnvironments'; count = 0 }
        (Get-OneError { Get-BcEnvironment }).FullyQualifiedErrorId | Should -BeLike 'UnexpectedResponse,*'
    }

    It 'explains a conflict by the conflicting operation' {
        Start-TestSession -TimeScale 1
        $copy = Copy-BcEnvironment Production Copy1
        $failure = Get-OneError { Copy-BcEnvironment Production Copy1 }
        $failure.CategoryInfo.Category | Should -Be 'ResourceExists'
        $failure.Exception.OperationId | Should -Be $copy.OperationId
        $failure.ErrorDetails.RecommendedAction | Should -BeLike "*Wait-BcOperation $($copy.OperationId)*"
    }

    It 'processes a write once when its response is lost' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation copyEnvironment
        (Copy-BcEnvironment Production Copy1 -Wait).Name | Should -Be 'Copy1'
        @(Get-Request copyEnvironment).Count | Should -Be 1
        @(Get-BcOperation -Type copy).Count | Should -Be 1

        $null = Add-BcSimulatorFault -DropAnswer -Operation createAutomationCompany
        (New-BcCompany Sandbox Fabrikam).Name | Should -Be 'Fabrikam'
        @(Get-Request createAutomationCompany).Count | Should -Be 1
        @(Get-BcCompany Sandbox Fabrikam).Count | Should -Be 1
    }

    It 'names the missing permission of an app' {
        Disconnect-BcTenant -All
        $simulator = Get-BcSimulator Test
        $secret = ConvertTo-SecureString contoso-newcomer-secret -AsPlainText -Force
        Connect-BcTenant contoso.example -ClientId c0a70500-0000-4000-8000-00000000a002 -ClientSecret $secret -Endpoint $simulator.HttpEndpoint -Authority $simulator.HttpEndpoint
        $failure = Get-OneError { Get-BcEnvironment }
        $failure.CategoryInfo.Category | Should -Be 'AuthenticationError'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Authorized Microsoft Entra apps*AdminCenter.ReadWrite.All*'
        Send-Control settings @{ unauthorizedAppStatus = 403 }
        $failure = Get-OneError { Get-BcEnvironment }
        $failure.CategoryInfo.Category | Should -Be 'PermissionDenied'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*AdminCenter.ReadWrite.All*Authorized Microsoft Entra apps*'
        $failure = Get-OneError { Get-BcCompany Sandbox }
        $failure.CategoryInfo.Category | Should -Be 'AuthenticationError'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Microsoft Entra Applications*'
    }

    It 'is terminating if the command cannot continue' {
        Disconnect-BcTenant -All
        $failure = Get-OneError { 1..3 | ForEach-Object { Get-BcEnvironment } }
        $failure.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        $failure.CategoryInfo.Category | Should -Be 'ConnectionError'
        (Get-OneError { Get-BcEnvironment -Connection nobody }).FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
    }
}

Describe 'Ctrl+C while waiting' {
    It 'returns immediately, does not stop the operation, and describes how to continue' {
        Start-TestSession -TimeScale 1
        $connection = Get-BcConnection -Current
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$PSScriptRoot/../out/BcAdmin'; Copy-BcEnvironment Production Copy1 -Wait -Connection `$args[0]").AddArgument($connection)
            $running = $shell.BeginInvoke()
            $deadline = (Get-Date).AddSeconds(20)
            while (-not @(Get-Request getOperation).Count -and (Get-Date) -lt $deadline) { Start-Sleep -Milliseconds 50 }
            $shell.Stop() # like a host on Ctrl+C
            $running.IsCompleted | Should -BeTrue
        }
        finally { $shell.Dispose() }
        $operation = Get-BcOperation -Type copy
        $operation.IsCompleted | Should -BeFalse
        Send-Control clock @{ timeScale = 2000 }
        Send-Control clock @{ advanceSec = 3600 }
        (Wait-BcOperation $operation.OperationId).Status | Should -Be 'succeeded'
    }
}

Describe 'Several connections' {
    It 'reads several connections in parallel, each object with its tenant' {
        Start-TestSession Partner -NoConnect
        $names = (Get-BcSimulator Test).Tenants
        $connections = $names | Select-Object -First 2 | ForEach-Object { Connect-BcTenant $_ -Simulator -PassThru }
        $null = Add-BcSimulatorFault -DelayMs 400 -Count 0 -Operation listEnvironments
        Clear-Request
        $environments = Get-BcEnvironment -Connection $connections
        @($environments.TenantId | Sort-Object -Unique) | Should -Be @($connections.TenantId | Sort-Object)
        $requests = Get-Request listEnvironments
        $requests.Count | Should -Be 2
        # The second call was sent before the first response.
        $requests[1].StartedOn | Should -BeLessThan ($requests[0].StartedOn + $requests[0].Duration)
        @($requests.CorrelationId | Sort-Object -Unique).Count | Should -Be 1
    }

    It 'continues with the others when one fails, and keeps the connection of each object' {
        Start-TestSession Partner -NoConnect
        $names = (Get-BcSimulator Test).Tenants
        foreach ($name in $names) { Connect-BcTenant $name -Simulator }
        $companies = Get-BcEnvironment -Connection * -Type Production | Get-BcCompany
        @($companies.TenantId | Sort-Object -Unique).Count | Should -Be $names.Count
        # After Select-Object, only the ID of the tenant is left, which identifies the connection.
        $again = Get-BcEnvironment -Connection * -Type Production | Select-Object EnvironmentName, TenantId | Get-BcCompany
        @($again).Count | Should -Be @($companies).Count
        Disconnect-BcTenant $names[0]
        $result = Invoke-Captured { Get-BcEnvironment -Connection $names }
        $result.Errors.Count | Should -Be 1
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        @($result.Output.TenantId | Sort-Object -Unique).Count | Should -Be ($names.Count - 1)
    }

    It 'requires a connection if none is the current one' {
        Start-TestSession Partner -NoConnect
        foreach ($name in (Get-BcSimulator Test).Tenants) { Connect-BcTenant $name -Simulator }
        Disconnect-BcTenant
        (Get-OneError { Get-BcEnvironment }).FullyQualifiedErrorId | Should -BeLike 'AmbiguousConnection,*'
    }
}

Describe 'A character that was lost' {
    BeforeEach { Start-TestSession }

    It 'is never sent to the service by <name>' -ForEach @(
        @{ Name = 'Set-BcUser'; Run = { Set-BcUser Production SELLER.03 -ContactEmail $args[0] } }
        @{ Name = 'New-BcCompany'; Run = { New-BcCompany Production $args[0] } }
        @{ Name = 'New-BcNotificationRecipient'; Run = { New-BcNotificationRecipient 'j@contoso.example' $args[0] } }
        @{ Name = 'Invoke-BcApi with text'; Run = { Invoke-BcApi settings/notification/recipients PUT -Body "{`"name`":`"$($args[0])`"}" -Confirm:$false } }
        @{ Name = 'Invoke-BcApi with an object'; Run = { Invoke-BcApi settings/notification/recipients PUT -Body @{ name = $args[0] } -Confirm:$false } }
        @{ Name = 'Invoke-BcBatch'; Run = { @{ Method = 'POST'; Path = 'companies'; Body = @{ name = $args[0] } } | Invoke-BcBatch Production -Confirm:$false } }
    ) {
        foreach ($text in "j$([char] 0xFFFD)rg@contoso.example", "j$([char] 0xD800)rg@contoso.example") {
            Clear-Request
            $failure = Get-OneError { & $Run $text }
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
            Get-Request | Where-Object { $_.Method -ne 'GET' } | Should -BeNullOrEmpty
        }
    }
}
