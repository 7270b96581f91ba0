BeforeAll {
    Import-Module "$PSScriptRoot/ConfigurationSession.psm1" -Force
    $file = Join-Path $TestDrive configuration.json
    function Compare-Text([string] $Text) {
        Set-Content $file $Text
        Compare-BcConfiguration $file
    }
}

Describe 'Compare-BcConfiguration' {
    BeforeEach { Start-TestSession }

    It 'returns a row for each value that differs, and one for each entry' {
        $null = New-TestConfiguration $file @{
            supportContact = @{ name = 'Service Desk'; email = 'desk@partner.example' }
            companies = @(@{ name = "Café's 日本"; displayName = 'x' })
            users = @(@{ user = 'seller.03@contoso.example'; state = 'Disabled'; expiryDate = '2027-01-31' })
        } -Tenant @{ notificationRecipients = @(@{ email = 'new@contoso.example' }) }
        $differences = Compare-BcConfiguration $file
        Get-DifferenceText $differences | Should -Be @(
            'Add NotificationRecipients new@contoso.example'
            'Change Production SupportContact name'
            "Add Production Companies Café's 日本"
            'Change Production Users SELLER.03 state'
            'Change Production Users SELLER.03 expiryDate'
        )
        $state = $differences | Where-Object Property -eq state
        $state.Current, $state.Desired | Should -Be 'Enabled', 'Disabled'
        $state.TenantName | Should -Be 'contoso.example'
        $state.Source | Should -BeLike '*configuration.json(*,*)'
        Get-Write | Should -BeNullOrEmpty
    }

    It 'reads only the components that the file contains and -Component selects' {
        $null = New-TestConfiguration $file @{ supportContact = @{ name = 'x' }; appUpdateCadence = 'DuringMajorUpgrade'; users = @() }
        (Compare-BcConfiguration $file -Component appupdatecadence).Component | Should -Be 'AppUpdateCadence'
        (Get-Request | Where-Object Operation -ne token).Operation | Should -Be 'listEnvironments'
    }

    It 'shows entries that are not in the file only with -IncludeUnlisted, and only for its lists' {
        $null = New-TestConfiguration $file @{ supportContact = @{ name = 'Partner Service Desk' } } -Tenant @{ notificationRecipients = @() }
        Compare-BcConfiguration $file | Should -BeNullOrEmpty
        Get-DifferenceText (Compare-BcConfiguration $file -IncludeUnlisted) | Should -Be @(
            'Remove NotificationRecipients bc-alerts@contoso.example'
            'Remove NotificationRecipients desk@partner.example'
        )
    }

    It 'compares the environments that -Environment selects, without the tenant' {
        Set-Content $file '{ "notificationRecipients": [ { "email": "n@x.example" } ], "environments": [ { "match": { "name": "*" }, "appUpdateCadence": "DuringMajorUpgrade" } ] }'
        (Compare-BcConfiguration $file -Environment San*).EnvironmentName | Should -Be 'Sandbox'
        (Compare-BcConfiguration $file).EnvironmentName | Should -Be $null, 'Production', 'Sandbox'
        (Get-OneError { Compare-BcConfiguration $file -Environment Nope }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        Compare-BcConfiguration $file -Environment Nope* | Should -BeNullOrEmpty
    }

    It 'warns about a match that no environment has' {
        Set-Content $file '{ "environments": [ { "match": { "name": "Nothing*" }, "companies": [] }, { "match": { "type": "Sandbox" }, "companies": [] } ] }'
        $result = Invoke-Captured { Compare-BcConfiguration $file }
        @($result.Output) + @($result.Errors) | Should -BeNullOrEmpty
        $result.Warnings | Should -BeLike "*.json(1,21): `$.environments``[0``]: None of the environments that were read matches 'Nothing``*'."
        (Invoke-Captured { Compare-BcConfiguration $file -Environment Production }).Warnings | Should -BeNullOrEmpty
    }

    It 'returns components that cannot be read as Unknown, compares the others, and removes nothing because of it' {
        $null = Add-BcSimulatorFault 403 -Operation listNotificationRecipients -Count 0
        $null = New-TestConfiguration $file @{ appUpdateCadence = 'DuringMajorUpgrade' } -Tenant @{ notificationRecipients = @() }
        $result = Invoke-Captured { Compare-BcConfiguration $file -IncludeUnlisted }
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.Action | Should -Be 'Unknown', 'Change'
        $result.Output[0].Component | Should -Be 'NotificationRecipients'
        $result.Output[0].Reason | Should -Not -BeNullOrEmpty
    }

    It 'returns the environments as Unknown if they cannot be listed' {
        $null = Add-BcSimulatorFault 403 -Operation listEnvironments -Count 0
        $null = New-TestConfiguration $file @{ appUpdateCadence = 'DuringMajorUpgrade' } -Tenant @{ notificationRecipients = @(@{ email = 'n@x.example' }) }
        Get-DifferenceText (Compare-BcConfiguration $file) | Sort-Object | Should -Be 'Add NotificationRecipients n@x.example', 'Unknown Environment'
    }

    It 'returns differences that Set-BcConfiguration cannot change as None, with the reason' {
        $null = New-TestConfiguration $file @{ features = @(@{ feature = 'ConcurrentWarehousingPosting'; enabled = $false }); environment = @{ country = 'SE' } }
        $differences = Compare-BcConfiguration $file
        $differences.Action | Should -Be 'None', 'None'
        $differences.Component | Should -Be 'Environment', 'Features'
        $differences[0].Reason | Should -BeLike '*has the country DK, which cannot be changed to SE.'
        $differences[1].Reason | Should -BeLike '*cannot be disabled again*'
        $null = New-TestConfiguration $file @{ companies = @() } -Environment Prodution
        (Compare-BcConfiguration $file).Reason | Should -BeLike "*Did you mean 'Production'?"
    }

    It 'compares two configurations without a connection' {
        Disconnect-BcTenant -All
        $other = New-TestConfiguration "$TestDrive/other.json" @{ supportContact = @{ name = 'b' }; companies = @(@{ name = 'A' }, @{ name = 'B' }) }
        $null = New-TestConfiguration $file @{ supportContact = @{ name = 'a' }; companies = @(@{ name = 'B' }, @{ name = 'C' }) }
        $differences = Compare-BcConfiguration $file -DifferencePath $other
        Get-DifferenceText $differences | Should -Be 'Change Production SupportContact name', 'Add Production Companies C', 'Remove Production Companies A'
        $differences[0].Current, $differences[0].Desired | Should -Be 'b', 'a'
        $null = New-TestConfiguration "$TestDrive/empty.json" @{ companies = @() }
        Get-DifferenceText (Compare-BcConfiguration "$TestDrive/empty.json" -DifferencePath $other -Component SupportContact) | Should -Be 'Remove Production SupportContact'
        (Compare-BcConfiguration $file -DifferencePath $other -Component Companies).Component | Select-Object -Unique | Should -Be 'Companies'
        Compare-BcConfiguration $file -DifferencePath $file | Should -BeNullOrEmpty
    }

    It 'rejects the configuration of another tenant' {
        $failure = Get-OneError { Compare-Text '{ "tenant": "other.example", "notificationRecipients": [] }' }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ConfigurationMismatch,*'
        $failure.Exception.DocumentPath | Should -Be '$.tenant'
        Compare-Text '{ "tenant": "CONTOSO.example", "notificationRecipients": [] }' | Should -BeNullOrEmpty
    }

    It 'compares several tenants, in their order' {
        Start-TestSession Partner -NoConnect
        $tenants = (Get-BcSimulator Test).Tenants
        foreach ($tenant in $tenants) { Connect-BcTenant $tenant -Simulator }
        Set-Content $file '{ "environments": [ { "match": { "type": "Production" }, "supportContact": { "email": "${parameter:mail}" } } ] }'
        $differences = Compare-BcConfiguration $file -Connection * -Parameter @{ MAIL = "o'brien@contoso.example" }
        $differences.TenantName | Select-Object -Unique | Should -Be (Get-BcConnection).Name
        $differences.Desired | Select-Object -Unique | Should -Be "o'brien@contoso.example"
        (Get-BcConnection | Compare-BcConfiguration $file -Parameter @{ mail = 'x@y.example' }).Count | Should -Be $differences.Count
        $differences | ConvertTo-Csv | Should -HaveCount ($differences.Count + 1)
    }

    It 'accepts connections only, and null is an error' {
        $null = New-TestConfiguration $file @{ appUpdateCadence = 'DuringMajorUpgrade' }
        (Get-OneError { Get-BcEnvironment Sandbox | Compare-BcConfiguration $file }).FullyQualifiedErrorId | Should -BeLike 'InputTypeNotAccepted,*'
        (Get-OneError { Compare-BcConfiguration $file -Connection $null }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        (Get-OneError { Compare-BcConfiguration $null }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
        (Get-OneError { Compare-BcConfiguration $file -Parameter $null }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        (Get-OneError { Compare-BcConfiguration $file -Environment $null }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }

    It 'fits 80 columns with the difference in one line' {
        $null = New-TestConfiguration $file @{ appUpdateCadence = 'DuringMajorUpgrade'; companies = @(@{ name = 'Contoso Norway' }) }
        $lines = Compare-BcConfiguration $file | Out-String -Stream -Width 80
        $lines | Should -Contain '   Tenant: contoso.example, environment Production'
        $lines | Should -Contain 'Change  AppUpdateCadence          cadence: Default -> DuringMajorUpgrade'
        $lines.TrimEnd() | Should -Contain 'Add     Companies                 Contoso Norway'
    }
}

Describe 'A mistake in a configuration' {
    BeforeAll { Start-TestSession }
    BeforeEach { Clear-Request }

    It 'is reported with its position before anything is read: <Text>' -ForEach @(
        @{ Text = '{ "environments": [ { "name": "P", "suportContact": { } } ] }'; Place = 1, 36, '$.environments[0].suportContact'; Suggestion = 'supportContact' }
        @{ Text = '{ "name": "P", "applicationInsights": "InstrumentationKey=secret" }'; Place = 1, 39, '$.applicationInsights' }
    ) {
        Set-Content $file $Text
        $failure = Get-OneError { Compare-BcConfiguration $file }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidConfiguration,*'
        $failure.Exception.Line, $failure.Exception.Column, $failure.Exception.DocumentPath | Should -Be $Place
        $failure.Exception.Path | Should -Be (Get-Item $file).FullName
        $failure.Exception.Message | Should -BeLike "configuration.json($($Place[0]),$($Place[1])): ``$*"
        $failure.Exception.Suggestion | Should -Be $Suggestion
        "$failure" | Should -Not -BeLike '*InstrumentationKey*'
        Get-Request | Should -BeNullOrEmpty
    }

    It 'is one of several errors' {
        Set-Content $file '{ "name": "P", "supportContct": { }, "appUpdateCadence": "x", "users": [ { "user": "A", "state": "on" } ] }'
        $places = try { Compare-BcConfiguration $file -Parameter @{ unused = 1 } 2>&1 } catch { $_ }
        $places.Exception.DocumentPath | Should -Be '$.supportContct', '$.appUpdateCadence', '$.users[0].state', '$'
    }

    It 'can be text that is not JSON, or a file that does not exist' {
        Set-Content $file '{ "name": "P", '
        $failure = Get-OneError { Compare-BcConfiguration $file }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidConfiguration,*'
        $failure.Exception.Line | Should -BeGreaterThan 0
        (Get-OneError { Compare-BcConfiguration "$TestDrive/missing" }).FullyQualifiedErrorId | Should -BeLike 'FileNotFound,*'
        (Get-OneError { Compare-BcConfiguration (New-Item "$TestDrive/empty" -ItemType Directory) }).FullyQualifiedErrorId | Should -BeLike 'FileNotFound,*'
    }
}
