# Runs the scripts of docs/examples against the simulator, as a reader would.
BeforeAll {
    Import-Module "$PSScriptRoot/TestSession.psm1" -Force
    $examples = Join-Path $PSScriptRoot ../docs/examples
}

Describe 'Examples' {
    It '<_> has help' -ForEach (Get-ChildItem (Join-Path $PSScriptRoot ../docs/examples) -Filter *.ps1 -Recurse | ForEach-Object { [IO.Path]::GetRelativePath((Get-Item "$PSScriptRoot/../docs/examples").FullName, $_.FullName) }) {
        $help = Get-Help (Join-Path $examples $_)
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.examples.example | Should -Not -BeNullOrEmpty
        foreach ($parameter in $help.parameters.parameter | Where-Object name -notin WhatIf, Confirm) {
            $parameter.description | Should -Not -BeNullOrEmpty -Because $parameter.name
        }
    }
}

Describe 'Update-SandboxApp.ps1' {
    BeforeEach { Start-TestSession }

    It 'updates outdated apps in the sandboxes, and nothing in production' {
        $outdated = Get-BcAppUpdate Sandbox
        $outdated | Should -Not -BeNullOrEmpty
        $production = (Get-BcAppUpdate Production).Count
        $updated = & $examples/Update-SandboxApp.ps1 -Confirm:$false
        $updated.EnvironmentName | Select-Object -Unique | Should -Be 'Sandbox'
        Get-BcAppUpdate Sandbox | Should -BeNullOrEmpty
        (Get-BcAppUpdate Production).Count | Should -Be $production
    }

    It 'updates nothing with -WhatIf' {
        & $examples/Update-SandboxApp.ps1 -WhatIf | Should -BeNullOrEmpty
        Get-Request updateApp | Should -BeNullOrEmpty
    }
}

Describe 'Copy-ProductionNightly.ps1' {
    BeforeEach {
        Start-TestSession -Setting @{ sandboxQuota = 10; storageQuotaKb = 1000000000 }
        $today = [datetime]::UtcNow
        $name = { param($days) "Nightly-$($today.AddDays($days).ToString('yyyyMMdd'))" }
    }

    It 'creates the copy of today, removes the one of last week, and keeps the others' {
        foreach ($other in (& $name -7), (& $name -6), 'Nightly-mine') { $null = Copy-BcEnvironment Production $other -Wait }
        $copy = & $examples/Copy-ProductionNightly.ps1 -Confirm:$false
        $copy.Name | Should -Be (& $name 0)
        $copy.Type | Should -Be 'Sandbox'
        Get-BcOperation -Type softDelete | Wait-BcOperation | Should -Not -BeNullOrEmpty
        (Get-BcEnvironment 'Nightly-*').Name | Sort-Object | Should -Be (@((& $name -6), (& $name 0), 'Nightly-mine') | Sort-Object)
    }

    It 'creates no second copy on the same day' {
        $null = & $examples/Copy-ProductionNightly.ps1 -Confirm:$false
        (& $examples/Copy-ProductionNightly.ps1 -Confirm:$false).Name | Should -Be (& $name 0)
        Get-Request copyEnvironment | Should -HaveCount 1
    }

    It 'removes nothing when the copy fails' {
        $null = Copy-BcEnvironment Production (& $name -7) -Wait
        $null = Add-BcSimulatorFault -FailOperation -Operation copyEnvironment
        { & $examples/Copy-ProductionNightly.ps1 -Confirm:$false } | Should -Throw -ErrorId 'OperationFailed,*'
        Get-Request deleteEnvironment | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf' {
        $null = Copy-BcEnvironment Production (& $name -7) -Wait
        Clear-Request
        & $examples/Copy-ProductionNightly.ps1 -WhatIf | Should -BeNullOrEmpty
        Get-Request copyEnvironment, deleteEnvironment | Should -BeNullOrEmpty
    }
}

