BeforeAll {
    Import-Module "$PSScriptRoot/ConfigurationSession.psm1" -Force
    $schema = (Get-Item "$PSScriptRoot/../../../out/BcAdmin/bcadmin.schema.json").FullName

    # Test-Json of PowerShell 7.4 does not read comments and trailing commas.
    function Test-Schema([string] $Text) {
        $options = [Text.Json.JsonDocumentOptions] @{ CommentHandling = 'Skip'; AllowTrailingCommas = $true }
        Test-Json -Json ([Text.Json.Nodes.JsonNode]::Parse($Text, $null, $options).ToJsonString()) -SchemaFile $schema -ErrorAction SilentlyContinue
    }
}

Describe 'Export-BcConfiguration' {
    BeforeEach {
        Start-TestSession
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
    }

    It 'writes a file for the tenant and one for each environment, and the JSON schema next to them' {
        $files = Export-BcConfiguration $folder
        $files.Name | Should -Be 'tenant.json', 'Production.json', 'Sandbox.json'
        (Get-ChildItem $folder).Name | Should -Be 'bcadmin.schema.json', 'Production.json', 'Sandbox.json', 'tenant.json'
        (Get-Content $folder/bcadmin.schema.json -Raw) | Should -BeExactly (Get-Content $schema -Raw)
        $production = Get-Content $folder/Production.json -Raw | ConvertFrom-Json
        $production.updateWindow.start | Should -Be '21:00'
        $production.environment.version | Should -Be '*'
        $production.PSObject.Properties.Name | Should -Contain 'userPermissions'
        (Get-Content $folder/tenant.json -Raw | ConvertFrom-Json).tenant | Should -Be 'c0a70500-0000-4000-8000-000000000001'
    }

    It 'matches its tenant, and writes the same bytes twice' {
        $null = Export-BcConfiguration $folder
        Compare-BcConfiguration $folder -IncludeUnlisted | Should -BeNullOrEmpty
        $before = Get-ChildItem $folder | Get-FileHash
        $null = Export-BcConfiguration $folder
        (Get-ChildItem $folder | Get-FileHash).Hash | Should -Be $before.Hash
        $bytes = [IO.File]::ReadAllBytes("$folder/Production.json")
        $bytes | Should -Not -Contain 13
        $bytes[-1] | Should -Be 10
    }

    It 'can be read again in the culture <_>' -ForEach 'th-TH', 'tr-TR', 'de-DE' {
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = [cultureinfo]::new($_, $false)
            $file = New-TestConfiguration "$TestDrive/culture.json" @{ users = @(@{ user = 'SELLER.03'; expiryDate = '2027-01-31T12:00:00Z' }) }
            (Set-BcConfiguration $file -Confirm:$false).Status | Should -Be 'Done'
            $null = Export-BcConfiguration $folder
            Compare-BcConfiguration $folder -IncludeUnlisted | Should -BeNullOrEmpty
        }
        finally { [cultureinfo]::CurrentCulture = $before }
        $null = Export-BcConfiguration "$folder-2"
        (Get-ChildItem "$folder-2" | Get-FileHash).Hash | Should -Be (Get-ChildItem $folder | Get-FileHash).Hash
        Get-Content $folder/Production.json -Raw | Should -BeLike '*2027-01-31T12:00:00Z*'
    }

    It 'writes one file, complete or in parts, and names the tenant only in a complete one' {
        (Export-BcConfiguration "$folder/all.json").Name | Should -Be 'all.json'
        $all = Get-Content $folder/all.json -Raw | ConvertFrom-Json
        $all.tenant | Should -Not -BeNullOrEmpty
        $all.environments.name | Should -Be 'Production', 'Sandbox'
        $null = Export-BcConfiguration "$folder/part.json" Prod* -Component SupportContact
        Get-Content $folder/part.json -Raw | ConvertFrom-Json | ForEach-Object { $_.environments } | ConvertTo-Json -Compress |
            Should -Be '{"name":"Production","supportContact":{"name":"Partner Service Desk","email":"desk@partner.example","url":"https://support.partner.example"}}'
        Compare-BcConfiguration "$folder/part.json" | Should -BeNullOrEmpty
    }

    It 'omits what cannot be read, with an error that names it' {
        $null = Add-BcSimulatorFault 403 -Operation getSupportContact -Count 0
        $result = Invoke-Captured { Export-BcConfiguration $folder Production }
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].TargetObject | Should -Be 'SupportContact'
        "$($result.Errors[0])" | Should -BeLike 'SupportContact of environment Production (tenant contoso.example) could not be read: *'
        $production = Get-Content $folder/Production.json -Raw | ConvertFrom-Json
        $production.PSObject.Properties.Name | Should -Not -Contain 'supportContact'
        $production.PSObject.Properties.Name | Should -Contain 'updateWindow'
    }

    It 'contains no secret, and for an app nothing that requires a user' {
        Start-TestSession -As App
        $result = Invoke-Captured { Export-BcConfiguration $folder -Verbose }
        $result.Errors | Should -BeNullOrEmpty
        $text = Get-ChildItem $folder -Exclude *.schema.json | Get-Content -Raw
        "$text" | Should -Not -Match 'partnerAccess|authorizedApps|applicationInsights'
        $result.Verbose -join ' ' | Should -BeLike '*PartnerAccess of environment Production*only to users*'
        Compare-BcConfiguration $folder | Should -BeNullOrEmpty
    }

    It 'writes a folder for each of several tenants, and rejects one file for them' {
        Start-TestSession Partner -NoConnect
        foreach ($tenant in (Get-BcSimulator Test).Tenants) { Connect-BcTenant $tenant -Simulator }
        $files = Get-BcConnection | Export-BcConfiguration $folder -Component AppUpdateCadence
        $files.Directory.Name | Sort-Object -Unique | Should -Be ((Get-BcConnection).Name | Sort-Object)
        # The folder is a configuration of all these tenants.
        Test-BcConfiguration $folder -Connection * | Should -BeExactly $true
        Set-BcEnvironmentAppUpdateCadence Production DuringMajorUpgrade -Connection (Get-BcConnection)[0].Name
        (Compare-BcConfiguration $folder -Connection *).TenantName | Select-Object -Unique | Should -Be (Get-BcConnection)[0].Name
        Copy-Item $folder "$TestDrive/before" -Recurse
        $null = Export-BcConfiguration $folder -Component AppUpdateCadence -Connection *
        (Compare-BcConfiguration "$TestDrive/before" -DifferencePath $folder).TenantName | Select-Object -Unique | Should -Be (Get-BcConnection)[0].TenantId
        $some = Invoke-Captured { Test-BcConfiguration $folder -Connection (Get-BcConnection)[0].Name }
        $some.Output | Should -BeExactly $true
        $some.Warnings | Should -HaveCount ((Get-BcConnection).Count - 1)
        Remove-Item (Join-Path $folder (Get-BcConnection)[0].Name) -Recurse
        (Get-OneError { Compare-BcConfiguration $folder -Connection (Get-BcConnection)[0].Name }).FullyQualifiedErrorId | Should -BeLike 'ConfigurationMismatch,*'
        $failure = Get-OneError { Export-BcConfiguration "$folder/one.yaml" }
        "$failure" | Should -BeLike "*one.yaml' has the extension .yaml. The cmdlet writes a .json file or a folder."
        "$folder/one.yaml" | Should -Not -Exist
        (Get-OneError { Export-BcConfiguration "$folder/one.json" -Connection * }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }

    It 'warns about the file of an environment that does not exist, and keeps it' {
        $null = Export-BcConfiguration $folder -Component UpdateWindow
        Copy-Item $folder/Sandbox.json $folder/Old.json
        $result = Invoke-Captured { Export-BcConfiguration $folder -Component UpdateWindow }
        $result.Warnings | Should -BeLike '*Old.json*'
        "$folder/Old.json" | Should -Exist
    }

    It 'writes nothing with -WhatIf, and replaces nothing with -NoClobber' {
        Export-BcConfiguration $folder -WhatIf | Should -BeNullOrEmpty
        $folder | Should -Not -Exist
        $null = Export-BcConfiguration "$folder/a.json" Production -Component UpdateWindow
        (Get-OneError { Export-BcConfiguration "$folder/a.json" Production -NoClobber }).FullyQualifiedErrorId | Should -BeLike 'ResourceExists,*'
        Get-Write | Should -BeNullOrEmpty
    }

    It 'reports an environment and a component that do not exist' {
        (Get-OneError { Export-BcConfiguration $folder Prodution }).Exception.Suggestion | Should -Be 'Production'
        (Get-OneError { Export-BcConfiguration $folder -Component User }).Exception.Message | Should -BeLike "*Did you mean 'Users'?*"
    }

    It 'completes environments and components' {
        foreach ($cmdlet in 'Export', 'Compare', 'Test', 'Set') {
            (TabExpansion2 "$cmdlet-BcConfiguration x -Component UserP").CompletionMatches.CompletionText | Should -Be 'UserPermissions'
            (TabExpansion2 "$cmdlet-BcConfiguration x -Environment San").CompletionMatches.CompletionText | Should -Be 'Sandbox'
        }
    }

    It 'accepts connections only' {
        (Get-OneError { Get-BcEnvironment Sandbox | Export-BcConfiguration $folder }).FullyQualifiedErrorId | Should -BeLike 'InputTypeNotAccepted,*'
    }
}

