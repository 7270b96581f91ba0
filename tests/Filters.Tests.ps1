# The parameters that filter by name, with names that look like patterns, and with names that do not exist.
BeforeAll { Import-Module "$PSScriptRoot/TestSession.psm1" -Force }

Describe 'Names that look like patterns' {
    BeforeAll {
        Start-TestSession
        foreach ($name in 'ACME T', 'ACME [Test]') { $null = New-BcCompany Production $name }
    }

    It 'an exact name is preferred to a pattern that another name matches' {
        (Get-BcCompany Production 'ACME [Test]').Name | Should -Be 'ACME [Test]'
        (Get-BcCompany Production 'acme [TEST]').Name | Should -Be 'ACME [Test]'
        (Get-BcCompany Production 'ACME `[Test`]').Name | Should -Be 'ACME [Test]'
        (Get-BcCompany Production 'ACME [S-U]').Name | Should -Be 'ACME T'
        (Get-BcCompany Production 'ACME [Test]', 'Contoso D*').Name | Should -Be 'Contoso Denmark', 'ACME [Test]'
    }

    It 'a permission is removed from exactly the specified company' {
        $user = (Get-BcUser Production SELLER*)[0].UserName
        Add-BcUserPermission Production $user LOCAL -Company 'ACME T', 'ACME [Test]'
        Remove-BcUserPermission Production $user LOCAL -Company 'ACME [Test]'
        (Get-BcUserPermission Production $user -PermissionSet LOCAL).Company | Should -Be 'ACME T'
        Remove-BcUserPermission Production $user LOCAL -Company 'ACME [Test]'
        (Get-BcUserPermission Production $user -PermissionSet LOCAL).Company | Should -Be 'ACME T'
        Remove-BcUserPermission Production $user LOCAL -Company 'ACME*'
        Get-BcUserPermission Production $user -PermissionSet LOCAL | Should -BeNullOrEmpty
    }

    It 'a permission of a security group is removed from exactly the specified company' {
        Add-BcSecurityGroupPermission Production FINANCE LOCAL -Company 'ACME T'
        Remove-BcSecurityGroupPermission Production FINANCE LOCAL -Company 'ACME [Test]'
        (Get-BcSecurityGroupPermission Production FINANCE | Where-Object RoleId -EQ LOCAL).Company | Should -Be 'ACME T'
        (Get-OneError { Remove-BcSecurityGroupPermission Production FINANCE LOCAL -Company 'ACME Tt' }).FullyQualifiedErrorId | Should -BeLike 'CompanyNotFound,*'
    }

    It 'an invalid pattern is one error that does not end the command: <_>' -ForEach @(
        "Get-BcCompany Production '['", "Get-BcCompany Production 'ACME [Test'", "Get-BcUser Production '['", "Get-BcEnvironment '['", "Get-BcApp Production '['",
        "Get-BcApp Production -Publisher '['", "Get-BcAppUpdate Production '['", "Get-BcExtension Production '['", "Get-BcExtension Production -Publisher '['",
        "Get-BcExtensionDeployment Production '['", "Get-BcFeature Production '['", "Get-BcProfile Production '['", "Get-BcPermissionSet Production '['",
        "Get-BcUserPermission Production -PermissionSet '['", "Get-BcSecurityGroup Production '['", "Get-BcNotificationRecipient '['", "Get-BcTimeZone '['",
        "Get-BcApplicationFamily '['", "Get-BcApiEntitySet Production '['", "Get-BcSession Production -User '['",
        "Get-BcSession Production -ClientType '['", "Get-BcOperation -Status '['", "Get-BcConfigurationPackage Production 'Contoso Sweden' '['", "Get-BcConnection '['",
        "Get-BcEnvironment -Connection '['", "Disconnect-BcTenant '['", "Get-BcSimulatorRequest -Operation '['", "Get-BcSimulator '['", "Stop-BcSimulator '['"
        "Remove-BcUserPermission Production (Get-BcUser Production SELLER*)[0].UserName LOCAL -Company '['"
    ) {
        $command = [scriptblock]::Create($_)
        $result = Invoke-Captured { & $command; 'next' }
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'InvalidPattern,*'
        $result.Output | Should -Contain 'next'
    }

    It 'an invalid pattern selects no connection and returns the reason' {
        (Get-OneError { Select-BcConnection '[' }).FullyQualifiedErrorId | Should -BeLike 'InvalidPattern,*'
        Connect-BcTenant -Simulator
    }

    It 'completion offers a name that is matched exactly' {
        foreach ($line in "Get-BcCompany Production 'ACME [", 'Get-BcCompany Production ACME', 'Remove-BcCompany Production ''ACME ['' -WhatIf') {
            $text = "$line"
            $at = $text.IndexOf(' -WhatIf') -gt 0 ? $text.IndexOf(' -WhatIf') : $text.Length
            $offered = (TabExpansion2 $text $at).CompletionMatches.CompletionText | Where-Object { $_ -like '*Test*' }
            $offered | Should -HaveCount 1 -Because $line
            (& ([scriptblock]::Create("Get-BcCompany Production $offered"))).Name | Should -Be 'ACME [Test]'
        }
        (TabExpansion2 'Get-BcCompany Production ACME').CompletionMatches.CompletionText | Should -Contain "'ACME ``[Test``]'"
        (TabExpansion2 'Remove-BcCompany Production ACME').CompletionMatches.CompletionText | Should -Contain "'ACME [Test]'"
    }

    It 'a connection with brackets in its name is found by this name' {
        Connect-BcTenant -Simulator -Name 'A [bc]'
        Connect-BcTenant -Simulator -Name 'A b'
        (Get-BcConnection 'A [bc]').Name | Should -Be 'A [bc]'
        (Get-BcEnvironment -Connection 'A [bc]').Connection.Name | Select-Object -Unique | Should -Be 'A [bc]'
        Disconnect-BcTenant 'A [bc]'
        (Get-BcConnection).Name | Should -Contain 'A b'
        Disconnect-BcTenant 'A b'
        Start-TestSession
    }

    It 'wildcards ignore case in every culture' {
        $culture = [cultureinfo]::CurrentCulture
        try {
            foreach ($name in 'tr-TR', 'az-Latn-AZ', 'th-TH') {
                [cultureinfo]::CurrentCulture = $name
                (Get-BcEnvironment 'PRODUCTI*').Name | Should -Be 'Production'
                (Get-BcCompany Production 'CONTOSO DENMARK*').Name | Should -Be 'Contoso Denmark'
                (Get-BcEnvironment -Status 'ACTIV*').Count | Should -Be 2
            }
        }
        finally { [cultureinfo]::CurrentCulture = $culture }
    }

    It 'only the object with the exact name is removed, even if the pattern matches others' {
        foreach ($name in 'ACME T', 'ACME [Test]') { if (-not (Get-BcCompany Production | Where-Object Name -EQ $name)) { $null = New-BcCompany Production $name } }
        Get-BcCompany Production 'ACME [Test]' | Remove-BcCompany -Force
        (Get-BcCompany Production).Name | Should -Contain 'ACME T'
        (Get-BcCompany Production).Name | Should -Not -Contain 'ACME [Test]'
    }
}

