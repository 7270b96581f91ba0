# The steps of docs/power-automate.md are compared with the connector that the page exports, and their calls run on the simulator.
BeforeDiscovery {
    $page = Get-Content "$PSScriptRoot/../docs/power-automate.md" -Raw
    $steps = @(foreach ($section in $page -split '(?m)^### ' | Select-Object -Skip 1 | ForEach-Object { ($_ -split '(?m)^## ')[0] }) {
            $action = [regex]::Match($section, '(?m)^Action: \*\*(?<action>[^*]+)\*\* \((?<connector>(?:[^()]|\([^()]*\))+)\)')
            @{
                Name = ($section -split '\r?\n')[0] -replace '^\d+\. '
                Action = $action.Groups['action'].Value
                Connector = $action.Groups['connector'].Value
                Fields = @([regex]::Matches($section, '(?m)^\| (?<field>[^|]+) \| (?<value>[^|]+) \|\r?$') | ForEach-Object { @{ Name = $_.Groups['field'].Value; Value = $_.Groups['value'].Value } } |
                        Where-Object { $_.Name -notin 'Field', '---' })
            }
        })
    $ours = $steps.Where({ $_.Connector -eq 'Business Central Automation' })
}

BeforeAll {
    Import-Module "$PSScriptRoot/TestSession.psm1" -Force
    Start-TestSession
    $page = Get-Content "$PSScriptRoot/../docs/power-automate.md" -Raw
    $export = [regex]::Match($page, '(?m)^Export-BcConnector .*$').Value.TrimEnd().Replace('./connector', (Join-Path $TestDrive connector))
    $app = [pscustomobject] @{ ClientId = 'c0a70500-0000-4000-8000-00000000a001'; TenantId = (Get-BcConnection).TenantId }
    $null = & ([scriptblock]::Create($export))
    $definition = Get-Content "$TestDrive/connector/apiDefinition.swagger.json" -Raw | ConvertFrom-Json -AsHashtable
    $columns = [regex]::Matches(($page -split '## ').Where({ $_ -like 'Prepare the list*' })[0], '(?m)^\| (?<name>\w+) \|').ForEach{ $_.Groups['name'].Value } | Where-Object { $_ -ne 'Column' }

    function Resolve-Reference($Node) { $Node['$ref'] ? $definition[$Node['$ref'].Split('/')[1]][$Node['$ref'].Split('/')[2]] : $Node }

    function Get-Operation([string] $Summary) {
        foreach ($path in $definition.paths.Values) { foreach ($operation in $path.Values) { if ($operation -is [Collections.IDictionary] -and $operation['summary'] -ceq $Summary) { return $operation } } }
    }

    # The fields that the designer shows, by their titles.
    function Get-Field($Operation) {
        $fields = @{}
        foreach ($parameter in $Operation.parameters) {
            $parameter = Resolve-Reference $parameter
            if ($parameter['x-ms-visibility'] -eq 'internal') { continue }
            if ($parameter.in -ne 'body') {
                $fields[$parameter['x-ms-summary']] = $parameter
                continue
            }
            $schema = Resolve-Reference $parameter.schema
            foreach ($name in $schema.properties.Keys) { $fields[$schema.properties[$name]['x-ms-summary']] = $schema.properties[$name] + @{ required = $name -in @($schema['required']) } }
        }
        $fields
    }

    # The properties of the response of an action; those of an item if the response is a list.
    function Get-Answer($Operation, [switch] $OfItem) {
        $schema = Resolve-Reference ($Operation.responses['200'] ?? $Operation.responses['201']).schema
        if ($OfItem) { $schema = Resolve-Reference $schema.properties.value.items }
        $schema.properties.Keys
    }
}

