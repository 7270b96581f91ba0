BeforeAll {
    Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force
    Import-Module "$PSScriptRoot/../../NodeSession.psm1" -Force
    $clientId = 'c0a70500-0000-4000-8000-00000000a001'

    # All operations of a definition with their path.
    function Get-Operation($Definition) {
        foreach ($path in $Definition.paths.Keys) {
            foreach ($method in $Definition.paths[$path].Keys) { $Definition.paths[$path][$method] + @{ path = $path; method = $method } }
        }
    }

    function Read-Json($Path) { Get-Content $Path -Raw | ConvertFrom-Json -AsHashtable }
}

Describe 'Export-BcConnector' {
    BeforeAll {
        Export-BcConnector AdminCenter TestDrive:/admin -ClientId $clientId
        Export-BcConnector Automation TestDrive:/automation -ClientId $clientId
        $admin = Read-Json TestDrive:/admin/apiDefinition.swagger.json
        $automation = Read-Json TestDrive:/automation/apiDefinition.swagger.json
    }

    It 'writes the two files and returns them' {
        $files = Export-BcConnector AdminCenter TestDrive:/new/folder -ClientId $clientId
        $files.Name | Should -Be @('apiDefinition.swagger.json', 'apiProperties.json')
        $files | Should -BeOfType System.IO.FileInfo
    }

    It 'is accepted by a public validator' {
        Export-BcConnector Automation TestDrive:/part -ClientId $clientId -TenantId contoso.example -Environment Production -Operation Users, Companies
        Test-OpenApi (Get-ChildItem TestDrive:/*/apiDefinition.swagger.json).FullName | Should -BeNullOrEmpty
    }

    It 'describes every call of the <_> API, except those that only programs make' -TestCases 'admin-center', 'automation' {
        $contract = Read-Json "$PSScriptRoot/../../../src/Contracts/$_.openapi.json"
        $expected = Get-Operation $contract | Where-Object { $_.tags[0] -ne 'Service' } | ForEach-Object { "$($_.method) $($_.operationId)" }
        $exported = Get-Operation ($_ -eq 'automation' ? $automation : $admin) | ForEach-Object { "$($_.method) $($_.operationId)" }
        $exported | Sort-Object | Should -Be ($expected | Sort-Object)
    }

    It 'respects the limits of the portal: <_>' -TestCases 'admin', 'automation' {
        $definition = Get-Variable $_ -ValueOnly
        $definition.info.title.Length | Should -BeLessOrEqual 30
        $definition.info.description.Length | Should -BeIn (30..500)
        $definition.info.title, $definition.info.description | Should -Not -Match '\bAPI\b'
        $definition.host, $definition.basePath, $definition.schemes | Should -Be @('api.businesscentral.dynamics.com', '/', 'https')
        (Get-Item "TestDrive:/$_*/apiDefinition.swagger.json").Length | Should -BeLessThan 1MB

        $operations = Get-Operation $definition
        foreach ($operation in $operations) {
            $operation.operationId | Should -MatchExactly '^[A-Z][A-Za-z0-9]+$'
            $operation.summary | Should -Match '^[A-Z][^/]{1,78}[A-Za-z0-9]$'
            $operation.description | Should -Match '\.$'
            $operation.description | Should -Not -Be $operation.summary
            $operation['x-ms-visibility'] | Should -BeIn @($null, 'important', 'advanced')
            @($operation.responses.Keys | Where-Object { $_ -like '2*' -and $operation.responses[$_]['schema'] }).Count | Should -BeLessOrEqual 1
            $operation.responses.Keys | Should -Contain 'default'
        }
        ($operations.operationId | Sort-Object -Unique).Count | Should -Be $operations.Count

        $parameters = @($definition.parameters.Values) + @($operations.parameters | Where-Object { -not $_['$ref'] })
        foreach ($parameter in $parameters) {
            $parameter['x-ms-summary'] | Should -MatchExactly '^[A-Z][A-Za-z0-9 ]{0,79}$'
            $parameter['x-ms-visibility'] | Should -BeIn 'important', 'advanced', 'internal'
            if ($parameter.in -eq 'path') {
                $parameter.required | Should -BeTrue
                $parameter['x-ms-url-encoding'] | Should -Be 'single'
            }
            # Hidden required members need a default value.
            if ($parameter['x-ms-visibility'] -eq 'internal') { $parameter.default | Should -Not -BeNullOrEmpty }
        }
        foreach ($schema in $definition.definitions.Values) {
            $schema.type | Should -Not -BeNullOrEmpty
            foreach ($property in $schema['properties']?.Values | Where-Object { $_ }) { $property['type'] ?? $property['$ref'] | Should -Not -BeNullOrEmpty }
        }
    }

    It 'follows the documented rules of the Swagger Validator, also with selected operations and fixed values' {
        Export-BcConnector AdminCenter TestDrive:/rules/admin -ClientId $clientId -TenantId contoso.example -Environment Production
        Export-BcConnector Automation TestDrive:/rules/automation -ClientId $clientId -TenantId contoso.example -Environment Production
        Export-BcConnector Automation TestDrive:/rules/environment -ClientId $clientId -Environment Production -Operation Users, listCompanies
        Export-BcConnector AdminCenter TestDrive:/rules/apps -ClientId $clientId -Operation Apps
        $folders = @('admin', 'automation') + (Get-ChildItem TestDrive:/rules).Name.ForEach({ "rules/$_" })
        Test-Connector $folders.ForEach({ (Get-Item "TestDrive:/$_").FullName }) | Should -BeNullOrEmpty
    }

    It 'routes the next page of each list through the connector' {
        $pageable = Get-Operation $automation | Where-Object { $_['x-ms-pageable'] }
        $pageable.Count | Should -BeGreaterThan 20
        $policy = (Read-Json TestDrive:/automation/apiProperties.json).properties.policyTemplateInstances
        @($policy).Count | Should -Be 1
        $policy[0].templateId | Should -BeExactly 'updatenextlink'
        $policy[0].title | Should -Not -BeNullOrEmpty
        $policy[0].parameters['x-ms-apimTemplateParameter.nextLinkPropertyName'] | Should -BeExactly '@odata.nextLink'
        $policy[0].parameters['x-ms-apimTemplate-operationName'] | Sort-Object | Should -Be ($pageable.operationId | Sort-Object)

        # Only for operations in the connector; the Admin Center API has no pages.
        Export-BcConnector Automation TestDrive:/pages -ClientId $clientId -Operation listUsers, getUser
        $chosen = (Read-Json TestDrive:/pages/apiProperties.json).properties.policyTemplateInstances
        $chosen[0].parameters['x-ms-apimTemplate-operationName'] | Should -Be 'ListUsers'
        (Read-Json TestDrive:/admin/apiProperties.json).properties.policyTemplateInstances | Should -BeNullOrEmpty
    }

    It 'does not cut a summary at a parenthesis' {
        (Get-Operation $admin | Where-Object operationId -eq InstallApp).summary | Should -Be 'Install a Marketplace (global) app'
        foreach ($name in 'admin-center', 'automation') {
            $contract = Get-Operation (Read-Json "$PSScriptRoot/../../../src/Contracts/$name.openapi.json") | Where-Object { $_.tags[0] -ne 'Service' }
            $exported = Get-Operation ($name -eq 'automation' ? $automation : $admin) | Group-Object operationId -AsHashTable
            foreach ($operation in $contract) { $exported[$operation.operationId].summary | Should -Be $operation.summary.TrimEnd('.') }
        }
    }

    It 'offers the values of <Name> in <Operation> from <List>' -TestCases @(
        @{ Operation = 'UninstallApp'; Name = 'appId'; List = 'ListInstalledApps'; Value = 'id' }
        @{ Operation = 'RemoveScheduledPte'; Name = 'appId'; List = 'ListScheduledPteOperations'; Value = 'appId' }
        @{ Operation = 'GetOperation'; Name = 'operationId'; List = 'ListOperations'; Value = 'id' }
        @{ Operation = 'CancelEnvironmentOperation'; Name = 'operationId'; List = 'ListEnvironmentOperations'; Value = 'id' }
        @{ Operation = 'GetAppOperation'; Name = 'operationId'; List = 'ListAppOperations'; Value = 'id' }
        @{ Operation = 'SelectEnvironmentUpdate'; Name = 'targetVersion'; List = 'ListEnvironmentUpdates'; Value = 'targetVersion' }
        @{ Operation = 'UpdateApp'; Name = 'targetVersion'; List = 'ListAvailableAppUpdates'; Value = 'version' }
        @{ Operation = 'CreateEnvironment'; Name = 'countryCode'; List = 'ListEnvironments'; Value = 'countryCode' }
        @{ Operation = 'CreateEnvironment'; Name = 'ringName'; List = 'ListEnvironments'; Value = 'ringName' }
        @{ Operation = 'ListRingVersions'; Name = 'countryCode'; List = 'ListEnvironments'; Value = 'countryCode' }
        @{ Operation = 'ListRingVersions'; Name = 'ringName'; List = 'ListEnvironments'; Value = 'ringName' }
        @{ Operation = 'SetManageableApplicationAccess'; Name = 'countryCode'; List = 'ListManageableApplications'; Value = 'countryCode' }
        @{ Operation = 'UpdateUser'; Name = 'userSecurityId'; List = 'ListUsers'; Value = 'userSecurityId' }
        @{ Operation = 'CreateUserPermission'; Name = 'appId'; List = 'ListPermissionSets'; Value = 'appId' }
    ) {
        $definition = (Get-Operation $admin).operationId -contains $Operation ? $admin : $automation
        $found = Get-Operation $definition | Where-Object operationId -eq $Operation
        $parameters = foreach ($parameter in $found.parameters) {
            if ($parameter['$ref']) { $definition.parameters[($parameter['$ref'] -split '/')[-1]] }
            elseif ($parameter.in -eq 'body') { $parameter.schema['properties']?[$Name] }
            else { $parameter }
        }
        $node = $parameters | Where-Object { $_ -and ($_['name'] ?? $Name) -eq $Name -and $_['x-ms-dynamic-values'] }
        $values, $dynamic = $node['x-ms-dynamic-values'], $node['x-ms-dynamic-list']
        $values.operationId, $values['value-path'] | Should -Be @($List, $Value)
        $dynamic.operationId, $dynamic.itemValuePath | Should -Be @($List, $Value)
        $values.parameters.Keys | ForEach-Object { $values.parameters[$_].parameter } | Should -Be $values.parameters.Keys
        $dynamic.parameters.Keys | ForEach-Object { $dynamic.parameters[$_].parameterReference } | Should -Be $values.parameters.Keys
    }

    It 'passes the fixed environment to lists as a value, because hidden parameters cannot be referenced' {
        Export-BcConnector AdminCenter TestDrive:/static -ClientId $clientId -Environment Production
        $app = (Read-Json TestDrive:/static/apiDefinition.swagger.json).parameters.appId
        $app['x-ms-dynamic-values'].parameters.environmentName | Should -Be 'Production'
        $app['x-ms-dynamic-list'].parameters.environmentName.value | Should -Be 'Production'
        $app['x-ms-dynamic-list'].parameters.applicationFamily.parameterReference | Should -Be 'applicationFamily'
    }

    It 'removes both forms of a list whose operation is not part of the connector' {
        Export-BcConnector AdminCenter TestDrive:/lost -ClientId $clientId -Operation uninstallApp, createEnvironment
        Get-Content TestDrive:/lost/apiDefinition.swagger.json -Raw | Should -Not -Match 'x-ms-dynamic'
    }

    It 'shows the operation that a request starts in the designer' {
        $copy = Get-Operation $admin | Where-Object operationId -eq CopyEnvironment
        $copy.responses['200'].schema | Should -Not -BeNullOrEmpty
        $copy.responses['202'].Keys | Should -Not -Contain 'schema'
        $copy.responses['default'].Keys | Should -Be 'description'
    }

    It 'contains no extension of the contract and nothing of later OpenAPI versions' {
        $text = Get-Content TestDrive:/*/apiDefinition.swagger.json -Raw
        $text | Should -Not -Match '"(x-bc-[^"]+|oneOf|anyOf|allOf|nullable|x-nullable)"'
    }

    # The requirements of Microsoft's schema of apiProperties.json; docs/connector.md describes how the files were compared with the schema itself.
    It 'signs in with Microsoft Entra ID like a connector that is created in the portal' {
        $properties = (Read-Json TestDrive:/admin/apiProperties.json).properties
        $properties.Keys | Should -Be @('connectionParameters', 'iconBrandColor', 'capabilities', 'policyTemplateInstances')
        $properties.iconBrandColor | Should -Match '^#[0-9a-f]{6}$'
        $properties.connectionParameters.Keys | Should -Be 'token'
        $properties.connectionParameters.token.type | Should -Be 'oauthSetting'

        $settings = $properties.connectionParameters.token.oAuthSettings
        $settings.Keys | Should -BeIn 'identityProvider', 'clientId', 'scopes', 'redirectMode', 'redirectUrl', 'properties', 'customParameters'
        $settings.identityProvider | Should -Be 'aad'
        $settings.clientId | Should -Be $clientId
        $settings.scopes | Should -BeNullOrEmpty
        $settings.redirectMode | Should -Be 'Global'
        $settings.redirectUrl | Should -Be 'https://global.consent.azure-apim.net/redirect'
        $settings.properties.IsFirstParty | Should -Be 'False'
        $settings.customParameters.Keys | Should -BeIn 'resourceUri', 'loginUri', 'tenantId'
        $settings.customParameters.resourceUri.value | Should -Be 'https://api.businesscentral.dynamics.com'
        $settings.customParameters.loginUri.value | Should -Be 'https://login.microsoftonline.com'
        $settings.customParameters.tenantId.value | Should -Be 'common'
        $admin.securityDefinitions['oauth2-auth'].authorizationUrl | Should -Be 'https://login.microsoftonline.com/common/oauth2/authorize'
    }

    It 'selects operations by ID and tag, and includes only what they need' {
        Export-BcConnector AdminCenter TestDrive:/chosen -ClientId $clientId -Operation Sessions, get*quotas, copyEnvironment
        $chosen = Read-Json TestDrive:/chosen/apiDefinition.swagger.json
        (Get-Operation $chosen).operationId | Sort-Object | Should -Be @('CopyEnvironment', 'GetQuotas', 'GetSession', 'ListSessions', 'StopSession')
        $chosen.definitions.Keys | Should -Contain 'Session'
        $chosen.definitions.Keys | Should -Not -Contain 'SupportContact'
        # It contains no list of environments to select from.
        $chosen.parameters.environmentName.Keys | Should -Not -Contain 'x-ms-dynamic-values'
        $admin.parameters.environmentName['x-ms-dynamic-values'].operationId | Should -Be 'ListEnvironments'
    }

    It 'fixes tenant and environment' {
        [pscustomobject] @{ AppId = $clientId; TenantId = 'contoso.example' } | Export-BcConnector Automation TestDrive:/fixed -Environment Production
        $fixed = Read-Json TestDrive:/fixed/apiDefinition.swagger.json
        $fixed.paths.Keys | Should -Contain '/v2.0/{tenantId}/{environmentName}/api/microsoft/automation/v2.0/companies'
        $fixed.parameters.tenantId.default, $fixed.parameters.environmentName.default | Should -Be @('contoso.example', 'Production')
        $fixed.parameters.environmentName['x-ms-visibility'] | Should -Be 'internal'
        (Read-Json TestDrive:/fixed/apiProperties.json).properties.connectionParameters.token.oAuthSettings.customParameters.tenantId.value | Should -Be 'contoso.example'

        $automation.paths.Keys | Should -Contain '/v2.0/{environmentName}/api/microsoft/automation/v2.0/companies'
        $automation.parameters.Keys | Should -Not -Contain 'tenantId'
    }

    It 'has a parameter for the name of an environment to create, even if the environment is fixed' {
        Export-BcConnector AdminCenter TestDrive:/create -ClientId $clientId -Environment Production
        $create = Get-Operation (Read-Json TestDrive:/create/apiDefinition.swagger.json) | Where-Object operationId -eq CreateEnvironment
        $name = $create.parameters | Where-Object { $_['name'] -eq 'environmentName' }
        $name['x-ms-visibility'] | Should -Be 'important'
        $name.Keys | Should -Not -Contain 'default'
    }

    It 'writes no file with -WhatIf, and replaces none with -NoClobber' {
        Export-BcConnector AdminCenter TestDrive:/if -ClientId $clientId -WhatIf
        Test-Path TestDrive:/if | Should -BeFalse
        (Get-OneError { Export-BcConnector AdminCenter TestDrive:/connector.zip -ClientId $clientId }).FullyQualifiedErrorId | Should -Match '^InvalidArgument'
        $failure = Get-OneError { Export-BcConnector AdminCenter TestDrive:/admin -ClientId $clientId -NoClobber }
        $failure.FullyQualifiedErrorId | Should -Match '^ResourceExists'
    }

    It 'reports an operation that does not exist' {
        $failure = Get-OneError { Export-BcConnector AdminCenter TestDrive:/none -ClientId $clientId -Operation listUsers }
        $failure.FullyQualifiedErrorId | Should -Match '^OperationNotFound'
        $failure.TargetObject | Should -Be 'listUsers'
    }

    It 'completes operations and tags' {
        $line = 'Export-BcConnector AdminCenter folder -Operation listEnv'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain 'ListEnvironments'
    }
}