Describe 'Filters with a typo' {
    BeforeAll { Start-TestSession }

    It 'an exact value that does not exist is an error: <Command>' -ForEach @(
        @{ Command = 'Get-BcUserPermission Production -PermissionSet SUPPER'; Code = 'PermissionSetNotFound'; Suggestion = 'SUPER' }
        @{ Command = 'Get-BcUserPermission Production -PermissionSet SUPER, SUPPER'; Code = 'PermissionSetNotFound'; Suggestion = 'SUPER' }
        @{ Command = 'Get-BcUserPermission Production (Get-BcUser Production SELLER*)[0].UserName -PermissionSet LOCL'; Code = 'PermissionSetNotFound'; Suggestion = 'LOCAL' }
        @{ Command = 'Get-BcPermissionSet Production SUPPER'; Code = 'PermissionSetNotFound'; Suggestion = 'SUPER' }
        @{ Command = 'Remove-BcUserPermission Production (Get-BcUser Production SELLER*)[0].UserName LOCL'; Code = 'PermissionSetNotFound'; Suggestion = 'LOCAL' }
        @{ Command = 'Add-BcUserPermission Production (Get-BcUser Production SELLER*)[0].UserName LOCL'; Code = 'PermissionSetNotFound'; Suggestion = 'LOCAL' }
        @{ Command = 'Add-BcSecurityGroupPermission Production FINANCE LOCL'; Code = 'PermissionSetNotFound'; Suggestion = 'LOCAL' }
        @{ Command = 'Remove-BcSecurityGroupPermission Production FINANCE LOCL'; Code = 'PermissionSetNotFound'; Suggestion = 'LOCAL' }
        @{ Command = 'Get-BcApp Production -Publisher Fabricam'; Code = 'PublisherNotFound'; Suggestion = 'Fabrikam' }
        @{ Command = "Get-BcApp Production 'Fabrikam Report'"; Code = 'AppNotFound'; Suggestion = 'Fabrikam Reports' }
        @{ Command = "Get-BcAppUpdate Production 'Fabrikam Report'"; Code = 'AppNotFound'; Suggestion = 'Fabrikam Reports' }
        @{ Command = "Get-BcExtension Production -Publisher Fabricam"; Code = 'PublisherNotFound'; Suggestion = 'Fabrikam' }
        @{ Command = "Get-BcExtensionDeployment Production 'Fabrikam Report'"; Code = 'ExtensionNotFound'; Suggestion = 'Fabrikam Reports' }
        @{ Command = 'Get-BcSecurityGroupMember Production FINANCES'; Code = 'SecurityGroupNotFound'; Suggestion = 'FINANCE' }
        @{ Command = 'Get-BcApplicationFamily BusinesCentral'; Code = 'ApplicationFamilyNotFound'; Suggestion = 'BusinessCentral' }
        @{ Command = 'Get-BcApplicationFamily BusinessCentral DKK'; Code = 'CountryNotFound'; Suggestion = 'DK' }
        @{ Command = 'Get-BcEnvironmentStorage -ApplicationFamily BusinesCentral'; Code = 'ApplicationFamilyNotFound'; Suggestion = 'BusinessCentral' }
        @{ Command = "Get-BcTimeZone 'Romance Standard Tme'"; Code = 'TimeZoneNotFound'; Suggestion = 'Romance Standard Time' }
        @{ Command = 'Get-BcApiEntitySet Production usres'; Code = 'EntitySetNotFound'; Suggestion = 'users' }
        @{ Command = 'Get-BcSession Production -User nobody'; Code = 'UserNotFound' }
        @{ Command = 'Get-BcSession Production 99999'; Code = 'SessionNotFound' }
        @{ Command = 'Stop-BcSession Production 99999 -Force'; Code = 'SessionNotFound' }
        @{ Command = 'Get-BcAppOperation Production (New-Guid)'; Code = 'AppNotFound' }
        @{ Command = 'Get-BcAppUpdate Production -AppId (New-Guid)'; Code = 'AppNotFound' }
        @{ Command = 'Uninstall-BcApp Production (New-Guid) -Force'; Code = 'AppNotFound' }
        @{ Command = 'Uninstall-BcExtension Production (New-Guid) -Force'; Code = 'ExtensionNotFound' }
        @{ Command = 'Unpublish-BcExtension Production (New-Guid) -Force'; Code = 'ExtensionNotFound' }
        @{ Command = 'Remove-BcAuthorizedApp (New-Guid) -Force'; Code = 'AppNotFound' }
        @{ Command = 'Remove-BcNotificationRecipient (New-Guid)'; Code = 'RecipientNotFound' }
        @{ Command = "Remove-BcConfigurationPackage Production 'Contoso Sweden' NOTHING"; Code = 'ConfigurationPackageNotFound' }
        @{ Command = 'Disconnect-BcTenant nobody'; Code = 'NotConnected' }
        @{ Command = 'Stop-BcSimulator Tset'; Code = 'SimulatorNotFound'; Suggestion = 'Test' }
        @{ Command = "Export-BcUser Production `$TestDrive/users.csv -Name SELER"; Code = 'UserNotFound' }
        @{ Command = "Export-BcTenantReport `$TestDrive/report.html Prodution -Section Environments"; Code = 'EnvironmentNotFound'; Suggestion = 'Production' }
    ) {
        $script = [scriptblock]::Create($Command)
        $failure = Get-OneError { $null = & $script }
        $failure.FullyQualifiedErrorId | Should -BeLike "$Code,*"
        $failure.TargetObject | Should -Not -BeNullOrEmpty
        if ($Suggestion) {
            "$failure" | Should -BeLike "*Did you mean '$Suggestion'?*"
            $failure.Exception.Suggestion | Should -Be $Suggestion
        }
    }

    It 'a family and a country that the customer cannot use are errors' {
        Start-TestSession -As DelegatedAdmin
        "$(Get-OneError { Get-BcManageableApplication BusinesCentral })" | Should -BeLike "*Did you mean 'BusinessCentral'?*"
        (Get-OneError { Get-BcManageableApplication BusinessCentral ZZ }).FullyQualifiedErrorId | Should -BeLike 'CountryNotFound,*'
        (Get-OneError { Get-BcManageableApplication '[' }).FullyQualifiedErrorId | Should -BeLike 'InvalidPattern,*'
        Start-TestSession
    }

    It 'a value that an open enumeration does not know is a warning: <Command>' -ForEach @(
        @{ Command = 'Get-BcOperation -Status faild'; Suggestion = 'failed' }
        @{ Command = 'Get-BcOperation -Type restrat'; Suggestion = 'restart' }
        @{ Command = 'Get-BcEnvironment -Status Activ'; Suggestion = 'Active' }
        @{ Command = 'Get-BcEnvironment Production -Status Activ'; Suggestion = 'Active' }
        @{ Command = 'Get-BcSession Production -ClientType WebClint'; Suggestion = 'WebClient' }
        @{ Command = 'Get-BcSession Production, Sandbox -ClientType WebClint'; Suggestion = 'WebClient' }
        @{ Command = 'Get-BcScheduledJob Production -Category BCUSERIMPP'; Suggestion = $null }
        @{ Command = 'Get-BcSimulatorRequest -Operation listUsrs'; Suggestion = 'listUsers' }
        @{ Command = 'Add-BcSimulatorFault 500 -Operation listUsrs'; Suggestion = 'listUsers' }
    ) {
        $script = [scriptblock]::Create($Command)
        $result = Invoke-Captured { & $script }
        Reset-BcSimulator Test -FaultOnly
        $result.Errors | Should -BeNullOrEmpty
        $result.Warnings | Should -HaveCount 1
        if ($Suggestion) { $result.Warnings | Should -BeLike "*Did you mean '$Suggestion'?*" }
    }

    It 'a known value without objects, a wildcard, and an empty value are silent: <_>' -ForEach @(
        'Get-BcOperation -Status skipped', 'Get-BcEnvironment -Status Upgrading', "Get-BcOperation -Status 'fai*x'", "Get-BcEnvironment -Status ''",
        "Get-BcUserPermission Production -PermissionSet 'SUPPER*'", "Get-BcUserPermission Production -PermissionSet ''", "Get-BcUserPermission Production -PermissionSet @()",
        "Get-BcCompany Production ''", "Get-BcCompany Production @()", "Get-BcApp Production -Publisher 'nobody*'", "Get-BcSession Production -User 'nobody*'",
        'Get-BcUserPermission Production (Get-BcUser Production BUYER*)[0].UserName -PermissionSet LOCAL', "Get-BcApp Production -AppId @()", "Get-BcUser Production -UserSecurityId @()",
        "Get-BcOperation @()", "Get-BcFeature Production -FeatureId ''"
    ) {
        $script = [scriptblock]::Create($_)
        $result = Invoke-Captured { & $script }
        $result.Errors | Should -BeNullOrEmpty
        $result.Warnings | Should -BeNullOrEmpty
        $result.Output | Should -BeNullOrEmpty
    }

    It 'a piped session that has ended in the meantime is not an error' {
        $session = (Get-BcSession Sandbox)[0]
        $session | Stop-BcSession -Force
        $result = Invoke-Captured { $session | Stop-BcSession -Force -Verbose }
        $result.Errors | Should -BeNullOrEmpty
        $result.Verbose -join ' ' | Should -BeLike '*has already ended*'
    }

    It 'the error for a name is written after the objects, which are streamed' {
        Start-ManyUserSession
        Clear-Request
        (Get-BcUser Production *, nobody | Select-Object -First 1).UserName | Should -Not -BeNullOrEmpty
        $result = Invoke-Captured { Get-BcUser Production nobody, (Get-BcUser Production -ErrorAction Stop | Select-Object -First 1).UserName }
        $result.Output | Should -HaveCount 1
        $result.Errors | Should -HaveCount 1
    }
}

