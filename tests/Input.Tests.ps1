# Input that must never change anything: null where a value is required, and piped objects of another kind.
BeforeDiscovery {
    Import-Module $PSScriptRoot/../out/BcAdmin
    $common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
    $parameters = foreach ($cmdlet in Get-Command -Module BcAdmin -CommandType Cmdlet) {
        foreach ($parameter in $cmdlet.Parameters.Values | Where-Object { $_.Name -notin $common }) {
            $type = $parameter.ParameterType
            if ($type -eq [string] -or $type.IsArray -or $type -eq [System.Collections.Hashtable]) { @{ Cmdlet = $cmdlet.Name; Parameter = $parameter.Name } }
        }
    }
}

BeforeAll {
    Import-Module $PSScriptRoot/TestSession.psm1
    Start-TestSession

    function Get-Failure([scriptblock] $Command) {
        $failures = try { & $Command 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } } catch { $_ }
        $failures | Select-Object -First 1
    }

    # Values for the other mandatory parameters of a parameter set, so that only the tested one is invalid.
    function Get-Argument([string] $Cmdlet, [string] $Except) {
        $set = (Get-Command $Cmdlet).ParameterSets |
            Where-Object { $_.Parameters.Name -contains $Except } | Sort-Object { @($_.Parameters | Where-Object IsMandatory).Count } | Select-Object -First 1
        $arguments = @{}
        foreach ($parameter in $set.Parameters | Where-Object { $_.IsMandatory -and $_.Name -ne $Except }) {
            $valid = $parameter.Attributes | Where-Object { $_ -is [System.Management.Automation.ValidateSetAttribute] }
            $arguments[$parameter.Name] = if ($valid) { $valid.ValidValues[0] }
            elseif ($parameter.ParameterType -in [guid], [guid[]]) { [guid]::NewGuid() }
            elseif ($parameter.ParameterType -in [int], [int[]]) { 1 }
            elseif ($parameter.ParameterType -eq [switch]) { $true }
            elseif ($parameter.ParameterType -in [datetime], [System.DateTimeOffset]) { [datetime]::UtcNow.AddDays(1) }
            elseif ($parameter.ParameterType -eq [timespan]) { [timespan]::FromHours(1) }
            elseif ($parameter.ParameterType -eq [securestring]) { ConvertTo-SecureString x -AsPlainText -Force }
            elseif ($parameter.ParameterType -eq [pscredential]) { [pscredential]::new('x', (ConvertTo-SecureString x -AsPlainText -Force)) }
            elseif ($parameter.ParameterType -eq [bool]) { $true }
            elseif ($parameter.ParameterType -eq [uri]) { [uri] 'https://example.invalid' }
            elseif ($parameter.ParameterType -eq [scriptblock]) { { } }
            elseif ($parameter.ParameterType -eq [System.Security.Cryptography.X509Certificates.X509Certificate2]) { [System.Security.Cryptography.X509Certificates.X509Certificate2]::new() }
            elseif ($parameter.Name -in 'Environment', 'SourceEnvironmentName') { 'Production' }
            elseif ($Cmdlet -eq 'Wait-BcOperation') { Get-BcOperation | Select-Object -First 1 }
            elseif ($parameter.ParameterType -eq [hashtable]) { @{ } }
            else { 'XX' }
        }
        $arguments
    }
}

