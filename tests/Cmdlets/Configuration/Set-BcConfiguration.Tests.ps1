BeforeAll {
    Import-Module "$PSScriptRoot/ConfigurationSession.psm1" -Force
    $file = Join-Path $TestDrive configuration.json
    $secret = ConvertTo-SecureString 'InstrumentationKey=0b5f2c1e-1111-4222-8333-944444444444' -AsPlainText
}

Describe 'Set-BcConfiguration' {
    BeforeEach { Start-TestSession -Setting @{ sandboxQuota = 10; storageQuotaKb = 1000000000 } }

    It 'changes <Component>, and sends nothing the second time' -ForEach @(
        @{ Component = 'NotificationRecipients'; Tenant = @{ notificationRecipients = @(@{ email = 'new@contoso.example'; name = "O'Brien Æ" }) } }
        @{ Component = 'NotificationRecipients'; Tenant = @{ notificationRecipients = @(@{ email = 'bc-alerts@contoso.example'; name = 'Renamed' }) } }
        @{ Component = 'AuthorizedApps'; Tenant = @{ authorizedApps = @(@{ clientId = 'c0a70500-0000-4000-8000-00000000a002' }) } }
        @{ Component = 'UpdateWindow'; Members = @{ updateWindow = @{ start = '20:00' } } }
        @{ Component = 'AppUpdateCadence'; Members = @{ appUpdateCadence = 'duringMajorUpgrade' } }
        @{ Component = 'PartnerAccess'; Members = @{ partnerAccess = @{ access = 'AllowSelectedPartnerTenants'; partnerTenants = @('9a270e00-0000-4000-8000-000000000001') } } }
        @{ Component = 'Microsoft365LicenseAccess'; Members = @{ microsoft365LicenseAccess = $true } }
        @{ Component = 'SecurityGroup'; Members = @{ securityGroup = 'none' } }
        @{ Component = 'SecurityGroup'; Members = @{ securityGroup = 'C0A70500-0000-4000-8000-00000000F002' } }
        @{ Component = 'SupportContact'; Members = @{ supportContact = @{ email = 'new@contoso.example' } } }
        @{ Component = 'Apps'; Members = @{ apps = @(@{ appId = 'a9900000-0000-4000-8000-000000000005'; version = 'latest' }) } }
        @{ Component = 'Companies'; Members = @{ companies = @(@{ name = "Café's 日本"; displayName = 'Café, "quoted"' }, @{ name = 'CRONUS DK'; displayName = 'Cronus' }) } }
        @{ Component = 'Features'; Members = @{ features = @(@{ feature = 'glcurrencyrevaluation'; enabled = $false }) } }
        @{ Component = 'Users'; Members = @{ users = @(@{ user = 'seller.03'; state = 'disabled'; expiryDate = '2027-01-31'; contactEmail = 'a@b.example' }) } }
        @{ Component = 'UserPermissions'; Members = @{ userPermissions = @(@{ user = 'SELLER.03'; permissionSet = 'd365 read'; company = 'Contoso Denmark' }, @{ user = 'SELLER.11'; permissionSet = 'LOCAL' }) } }
        @{ Component = 'SecurityGroupPermissions'; Members = @{ securityGroupPermissions = @(@{ securityGroup = 'finance'; permissionSet = 'D365 READ' }) } }
    ) {
        $null = New-TestConfiguration $file ($Members ?? @{}) -Tenant ($Tenant ?? @{})
        $before = @(Compare-BcConfiguration $file)
        $before.Component | Select-Object -Unique | Should -Be $Component
        $result = Invoke-Captured { Set-BcConfiguration $file -Force -AcceptIsvEula -Wait }
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.Status | Select-Object -Unique | Should -Be 'Done'
        $result.Output.Component | Select-Object -Unique | Should -Be $Component
        Compare-BcConfiguration $file | Should -BeNullOrEmpty
        Clear-Request
        Set-BcConfiguration $file -Force -AcceptIsvEula -Wait | Should -BeNullOrEmpty
        Get-Write | Should -BeNullOrEmpty
    }

    It 'sends nothing with -WhatIf, and shows the plan' {
        $null = New-TestConfiguration $file @{ appUpdateCadence = 'DuringMajorUpgrade'; companies = @(@{ name = 'New' }) } -Tenant @{ notificationRecipients = @() }
        $plan = Set-BcConfiguration $file -RemoveUnlisted -WhatIf
        $plan.Status | Select-Object -Unique | Should -Be 'Planned'
        $plan.Action | Should -Be 'Remove', 'Remove', 'Change', 'Add'
        ($plan | Where-Object Action -eq Change).Changes | Should -Be 'cadence: Default -> DuringMajorUpgrade'
        Get-Write | Should -BeNullOrEmpty
        @(Compare-BcConfiguration $file -IncludeUnlisted) | Should -HaveCount 4
    }

    It 'removes entries that are not in the file only with -RemoveUnlisted' {
        $kept = @(Get-BcUserPermission Production SELLER.03)[0]
        $null = New-TestConfiguration $file @{
            userPermissions = @(@{ user = 'SELLER.03'; permissionSet = $kept.RoleId })
            securityGroupPermissions = @(@{ securityGroup = 'WAREHOUSE'; permissionSet = 'LOCAL' })
        } -Tenant @{ notificationRecipients = @(@{ email = 'desk@partner.example' }) }
        Set-BcConfiguration $file -Force | Should -BeNullOrEmpty
        Clear-Request
        $result = Invoke-Captured { Set-BcConfiguration $file -RemoveUnlisted -Force }
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.Action | Select-Object -Unique | Should -Be 'Remove'
        (Get-BcNotificationRecipient).Email | Should -Be 'desk@partner.example'
        (Get-BcUserPermission Production | Where-Object UserName -notlike 'CONTOSO*').RoleId | Should -Be $kept.RoleId
        (Get-BcSecurityGroupPermission Production).RoleId | Should -Be 'LOCAL'
        Clear-Request
        Set-BcConfiguration $file -RemoveUnlisted -Force | Should -BeNullOrEmpty
        Get-Write | Should -BeNullOrEmpty
    }

    It 'uninstalls apps in an order that the service accepts, and keeps the apps of every environment' {
        $null = New-TestConfiguration $file @{ apps = @(@{ appId = 'c0a70500-0000-4000-8000-00000000b002' }) } Sandbox # which the service does not uninstall
        $result = Invoke-Captured { Set-BcConfiguration $file -RemoveUnlisted -Force }
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.Status | Select-Object -Unique | Should -Be 'Done'
        (Get-BcApp Sandbox).Name | Should -Contain 'Base Application'
        (Get-BcApp Sandbox).Name | Should -Not -Contain 'Fabrikam Base'
        Compare-BcConfiguration $file -IncludeUnlisted | Should -BeNullOrEmpty
    }

    It 'installs the package of a per-tenant extension from a path relative to the file, in the order of the file' {
        $base = New-TestApp $TestDrive Base 6f0e5c1a-0000-4000-8000-000000000001 1.0.0.0
        $null = New-TestApp $TestDrive Top 6f0e5c1a-0000-4000-8000-000000000002 1.0.0.0 -DependsOn 6f0e5c1a-0000-4000-8000-000000000001
        $null = New-TestConfiguration $file @{ apps = @(
                @{ appId = '6f0e5c1a-0000-4000-8000-000000000001'; path = (Split-Path $base -Leaf) }
                @{ appId = '6f0e5c1a-0000-4000-8000-000000000002'; path = './Contoso_Top_1.0.0.0.app' }
            ) } Sandbox
        $result = Invoke-Captured { Set-BcConfiguration $file -Force -AcceptIsvEula }
        $result.Errors | Should -BeNullOrEmpty
        (Get-BcApp Sandbox).Name | Should -Contain 'Top'
        Clear-Request
        Set-BcConfiguration $file -Force -AcceptIsvEula | Should -BeNullOrEmpty
        Get-Write | Should -BeNullOrEmpty
    }

    It 'rejects <Name>, with its position, and changes nothing' -ForEach @(
        @{ Name = 'an unknown permission set'; Code = 'PermissionSetNotFound'; Place = '$.environments[0].userPermissions[0].permissionSet'; Suggestion = 'D365 BASIC'
            Members = @{ userPermissions = @(@{ user = 'SELLER.03'; permissionSet = 'D365 BASC' }) }
        }
        @{ Name = 'an unknown user'; Code = 'UserNotFound'; Place = '$.environments[0].users[0].user'; Suggestion = 'SELLER.03'
            Members = @{ users = @(@{ user = 'SELLER.0'; state = 'Disabled' }) }
        }
        @{ Name = 'an unknown company'; Code = 'CompanyNotFound'; Place = '$.environments[0].userPermissions[0].company'; Suggestion = 'Contoso Denmark'
            Members = @{ userPermissions = @(@{ user = 'SELLER.03'; permissionSet = 'LOCAL'; company = 'Contoso Denmrk' }) }
        }
        @{ Name = 'an unknown security group'; Code = 'SecurityGroupNotFound'; Place = '$.environments[0].securityGroupPermissions[0].securityGroup'; Suggestion = 'FINANCE'
            Members = @{ securityGroupPermissions = @(@{ securityGroup = 'FINANC'; permissionSet = 'LOCAL' }) }
        }
        @{ Name = 'an unknown feature'; Code = 'FeatureNotFound'; Place = '$.environments[0].features[0].feature'; Suggestion = 'GLCurrencyRevaluation'
            Members = @{ features = @(@{ feature = 'GLCurrencyRevalution'; enabled = $true }) }
        }
        @{ Name = 'a one-way feature'; Code = 'FeatureIsOneWay'; Place = '$.environments[0].features[0].enabled'; Suggestion = 'true'
            Members = @{ features = @(@{ feature = 'ConcurrentWarehousingPosting'; enabled = $false }) }
        }
        @{ Name = 'a version of the environment that is not offered'; Code = 'TargetVersionNotFound'; Place = '$.environments[0].environment.version'; Suggestion = '>=28.4'
            Members = @{ environment = @{ version = '>=99.0' } }
        }
        @{ Name = 'a version of an app that is not offered'; Code = 'TargetVersionNotFound'; Place = '$.environments[0].apps[0].version'; Suggestion = '>=3.1.0.0'
            Members = @{ apps = @(@{ appId = 'a9900000-0000-4000-8000-000000000001'; version = '>=99.0' }) }
        }
        @{ Name = 'another type'; Code = 'ConfigurationMismatch'; Place = '$.environments[0].environment.type'
            Members = @{ environment = @{ type = 'Sandbox' } }
        }
        @{ Name = 'an unknown time zone'; Code = 'TimeZoneNotFound'; Place = '$.environments[0].updateWindow.timeZone'; Suggestion = 'Romance Standard Time'
            Members = @{ updateWindow = @{ timeZone = 'Romanc Standard Time' } }
        }
        @{ Name = 'an update window of less than six hours'; Code = 'InvalidConfiguration'; Place = '$.environments[0].updateWindow.end'
            Members = @{ updateWindow = @{ start = '22:00'; end = '03:59' } }
        }
        @{ Name = 'a user who is named by the address that the entry changes'; Code = 'InvalidConfiguration'; Place = '$.environments[0].users[0].user'; Suggestion = 'SELLER.03'
            Members = @{ users = @(@{ user = 'seller.03@contoso.example'; contactEmail = 'new@contoso.example' }) }; WithoutSignIn = $true
        }
        @{ Name = 'an app without -AcceptIsvEula'; Code = 'EulaNotAccepted'; Place = '$.environments[0].apps[0].appId'
            Members = @{ apps = @(@{ appId = 'a9900000-0000-4000-8000-000000000005' }) }
        }
        @{ Name = 'an unknown environment'; Environment = 'Prodution'; Code = 'EnvironmentNotFound'; Place = '$.environments[0]'; Suggestion = 'Production'
            Members = @{ supportContact = @{ name = 'y' } }
        }
    ) {
        $order = [ordered] @{ name = $Environment ?? 'Production' }
        foreach ($member in $Members.Keys) { $order[$member] = $Members[$member] }
        $content = [ordered] @{
            environments = @($order, @{ name = 'Sandbox'; supportContact = @{ name = 'Changed' } })
            notificationRecipients = @(@{ email = 'new@contoso.example' })
        }
        ConvertTo-Json $content -Depth 10 | Set-Content $file
        # Before version 29 the sign-in addresses of users cannot be read.
        if ($WithoutSignIn) { $null = Add-BcSimulatorFault 404 -Operation listUserDetails* -Count 0 }
        $result = Invoke-Captured { Set-BcConfiguration $file -Force }
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike "$Code,*"
        $failure = $result.Errors[0].Exception
        $failure.DocumentPath | Should -Be $Place
        $failure.Line | Should -BeGreaterThan 1
        $failure.Column | Should -BeGreaterThan 1
        $failure.Path | Should -Be (Get-Item $file).FullName
        $failure.Suggestion | Should -Be $Suggestion
        $result.Output.Status | Select-Object -Unique | Should -Be 'Skipped'
        Get-Write | Should -BeNullOrEmpty
    }

    It 'skips components that cannot be read, changes the others, and removes nothing because of it' {
        $null = Add-BcSimulatorFault 403 -Operation listCompanyUserPermissions -Count 0
        $null = New-TestConfiguration $file @{ appUpdateCadence = 'DuringMajorUpgrade'; userPermissions = @() }
        $result = Invoke-Captured { Set-BcConfiguration $file -RemoveUnlisted -Force }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'ConfigurationUnknown,*'
        $result.Errors.TargetObject | Should -Be 'UserPermissions'
        $result.Output.Component | Should -Be 'AppUpdateCadence'
        Get-Request deleteUserPermission | Should -BeNullOrEmpty
    }

    It 'creates an environment only with -IncludeEnvironment, with its content' {
        $null = New-TestConfiguration $file @{ environment = @{ type = 'Sandbox'; country = 'DK' }; companies = @(@{ name = 'Care' }); appUpdateCadence = 'DuringMajorUpgrade' } Training
        $failure = Get-OneError { Set-BcConfiguration $file -Force }
        $failure.FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        $failure.Exception.Advice | Should -BeLike '*-IncludeEnvironment*'
        (Set-BcConfiguration $file -IncludeEnvironment -WhatIf).Status | Should -Be 'Planned'
        Get-Write | Should -BeNullOrEmpty
        $result = Invoke-Captured { Set-BcConfiguration $file -IncludeEnvironment -Force }
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.Component | Should -Be 'Environment', 'AppUpdateCadence', 'Companies'
        (Get-BcCompany Training).Name | Should -Contain 'Care'
        Clear-Request
        Set-BcConfiguration $file -IncludeEnvironment -Force | Should -BeNullOrEmpty
        Get-Write | Should -BeNullOrEmpty
    }

    It 'never shows the value of a secret' {
        Set-Content $file '{ "environments": [ { "name": "Sandbox", "applicationInsights": "${secret:Insights}" } ] }'
        $failure = Get-OneError { Set-BcConfiguration $file -Force }
        $failure.FullyQualifiedErrorId | Should -BeLike 'SecretNotFound,*'
        $failure.Exception.DocumentPath | Should -Be '$.environments[0].applicationInsights'
        (Get-OneError { Set-BcConfiguration $file -Secret @{ Insights = 'InstrumentationKey=0b5f2c1e' } -Force }).Exception.Message | Should -Not -BeLike '*0b5f2c1e*'
        Get-Write | Should -BeNullOrEmpty
        $wrong = Get-OneError { Set-BcConfiguration $file -Secret @{ Insights = ConvertTo-SecureString 'abc-0b5f2c1e' -AsPlainText } -Force }
        $wrong.FullyQualifiedErrorId | Should -BeLike 'InvalidConfiguration,*'
        $wrong.Exception.DocumentPath | Should -Be '$.environments[0].applicationInsights'
        "$wrong" | Should -Not -BeLike '*0b5f2c1e*'
        Get-Write | Should -BeNullOrEmpty
        $result = Invoke-Captured { Set-BcConfiguration $file -Secret @{ insights = $secret } -Force -Wait -Verbose -Debug }
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.Changes | Should -BeLike 'connectionString: * -> ${secret:Insights}'
        ConvertTo-Json $result -Depth 6 -WarningAction Ignore | Should -Not -BeLike '*0b5f2c1e*'
        Test-BcConfiguration $file -Secret @{ Insights = $secret } | Should -BeExactly $true
        Compare-BcConfiguration $file -Secret @{ Insights = ConvertTo-SecureString 'InstrumentationKey=1' -AsPlainText } | ConvertTo-Json -Depth 4 | Should -Not -BeLike '*InstrumentationKey*'
        Clear-Request
        Set-BcConfiguration $file -Secret @{ Insights = $secret } -Force | Should -BeNullOrEmpty
        Get-Write | Should -BeNullOrEmpty
    }

    It 'reads secrets from SecretManagement' {
        Set-Content $file '{ "environments": [ { "name": "Sandbox", "applicationInsights": "${secret:Insights}" } ] }'
        $module = New-Module Microsoft.PowerShell.SecretManagement { function Get-Secret($Name) { if ($Name -eq 'Insights') { ConvertTo-SecureString 'InstrumentationKey=0b5f2c1e-1111-4222-8333-944444444444' -AsPlainText } } } | Import-Module -PassThru -Global
        try { (Set-BcConfiguration $file -Force -Wait).Status | Should -Be 'Done' }
        finally { Remove-Module $module }
    }

    It 'applies a baseline with parameters to several tenants' {
        Start-TestSession Partner -NoConnect
        foreach ($tenant in (Get-BcSimulator Test).Tenants) { Connect-BcTenant $tenant -Simulator }
        Set-Content $file '{ "environments": [ { "match": { "name": "Prod*", "type": "Production" }, "supportContact": { "email": "${parameter:mail}" } } ] }'
        $results = Set-BcConfiguration $file -Connection * -Parameter @{ mail = 'desk@partner.example' } -Force
        $results.TenantName | Should -Be (Get-BcConnection).Name
        (Get-BcSupportContact Production -Connection *).Email | Select-Object -Unique | Should -Be 'desk@partner.example'
        Get-BcConnection | Set-BcConfiguration $file -Parameter @{ mail = 'desk@partner.example' } -Force | Should -BeNullOrEmpty
    }

    It 'applies only the parts that -Environment and -Component select' {
        Set-Content $file '{ "notificationRecipients": [ { "email": "n@x.example" } ], "environments": [ { "match": { "name": "*" }, "appUpdateCadence": "DuringMajorUpgrade", "supportContact": { "name": "New" } } ] }'
        $result = Set-BcConfiguration $file -Environment San* -Component SupportContact -Force
        "$result $($result.Status)" | Should -Be 'Sandbox SupportContact Done'
        @(Get-Write) | Should -HaveCount 1
    }

    It 'rejects the configuration of another tenant, a read-only connection, and other objects' {
        Set-Content $file '{ "tenant": "other.example", "notificationRecipients": [ { "email": "n@x.example" } ] }'
        (Get-OneError { Set-BcConfiguration $file -Force }).FullyQualifiedErrorId | Should -BeLike 'ConfigurationMismatch,*'
        $null = New-TestConfiguration $file @{ appUpdateCadence = 'DuringMajorUpgrade' }
        (Get-OneError { Get-BcEnvironment Sandbox | Set-BcConfiguration $file -Force }).FullyQualifiedErrorId | Should -BeLike 'InputTypeNotAccepted,*'
        Connect-BcTenant -Simulator -ReadOnly
        (Get-OneError { Set-BcConfiguration $file -Force }).FullyQualifiedErrorId | Should -BeLike 'ReadOnlyConnection,*'
        (Set-BcConfiguration $file -WhatIf).Status | Should -Be 'Planned'
        Get-Write | Should -BeNullOrEmpty
    }

    It 'skips an app of a development tool' {
        $null = New-TestConfiguration $file @{ apps = @() } -Environment Sandbox
        $results = Set-BcConfiguration $file -RemoveUnlisted -Force
        $prototype = $results | Where-Object Reason -Like '*Contoso Prototype*'
        $prototype.Status | Should -Be 'Skipped'
        $prototype.Reason | Should -BeLike '*published from a development tool*'
        $results | Where-Object Status -eq Done | Should -Not -BeNullOrEmpty
        (Get-BcApp Sandbox).Name | Should -Contain 'Contoso Prototype'
    }

    It 'makes the other changes when the service rejects one' {
        $null = Add-BcSimulatorFault 400 -Operation createNotificationRecipient -Count 1 -ErrorCode MaximumNumberOfRecipientsReached
        $null = New-TestConfiguration $file @{ appUpdateCadence = 'DuringMajorUpgrade' } -Tenant @{ notificationRecipients = @(@{ email = 'n@x.example' }) }
        $result = Invoke-Captured { Set-BcConfiguration $file -Force }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'MaximumNumberOfRecipientsReached,*'
        $result.Errors.Exception.DocumentPath | Should -Be '$.notificationRecipients[0]'
        $result.Output.Status | Should -Be 'Failed', 'Done'
        (Set-BcConfiguration $file -Force).Status | Should -Be 'Done'
    }

    It 'prompts once for each environment, with No as the default for SUPER' {
        $null = New-TestConfiguration $file @{ appUpdateCadence = 'DuringMajorUpgrade'; userPermissions = @(@{ user = 'SELLER.03'; permissionSet = 'SUPER' }) }
        $run = Invoke-InHost "Set-BcConfiguration '$file'"
        $run.Prompts | Should -HaveCount 1
        $run.Prompts[0] | Should -BeLike '*AppUpdateCadence cadence: Default -> DuringMajorUpgrade*SELLER.03 / SUPER*'
        $run.Defaults | Should -Be 'No'
        $run.Output.Status | Select-Object -Unique | Should -Be 'Declined'
        Get-Write | Should -BeNullOrEmpty
    }
}
