BeforeAll {
    Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force
    Import-Module "$PSScriptRoot/../../NodeSession.psm1" -Force
    $clientId = 'c0a70500-0000-4000-8000-00000000a001'

    function Read-Json($Path) { Get-Content $Path -Raw | ConvertFrom-Json -AsHashtable }

    # The address at which newman calls the simulator: plain http on loopback, because a collection cannot trust a certificate.
    function Get-SimulatorVariable {
        $address = "$((Get-BcSimulator Test).HttpEndpoint)".TrimEnd('/')
        @{ baseUrl = $address; loginUrl = $address }
    }
}

Describe 'Export-BcApiDefinition -Format Postman' {
    BeforeAll {
        $path = Join-Path $TestDrive both.json
        Export-BcApiDefinition AdminCenter, Automation $path Postman -TenantId contoso.example -ClientId $clientId
        $both = Read-Json $path
    }

    It 'is a collection of version 2.1 with a folder for each area' {
        $both.info.schema | Should -Match 'collection/v2\.1\.0/collection\.json$'
        $operations = foreach ($api in 'admin-center', 'automation') {
            foreach ($item in (Read-Json "$PSScriptRoot/../../../src/Contracts/$api.openapi.json").paths.Values) { $item.Values | Where-Object { $_.operationId } }
        }
        $areas = $operations | Group-Object { $_.tags[0] }
        $both.item.name | Sort-Object | Should -Be $areas.Name
        foreach ($area in $areas) { @($both.item | Where-Object name -eq $area.Name | ForEach-Object { $_['item'] }).Count | Should -Be $area.Count -Because $area.Name }
    }

    It 'signs in with authorization code, or as an app' {
        $settings = $both.auth.oauth2 | ForEach-Object { @{ $_.key = $_.value } }
        $both.auth.type | Should -Be 'oauth2'
        $settings.grant_type | Should -Be 'authorization_code_with_pkce'
        $settings.authUrl | Should -Be '{{loginUrl}}/{{tenantId}}/oauth2/v2.0/authorize'
        $settings.accessTokenUrl | Should -Be '{{loginUrl}}/{{tenantId}}/oauth2/v2.0/token'

        Export-BcApiDefinition AdminCenter TestDrive:/app.json Postman -GrantType ClientCredentials
        $app = Read-Json TestDrive:/app.json
        ($app.auth.oauth2 | Where-Object key -eq grant_type).value | Should -Be 'client_credentials'
        ($app.variable | Where-Object key -eq grantType).value | Should -Be 'client_credentials'
    }

    It 'fills in known values; secrets are empty variables' {
        $values = @{}
        foreach ($variable in $both.variable) { $values[$variable.key] = $variable.value }
        $values.tenantId, $values.clientId, $values.baseUrl | Should -Be @('contoso.example', $clientId, 'https://api.businesscentral.dynamics.com')
        $values.environmentName, $values.companyId, $values.clientSecret, $values.accessToken | Should -Be @('', '', '', '')
        $used = [regex]::Matches((Get-Content $path -Raw), '\{\{(\w+)\}\}') | ForEach-Object { $_.Groups[1].Value } | Sort-Object -Unique
        $used | Where-Object { $_ -notin $values.Keys } | Should -BeNullOrEmpty
        Get-Content $path -Raw | Should -Not -Match 'sig=|eyJ'
    }

    It 'has a body for each call that requires one' {
        $bodies = $both.item | ForEach-Object { $_['item'] } | Where-Object { $_.request.method -in 'POST', 'PUT', 'PATCH' -and $_.request['body'] }
        $bodies.Count | Should -BeGreaterThan 40
        foreach ($item in $bodies | Where-Object { $_.request.body.mode -eq 'raw' }) { { $item.request.body.raw | ConvertFrom-Json } | Should -Not -Throw -Because $item.name }
    }

    It 'sends no fixed example that would fail: no sample ID, date, or address' {
        foreach ($item in $both.item | ForEach-Object { $_['item'] }) {
            $fields = @($item.request['body']?['formdata']) | Where-Object { $_ } | ForEach-Object { $_['value'] }
            $sent = "$($item.request.url.raw) $($item.request['body']?['raw']) $fields"
            $sent | Should -Not -Match '[0-9a-f]{8}-[0-9a-f]{4}-|\d{4}-\d\d-\d\d|CRONUS|Fabrikam|\.example\b' -Because $item.name
        }
    }

    It 'sets a variable before the requests of a folder use it' {
        $values = @{}
        foreach ($variable in $both.variable) { $values[$variable.key] = $variable.value }
        foreach ($folder in $both.item) {
            $used = @()
            foreach ($item in $folder['item']) {
                $script = @($item['event']) | Where-Object { $_ -and $_.listen -eq 'test' } | ForEach-Object { $_.script.exec }
                foreach ($name in [regex]::Matches("$script", "pm\.collectionVariables\.set\('(\w+)'").ForEach({ $_.Groups[1].Value })) {
                    # Variables that the script before each request reads itself may be used earlier.
                    if (-not $values[$name] -and $name -notin 'environmentName', 'companyId', 'userSecurityId') { $used | Should -Not -Contain $name -Because "$($folder.name), $($item.name)" }
                }
                $sent = "$($item.request.url.raw) $($item.request['body']?['raw'])"
                $used += [regex]::Matches($sent, '\{\{(\w+)\}\}').ForEach({ $_.Groups[1].Value })
            }
        }
    }

    It 'marks the requests that apps or users cannot make' {
        foreach ($api in 'admin-center', 'automation') {
            foreach ($path in (Read-Json "$PSScriptRoot/../../../src/Contracts/$api.openapi.json").paths.Values) {
                foreach ($operation in $path.Values | Where-Object { $_.operationId }) {
                    $app = $operation['x-bc-permissions']['app'] ?? $operation['x-bc-permissions']['s2s']
                    $name = $operation.summary.TrimEnd('.') + ($app -eq 'no' ? ' (users only)' : $app -eq 'only' ? ' (apps only)' : '')
                    $item = ($both.item | Where-Object name -eq $operation.tags[0])['item'] | Where-Object name -eq $name
                    $item | Should -Not -BeNullOrEmpty -Because $name
                    if ($app -eq 'no') { $item.request.description | Should -Match 'Apps cannot make this request' }
                }
            }
        }
    }

    It 'names each documented rejection, in the description and in the script' {
        $install = ($both.item | Where-Object name -eq SecurityInspection)['item'][0]
        $install.request.description | Should -Match 'Documented refusal BadRequest_ResourceNotFound: '
        ($install.event | Where-Object listen -eq prerequest).script.exec | Should -Contain "pm.variables.set('refusals', 'BadRequest_ResourceNotFound');"
    }

    It 'runs completely in newman as <_>, with no failed assertion and nothing changed in production' -TestCases 'a user', 'an app' {
        $app = $_ -eq 'an app'
        Start-TestSession -As User
        $variables = Get-SimulatorVariable
        $whole = Join-Path $TestDrive whole.json
        $grant = $app ? 'ClientCredentials' : 'AuthorizationCode'
        Export-BcApiDefinition AdminCenter, Automation $whole Postman -TenantId contoso.example -ClientId $clientId -GrantType $grant
        if ($app) { $variables.clientSecret = 'contoso-automation-secret' }
        else {
            $variables.accessToken = Get-BcAccessToken | ConvertFrom-SecureString -AsPlainText
            $variables.powerPlatformEnvironmentId = 'c0a70500-0000-4000-8000-00000000e002'
        }
        Clear-Request
        $run = Invoke-Newman $whole -Variable $variables
        $run | Where-Object error | ForEach-Object { "$($_.request): $($_.error)" } | Should -BeNullOrEmpty
        $run.Count | Should -BeGreaterThan 80
        $run.request -like ($app ? '*(users only)' : '*(apps only)') | Should -BeNullOrEmpty
        if (-not $app) {
            # No request of these folders is omitted, and the new environments exist: each operation was awaited before the next request.
            $requests = $both.item | Where-Object name -in Environments, Companies | ForEach-Object { $_['item'].name }
            $run.request | Where-Object { $_ -in $requests } | Should -Be $requests
            (Get-BcEnvironment).Name | Should -Contain 'Postman-Copy'
            (Get-BcEnvironment Postman-Restored).Status | Should -Be 'Active'
        }
        # Values that a script reads are used: an update with a selectable date, versions of a ring, an app update that is canceled again.
        foreach ($operation in 'selectEnvironmentUpdate', 'listRingVersions', 'updateApp', 'createUserPermission', 'deleteUserPermission', 'deleteNotificationRecipient') {
            (Get-Request $operation).Status | Should -BeIn 200, 201, 204 -Because $operation
        }
        Get-Request | Where-Object { $_.Method -ne 'GET' -and $_.Path -match '/Production(/|$)' } | Should -BeNullOrEmpty
        # A second run finds the objects of the first one.
        Invoke-Newman $whole Environments, ExtensionUpload $variables | Where-Object error | ForEach-Object { "$($_.request): $($_.error)" } | Should -BeNullOrEmpty
    }

    It 'runs the collection of the Automation API alone: it reads the environment and the company itself' {
        Start-TestSession -NoConnect
        $alone = Join-Path $TestDrive alone.json
        Export-BcApiDefinition Automation $alone Postman -TenantId contoso.example -ClientId $clientId -GrantType ClientCredentials
        $run = Invoke-Newman $alone Users, PermissionSets ((Get-SimulatorVariable) + @{ clientSecret = 'contoso-automation-secret' })
        $run | Where-Object error | ForEach-Object { "$($_.request): $($_.error)" } | Should -BeNullOrEmpty
        $run.request | Should -Be @('List the users of the environment', 'Read one user', 'Update the state, expiry date, or contact email of a user', 'List the permission sets that can be assigned')
        (Get-Request getUser).Path | Should -Match '/Sandbox/'
    }

    It 'runs as an app, which requests its token itself, and omits requests without a value' {
        Start-TestSession -NoConnect
        $app = Join-Path $TestDrive app.json
        Export-BcApiDefinition AdminCenter, Automation $app Postman -TenantId contoso.example -ClientId $clientId -GrantType ClientCredentials -Environment Sandbox
        $run = Invoke-Newman $app Companies, Capacity, Applications, Sessions ((Get-SimulatorVariable) + @{ clientSecret = 'contoso-automation-secret' })
        $run | Where-Object error | ForEach-Object { "$($_.request): $($_.error)" } | Should -BeNullOrEmpty
        $run.Count | Should -Be 14
        # The country and the ring come from the previous request; a session is stopped only if it is specified.
        $run.request | Should -Contain 'List the versions of a ring for new environments'
        $run.request | Should -Not -Contain 'Stop a session'
        @(Get-Request token).Count | Should -Be 1
    }
}