Describe 'A parameter that is bound to null' {
    # A failed selection leaves no connection current.
    AfterEach { Get-BcConnection | Select-Object -First 1 | Select-BcConnection }

    It '<Cmdlet> rejects -<Parameter> $null' -ForEach $parameters {
        $arguments = Get-Argument $Cmdlet $Parameter
        $arguments[$Parameter] = $null
        $before = @(Get-Request).Count
        $failure = Get-Failure { & $Cmdlet @arguments }
        $failure | Should -Not -BeNullOrEmpty
        # PowerShell itself rejects mandatory and validated parameters.
        $failure.FullyQualifiedErrorId | Should -Match '^(InvalidArgument|ParameterArgument(Validation|Transformation)Error)'
        if ($failure.FullyQualifiedErrorId -like 'InvalidArgument*') { $failure.Exception.Message | Should -Match "-$Parameter is null" }
        @(Get-Request).Count | Should -Be $before
    }

    It 'is rejected by position, in an array, from a variable without output, and in a splatted hash table' {
        $splat = @{ Environment = 'Production'; Name = $null }
        $nothing = & { }
        $commands = { Get-BcUser Production $null }, { Get-BcUser Production @($null) }, { Get-BcUser Production 'SELLER.03', $null }, { Get-BcUser Production $nothing }, { Get-BcUser @splat },
        { Get-BcEnvironment $null }, { Get-BcEnvironment -Connection $null }
        foreach ($command in $commands) { (Get-Failure $command).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*' -Because "$command" }
    }

    It 'is rejected for the piped row that has it, and only for this row' {
        $rows = [pscustomobject] @{ EnvironmentName = 'Production'; SessionId = $null }, [pscustomobject] @{ EnvironmentName = 'Production'; SessionId = 10041 }
        $found = $rows | Get-BcSession -ErrorVariable failures -ErrorAction SilentlyContinue
        $found.SessionId | Should -Be 10041
        $failures.Exception.Code | Should -Be 'InvalidArgument'
    }

    It 'disables and removes nothing in later commands of the pipeline' {
        $before = @(Get-Request | Where-Object Method -NE GET).Count
        Get-Failure { Get-BcUser Production $null | Disable-BcUser } | Should -Not -BeNullOrEmpty
        Get-Failure { Get-BcEnvironment $null | Remove-BcEnvironment -Force } | Should -Not -BeNullOrEmpty
        @(Get-Request | Where-Object Method -NE GET).Count | Should -Be $before
    }

    It 'is also rejected as an empty text or an empty array' {
        Get-BcEnvironment @() | Should -BeNullOrEmpty
        Get-BcUser Production @() | Should -BeNullOrEmpty
    }
}

Describe 'A piped object of another kind' {
    BeforeAll {
        $script:objects = [ordered] @{}
        $read = @{
            BcEnvironment = { Get-BcEnvironment Production }; BcCompany = { Get-BcCompany Production }; BcUser = { Get-BcUser Production }
            BcUserPermission = { Get-BcUserPermission Production SELLER.03 }; BcApp = { Get-BcApp Production }; BcExtension = { Get-BcExtension Production }
            BcPermissionSet = { Get-BcPermissionSet Production }; BcFeature = { Get-BcFeature Production }; BcSession = { Get-BcSession Production }
            BcNotificationRecipient = { Get-BcNotificationRecipient }; BcEnvironmentUpdate = { Get-BcEnvironmentUpdate Production }; BcAppUpdate = { Get-BcAppUpdate Production }
            BcSecurityGroup = { Get-BcSecurityGroup Production }; BcProfile = { Get-BcProfile Production }; BcEnvironmentStorage = { Get-BcEnvironmentStorage Production }
            BcEnvironmentUpdateWindow = { Get-BcEnvironmentUpdateWindow Production }; BcTimeZone = { Get-BcTimeZone }; BcConnection = { Get-BcConnection }; BcSimulator = { Get-BcSimulator }
            BcOutageType = { Get-BcOutageType }; BcApplicationFamily = { Get-BcApplicationFamily }; BcScheduledJob = { Get-BcScheduledJob Production }
            BcOperation = { Get-BcOperation }; BcAuthorizedApp = { Get-BcAuthorizedApp }; BcSupportContact = { Get-BcSupportContact Production }
            BcDatabaseExportHistory = { Get-BcDatabaseExportHistory }; BcEnvironmentPartnerAccess = { Get-BcEnvironmentPartnerAccess Production }
        }
        foreach ($type in $read.Keys | Sort-Object) {
            $found = & $read[$type] | Select-Object -First 1
            if ($found) { $script:objects[$type] = $found }
        }
    }

    It 'was read for most of the types' { $objects.Count | Should -BeGreaterThan 20 }

    It '<Cmdlet> accepts <Accepts> and no other type' -ForEach @(
        @{ Cmdlet = 'Remove-BcEnvironment'; Accepts = 'BcEnvironment', 'BcOperation' }
        @{ Cmdlet = 'Restart-BcEnvironment'; Accepts = 'BcEnvironment', 'BcOperation' }
        @{ Cmdlet = 'Rename-BcEnvironment'; Accepts = 'BcEnvironment', 'BcOperation'; With = @{ NewName = 'X1' } }
        @{ Cmdlet = 'Restore-BcDeletedEnvironment'; Accepts = 'BcEnvironment', 'BcOperation' }
        @{ Cmdlet = 'Restore-BcEnvironment'; Accepts = 'BcEnvironment', 'BcOperation'; With = @{ NewName = 'X1'; PointInTime = [datetime]::UtcNow } }
        @{ Cmdlet = 'Clear-BcEnvironmentSecurityGroup'; Accepts = 'BcEnvironment', 'BcEnvironmentSecurityGroup' }
        @{ Cmdlet = 'Remove-BcCompany'; Accepts = 'BcCompany', 'BcEnvironment'; With = @{ Company = 'X' } }
        @{ Cmdlet = 'Remove-BcSecurityGroup'; Accepts = 'BcSecurityGroup', 'BcEnvironment'; With = @{ SecurityGroup = 'X' } }
        @{ Cmdlet = 'Remove-BcNotificationRecipient'; Accepts = , 'BcNotificationRecipient'; With = @{ RecipientId = [guid]::NewGuid() } }
        @{ Cmdlet = 'Remove-BcAuthorizedApp'; Accepts = 'BcAuthorizedApp', 'BcAppRegistration'; With = @{ ClientId = [guid]::NewGuid() } }
        @{ Cmdlet = 'Stop-BcOperation'; Accepts = 'BcOperation', 'BcEnvironment'; With = @{ OperationId = [guid]::NewGuid() } }
        @{ Cmdlet = 'Stop-BcSession'; Accepts = 'BcSession', 'BcEnvironment'; With = @{ SessionId = 1 } }
        @{ Cmdlet = 'Stop-BcSimulator'; Accepts = , 'BcSimulator' }
        @{ Cmdlet = 'Reset-BcSimulator'; Accepts = , 'BcSimulator' }
        @{ Cmdlet = 'Uninstall-BcApp'; Accepts = 'BcApp', 'BcExtension', 'BcEnvironment'; With = @{ AppId = [guid]::NewGuid() } }
        @{ Cmdlet = 'Uninstall-BcExtension'; Accepts = 'BcExtension', 'BcEnvironment'; With = @{ PackageId = [guid]::NewGuid() } }
        @{ Cmdlet = 'Unpublish-BcExtension'; Accepts = 'BcExtension', 'BcEnvironment'; With = @{ PackageId = [guid]::NewGuid() } }
        @{ Cmdlet = 'Disable-BcFeature'; Accepts = 'BcFeature', 'BcEnvironment'; With = @{ FeatureId = 'X' } }
        @{ Cmdlet = 'Set-BcEnvironmentUpdate'; Accepts = 'BcEnvironmentUpdate', 'BcEnvironment'; With = @{ TargetVersion = '1.0' } }
        @{ Cmdlet = 'Set-BcEnvironmentM365Access'; Accepts = 'BcEnvironmentM365Access', 'BcEnvironment'; With = @{ Enabled = $true } }
        @{ Cmdlet = 'Get-BcEnvironment'; Accepts = , 'BcConnection' }
    ) {
        $arguments = $With ?? @{}
        if ((Get-Command $Cmdlet).Parameters.ContainsKey('WhatIf')) { $arguments.WhatIf = $true }
        foreach ($type in $objects.Keys) {
            $failure = Get-Failure { $objects[$type] | & $Cmdlet @arguments }
            if ($type -in $Accepts) { $failure.FullyQualifiedErrorId | Should -Not -BeLike 'InputTypeNotAccepted*' -Because "$Cmdlet accepts $type" }
            # If no property of an object binds, PowerShell reports the error.
            else { $failure.FullyQualifiedErrorId | Should -Match '^(InputTypeNotAccepted|InputObjectMissingMandatory|InputObjectNotBound|ParameterArgumentTransformationError)' -Because "$type is not for $Cmdlet" }
        }
    }

    It 'is rejected with both types in the message' {
        $failure = Get-Failure { Get-BcUser Production SELLER.03 | Remove-BcEnvironment -Force }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InputTypeNotAccepted,*'
        $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $failure.TargetObject | Should -BeOfType BcAdmin.BcUser
        "$($failure.Exception.Message) $($failure.ErrorDetails.RecommendedAction)" | Should -Match 'BcUser.*BcEnvironment'
    }

    It 'is rejected when it is returned by a job' {
        $failure = Get-Failure { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-BcUser Production SELLER.03))) | Remove-BcEnvironment -Force }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InputTypeNotAccepted,*'
    }

    It 'does not bind its own name to a command for an environment' {
        (Get-Failure { Get-BcCompany Production | Select-Object -First 1 | Copy-BcEnvironment -NewName Copy7 -WhatIf }) | Should -BeNullOrEmpty
    }

    It 'requires the key with its own name as a row' {
        (Get-Failure { [pscustomobject] @{ Name = 'Production' } | Remove-BcEnvironment -Force }).FullyQualifiedErrorId | Should -BeLike 'InputKeyMissing,*'
        (Get-Failure { Get-Item $PSScriptRoot | Remove-BcEnvironment -Force }).FullyQualifiedErrorId | Should -BeLike 'InputKeyMissing,*'
        Get-Failure { [pscustomobject] @{ EnvironmentName = 'Sandbox' } | Remove-BcEnvironment -WhatIf } | Should -BeNullOrEmpty
        Get-Failure { "EnvironmentName`nSandbox" | ConvertFrom-Csv | Remove-BcEnvironment -WhatIf } | Should -BeNullOrEmpty
    }

    It 'that cannot be bound is rejected with the property that is missing: <Command>' -ForEach @(
        @{ Command = "'Production' | Restart-BcEnvironment"; Message = '*Restart-BcEnvironment does not accept text from the pipeline.*: Get-BcEnvironment Production | Restart-BcEnvironment' }
        @{ Command = "'CRONUS DK' | Remove-BcCompany Production"; Message = '*Remove-BcCompany does not accept text from the pipeline. Specify -Company.' }
        @{ Command = "'SELLER.03' | Disable-BcUser"; Message = '*Disable-BcUser requires the property Environment or EnvironmentName on each piped object.*' }
        @{ Command = "[pscustomobject] @{ Size = 1 } | Restart-BcEnvironment"; Message = '*requires the property Environment or EnvironmentName on each piped object.*' }
        @{ Command = "Get-BcTimeZone UTC | Restart-BcEnvironment"; Message = '*does not accept BcTimeZone objects from the pipeline.*BcEnvironment*' }
    ) {
        "$(Get-Failure ([scriptblock]::Create("$Command -Confirm:`$false")))" | Should -BeLike $Message
    }

    It 'with another column as its key is rejected with the command that adds the column' {
        $failure = Get-Failure { [pscustomobject] @{ Name = 'Production' } | Restart-BcEnvironment -Force }
        "$failure" | Should -BeLike '*the property Environment or EnvironmentName on each piped row. The column Name is not used as the key.'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike "*Select-Object [*], @{ Name = 'EnvironmentName'; Expression = 'Name' }*"
    }

    It 'is rejected ten times, then counted' {
        $users = @(Get-BcUser Production | Select-Object -First 14)
        $result = Invoke-Captured { $users + @(Get-BcEnvironment Sandbox) | Restart-BcEnvironment -Force -Wait }
        $result.Errors | Should -HaveCount 10
        $result.Warnings | Should -BeLike '4 more objects were rejected for the same reason: *BcUser*'
        $result.Output.EnvironmentName | Should -Be Sandbox
    }

    It 'does not affect the others in the pipeline' {
        $mixed = @(Get-BcUser Production SELLER.03) + @(Get-BcEnvironment Sandbox)
        $mixed | Restart-BcEnvironment -Force -ErrorVariable failures -ErrorAction SilentlyContinue | ForEach-Object EnvironmentName | Should -Be 'Sandbox'
        $failures.Exception.Code | Should -Be 'InputTypeNotAccepted'
    }
}

Describe 'The bound values of an object' {
    It 'do not apply to the next object' {
        $rows = [pscustomobject] @{ EnvironmentName = 'Production'; SessionId = $null }, [pscustomobject] @{ EnvironmentName = 'Production' }
        $rows | Get-BcSession -ErrorVariable failures -ErrorAction SilentlyContinue | Should -Not -BeNullOrEmpty
        $failures | Should -HaveCount 1
    }
}

Describe 'An object of another tenant than -Connection' {
    BeforeAll {
        Start-TestSession Customers -NoConnect
        'adatum.example', 'fabrikam.example', '2.fabrikam.example' | ForEach-Object { Connect-BcTenant $_ -Simulator }
        $environment = Get-BcEnvironment Production -Connection adatum.example
        $row = $environment | Select-Object EnvironmentName, TenantId
        $deserialized = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($environment))
    }

    It 'is rejected: <_>' -ForEach @(
        'Remove-BcEnvironment -Force', 'Restart-BcEnvironment -Force', 'Copy-BcEnvironment -NewName Copy', 'Set-BcSupportContact -Name A -Email a@b.example', 'Get-BcCompany', 'Get-BcUser', 'Get-BcEnvironmentUpdate'
        'Export-BcUser -Path TestDrive:/users.csv', 'New-BcCompany -Name New', 'Install-BcApp -AppId 63ca2fa4-4f03-4f2b-a480-172fef340d3f -AcceptIsvEula'
    ) {
        Clear-Request
        foreach ($object in $environment, $row, $deserialized) {
            (Get-Failure ([scriptblock]::Create("`$object | $_ -Connection fabrikam.example"))).FullyQualifiedErrorId | Should -BeLike 'InputTenantMismatch,*'
        }
        Get-Request | Should -BeNullOrEmpty
    }

    It 'is processed in its own tenant only, if -Connection includes it' {
        $all = @(Get-BcEnvironment Production -Connection *)
        $all.TenantName | Should -Be adatum.example, fabrikam.example, 2.fabrikam.example
        @($all | Get-BcCompany -Connection *).TenantName | Should -Be adatum.example, fabrikam.example, 2.fabrikam.example
        @($all | Restart-BcEnvironment -Connection * -Force -Wait).TenantName | Should -Be adatum.example, fabrikam.example, 2.fabrikam.example
        # After a rejected object, the next one has its own tenant.
        $mixed = Invoke-Captured { $all | Get-BcEnvironmentStorage -Connection fabrikam*, 2* }
        $mixed.Errors.FullyQualifiedErrorId | Should -BeLike 'InputTenantMismatch,*'
        $mixed.Output.TenantName | Should -Be fabrikam.example, 2.fabrikam.example
    }

    It 'is a template for cmdlets that create objects, if the environment is specified' {
        $app = Get-BcApp Production -Connection adatum.example | Select-Object -First 1
        Get-Failure { $app | Install-BcApp Production -Connection fabrikam.example -AcceptIsvEula -WhatIf } | Should -BeNullOrEmpty
    }

    It 'is not affected by names, which have no tenant' {
        ('Production' | Get-BcCompany -Connection adatum.example).TenantName | Should -Be adatum.example
    }
}