Describe 'Stop-LongSession.ps1' {
    BeforeEach {
        Start-TestSession
        $before = @(Get-BcEnvironment | Get-BcSession)
    }

    It 'lists the sessions that run too long, and stops none by default' {
        & $examples/Stop-LongSession.ps1 -Minutes 10080 | Should -BeNullOrEmpty
        Send-Control clock @{ advanceSec = 7200 }
        $long = & $examples/Stop-LongSession.ps1
        $long.Count | Should -Be $before.Count
        Get-Request stopSession | Should -BeNullOrEmpty
    }

    It 'stops them' {
        Send-Control clock @{ advanceSec = 7200 }
        $long = & $examples/Stop-LongSession.ps1 -Environment Production -Stop -Force
        $long | Should -Not -BeNullOrEmpty
        Get-BcSession Production | Should -BeNullOrEmpty
        Get-BcSession Sandbox | Should -Not -BeNullOrEmpty
    }

    It 'stops none with -WhatIf' {
        Send-Control clock @{ advanceSec = 7200 }
        $null = & $examples/Stop-LongSession.ps1 -Stop -Force -WhatIf
        Get-Request stopSession | Should -BeNullOrEmpty
    }
}

Describe 'Get-StorageReport.ps1' {
    It 'returns a row for each tenant, with the values of the service' {
        Start-TestSession Partner -NoConnect
        foreach ($tenant in (Get-BcSimulator Test).Tenants) { Connect-BcTenant $tenant -Simulator }
        $rows = & $examples/Get-StorageReport.ps1
        $rows.TenantId | Sort-Object | Should -Be ((Get-BcConnection).TenantId | Sort-Object)
        $sizes = Get-BcEnvironmentStorage -Connection $rows[0].TenantId
        $rows[0].UsedGB | Should -Be ([math]::Round(($sizes | Measure-Object DatabaseSizeKB -Sum).Sum / 1MB, 2))
        $rows[0].QuotaGB | Should -Be ([math]::Round((Get-BcQuota -Connection $rows[0].TenantId).TotalStorageKB / 1MB, 2))
        $rows[0].Percent | Should -BeGreaterThan 0
        & $examples/Get-StorageReport.ps1 -AbovePercent 100 | Should -BeNullOrEmpty
    }

    It 'shows full tenants' {
        Start-TestSession -Setting @{ storageQuotaKb = 1000 }
        (& $examples/Get-StorageReport.ps1 -AbovePercent 100).Percent | Should -BeGreaterThan 100
    }
}

Describe 'Set-WeekendUpdate.ps1' {
    BeforeEach { Start-TestSession }

    It 'sets the windows and moves the selected updates to a Saturday' {
        $next = Get-BcEnvironmentUpdate Sandbox | Where-Object { $_.Available -and $_.TargetVersionType -eq 'GA' } | Select-Object -First 1
        $next | Should -Not -BeNullOrEmpty
        $next | Set-BcEnvironmentUpdate -Force
        $update = & $examples/Set-WeekendUpdate.ps1 -StartTime 09:00 -EndTime 18:00 -Confirm:$false | Where-Object EnvironmentName -eq Sandbox
        $update.ScheduledOn.UtcDateTime.DayOfWeek | Should -Be 'Saturday'
        $update.ScheduledOn.UtcDateTime.Hour | Should -Be 9
        $windows = Get-BcEnvironment | Get-BcEnvironmentUpdateWindow
        $windows.StartTime | Select-Object -Unique | Should -Be ([timespan] '09:00')
        $windows.TimeZone | Select-Object -Unique | Should -Be 'UTC'
    }

    It 'changes nothing with -WhatIf' {
        $null = & $examples/Set-WeekendUpdate.ps1 -WhatIf
        Get-Request setUpdateSettings, selectEnvironmentUpdate | Should -BeNullOrEmpty
    }

    It 'reports a time zone that does not exist' {
        { & $examples/Set-WeekendUpdate.ps1 -TimeZone Nowhere -ErrorAction Stop } | Should -Throw -ErrorId 'TimeZoneNotFoundException,*'
        Get-Request | Should -BeNullOrEmpty
    }
}

