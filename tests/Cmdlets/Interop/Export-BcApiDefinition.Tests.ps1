BeforeAll {
    Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force
    Import-Module "$PSScriptRoot/../../NodeSession.psm1" -Force
    $clientId = 'c0a70500-0000-4000-8000-00000000a001'

    function Read-Json($Path) { Get-Content $Path -Raw | ConvertFrom-Json -AsHashtable }

    # Where newman finds the simulator. On the loopback plain http will do; a collection has no way to trust a certificate.
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

    It 'signs in by authorization code, or as an app' {
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

    It 'fills in what is known; secrets are empty variables' {
        $values = @{}
        foreach ($variable in $both.variable) { $values[$variable.key] = $variable.value }
        $values.tenantId, $values.clientId, $values.baseUrl | Should -Be @('contoso.example', $clientId, 'https://api.businesscentral.dynamics.com')
        $values.environmentName, $values.companyId, $values.clientSecret, $values.accessToken | Should -Be @('', '', '', '')
        $used = [regex]::Matches((Get-Content $path -Raw), '\{\{(\w+)\}\}') | ForEach-Object { $_.Groups[1].Value } | Sort-Object -Unique
        $used | Where-Object { $_ -notin $values.Keys } | Should -BeNullOrEmpty
        Get-Content $path -Raw | Should -Not -Match 'sig=|eyJ'
    }

    It 'has a body for each call that takes one' {
        $bodies = $both.item | ForEach-Object { $_['item'] } | Where-Object { $_.request.method -in 'POST', 'PUT', 'PATCH' -and $_.request['body'] }
        $bodies.Count | Should -BeGreaterThan 40
        foreach ($item in $bodies | Where-Object { $_.request.body.mode -eq 'raw' }) { { $item.request.body.raw | ConvertFrom-Json } | Should -Not -Throw -Because $item.name }
    }

    It 'runs in newman as a person: every request of Environments and Companies succeeds' {
        Start-TestSession -As User
        $variables = (Get-SimulatorVariable) + @{
            accessToken                = Get-BcAccessToken | ConvertFrom-SecureString -AsPlainText
            powerPlatformEnvironmentId = 'c0a70500-0000-4000-8000-00000000e001'
        }
        $run = Invoke-Newman $path Environments, Companies $variables
        $run.request | Should -Be @($both.item | Where-Object name -in Environments, Companies | ForEach-Object { $_['item'].name })
        $run | Where-Object error | ForEach-Object { "$($_.request): $($_.error)" } | Should -BeNullOrEmpty
        # What it made is there: it waited for each operation before it went on.
        (Get-BcEnvironment).Name | Should -Contain 'Postman-Copy'
        (Get-BcEnvironment Postman-Restored).Status | Should -Be 'Active'
    }

    It 'runs as an app, which gets its token by itself, and leaves out what lacks a value' {
        Start-TestSession -NoConnect
        $app = Join-Path $TestDrive app.json
        Export-BcApiDefinition AdminCenter, Automation $app Postman -TenantId contoso.example -ClientId $clientId -GrantType ClientCredentials -Environment Sandbox
        $run = Invoke-Newman $app Companies, Capacity, Applications ((Get-SimulatorVariable) + @{ clientSecret = 'contoso-automation-secret' })
        $run | Where-Object error | ForEach-Object { "$($_.request): $($_.error)" } | Should -BeNullOrEmpty
        # The versions of a ring need a country and a ring, and nobody has named one.
        $run.Count | Should -Be 11
        $run.request | Should -Not -Contain 'List the versions environments can be created on'
        @(Get-Request token).Count | Should -Be 1
    }
}

Describe 'Export-BcApiDefinition' {
    It 'passes a public validator' {
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

    It 'takes one API for OpenAPI' {
        (Get-OneError { Export-BcApiDefinition AdminCenter, Automation TestDrive:/two.json }).FullyQualifiedErrorId | Should -Match '^InvalidArgument'
    }

    It 'writes no file with -WhatIf, and over none with -NoClobber' {
        Export-BcApiDefinition AdminCenter TestDrive:/if.json -WhatIf
        Test-Path TestDrive:/if.json | Should -BeFalse
        $null = New-Item TestDrive:/there.json
        (Get-OneError { Export-BcApiDefinition AdminCenter TestDrive:/there.json -NoClobber }).FullyQualifiedErrorId | Should -Match '^ResourceExists'
        (Get-OneError { Export-BcApiDefinition AdminCenter Env:/there.json }).FullyQualifiedErrorId | Should -Match '^InvalidArgument'
    }
}