Describe 'An object as an argument' {
    BeforeAll {
        Start-TestSession Customers -NoConnect
        'adatum.example', 'fabrikam.example' | ForEach-Object { Connect-BcTenant $_ -Simulator }
        $environment = Get-BcEnvironment Production -Connection adatum.example
        $deserialized = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($environment))
        $company = Get-BcCompany Production -Connection adatum.example
        $user = Get-BcUser Production -Connection adatum.example | Select-Object -First 1
        $others = @(Get-BcEnvironment -Connection fabrikam.example).Count
    }

    It 'decides about the tenant also as another argument' {
        (Get-BcExtension Production -Company $company).TenantName | Select-Object -Unique | Should -Be adatum.example
        (Get-BcCompany Production $company).TenantName | Should -Be adatum.example
        (Get-BcUser Production $user).TenantName | Should -Be adatum.example
    }

    It 'is rejected with -Connection to another tenant, with several tenants, and with an object of another tenant from the pipeline' {
        Clear-Request
        $other = Get-BcEnvironment Production -Connection fabrikam.example
        $user = Get-BcUser Production -Connection fabrikam.example | Select-Object -First 1
        Clear-Request
        foreach ($command in { Restart-BcEnvironment $environment -Connection fabrikam.example -Force }, { Get-BcCompany $deserialized -Connection fabrikam.example },
            { Restart-BcEnvironment $environment, $other -Force }, { $user | Disable-BcUser $environment }, { Remove-BcCompany $other $company -Force }) {
            (Get-Failure $command).FullyQualifiedErrorId | Should -BeLike 'InputTenantMismatch,*' -Because $command
        }
        Get-Request | Should -BeNullOrEmpty
    }

    It 'is rejected for a change if it is not an environment, and if the parameter accepts one name' {
        Clear-Request
        foreach ($command in { Remove-BcEnvironment $company -Force }, { Restart-BcEnvironment $user -Force }, { Copy-BcEnvironment $company Copy }, { Remove-BcCompany $company -Company X -Force }) {
            $failure = Get-Failure $command
            $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentTransformationError,*' -Because $command
            "$failure" | Should -BeLike '*is not a name or an ID for this parameter. Pipe the object to the cmdlet, or specify a name.'
        }
        "$(Get-Failure { Remove-BcCompany Production $company, $company -Force })" | Should -BeLike '*accepts one value, and 2 were specified. To process several objects, pipe them to the cmdlet.'
        Get-Request | Should -BeNullOrEmpty
    }

    It 'is processed in its own tenant, if -Connection includes it' {
        (Get-BcCompany $environment -Connection *).TenantName | Should -Be adatum.example
    }

    It 'is processed in its own tenant: <_>' -ForEach @(
        'Get-BcCompany $object', 'Get-BcEnvironmentStorage -Environment $object', 'Get-BcUser $object', 'Get-BcEnvironment $object'
        'Restart-BcEnvironment $object -Force -Wait', 'Copy-BcEnvironment $object Copy', 'Remove-BcEnvironment $object -Force -Wait', 'Restore-BcDeletedEnvironment (Get-BcEnvironment -Status SoftDeleted -Connection adatum.example) -Wait'
    ) {
        foreach ($object in $environment, $deserialized | Select-Object -First $(if ($_ -match '^(Copy|Remove|Restore)') { 1 } else { 2 })) {
            $command = [scriptblock]::Create("param(`$object) $_")
            $result = Invoke-Captured { & $command $object }
            $result.Errors | Should -BeNullOrEmpty
            @($result.Output).TenantName | Select-Object -Unique | Should -Be adatum.example
        }
        @(Get-BcEnvironment -Connection fabrikam.example).Count | Should -Be $others
    }
}

