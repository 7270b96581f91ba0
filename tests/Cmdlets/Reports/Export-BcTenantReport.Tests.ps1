BeforeAll {
    Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force
    Import-Module "$PSScriptRoot/../../NodeSession.psm1" -Force
    $page = Join-Path $TestDrive report.html

    # Rows of a table of the page, each as the texts of its cells.
    $rows = { param($part) "[...document.querySelectorAll('[data-part=$part] tbody tr')].map(row => [...row.cells].map(cell => cell.innerText.replaceAll('\n', ' ')))" }
}

Describe 'Export-BcTenantReport' {
    Context 'with a baseline' {
        BeforeAll {
            Start-TestSession
            $baseline = Join-Path $TestDrive baseline.json
            $report = Join-Path $TestDrive drift.json
            Set-Content $baseline @'
{ "environments": [ { "match": { "type": "Production" }, "appUpdateCadence": "DuringMajorUpgrade", "supportContact": { "name": "${parameter:desk}" } } ] }
'@
        }

        It 'shows the differences as a table and as a warning' {
            $null = Export-BcTenantReport $report -Format Json -Section Environments -Baseline $baseline -BaselineParameter @{ desk = '<b>Desk</b>' }
            $content = Get-Content $report -Raw | ConvertFrom-Json
            $content.drift.component | Should -Be 'AppUpdateCadence', 'SupportContact'
            $content.drift.desired | Should -Be 'DuringMajorUpgrade', '<b>Desk</b>'
            ($content.warnings | Where-Object kind -eq ConfigurationDrift).text | Should -Be '2 differences from the baseline in AppUpdateCadence, SupportContact.'
            $null = Export-BcTenantReport $page -Section Environments -Baseline $baseline -BaselineParameter @{ desk = '<b>Desk</b>' }
            $html = Get-Content $page -Raw
            $html | Should -BeLike '*Differences from the baseline*&lt;b&gt;Desk*'
            $html | Should -Not -BeLike '*<b>Desk*'
        }

        It 'shows what cannot be compared as not readable, and no difference where there is none' {
            $null = Add-BcSimulatorFault 403 -Operation getSupportContact -Count 0
            Set-Content $baseline '{ "environments": [ { "name": "Production", "appUpdateCadence": "Default", "supportContact": { "name": "x" } } ] }'
            $null = Export-BcTenantReport $report -Format Json -Section Environments -Baseline $baseline -WarningAction SilentlyContinue
            Reset-BcSimulator Test -FaultOnly
            $content = Get-Content $report -Raw | ConvertFrom-Json
            $content.drift | Should -BeNullOrEmpty
            ($content.warnings | Where-Object kind -eq EnvironmentDataUnavailable).text | Should -BeLike 'Could not read SupportContact of the baseline: *'
        }

        It 'reports a mistake in the baseline before anything is read' {
            Set-Content $baseline '{ "environments": [ { "name": "Production", "appUpdateCadenc": "Default" } ] }'
            Clear-Request
            (Get-OneError { Export-BcTenantReport $report -Format Json -Baseline $baseline }).FullyQualifiedErrorId | Should -BeLike 'InvalidConfiguration,*'
            Get-Request | Should -BeNullOrEmpty
        }
    }

    Context 'in a browser' {
        It 'shows what the cmdlets show' {
            Start-TestSession
            $null = Copy-BcEnvironment Sandbox UAT -Type Sandbox -Wait
            Export-BcTenantReport $page | Should -BeOfType System.IO.FileInfo
            $seen = Invoke-Browser $page @"
(() => ({
  title: document.title,
  environments: $(& $rows environments),
  apps: $(& $rows app-updates),
  sessions: $(& $rows sessions),
  operations: $(& $rows operations),
  tiles: Object.fromEntries([...document.querySelectorAll('[data-tile]')].map(tile => [tile.dataset.tile, tile.querySelector('strong').innerText])),
  storage: [...document.querySelectorAll('[data-part=storage] .bars li')].map(bar => [bar.querySelector('.name').innerText, bar.querySelector('.value').innerText, bar.querySelector('rect').getBoundingClientRect().width]),
  roles: Object.fromEntries([...document.querySelectorAll('[data-part=users] [data-environment=Production] .bars li')].map(bar => [bar.querySelector('.name').innerText, Number(bar.querySelector('.value').innerText)])),
}))()
"@
            $seen.errors, $seen.overflow | Should -Be @(@(), 0)
            $seen.requests.Count | Should -Be 1
            $seen = $seen.value
            $seen.title | Should -Be 'Business Central: contoso.example'

            $environments = Get-BcEnvironment
            $seen.environments.Count | Should -Be 3
            foreach ($row in $seen.environments) {
                $environment = $environments | Where-Object Name -eq $row[0]
                $row[1..4] | Should -Be @($environment.Type, "$($environment.Version)", $environment.Status, $environment.CountryCode)
            }
            $next = Get-BcEnvironmentUpdate Production | Where-Object Selected
            ($seen.environments | Where-Object { $_[0] -eq 'Production' })[5] | Should -Be "$next $($next.ScheduledOn.UtcDateTime.ToString('yyyy-MM-dd HH:mm'))Z"

            $updates = Get-BcEnvironment | Get-BcAppUpdate
            $seen.apps | ForEach-Object { "$($_[1]) $($_[0]) $($_[3]) $($_[4])" } | Sort-Object |
                Should -Be ($updates | ForEach-Object { "$($_.EnvironmentName) $($_.Name) $($_.CurrentVersion) $($_.TargetVersion)" } | Sort-Object)
            $seen.tiles.'app-updates' | Should -Be $updates.Count
            $seen.sessions.Count | Should -Be @($environments | Get-BcSession).Count
            $seen.operations[0][0..1] | Should -Be @('copy', 'UAT')

            # The bars are as long as the databases are big.
            $storage = Get-BcEnvironmentStorage | Sort-Object DatabaseSizeKB -Descending
            $seen.storage | ForEach-Object { $_[0] } | Should -Be $storage.EnvironmentName
            $seen.storage[0][1] | Should -Be ('{0:0.#} GB' -f ($storage[0].DatabaseSizeKB / 1MB))
            $seen.storage[1][2] / $seen.storage[0][2] | Should -BeGreaterThan ($storage[1].DatabaseSizeKB / $storage[0].DatabaseSizeKB * 0.98)
            $seen.storage[1][2] / $seen.storage[0][2] | Should -BeLessThan ($storage[1].DatabaseSizeKB / $storage[0].DatabaseSizeKB * 1.02)

            $enabled = @(Get-BcUser Production | Where-Object State -eq Enabled)
            $super = $enabled | Get-BcUserPermission | Where-Object RoleId -eq SUPER | Sort-Object UserSecurityId -Unique
            $seen.roles.SUPER | Should -Be @($super).Count
        }

        It 'reads on a narrow and on a dark screen' {
            $narrow = Invoke-Browser $page 'getComputedStyle(document.querySelector("thead")).display' -Width 360
            $narrow.value | Should -Be 'none'
            $narrow.overflow | Should -Be 0
            $color = { param($scheme) (Invoke-Browser $page 'getComputedStyle(document.body).backgroundColor' -Scheme $scheme).value }
            & $color light | Should -Be 'rgb(243, 245, 247)'
            & $color dark | Should -Be 'rgb(15, 19, 23)'
        }

        It 'shows text as text, wherever it comes from' {
            Start-TestSession
            $name = '<img src=x onerror="document.title=1"> & "Søn" '
            $null = New-BcNotificationRecipient x@contoso.example $name
            Export-BcTenantReport $page -Section Notifications
            $seen = Invoke-Browser $page '({ text: document.querySelector("[data-part=notifications]").innerText, images: document.images.length, scripts: document.scripts.length, title: document.title })'
            $seen.value.text | Should -Match ([regex]::Escape($name.Trim()))
            $seen.value.images, $seen.value.scripts | Should -Be @(0, 1)
            $seen.requests.Count | Should -Be 1
        }
    }

    Context 'for several tenants, in a browser' {
        BeforeAll {
            Start-TestSession -Scenario Partner -NoConnect
            'customer.example', '2.customer.example', '3.customer.example' | ForEach-Object { Connect-BcTenant $_ -Simulator -As User }
            $null = New-BcNotificationRecipient desk@partner.example 'Service Desk' -Connection 2.customer.example
            $null = New-BcEnvironment Training DK -Type Sandbox -Connection 3.customer.example -Wait
            $fleet = Join-Path $TestDrive fleet.html
            $null = Export-BcTenantReport $fleet -Connection *
            $tools = @'
const all = selector => [...document.querySelectorAll(selector)];
const set = (id, value) => { const field = document.getElementById(id); field.value = value; field.dispatchEvent(new Event(id === 'search' ? 'input' : 'change')); };
const shown = () => all('details.tenant:not([hidden]) h2').map(head => head.textContent);
'@
        }

        It 'opens with the kinds of warnings, which unfold to links' {
            $seen = Invoke-Browser $fleet "(() => { $tools
const group = document.querySelector('[data-kind=NoNotificationRecipient]');
return { text: group.querySelector('summary').innerText, closed: !group.querySelector('details').open, links: all('[data-kind=NoNotificationRecipient] a').map(link => link.textContent), open: all('details.tenant[open]').length };
})()"
            $seen.errors, $seen.overflow | Should -Be @(@(), 0)
            $seen.requests.Count | Should -Be 1
            $seen.value.text | Should -Match 'Note\s+2 tenants have no notification recipient'
            $seen.value.closed | Should -BeTrue
            $seen.value.links | Should -Be '3.customer.example', 'customer.example'
            $seen.value.open | Should -Be 0
        }

        It 'opens the section that a link leads to, with the focus in it' {
            $state = '(() => { const section = document.getElementById("tenant-1"); return { open: section.closest("details").open, focus: document.activeElement.id, top: section.getBoundingClientRect().top }; })()'
            $clicked = "(async () => { document.querySelector('a[href$=tenant-1]').click(); await new Promise(done => setTimeout(done, 300)); return $state; })()"
            $visited = "(() => { location.hash = 'tenant-1'; return $state; })()"
            foreach ($seen in (Invoke-Browser $fleet $clicked), (Invoke-Browser $fleet $visited -NoScript)) {
                $seen.value.open | Should -BeTrue
                $seen.value.focus | Should -Be 'tenant-1'
                [int] $seen.value.top | Should -BeIn (0..900)
            }
        }

        It 'finds and filters' {
            $seen = Invoke-Browser $fleet "(() => { $tools
const result = {};
set('search', 'TRAINING'); result.search = [shown(), document.getElementById('shown').textContent];
set('search', ''); set('kind', 'NoNotificationRecipient'); result.kind = [shown(), all('[data-kind]:not([hidden])').length];
set('type', 'Sandbox'); result.rows = all('details.tenant:not([hidden]) [data-part=environments] tbody tr:not([hidden])').map(row => row.cells[1].textContent);
document.getElementById('clear').click(); result.cleared = [shown().length, document.activeElement.id];
set('severity', 'Critical'); result.none = document.getElementById('shown').textContent;
return result; })()"
            $seen.value.search | Should -Be @(@('3.customer.example'), '1 of 3 tenants shown')
            $seen.value.kind[0] | Should -Be '3.customer.example', 'customer.example'
            $seen.value.kind[1] | Should -Be 1
            $seen.value.rows | Sort-Object -Unique | Should -Be 'Sandbox'
            $seen.value.cleared | Should -Be 3, 'search'
            $seen.value.none | Should -Be '0 of 3 tenants shown'
        }

        It 'sorts tables' {
            $seen = Invoke-Browser $fleet "(() => { $tools
const head = all('#tenants th[scope=col]')[1];
const order = () => [head.ariaSort, ...all('#tenants tbody th').map(cell => cell.textContent)];
const result = [order()];
head.querySelector('button').click(); result.push(order());
head.querySelector('button').click(); result.push(order());
return result; })()"
            $seen.value[0][0] | Should -Be none
            $seen.value[1][0..1] | Should -Be 'descending', '3.customer.example'
            $seen.value[2][0] | Should -Be ascending
            $seen.value[2][3] | Should -Be '3.customer.example'
        }

        It 'can be used with the keyboard and a screen reader' {
            $seen = Invoke-Browser $fleet "(() => { $tools
const isNamed = field => field.labels.length === 1 && field.labels[0].textContent.trim().length > 0;
const focusable = all('a[href], button, input, select, summary').filter(item => item.checkVisibility());
return {
  first: focusable[0].textContent, unnamed: all('input, select').filter(field => !isNamed(field)).map(field => field.id),
  empty: all('button, a, summary').filter(item => !item.textContent.trim()).length, unscoped: all('th:not([scope])').length,
  hidden: focusable.filter(item => item.tabIndex < 0).length, badges: all('.badge').filter(badge => !/critical|warning|note/i.test(badge.textContent)).length,
  headings: all('h1').length, language: document.documentElement.lang, status: document.getElementById('shown').getAttribute('role'),
}; })()"
            $seen.value.first | Should -Be 'Skip to warnings'
            $seen.value.unnamed | Should -BeNullOrEmpty
            $seen.value.empty, $seen.value.unscoped, $seen.value.hidden, $seen.value.badges | Should -Be @(0, 0, 0, 0)
            $seen.value.headings, $seen.value.language, $seen.value.status | Should -Be 1, en, status
        }

        It 'hides what needs a script where scripts do not run' {
            $seen = Invoke-Browser $fleet '({ fields: [...document.querySelectorAll("input, select, button")].filter(item => item.checkVisibility()).length, folds: document.querySelectorAll("summary").length, rows: document.querySelectorAll("#tenants tbody tr").length })' -NoScript
            $seen.value.fields, $seen.value.rows | Should -Be 0, 3
            $seen.value.folds | Should -BeGreaterThan 3
        }

        It 'reads on a phone' {
            (Invoke-Browser $fleet 'document.querySelectorAll("details").forEach(item => { item.open = true; })' -Width 390).overflow | Should -Be 0
        }
    }

    It 'puts warnings first, the most urgent before the others' {
        Start-TestSession
        Add-BcSimulatorFault -FailOperation -Operation copyEnvironment -Message 'Not enough <space>.'
        $null = Copy-BcEnvironment Sandbox Train -Type Sandbox -Wait -ErrorAction SilentlyContinue
        Export-BcTenantReport $page
        $text = Get-Content $page -Raw
        $levels = [regex]::Matches($text, '<span class="badge">(\w+)<') | ForEach-Object { $_.Groups[1].Value }
        $levels[0] | Should -Be 'Critical'
        $levels | Should -Be @($levels | Sort-Object { [array]::IndexOf(@('Critical', 'Warning', 'Note'), $_) } -Stable)
        $text | Should -Match 'Train.*CreatingFailed'
        $text | Should -Match 'Not enough &lt;space&gt;\.'
        $text.IndexOf('id="warnings"') | Should -BeLessThan $text.IndexOf('data-part="environments"')
    }

    It 'goes on where a part fails, and says so in the page' {
        Start-TestSession
        Add-BcSimulatorFault 403 -Operation listSessions -Count 1
        Add-BcSimulatorFault 403 -Operation getQuotas -Count 1
        $result = Invoke-Captured { Export-BcTenantReport $page }
        $result.Errors | Should -BeNullOrEmpty
        $result.Warnings | Should -Match '^2 parts could not be read'
        $text = Get-Content $page -Raw
        $text | Should -Match 'Could not read quotas'
        $text | Should -Match 'Could not read sessions'
        $text | Should -Match 'data-part="operations"'
    }

    It 'fails and writes no file if nothing could be read' {
        Start-TestSession -Scenario Partner -NoConnect
        'customer.example', '2.customer.example' | ForEach-Object { Connect-BcTenant $_ -Simulator -As User }
        Add-BcSimulatorFault 403 -Count 0
        $other = Join-Path $TestDrive nothing.html
        $failure = Get-OneError { Export-BcTenantReport $other -Connection * }
        $failure.FullyQualifiedErrorId | Should -BeLike 'TenantNotReadable,*'
        "$failure" | Should -BeLike 'Nothing could be read from any of the 2 tenants, so no report was written. The error of tenant 2.customer.example is: *'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Test-BcConnection*'
        $failure.TargetObject | Should -Be '2.customer.example', 'customer.example'
        $one = Get-OneError { Export-BcTenantReport (Join-Path $TestDrive nothing.json) -Connection customer.example }
        "$one" | Should -BeLike 'Nothing could be read from tenant customer.example, so no report was written: *'
        Get-ChildItem $TestDrive -Filter 'nothing*' | Should -BeNullOrEmpty
    }

    It 'shows a tenant that could not be read beside the others' {
        Start-TestSession -Scenario Partner -NoConnect
        'customer.example', '2.customer.example' | ForEach-Object { Connect-BcTenant $_ -Simulator -As User }
        Add-BcSimulatorFault 403 -Operation listEnvironments -Count 1
        $result = Invoke-Captured { Export-BcTenantReport $page -Connection * -Section Environments }
        $result.Errors | Should -BeNullOrEmpty
        $result.Warnings | Should -Match '^A part could not be read'
        Get-Content $page -Raw | Should -Match 'class="critical" data-severity="Critical" data-kind="TenantDataUnavailable">[\s\S]{0,300}Could not read environments'
    }

    It 'shows findings of settings with reason and command' {
        Start-TestSession
        $null = Set-BcEnvironmentPartnerAccess Sandbox Disabled -Force
        $null = Add-BcAuthorizedApp dddddddd-0000-4000-8000-00000000d001
        $report = Get-Content (Export-BcTenantReport (Join-Path $TestDrive findings.json) -Format Json -Section Features, Access, Updates) -Raw | ConvertFrom-Json
        $found = @{}
        $report.warnings | ForEach-Object { $found[$_.kind] = $_ }
        $found.NoApplicationInsights.command | Should -Be 'Set-BcEnvironmentApplicationInsights Production -Connection contoso.example'
        $found.PartnerAccessForAll.environment, $found.PartnerAccessForAll.severity | Should -Be Production, Note
        $found.AuthorizedAppWithoutConsent.text | Should -BeLike '*dddddddd-0000-4000-8000-00000000d001*'
        $found.AuthorizedAppWithoutConsent.command | Should -Be "Get-BcAdminConsentUrl $((Get-BcConnection).TenantId) -ClientId dddddddd-0000-4000-8000-00000000d001"
        @($report.warnings | Where-Object kind -eq FeatureMandatorySoon).text[0] | Should -BeLike 'Version 30.0 makes these features mandatory, and they are not enabled: ConcurrentInventoryPosting, *'
        $report.warnings.why | Should -Not -BeNullOrEmpty
        $found.Keys | Should -Not -Contain NoUpdateWindow
        $report.notAvailable | Should -BeNullOrEmpty
        $production = $report.environments[0]
        $production.enforcedUpdateDaysLeft | Should -BeIn (85..93)
        $production.hasApplicationInsights, $production.partnerAccess, $production.mandatoryFeatures | Should -Be $false, 'AllowAllPartnerTenants', 4
        @($report.features | Where-Object environment -eq Production).Count | Should -Be @(Get-BcFeature Production).Count
        foreach ($command in $report.warnings.command | Select-Object -Unique | Where-Object { $_ -like 'Get-*' }) { & ([scriptblock]::Create($command)) -ErrorAction Stop | Out-Null }
        $version, $product = $report.version, $report.product
        $product, $version | Should -Be BcAdmin, "$((Get-Module BcAdmin).Version)"
    }

    It 'reports a production environment without an update window' {
        Start-TestSession -Scenario Partner -NoConnect
        Connect-BcTenant customer.example -Simulator -As DelegatedAdmin
        $report = Get-Content (Export-BcTenantReport (Join-Path $TestDrive window.json) -Format Json -Section Updates, Access) -Raw | ConvertFrom-Json
        ($report.warnings | Where-Object kind -eq NoUpdateWindow).command | Should -Be 'Set-BcEnvironmentUpdateWindow Production -Connection customer.example'
        # A delegated administrator cannot read the partner access, which is not a failure.
        $report.notAvailable.part | Select-Object -Unique | Should -Be 'partner access'
        $report.notAvailable.reason | Should -BeLike '*only to internal Global Administrators*'
        $report.warnings.kind | Should -Not -Contain EnvironmentDataUnavailable
    }

    It 'shows what is not available to an app, or in an old version, and no finding about it' {
        Start-TestSession -As App -Connect @{ ApiVersion = '2.15' }
        $result = Invoke-Captured { Export-BcTenantReport $page -Section Access }
        $result.Warnings | Should -BeNullOrEmpty
        Get-Request listAuthorizedApps, getPartnerAccess | Should -BeNullOrEmpty
        $html = Get-Content $page -Raw
        $html | Should -BeLike '*Not available*<b>authorized apps</b>*sign in as a user*<b>partner access</b>*Production, Sandbox*'
        $html | Should -Not -BeLike '*EnvironmentDataUnavailable*'
        Start-TestSession -Connect @{ ApiVersion = '2.15' }
        $report = Get-Content (Export-BcTenantReport (Join-Path $TestDrive old.json) -Format Json -Section Access) -Raw | ConvertFrom-Json
        $report.notAvailable.reason | Should -BeLike 'Partner access requires version 2.22 *'
        $report.authorizedApps | Should -Not -BeNullOrEmpty
    }

    It 'shows commands that can be copied' {
        Start-TestSession
        $null = Export-BcTenantReport $page -Section Environments
        $script = @'
(async () => {
  const line = document.querySelector('[data-kind=NoApplicationInsights] .command');
  line.querySelector('button').click();
  await new Promise(done => setTimeout(done, 300));
  return { command: line.querySelector('code').textContent, label: line.querySelector('button').textContent, footer: document.querySelector('footer').innerText };
})()
'@
        $seen = Invoke-Browser $page $script
        $seen.errors | Should -Be @()
        $seen.value.command | Should -Be 'Set-BcEnvironmentApplicationInsights Production -Connection contoso.example'
        $seen.value.label | Should -BeIn 'Copied', 'Selected'
        $seen.value.footer | Should -Match "^Created on \d{4}-\d\d-\d\d \d\d:\d\dZ \(UTC\) by Export-BcTenantReport of the PowerShell module BcAdmin $((Get-Module BcAdmin).Version)\.$"
    }

    It 'takes several tenants and writes one page' {
        Start-TestSession -Scenario Partner -NoConnect
        'customer.example', '2.customer.example' | ForEach-Object { Connect-BcTenant $_ -Simulator -As User }
        $file = Get-BcConnection | Export-BcTenantReport $page
        @($file).Count | Should -Be 1
        $text = Get-Content $page -Raw
        $text | Should -Match '<a href="#tenant-0">2\.customer\.example</a>'
        [regex]::Matches($text, '<details class="tenant">').Count | Should -Be 2
    }

    It 'reads only what was asked for' {
        Start-TestSession
        Export-BcTenantReport $page Sand* -Section Apps
        (Get-Request).Operation | Sort-Object -Unique | Should -Be @('listAvailableAppUpdates', 'listEnvironments', 'listInstalledApps')
        Get-Content $page -Raw | Should -Not -Match '>Production</a>'
    }

    It 'refers to nothing outside' {
        Start-TestSession
        Export-BcTenantReport $page
        $text = Get-Content $page -Raw
        $text | Should -Not -Match '(\ssrc=|@import|url\()'
        [regex]::Matches($text, '<link[^>]*>').Value | Should -Be '<link rel="icon" href="data:,">'
        $text | Should -Match "default-src 'none'"
    }

    It 'writes no page with -WhatIf, over none with -NoClobber, and none without a connection' {
        Start-TestSession
        $other = Join-Path $TestDrive other.html
        Export-BcTenantReport $other -WhatIf
        Test-Path $other | Should -BeFalse
        $null = New-Item $other
        foreach ($extension in 'csv', 'xlsx', 'pdf', 'txt') {
            $path = Join-Path $TestDrive "existing.$extension"
            Set-Content $path Mine
            $failure = Get-OneError { Export-BcTenantReport $path }
            $failure.FullyQualifiedErrorId | Should -Match '^InvalidArgument'
            "$failure" | Should -BeLike '*The supported extensions are .html, .htm, and .json.'
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-Format Csv*'
            Get-Content $path | Should -Be Mine
        }
        "$(Get-OneError { Export-BcTenantReport (Join-Path $TestDrive x.json) -Format Html })" | Should -BeLike '-Format Html contradicts the extension .json of *'
        Get-Content (Export-BcTenantReport (Join-Path $TestDrive by-extension.json) -Section Notifications) -Raw | ConvertFrom-Json | ForEach-Object product | Should -Be BcAdmin
        (Get-OneError { Export-BcTenantReport $other -NoClobber }).FullyQualifiedErrorId | Should -Match '^ResourceExists'
        Get-Request | Where-Object Operation -eq getQuotas | Should -BeNullOrEmpty -Because 'neither of the two read anything'
        Disconnect-BcTenant -All
        (Get-OneError { Export-BcTenantReport $other }).FullyQualifiedErrorId | Should -Match '^NotConnected'
    }

    Context 'as CSV' {
        BeforeAll {
            Start-TestSession
            $null = New-BcNotificationRecipient x@contoso.example '=HYPERLINK("https://example.com")'
            $folder = Join-Path $TestDrive 'a [b]'
            $files = Export-BcTenantReport $folder -Format csv
        }

        It 'writes a file for each table' {
            $files.Name | Should -Be @('Tenants', 'Warnings', 'NotAvailable', 'Environments', 'Storage', 'Apps', 'AppUpdates', 'Operations', 'Sessions', 'PermissionSets', 'NotificationRecipients', 'Features', 'AuthorizedApps').ForEach{ "$_.csv" }
            $files | ForEach-Object { [IO.File]::ReadAllBytes($_.FullName)[0..2] | Should -Be 0xEF, 0xBB, 0xBF }
        }

        It 'has what the cmdlets show' {
            $rows = { param($name) Import-Csv -LiteralPath (Join-Path $folder "$name.csv") }
            $environments = & $rows Environments
            $environments.Environment | Should -Be (Get-BcEnvironment | Sort-Object { $_.Type -ne 'Production' }, Name).Name
            $environments[0].TenantId | Should -Be (Get-BcConnection).TenantId
            (& $rows Apps).Count | Should -Be @(Get-BcEnvironment | Get-BcApp).Count
            (& $rows Storage).DatabaseSizeKB | Sort-Object | Should -Be ((Get-BcEnvironmentStorage).DatabaseSizeKB | Sort-Object { "$_" })
            (& $rows Sessions | Select-Object -First 1).LogOnDate | Should -Match '^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$'
            (& $rows NotificationRecipients).Name | Should -Contain '''=HYPERLINK("https://example.com")'
        }

        It 'separates cells as asked' {
            $file = Export-BcTenantReport (Join-Path $TestDrive semicolon) -Format Csv -Delimiter ';' -Section Storage | Where-Object Name -eq Storage.csv
            (Import-Csv $file.FullName -Delimiter ';').Environment | Should -Contain Production
            (Get-OneError { Export-BcTenantReport (Join-Path $TestDrive x) -Format Csv -Delimiter x }).FullyQualifiedErrorId | Should -Match '^InvalidArgument'
        }

        It 'replaces no file with -NoClobber, and writes to no path that is a file' {
            Clear-Request
            (Get-OneError { Export-BcTenantReport $folder -Format Csv -NoClobber }).FullyQualifiedErrorId | Should -Match '^ResourceExists'
            (Get-OneError { Export-BcTenantReport $files[0].FullName -Format Csv }).FullyQualifiedErrorId | Should -Match '^FileNotWritable'
            Get-Request | Should -BeNullOrEmpty
        }
    }

    It 'writes JSON for programs' {
        Start-TestSession
        $file = Export-BcTenantReport (Join-Path $TestDrive report.json) -Format Json
        $report = Get-Content $file -Raw | ConvertFrom-Json
        $report.formatVersion, $report.sections.Count, $report.tenants.Count | Should -Be 1, 10, 1
        $report.environments.environment | Should -Be 'Production', 'Sandbox'
        $report.permissionSets | Where-Object { $_.environment -eq 'Production' -and $_.permissionSet -eq 'SUPER' } | ForEach-Object enabledUsers | Should -BeGreaterThan 0
        $kind, $severity = $report.warnings | Where-Object kind -eq AppUpdatesAvailable | Select-Object -First 1 | ForEach-Object { $_.kind, $_.severity }
        $kind, $severity | Should -Be AppUpdatesAvailable, Note
    }

    It 'reads each tenant once, however it is passed, and asks before it reads' {
        Start-TestSession -Scenario Partner -NoConnect
        'customer.example', '2.customer.example' | ForEach-Object { Connect-BcTenant $_ -Simulator -As User }
        Clear-Request
        Get-BcConnection | Export-BcTenantReport $page -WhatIf
        Get-Request | Should -BeNullOrEmpty
        $null = @(Get-BcConnection) + @(Get-BcConnection) | Export-BcTenantReport $page -ThrottleLimit 1
        Get-Request getQuotas | Should -HaveCount 2
        Get-Request listEnvironments | Should -HaveCount 2
    }

    It 'ends at the first missing environment with -ErrorAction Stop, and writes nothing' {
        Start-TestSession
        $other = Join-Path $TestDrive stopped.html
        { Export-BcTenantReport $other Prodution -Section Environments -ErrorAction Stop } | Should -Throw -ErrorId 'EnvironmentNotFound*'
        Test-Path $other | Should -BeFalse
    }
}