Describe 'One mistake, one code' {
    BeforeAll {
        Start-TestSession
        $null = Get-BcEnvironment
    }

    It 'an environment that does not exist is EnvironmentNotFound in each API: <_>' -ForEach @(
        'Get-BcEnvironment Prodution', 'Get-BcApp Prodution', 'Get-BcSession Prodution', 'Get-BcOperation Prodution', 'Remove-BcEnvironment Prodution -Force', 'Get-BcEnvironmentUpdate Prodution'
        'Get-BcCompany Prodution', 'Get-BcUser Prodution', 'Get-BcExtension Prodution', 'Get-BcPermissionSet Prodution', 'Get-BcFeature Prodution', 'Get-BcApiEntitySet Prodution', 'Get-BcScheduledJob Prodution'
        'Get-BcCompany Prodution -CompanyId (New-Guid)', 'Get-BcSecurityGroup Prodution -Company (New-Guid)', 'Remove-BcCompany Prodution Nope -Force', 'Add-BcUserPermission Prodution nobody LOCAL'
        'Get-BcConfigurationPackage Prodution Nope', "Invoke-BcApi companies -Environment Prodution"
    ) {
        $script = [scriptblock]::Create($_)
        $failure = Get-OneError { & $script }
        $failure.FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        "$failure" | Should -BeLike "*Did you mean 'Production'?*"
        $failure.ErrorDetails.RecommendedAction | Should -BeLike 'Get-BcEnvironment lists the environments*'
    }

    It 'a missing object has the code of its kind: <Command>' -ForEach @(
        @{ Command = "Get-BcCompany Production 'Contoso Swedne'"; Code = 'CompanyNotFound'; Suggestion = 'Contoso Sweden' }
        @{ Command = "Get-BcUser Production -Company 'Contoso Swedne'"; Code = 'CompanyNotFound'; Suggestion = 'Contoso Sweden' }
        @{ Command = "Remove-BcCompany Production 'Contoso Swedne' -Force"; Code = 'CompanyNotFound'; Suggestion = 'Contoso Sweden' }
        @{ Command = 'Get-BcCompany Production -CompanyId (New-Guid)'; Code = 'CompanyNotFound' }
        @{ Command = 'Get-BcConfigurationPackage Production (New-Guid)'; Code = 'CompanyNotFound' }
        @{ Command = 'Get-BcUser Production -UserSecurityId (New-Guid)'; Code = 'UserNotFound' }
        @{ Command = 'Disable-BcUser Production (New-Guid)'; Code = 'UserNotFound' }
        @{ Command = 'Get-BcExtension Production -PackageId (New-Guid)'; Code = 'ExtensionNotFound' }
        @{ Command = 'Install-BcExtension Production (New-Guid)'; Code = 'ExtensionNotFound' }
        @{ Command = 'Enable-BcFeature Production Nope -Force'; Code = 'FeatureNotFound' }
        @{ Command = "Get-BcSecurityGroup Production -SecurityGroupId nope"; Code = 'SecurityGroupNotFound' }
        @{ Command = 'Get-BcScheduledJob Production (New-Guid)'; Code = 'ScheduledJobNotFound' }
        @{ Command = 'Update-BcApp Production (New-Guid)'; Code = 'AppNotFound' }
        @{ Command = 'Get-BcUserPermission Production (Get-BcUser Production SELLER*)[0].UserName -UserPermissionId (New-Guid)'; Code = 'UserPermissionNotFound' }
    ) {
        $script = [scriptblock]::Create($Command)
        $failure = Get-OneError { & $script }
        $failure.FullyQualifiedErrorId | Should -BeLike "$Code,*"
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        if ($Suggestion) { "$failure" | Should -BeLike "*Did you mean '$Suggestion'?*" }
    }

    It 'users and features are suggested as well' {
        $user = (Get-BcUser Production SELLER*)[0].UserName
        "$(Get-OneError { Get-BcUserPermission Production "x$user" })" | Should -BeLike "*Did you mean '$user'?*"
        $feature = (Get-BcFeature Production)[0].FeatureId
        "$(Get-OneError { Get-BcFeature Production -FeatureId "${feature}x" })" | Should -BeLike "*Did you mean '$feature'?*"
    }

    It 'a deleted environment is not suggested' {
        $null = Remove-BcEnvironment Sandbox -Force -Wait
        "$(Get-OneError { Get-BcCompany Sandbox })" | Should -Not -BeLike "*Did you mean 'Sandbox'*"
        "$(Get-OneError { Get-BcCompany Sandbx })" | Should -Not -BeLike "*Did you mean 'Sandbox'*"
    }
}