Describe 'A piped connection' {
    It 'is used, although another connection is to the same tenant' {
        Start-TestSession -NoConnect
        Connect-BcTenant -Simulator -Name reader -ReadOnly
        Connect-BcTenant -Simulator -Name writer
        $file = Join-Path $TestDrive configuration.json
        Set-Content $file '{ "environments": [ { "name": "Sandbox", "supportContact": { "email": "a@b.example" } } ] }'
        foreach ($command in { Get-BcConnection reader | Get-BcEnvironment }, { Get-BcConnection reader | Get-BcQuota }, { Get-BcConnection reader | Test-BcConnection }) {
            (& $command | Select-Object -First 1).Connection.Name | Should -Be reader -Because $command
        }
        (Get-OneError { Get-BcConnection reader | Set-BcConfiguration $file -Force }).FullyQualifiedErrorId | Should -BeLike 'ReadOnlyConnection,*'
    }
}

Describe 'Several connections' {
    It 'are read concurrently, and written in their order' {
        Start-TestSession Customers -NoConnect
        'adatum.example', 'fabrikam.example', '2.fabrikam.example' | ForEach-Object { Connect-BcTenant $_ -Simulator }
        Add-BcSimulatorFault -DelayMs 1500 -Operation listEnvironments -Count 1
        (Get-BcEnvironment -Connection * -Type Production).TenantName | Should -Be adatum.example, fabrikam.example, 2.fabrikam.example
        (Get-BcEnvironment -Connection * -Type Production | Select-Object -First 1).TenantName | Should -Be adatum.example
        # An error has its position, too.
        $result = Invoke-Captured { Get-BcEnvironment Training -Connection * -ErrorVariable failures }
        $result.Errors | Should -HaveCount 3
    }
}