Describe 'Add-NewColleague.ps1' {
    BeforeEach { Start-TestSession }

    It 'imports users and assigns the permission sets of a colleague' {
        Add-BcUserPermission Production WAREHOUSE.WORKER.04 'D365 READ' -Company 'Contoso Sweden'
        $held = & $examples/Add-NewColleague.ps1 Production -Like WAREHOUSE.WORKER.04 -ExpiryDate 2030-01-01 3>&1
        $held[0] | Should -BeLike '*WAREHOUSE*Entra*'
        $model = Get-BcUserPermission Production WAREHOUSE.WORKER.04
        foreach ($name in 'NEW.BUYER', 'NEW.SELLER') {
            $mine = $held | Where-Object UserName -eq $name
            "$($mine | Sort-Object RoleId)" | Should -Be "$($model | Sort-Object RoleId)"
            (Get-BcUser Production $name).ExpiryDate.Year | Should -Be 2030
        }
        & $examples/Add-NewColleague.ps1 Production -Like WAREHOUSE.WORKER.04 | Should -BeNullOrEmpty
    }

    It 'imports no user if the colleague does not exist, or with -WhatIf' {
        { & $examples/Add-NewColleague.ps1 Production -Like nobody } | Should -Throw -ErrorId 'UserNotFound,*'
        & $examples/Add-NewColleague.ps1 Production -Like SELLER.03 -WhatIf | Should -BeNullOrEmpty
        Get-Request getNewUsers* | Should -BeNullOrEmpty
    }
}

Describe 'Enable-ComingFeature.ps1' {
    BeforeEach { Start-TestSession }

    It 'enables features in sandboxes that change no data' {
        $features = & $examples/Enable-ComingFeature.ps1 -Version 30.0 -Force 3>$null
        $features.FeatureId | Should -Be @('ConcurrentInventoryPosting', 'ConcurrentWarehousingPosting', 'GLCurrencyRevaluation', 'ModernActionBar')
        $features.EnvironmentName | Select-Object -Unique | Should -Be 'Sandbox'
        $features.IsEnabled | Should -Not -Contain $false
        (& $examples/Enable-ComingFeature.ps1 -Version 30.0 -DataUpdate -Force 3>$null).FeatureId | Should -Be @('PhysInvtOrderPackageTracking', 'SalesPrices')
    }

    It 'skips later features, irreversible features in production, and everything with -WhatIf' {
        & $examples/Enable-ComingFeature.ps1 -Version 29.0 -Force | Should -BeNullOrEmpty
        (& $examples/Enable-ComingFeature.ps1 Production -Version 30.0 -Force).FeatureId | Should -Be 'ModernActionBar'
        Clear-Request
        $null = & $examples/Enable-ComingFeature.ps1 -Version 30.0 -WhatIf 3>$null
        Get-Request activateFeature | Should -BeNullOrEmpty
    }
}

Describe 'Get-PermissionReport.ps1' {
    It 'returns the same for versions with and without the API for it' {
        Start-TestSession Preview
        $new = & $examples/Get-PermissionReport.ps1 Preview
        ($new | Where-Object Through).UserName | Should -Be @('WAREHOUSE.WORKER.04', 'WAREHOUSE.WORKER.04')
        $old = & $examples/Get-PermissionReport.ps1 Production -PermissionSet LOCAL
        $old.UserName | Sort-Object | Should -Be (Get-BcUser Production WAREHOUSE*).UserName
        $old.Through | Select-Object -Unique | Should -Be 'WAREHOUSE'
        ($old | Where-Object UserName -eq WAREHOUSE.WORKER.04 | Select-Object RoleId, Company, Through | ConvertTo-Json) |
            Should -Be ($new | Where-Object RoleId -eq LOCAL | Select-Object RoleId, Company, Through | ConvertTo-Json)
    }
}

Describe 'Copy-CompanyToSandbox.ps1' {
    BeforeEach { Start-TestSession }

    It 'keeps one company in the copy, and all in the source' {
        (& $examples/Copy-CompanyToSandbox.ps1 Production 'Contoso Sweden' Sweden).Name | Should -Be 'Contoso Sweden'
        (Get-BcEnvironment Sweden).Type | Should -Be 'Sandbox'
        (Get-BcCompany Production).Count | Should -Be 3
    }

    It 'copies nothing for a company that does not exist, or with -WhatIf' {
        { & $examples/Copy-CompanyToSandbox.ps1 Production Nope Sweden } | Should -Throw -ErrorId 'CompanyNotFound,*'
        & $examples/Copy-CompanyToSandbox.ps1 Production 'Contoso Sweden' Sweden -WhatIf
        Get-Request copyEnvironment | Should -BeNullOrEmpty
    }
}