Describe 'The page about Power Automate' {
    It 'has the steps of the creation and of the removal' -TestCases @{ Steps = $steps; Ours = $ours } {
        ($Steps.Name | Select-Object -Unique).Count | Should -Be $Steps.Count
        $Ours.Name | Should -Be @(
            'List companies', 'Find company', 'Create company', 'Check company', 'Find user', 'Find permission set', 'Assign permission set', 'Remove permission set', 'Delete company', 'Set expiry date', 'Import users'
        )
        $definition.info.title | Should -Be 'Business Central Automation'
    }

    It '<Name>: the connector has the action, its fields, and its values' -TestCases $ours {
        $operation = Get-Operation $Action
        $operation | Should -Not -BeNullOrEmpty -Because "the connector has the action '$Action'"
        $known = Get-Field $operation
        foreach ($field in $Fields) {
            $known.Keys | Should -Contain $field.Name
            $allowed = $known[$field.Name]['enum']
            if ($allowed) { [regex]::Matches($field.Value, '`(?<value>[^`]+)`').ForEach{ $_.Groups['value'].Value } | ForEach-Object { $_ | Should -BeIn $allowed } }
        }
        foreach ($required in $known.Keys.Where({ $known[$_]['required'] -eq $true })) { $Fields.Name | Should -Contain $required -Because 'the field is required' }
        # The definition has no values other than those on the page.
        if ($Name -eq 'Assign permission set') { $known['Scope'].enum | Should -Be @('System', 'Tenant') }
        if ($Name -eq 'Set expiry date') { $known['State'].enum | Should -Be @('Enabled', 'Disabled') }
    }

    It 'refers to actions, columns, and properties that exist' -TestCases @{ Steps = $steps } {
        $references = [regex]::Matches($page, "outputs\('(?<step>\w+)'\)\?\['body/(?<property>\w+)'\](?<first>\)\?\['(?<item>\w+)'\])?")
        $references.Count | Should -BeGreaterThan 9
        foreach ($reference in $references) {
            $step = $Steps.Where({ $_.Name.Replace(' ', '_') -ceq $reference.Groups['step'].Value })
            $step | Should -HaveCount 1 -Because "a step is named $($reference.Groups['step'].Value)"
            if ($step[0].Connector -ne 'Business Central Automation') { continue }
            $operation = Get-Operation $step[0].Action
            Get-Answer $operation | Should -Contain $reference.Groups['property'].Value
            if ($reference.Groups['item'].Success) { Get-Answer $operation -OfItem | Should -Contain $reference.Groups['item'].Value }
        }

        $columns | Should -HaveCount 10
        $used = [regex]::Matches($page, "items\('\w+'\)\?\['(?<column>\w+)'\]").ForEach{ $_.Groups['column'].Value } | Select-Object -Unique
        $used | ForEach-Object { $_ | Should -BeIn $columns }
        $Steps.Where({ $_.Action -eq 'Update a row' -and $_.Connector -like 'Excel*' }).Fields.Name | Where-Object { $_ -notlike 'Location*' -and $_ -notlike 'Key *' } | ForEach-Object { $_ | Should -BeIn $columns }
    }

    It 'has balanced brackets and quotation marks in each expression' {
        foreach ($expression in [regex]::Matches($page, '(?:expression `(?<code>[^`]+)`|@\{(?<code>[^{}…]+)\})').ForEach{ $_.Groups['code'].Value }) {
            $rest = $expression -replace "'(?:[^']|'')*'"
            $rest | Should -Not -Match "'" -Because $expression
            ($rest -replace '[^(]').Length | Should -Be ($rest -replace '[^)]').Length -Because $expression
            ($rest -replace '[^[]').Length | Should -Be ($rest -replace '[^\]]').Length -Because $expression
        }
    }

    It 'has the described result on the simulator, even with a quotation mark in the name' -TestCases @{ Steps = $steps } {
        Start-TestSession
        $row = @{ Company = "ACC101 O'Brien & Co"; Student = 'seller.03'; PermissionSet = 'D365 READ' }
        $api = @{ Environment = 'Sandbox'; Api = 'Automation' }
        $outside = (Get-BcCompany Sandbox 'CRONUS DK').CompanyId

        # The text of a filter that Power Automate creates from a row: replace doubles quotation marks, toUpper is for user names.
        function Get-Filter([string] $Step) {
            $text = $Steps.Where({ $_.Name -eq $Step }).Fields.Where({ $_.Name -eq 'Filter' }).Value.Trim('`')
            $text = [regex]::Replace($text, "@\{replace\((?<upper>toUpper\()?items\('Apply_to_each'\)\?\['(?<column>\w+)'\]\)?, '''', ''''''\)\}", {
                    param($match)
                    $value = $row[$match.Groups['column'].Value].Replace("'", "''")
                    $match.Groups['upper'].Success ? $value.ToUpperInvariant() : $value
                })
            $text | Should -Not -Match '@'
            '$filter=' + [uri]::EscapeDataString($text)
        }

        @(Invoke-BcApi "companies?$(Get-Filter 'Find company')" @api) | Should -HaveCount 0
        $created = Invoke-BcApi "companies($outside)/automationCompanies" -Method Post -Body @{ displayName = $row.Company } @api
        $found = @(Invoke-BcApi "companies?$(Get-Filter 'Check company')" @api)
        $found.id | Should -Be $created.id
        $user = @(Invoke-BcApi "companies($outside)/users?$(Get-Filter 'Find user')" @api)
        $user | Should -HaveCount 1
        $assignments = "companies($outside)/users($($user.userSecurityId))/userPermissions"
        @(Invoke-BcApi "$($assignments)?$(Get-Filter 'Find permission set')" @api) | Should -HaveCount 0
        $given = Invoke-BcApi $assignments -Method Post -Body @{ roleId = $row.PermissionSet; company = $row.Company } @api
        @(Invoke-BcApi "$($assignments)?$(Get-Filter 'Find permission set')" @api).id | Should -Be $given.id
        (Get-BcUserPermission Sandbox SELLER.03 -PermissionSet 'D365 READ').Company | Should -Be $row.Company

        # The connector sends the hidden field If Match itself.
        $hidden = @{ IfMatch = $definition.parameters.ifMatch.default }
        $null = Invoke-BcApi "$assignments($($given.id))" -Method Delete @hidden @api -Confirm:$false
        $null = Invoke-BcApi "companies($outside)/automationCompanies($($created.id))" -Method Delete @hidden @api -Confirm:$false
        (Get-BcCompany Sandbox).Name | Should -Be 'CRONUS DK'
    }
}