Describe 'A deleted environment' {
    It 'is named with the command that recovers it' {
        Start-TestSession
        Remove-BcEnvironment Sandbox -Force -Wait
        $deleted = Get-BcEnvironment -Status SoftDeleted
        foreach ($command in { Get-BcCompany Sandbox }, { Get-BcEnvironment Sandbox }) {
            $failure = Get-OneError $command
            "$failure" | Should -Not -BeLike '*Did you mean*'
            $failure.ErrorDetails.RecommendedAction | Should -Be "Environment Sandbox was deleted and can be recovered: Restore-BcDeletedEnvironment $($deleted.Name)"
        }
    }
}

Describe 'A name with wildcards' {
    BeforeAll {
        Start-TestSession
        Clear-Request
    }

    It 'selects nothing that is changed: <Command>' -ForEach @(
        @{ Command = "Remove-BcCompany Production 'CRONUS*'"; List = "Get-BcCompany Production 'CRONUS[*]'" }
        @{ Command = "Set-BcCompany Production 'CRONUS*' -DisplayName X"; List = "Get-BcCompany Production 'CRONUS[*]'" }
        @{ Command = "Copy-BcEnvironment 'Prod*' X1"; List = "Get-BcEnvironment 'Prod[*]'" }
        @{ Command = "Restart-BcEnvironment 'Prod*'"; List = "Get-BcEnvironment 'Prod[*]'" }
        @{ Command = "Remove-BcEnvironment '*'"; List = "Get-BcEnvironment '[*]'" }
        @{ Command = "Rename-BcEnvironment 'S?ndbox' New1"; List = "Get-BcEnvironment 'S[?]ndbox'" }
        @{ Command = "Set-BcCompany 'Prod*' 'CRONUS DK' -DisplayName X"; List = "Get-BcEnvironment 'Prod[*]'" }
        @{ Command = "Disable-BcUser Production '*'"; List = "Get-BcUser Production '[*]'" }
        @{ Command = "Enable-BcUser Production 'SEL*'"; List = "Get-BcUser Production 'SEL[*]'" }
        @{ Command = "Add-BcUserPermission Production 'SEL*' 'D365 READ'"; List = "Get-BcUser Production 'SEL[*]'" }
        @{ Command = "Uninstall-BcApp Production 'Fabrikam*'"; List = "Get-BcApp Production 'Fabrikam[*]'" }
        @{ Command = "Uninstall-BcExtension Production 'Sales*'"; List = "Get-BcExtension Production 'Sales[*]'" }
        @{ Command = "Disable-BcFeature Production 'M*'"; List = "Get-BcFeature Production 'M[*]'" }
        @{ Command = "Remove-BcSecurityGroup Production 'S*'"; List = "Get-BcSecurityGroup Production 'S[*]'" }
        @{ Command = "Remove-BcNotificationRecipient '*'"; List = "Get-BcNotificationRecipient '[*]'" }
    ) {
        $failure = Get-OneError ([scriptblock]::Create("$Command -Confirm:`$false"))
        $failure.FullyQualifiedErrorId | Should -BeLike '*NotFound,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike "*contains wildcards, which this cmdlet does not accept. *: $List | $(($Command -split ' ')[0])"
    }

    It 'is explained for an object that the cmdlet does not accept from the pipeline' {
        $failure = Get-OneError { Remove-BcUserPermission Production SELLER.03 'D365*' }
        $failure.ErrorDetails.RecommendedAction | Should -Be "'D365*' contains wildcards, which this cmdlet does not accept. Get-BcPermissionSet Production lists the permission sets."
    }

    It 'sends no change' {
        Get-BcSimulatorRequest Test | Where-Object { $_.Method -ne 'GET' -and $_.Operation -ne 'token' } | Should -BeNullOrEmpty
    }
}