Describe 'New-FilledCompany.ps1' {
    BeforeEach {
        Start-TestSession
        $folder = (New-Item (Join-Path $TestDrive (New-Guid)) -ItemType Directory).FullName
        foreach ($code in '1-BASE', '2-EXTRA') { $null = New-TestPackage $folder $code }
    }

    It 'creates the company and imports the files in their order' {
        $packages = & $examples/New-FilledCompany.ps1 Production 'Contoso Norway' -DisplayName 'Contoso Norge AS' -Path $folder/*.rapidstart
        $packages.Code | Should -Be @('1-BASE', '2-EXTRA')
        $packages.ApplyStatus | Should -Be @('Completed', 'Completed')
        (Get-BcCompany Production 'Contoso Norway').DisplayName | Should -Be 'Contoso Norge AS'
    }

    It 'imports the files to an existing company, and removes the packages' {
        $null = & $examples/New-FilledCompany.ps1 Production 'Contoso Sweden' -Path $folder/*.rapidstart -RemovePackage
        Get-Request createAutomationCompany | Should -BeNullOrEmpty
        Get-Request applyConfigurationPackage | Should -HaveCount 2
        Get-BcConfigurationPackage Production 'Contoso Sweden' | Should -BeNullOrEmpty
    }

    It 'keeps a package whose records have errors' {
        Send-Control settings @{ packageRecordErrors = 1 }
        $null = & $examples/New-FilledCompany.ps1 Production 'Contoso Sweden' -Path $folder/1-BASE.rapidstart -RemovePackage 3> $null
        (Get-BcConfigurationPackage Production 'Contoso Sweden').NumberOfErrors | Should -Be 1
    }

    It 'stops at the package that fails' {
        $null = Add-BcSimulatorFault -FailOperation -Operation applyConfigurationPackage
        { & $examples/New-FilledCompany.ps1 Production 'Contoso Norway' -Path $folder/*.rapidstart } | Should -Throw -ErrorId 'OperationFailed,*'
        Get-Request createConfigurationPackage | Should -HaveCount 1
    }

    It 'changes nothing with -WhatIf' {
        & $examples/New-FilledCompany.ps1 Production 'Contoso Norway' -Path $folder/*.rapidstart -WhatIf | Should -BeNullOrEmpty
        Get-Request | Where-Object Method -ne GET | Should -BeNullOrEmpty
    }
}

Describe 'Update-Extension.ps1' {
    BeforeEach {
        Start-TestSession
        $folder = (New-Item (Join-Path $TestDrive (New-Guid)) -ItemType Directory).FullName
        $file = New-TestApp $folder 'Contoso Customizations' c0a70500-0000-4000-8000-00000000b001 2.0.0.0
    }

    It 'uploads, upgrades, and removes the old version' -ForEach @{ Options = @{ AcceptIsvEula = $true }; Upload = 'installPte' }, @{ Options = @{ UploadSlot = $true }; Upload = 'runExtensionUpload' } {
        $extension = & $examples/Update-Extension.ps1 Production $file @Options
        $extension.Version | Should -Be ([version] '2.0.0.0')
        (Get-BcExtension Production 'Contoso Customizations').Version | Should -Be ([version] '2.0.0.0')
        Get-Request installPte, runExtensionUpload | ForEach-Object Operation | Should -Be $Upload
    }

    It 'removes nothing when the upload fails' {
        $null = Add-BcSimulatorFault -FailOperation -Operation installPte
        { & $examples/Update-Extension.ps1 Production $file -AcceptIsvEula } | Should -Throw -ErrorId 'OperationFailed,*'
        Get-Request unpublishExtension | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf' {
        & $examples/Update-Extension.ps1 Production $file -AcceptIsvEula -WhatIf | Should -BeNullOrEmpty
        Get-Request installPte, runExtensionUpload, unpublishExtension | Should -BeNullOrEmpty
    }
}

Describe 'New-ServiceApp.ps1' {
    BeforeEach {
        Start-TestSession
        $file = Join-Path $TestDrive "$([guid]::NewGuid()).pfx"
        $password = ConvertTo-SecureString 'password-of-the-file' -AsPlainText
    }

    It 'creates an app that works, and nothing in a second run' {
        $app = & $examples/New-ServiceApp.ps1 'BC nightly' -CertificatePath $file -CertificatePassword $password -SignIn @{ Simulator = $true } -Confirm:$false
        $app.FailedChecks | Should -BeNullOrEmpty
        $app.Changes | Should -Not -BeNullOrEmpty
        (Get-BcConnection).Name | Should -Be 'contoso.example'
        $again = & $examples/New-ServiceApp.ps1 'BC nightly' -CertificatePath $file -CertificatePassword $password -SignIn @{ Simulator = $true } -Confirm:$false
        $again.ClientId | Should -Be $app.ClientId
        $again.Changes | Should -BeNullOrEmpty
    }

    It 'describes the remaining steps inside the environments' {
        Send-Control settings @{ newAppsAreSetUp = $false }
        $app = & $examples/New-ServiceApp.ps1 'BC nightly' -CertificatePath $file -SignIn @{ Simulator = $true } -Confirm:$false
        $app.FailedChecks.Check | Select-Object -Unique | Should -Be 'Automation'
        $app.FailedChecks[0].Remedy | Should -BeLike '*Microsoft Entra Applications*'
    }

    It 'changes nothing with -WhatIf' {
        & $examples/New-ServiceApp.ps1 'BC nightly' -CertificatePath $file -WhatIf | Should -BeNullOrEmpty
        $file | Should -Not -Exist
        Get-Request graphCreate*, authorizeApp | Should -BeNullOrEmpty
    }
}

Describe 'Invoke-NightlyRunbook.ps1' {
    It 'returns the failures' {
        Start-TestSession
        $null = Add-BcSimulatorFault -FailOperation -Operation copyEnvironment
        $null = Copy-BcEnvironment Sandbox Broken | Wait-BcOperation -ErrorAction SilentlyContinue
        $rows = & $examples/Invoke-NightlyRunbook.ps1 -SignIn @{ Simulator = $true; As = 'App' }
        ($rows | Where-Object What -eq copy).Environment | Should -Not -BeNullOrEmpty
        (Get-BcConnection).Name | Should -Be 'contoso.example'
    }

    It 'signs in with its managed identity' {
        Start-TestSession
        $simulator = Get-BcSimulator Test
        $lines = Invoke-FreshPwsh "./docs/examples/Invoke-NightlyRunbook.ps1 -SignIn @{ ManagedIdentity = `$true; Endpoint = '$($simulator.HttpEndpoint)'; Authority = '$($simulator.HttpEndpoint)' }; 'done'" -Environment @{
            IDENTITY_ENDPOINT = "$($simulator.IdentityEndpoint)"; IDENTITY_HEADER = $simulator.IdentityHeader; PSModulePath = "$(Join-Path $PSScriptRoot ../out)$([IO.Path]::PathSeparator)$env:PSModulePath"
        }
        @($lines)[-1] | Should -Be 'done'
        (Get-Request listOperations).Caller | Should -Be 'app'
    }

    It 'reports what is missing when it is rejected' {
        Start-TestSession -NoConnect
        Send-Control apps @{ clientId = 'c0a70500-0000-4000-8000-00000000a001'; authorized = $false }
        { & $examples/Invoke-NightlyRunbook.ps1 -SignIn @{ Simulator = $true; As = 'App' } } | Should -Throw '*Add-BcAuthorizedApp*'
        Get-BcConnection | Should -BeNullOrEmpty
    }
}

Describe 'Publish-FromGitHub.ps1' {
    BeforeAll {
        Start-TestSession
        $app = New-BcAppRegistration 'BC deploy' -Service -GitHubRepository contoso/bc-apps -GitHubEnvironment production -GrantConsent -AuthorizeApp -Force
        $null = New-TestApp $TestDrive Hello 6f0e5c1a-0000-4000-8000-000000000001 1.0.0.0

        # Simulates GitHub's endpoint for tokens.
        $listener = Start-HttpListener
        $github = Start-ThreadJob -ArgumentList $listener {
            param($listener)
            function ConvertTo-Base64Url($value) { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes((ConvertTo-Json $value -Compress))).TrimEnd('=').Replace('+', '-').Replace('/', '_') }
            while ($listener.IsListening) {
                # Stop-Job cannot end a call that is blocked, and stopping the listener does not always end GetContext.
                $next = $listener.GetContextAsync()
                while (-not $next.AsyncWaitHandle.WaitOne(100)) { }
                $context = $next.GetAwaiter().GetResult()
                $claims = @{
                    iss = 'https://token.actions.githubusercontent.com'; sub = 'repo:contoso/bc-apps:environment:production'
                    aud = $context.Request.QueryString['audience']; exp = [DateTimeOffset]::UtcNow.AddMinutes(5).ToUnixTimeSeconds()
                }
                $value = if ($context.Request.Headers['Authorization'] -eq 'bearer request-token') { "$(ConvertTo-Base64Url @{ alg = 'RS256' }).$(ConvertTo-Base64Url $claims).c2ln" }
                $bytes = [Text.Encoding]::UTF8.GetBytes((ConvertTo-Json @{ value = $value }))
                $context.Response.ContentType = 'application/json'
                $context.Response.OutputStream.Write($bytes)
                $context.Response.Close()
            }
        }
    }

    AfterAll {
        $listener.Stop()
        $github | Stop-Job -PassThru | Remove-Job -Force
        $env:ACTIONS_ID_TOKEN_REQUEST_URL = $env:ACTIONS_ID_TOKEN_REQUEST_TOKEN = $null
    }

    It 'publishes with the token of the job' {
        $env:ACTIONS_ID_TOKEN_REQUEST_URL = "$(@($listener.Prefixes))token?api-version=2.0"
        $env:ACTIONS_ID_TOKEN_REQUEST_TOKEN = 'request-token'
        $published = & $examples/Publish-FromGitHub.ps1 -TenantId contoso.example -ClientId $app.ClientId -Environment Sandbox -Path $TestDrive -SignIn @{ Simulator = $true }
        $published.Name | Should -Be 'Hello'
        (Get-Request installPte).Caller | Should -Be 'app'
    }

    It 'reports what the job does not have' {
        $env:ACTIONS_ID_TOKEN_REQUEST_URL = $null
        { & $examples/Publish-FromGitHub.ps1 -TenantId contoso.example -ClientId $app.ClientId -Environment Sandbox -Path $TestDrive } | Should -Throw '*id-token: write*'
    }
}

Describe 'Test-CustomerAccess.ps1' {
    BeforeEach {
        Start-TestSession Partner -NoConnect
        $partner = '9a270e00-0000-4000-8000-00000000a001'
        $signIn = @{ ClientId = $partner; ClientSecret = ConvertTo-SecureString partner-automation-secret -AsPlainText; Simulator = $true }
    }

    It 'returns a row for each tenant that authorized the app, with the cause of a failure' {
        Send-Control apps @{ tenantId = '2.customer.example'; clientId = $partner; consented = $false }
        $rows = & $examples/Test-CustomerAccess.ps1 -HomeTenantId customer.example -SignIn $signIn
        $rows | Should -HaveCount 3
        $rows[0].Cause | Should -BeNullOrEmpty
        $rows[0].Environments | Should -Be 2
        $rows[1].Cause | Should -Be 'Consent'
        $rows[1].Remedy | Should -BeLike '*Get-BcAdminConsentUrl*'
        Get-BcConnection | Should -BeNullOrEmpty
    }

    It 'accepts tenants from the pipeline, including those that cannot be signed in to' {
        Send-Control settings @{ openSignIn = $false }
        $rows = [pscustomobject] @{ TenantId = 'customer.example' }, [pscustomobject] @{ TenantId = 'nowhere.example' } | & $examples/Test-CustomerAccess.ps1 -SignIn $signIn
        $rows.TenantId | Should -Be 'customer.example', 'nowhere.example'
        $rows[1].Cause | Should -Be 'Tenant'
    }
}

Describe 'Add-CustomerFleet.ps1' {
    BeforeEach {
        Start-TestSession Customers
        Send-Control settings @{ newAppsAreSetUp = $true }
        $customers = Get-BcCustomer Adatum, Fabrikam, 'Fabrikam 2'
        $file = Join-Path $TestDrive "fleet-$([guid]::NewGuid()).csv"
        $simulator = Get-BcSimulator Test
        $fleet = @{
            ClientId = '9a270e00-0000-4000-8000-00000000a001'; Path = $file
            AppSignIn = @{ ClientSecret = ConvertTo-SecureString partner-automation-secret -AsPlainText; Simulator = $true }
            UserSignIn = @{ Simulator = $true; As = 'DelegatedAdmin' }
        }
        $consent = { param($Url, $Row) Invoke-WebRequest ([uri]::new($simulator.HttpEndpoint, "$($Row.TenantId)/adminconsent?client_id=$($fleet.ClientId)")) -NoProxy }
    }

    It 'grants access if the customer has consented, and returns the address if not' {
        $rows = $customers | & $examples/Add-CustomerFleet.ps1 @fleet
        $rows.DisplayName | Should -Be 'Adatum', 'Fabrikam', 'Fabrikam 2'
        $rows.Status | Should -Be 'Done', 'ConsentRequired', 'ConsentRequired'
        $rows.Authorized | Should -Be 'yes', 'yes', 'yes'
        $rows[1].ConsentUrl | Should -BeLike "https://login.microsoftonline.com/$($rows[1].TenantId)/adminconsent?client_id=$($fleet.ClientId)"
        (Import-Csv $file).Status | Should -Be $rows.Status
        (Get-BcConnection).Name | Should -Be 'partner.example'
    }

    It 'repeats nothing in a second run, and continues when customers have consented' {
        $null = $customers | & $examples/Add-CustomerFleet.ps1 @fleet
        $null = & $consent '' (Import-Csv $file)[1]
        Clear-Request
        $rows = $customers | & $examples/Add-CustomerFleet.ps1 @fleet
        $rows.Status | Should -Be 'Done', 'Done', 'ConsentRequired'
        Get-Request authorizeApp, listAuthorizedApps | Should -BeNullOrEmpty
        $done = $customers | & $examples/Add-CustomerFleet.ps1 @fleet -Consent $consent
        $done.Status | Should -Be 'Done', 'Done', 'Done'
        Clear-Request
        $null = $customers | & $examples/Add-CustomerFleet.ps1 @fleet
        Get-Request | Should -BeNullOrEmpty
    }

    It 'has the error in the row, and continues with the next customer' {
        $null = Add-BcSimulatorFault -Operation listAuthorizedApps -StatusCode 403 -Count 1
        $rows = $customers | & $examples/Add-CustomerFleet.ps1 @fleet -Consent $consent
        $rows.Status | Should -Be 'Failed', 'Done', 'Done'
        $rows[0].Error | Should -Not -BeNullOrEmpty
        ($customers | & $examples/Add-CustomerFleet.ps1 @fleet).Status | Should -Be 'Done', 'Done', 'Done'
    }

    It 'continues a run that was stopped' {
        $null = $customers | & $examples/Add-CustomerFleet.ps1 @fleet -Consent { throw 'The browser was closed.' } | Select-Object -First 2
        (Import-Csv $file).Status | Should -Be 'Done', 'Failed'
        (Import-Csv $file)[1].Error | Should -Be 'The browser was closed.'
        (Get-BcConnection).Name | Should -Be 'partner.example'
        Clear-Request
        ($customers | & $examples/Add-CustomerFleet.ps1 @fleet -Consent $consent).Status | Should -Be 'Done', 'Done', 'Done'
        @(Get-Request authorizeApp) | Should -HaveCount 1
        @(Get-Request token | Where-Object { $_.Path -like '*ada70000*' }) | Should -HaveCount 0
    }

    It 'changes nothing with -WhatIf' {
        $rows = $customers | & $examples/Add-CustomerFleet.ps1 @fleet -WhatIf
        $rows.Status | Should -Be 'New', 'New', 'New'
        Get-Request authorizeApp | Should -BeNullOrEmpty
        $file | Should -Not -Exist
    }
}