Describe 'Export-BcApiDefinition' {
    It 'is accepted by a public validator' {
        Export-BcApiDefinition AdminCenter TestDrive:/admin.openapi.json -TenantId contoso.example
        Export-BcApiDefinition Automation TestDrive:/automation.openapi.json
        Test-OpenApi (Get-ChildItem TestDrive:/*.openapi.json).FullName | Should -BeNullOrEmpty
    }

    It 'writes OpenAPI 3.0 with the tenant filled in' {
        $file = Export-BcApiDefinition Automation TestDrive:/filled.json -TenantId contoso.example -Environment Production
        $file | Should -BeOfType System.IO.FileInfo
        $definition = Read-Json $file
        $definition.openapi | Should -Match '^3\.0\.'
        $definition.servers[0].variables.tenantId.default, $definition.servers[0].variables.environmentName.default | Should -Be @('contoso.example', 'Production')
        $definition.components.securitySchemes.entra.flows.authorizationCode.tokenUrl | Should -Be 'https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token'
    }

    It 'requires one API for OpenAPI' {
        (Get-OneError { Export-BcApiDefinition AdminCenter, Automation TestDrive:/two.json }).FullyQualifiedErrorId | Should -Match '^InvalidArgument'
    }

    It 'writes no file with -WhatIf, and replaces none with -NoClobber' {
        Export-BcApiDefinition AdminCenter TestDrive:/if.json -WhatIf
        Test-Path TestDrive:/if.json | Should -BeFalse
        $null = New-Item TestDrive:/there.json
        (Get-OneError { Export-BcApiDefinition AdminCenter TestDrive:/there.json -NoClobber }).FullyQualifiedErrorId | Should -Match '^ResourceExists'
        (Get-OneError { Export-BcApiDefinition AdminCenter TestDrive:/there.csv }).FullyQualifiedErrorId | Should -Match '^InvalidArgument'
        (Get-OneError { Export-BcApiDefinition AdminCenter Env:/there.json }).FullyQualifiedErrorId | Should -Match '^InvalidArgument'
    }
}