Describe 'A row of a tenant without a connection' {
    It 'is rejected with the tenant and the command that connects' {
        Start-TestSession
        $id = '11111111-1111-1111-1111-111111111111'
        foreach ($cmdlet in 'Get-BcCompany', 'Restart-BcEnvironment') {
            $failure = Get-OneError { [pscustomobject] @{ TenantId = $id; TenantName = 'fabrikam.example'; EnvironmentName = 'Production' } | & $cmdlet }
            $failure.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
            "$failure" | Should -Be "This session has no connection to tenant fabrikam.example ($id)."
            $failure.ErrorDetails.RecommendedAction | Should -BeLike 'To connect: Connect-BcTenant fabrikam.example -Simulator.*'
        }
        $failure = Get-OneError { [pscustomobject] @{ TenantId = $id; TenantName = 'Fabrikam A/S'; EnvironmentName = 'Production' } | Get-BcCompany }
        $failure.ErrorDetails.RecommendedAction | Should -BeLike "To connect: Connect-BcTenant $id -Simulator.*"
        $failure = Get-OneError { [pscustomobject] @{ TenantId = $id; EnvironmentName = 'Production' } | Get-BcCompany }
        "$failure" | Should -Be "This session has no connection to tenant $id."
    }
}

Describe 'A row with its tenant' {
    BeforeAll {
        Start-TestSession Customers -NoConnect
        'adatum.example', '2.fabrikam.example', 'fabrikam.example' | Connect-BcTenant -Simulator
    }

    It 'is processed in this tenant, which <_> names' -ForEach 'TenantId', 'TenantName', 'Tenant', 'Connection' {
        $column = $_
        $rows = Get-BcEnvironment Production -Connection * | ForEach-Object { [pscustomobject] @{ $column = $_.TenantName; EnvironmentName = $_.Name } }
        $rows | Should -HaveCount 3
        ($rows | Get-BcCompany).TenantName | Should -Be adatum.example, 2.fabrikam.example, fabrikam.example
        $users = $rows | Where-Object $column -NE 2.fabrikam.example | Select-Object *, @{ Name = 'User'; Expression = { 'ACCOUNTANT.01' } }, @{ Name = 'State'; Expression = { 'Disabled' } }
        @(($users | Import-BcUser -WhatIf).TenantId | Select-Object -Unique) | Should -HaveCount 2
    }

    It 'is rejected if the tenant is not connected, and does not affect the other rows' {
        $rows = 'adatum.example', 'nosuch.example', 'fabrikam.example' | ForEach-Object { [pscustomobject] @{ Tenant = $_; Environment = 'Production'; User = 'ACCOUNTANT.01' } }
        $result = Invoke-Captured { $rows | Disable-BcUser -PassThru }
        $result.Output.TenantName | Should -Be adatum.example, fabrikam.example
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        $rows | Where-Object Tenant -NE nosuch.example | Enable-BcUser
    }

    It 'is rejected if the cell is empty' {
        Clear-Request
        foreach ($column in 'TenantId', 'TenantName', 'Tenant') {
            $row = [pscustomobject] @{ $column = ''; EnvironmentName = 'Production'; User = 'ACCOUNTANT.01' }
            (Get-Failure { $row | Restart-BcEnvironment -Force }).FullyQualifiedErrorId | Should -BeLike 'AmbiguousConnection,*'
            (Get-Failure { $row | Disable-BcUser }).FullyQualifiedErrorId | Should -BeLike 'AmbiguousConnection,*'
        }
        Get-Request | Should -BeNullOrEmpty
    }
}