Describe 'The JSON schema' {
    It 'accepts the sample <_>' -ForEach 'baseline.json' {
        Test-Schema (Get-Content "$PSScriptRoot/../../../docs/examples/$_" -Raw) | Should -BeTrue
    }

    It 'accepts an exported configuration' {
        Start-TestSession
        Export-BcConfiguration $TestDrive/schema | ForEach-Object { Test-Schema (Get-Content $_ -Raw) | Should -BeTrue -Because $_.Name }
    }

    It 'accepts <Text>' -ForEach @(
        @{ Text = '{ "notificationRecipients": [] }' }
        @{ Text = '{ "name": "Production", "appUpdateCadence": "Default", }' }
        @{ Text = '{ "environments": [ { "match": { "type": "${parameter:kind}" }, "microsoft365LicenseAccess": "${parameter:m365}" } ] }' }
        @{ Text = '{ "environments": [ { "name": "P", "applicationInsights": "${secret:Insights}" } ] } // note' }
    ) { Test-Schema $Text | Should -BeTrue }

    It 'rejects <Text>' -ForEach @(
        @{ Text = '{ "suportContact": {} }' }
        @{ Text = '{ "environments": [ { "name": "P", "suportContact": {} } ] }' }
        @{ Text = '{ "environments": [ { "supportContact": {} } ] }' }
        @{ Text = '{ "environments": [ { "name": "P", "match": { "type": "Sandbox" } } ] }' }
        @{ Text = '{ "environments": [ { "match": {} } ] }' }
        @{ Text = '{ "name": "P", "updateWindow": { "start": 22 } }' }
        @{ Text = '{ "name": "P", "updateWindow": { "start": "25:00" } }' }
        @{ Text = '{ "name": "P", "microsoft365LicenseAccess": "yes" }' }
        @{ Text = '{ "name": "P", "appUpdateCadence": "Never" }' }
        @{ Text = '{ "name": "P", "environment": { "version": "28.1" } }' }
        @{ Text = '{ "name": "P", "applicationInsights": "InstrumentationKey=1" }' }
        @{ Text = '{ "name": "P", "userPermissions": [ { "user": "A" } ] }' }
        @{ Text = '{ "name": "P", "securityGroup": "Finance" }' }
        @{ Text = '{ "notificationRecipients": null }' }
        @{ Text = '[]' }
    ) { Test-Schema $Text | Should -BeFalse }
}