Describe 'Every filter of every Get cmdlet' {
    BeforeDiscovery {
        $module = Import-Module "$PSScriptRoot/../out/BcAdmin" -PassThru
        $types = [string], [string[]], [guid], [guid[]], [Nullable[guid]], [int[]]
        # Parameters that do not filter objects by name: an OData expression, the path to the objects, an ID that only avoids a search, and an address that is constructed.
        $others = '*.Filter', '*.Connection', 'Get-BcUser.SystemId', 'Get-BcAdminConsentUrl.*'
        $filters = foreach ($command in Get-Command Get-* -Module $module.Name -CommandType Cmdlet) {
            foreach ($parameter in $command.Parameters.Values) {
                $key = "$($command.Name).$($parameter.Name)"
                $attributes = $parameter.Attributes
                if ($parameter.ParameterType -notin $types -or $parameter.Name -in [System.Management.Automation.PSCmdlet]::CommonParameters) { continue }
                if (($attributes | Where-Object { $_ -is [ValidateSet] }) -or ($others | Where-Object { $key -like $_ })) { continue }
                # The address of the Automation API has no application family if one host serves all of them.
                $isInside = $command.Parameters.ContainsKey('Company')
                if ($parameter.Name -eq 'ApplicationFamily' -and ($isInside -or $command.Noun -in 'BcApiEntitySet', 'BcCompany', 'BcConfigurationPackage', 'BcExtensionDeployment', 'BcUserPermission')) { continue }
                @{ Command = $command; Parameter = $parameter; Key = $key }
            }
        }
    }

    BeforeAll {
        function Invoke-WithUnknown($Command, $Parameter) {
            $arguments = @{}
            foreach ($other in $Command.Parameters.Values | Where-Object { $_.Name -ne $Parameter.Name -and $known.ContainsKey($_.Name) }) {
                if ($other.ParameterSets.Values | Where-Object IsMandatory) { $arguments[$other.Name] = $known[$other.Name] }
            }
            $arguments[$Parameter.Name] = switch ($Parameter.ParameterType) {
                { $_ -in [guid], [guid[]], [Nullable[guid]] } { [guid]::NewGuid() }
                ([int[]]) { 987654 }
                default { $Parameter.Name -in 'Country', 'Category' ? 'ZZ' : 'Zyxwvutsrqponm' }
            }
            Invoke-Captured { & $Command.Name @arguments }
        }

        Start-TestSession Preview
        $known = @{
            Environment = 'Preview'; Company = (Get-BcCompany Preview)[0].Name; AppId = (Get-BcApp Preview)[0].AppId; PermissionSet = 'LOCAL'; Country = 'DK'
            SourceTenantId = [guid]::NewGuid(); OutageType = 'x'
        }
    }

    It '<Key> reports that its value does not exist' -ForEach $filters {
        if ($Command.Noun -eq 'BcManageableApplication') { Start-TestSession -As DelegatedAdmin }
        $result = try { Invoke-WithUnknown $Command $Parameter } finally { if ($Command.Noun -eq 'BcManageableApplication') { Start-TestSession Preview } }
        $result.Output | Should -BeNullOrEmpty
        $result.Errors.Count + $result.Warnings.Count | Should -BeGreaterThan 0
        $result.Errors.FullyQualifiedErrorId | Where-Object { $_ -match 'Parameter|Argument|Forbidden|Exception,' } | Should -BeNullOrEmpty
    }

    It 'covers <Filters.Count> filters' -ForEach @{ Filters = $filters } { $Filters.Count | Should -BeGreaterThan 90 }
}