Describe 'A change by name with several tenants' {
    It 'warns, unless the tenant was chosen' {
        Start-TestSession Customers -NoConnect
        'adatum.example', 'fabrikam.example' | Connect-BcTenant -Simulator
        $restart = { Restart-BcEnvironment Production -WhatIf }
        (Invoke-Captured $restart).Warnings | Should -BeLike 'Several tenants are connected, and Restart-BcEnvironment uses the current one, fabrikam.example.*'
        (Invoke-Captured { Get-BcCompany Production }).Warnings | Should -BeNullOrEmpty
        (Invoke-Captured { Restart-BcEnvironment Production -Connection adatum.example -WhatIf }).Warnings | Should -BeNullOrEmpty
        (Invoke-Captured { Get-BcEnvironment Production | Restart-BcEnvironment -WhatIf }).Warnings | Should -BeNullOrEmpty
        Select-BcConnection adatum.example
        (Invoke-Captured $restart).Warnings | Should -BeNullOrEmpty
    }
}

Describe 'An empty name' {
    It 'is rejected: <_>' -ForEach "Get-BcEnvironment ''", "Get-BcEnvironment '', Production", "Get-BcCompany ''", "'' | Get-BcUser", "Get-BcOperation ''" {
        (Get-Failure ([scriptblock]::Create($_))).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }
}

Describe 'A change with -WhatIf' {
    BeforeAll {
        Start-TestSession
        $unknown = [guid]::NewGuid()
    }

    It 'has the error of the change, and sends none: <_>' -ForEach @(
        'Add-BcUserPermission Production BUYER.02 NOSUCH'
        'Set-BcUserPermission Production BUYER.02 (Get-BcUserPermission Production BUYER.02)[0].UserPermissionId -PermissionSet NOSUCH'
        'Add-BcSecurityGroupPermission Production FINANCE NOSUCH'
        "Set-BcEnvironmentUpdateWindow Production 22:00 06:00 'No Such Zone'"
        'Set-BcEnvironmentUpdateWindow Prod 22:00 06:00 Europe/Copenhagen'
        'Set-BcEnvironmentUpdateWindow Prod -StartTimeUtc 22:00 -EndTimeUtc 06:00'
        'Set-BcEnvironmentM365Access Prod $true'
        'Set-BcEnvironmentAppUpdateCadence Prod Default'
        'New-BcEnvironment production DK'
        'New-BcEnvironment Test ZZ'
        'New-BcEnvironment Test DK -Ring NoSuch'
        'New-BcEnvironment Test DK -Version 99.0.0.0'
        'Copy-BcEnvironment Production Sandbox'
        'Rename-BcEnvironment Sandbox Production -Force'
        'Restore-BcEnvironment Production Sandbox ([datetime]::UtcNow.AddHours(-1))'
        'Restore-BcDeletedEnvironment Production'
        'Stop-BcEnvironmentTransfer Prod'
        'Stop-BcEnvironmentTransfer Production'
        'Approve-BcEnvironmentTransfer Other $unknown New -Force'
        'Remove-BcAuthorizedApp $unknown -Force'
        'Stop-BcAppOperation Production (Get-BcApp Production)[0].AppId $unknown'
        'Stop-BcAppOperation Production (Get-BcApp Production)[0].AppId -ScheduleKind NextMinorUpdate -TargetVersion 1.0.0.0'
        "Uninstall-BcApp Production 'Base Application' -Force"
    ) {
        Clear-Request
        $planned = Get-OneError ([scriptblock]::Create("$_ -WhatIf"))
        Get-Request | Where-Object Method -NotIn GET, POST | Should -BeNullOrEmpty
        Get-Request | Where-Object { $_.Method -eq 'POST' -and $_.Operation -ne 'token' } | Should -BeNullOrEmpty
        $planned.FullyQualifiedErrorId | Should -Be (Get-OneError ([scriptblock]::Create($_))).FullyQualifiedErrorId
    }

    It 'has no error if the change is possible: <_>' -ForEach @(
        "Add-BcUserPermission Production BUYER.02 'D365 READ'"
        "Set-BcEnvironmentUpdateWindow Production 22:00 06:00 Europe/Copenhagen"
        'New-BcEnvironment Test DK -Version 28.3'
        'Copy-BcEnvironment Production Test'
        'Rename-BcEnvironment Sandbox Test -Force'
        'Restore-BcEnvironment Production Test ([datetime]::UtcNow.AddHours(-1))'
    ) {
        (Invoke-Captured ([scriptblock]::Create("$_ -WhatIf"))).Errors | Should -BeNullOrEmpty
    }
}

Describe 'The first mistyped environment of a session' {
    It 'has a suggestion: <_>' -ForEach @(
        'Get-BcEnvironment Prodction', 'Get-BcCompany Prodction', 'Restart-BcEnvironment Prodction -Force', 'Remove-BcEnvironment Prodction -Force'
        'Copy-BcEnvironment Prodction Test', "Add-BcUserPermission Prodction SELLER.03 'D365 READ'", 'Get-BcApp Prodction'
    ) {
        Start-TestSession
        "$(Get-OneError ([scriptblock]::Create($_)))" | Should -BeLike "*Did you mean 'Production'?*"
    }

    It 'has its error if the environments cannot be listed, and they are listed once' {
        Start-TestSession
        Add-BcSimulatorFault 500 -Operation listEnvironments -Count 1
        foreach ($attempt in 1, 2) {
            $failure = Get-OneError { Get-BcEnvironment Prodction }
            $failure.FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
            $failure.Exception.Suggestion | Should -BeNullOrEmpty
        }
        Get-Request listEnvironments | Should -HaveCount 1
    }
}
