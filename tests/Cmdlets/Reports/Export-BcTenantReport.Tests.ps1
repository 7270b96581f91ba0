BeforeAll {
    Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force
    Import-Module "$PSScriptRoot/../../NodeSession.psm1" -Force
    $page = Join-Path $TestDrive report.html

    # Rows of a table of the page, each as the texts of its cells.
    $rows = { param($part) "[...document.querySelectorAll('[data-part=$part] tbody tr')].map(row => [...row.cells].map(cell => cell.innerText.replaceAll('\n', ' ')))" }
}

Describe 'Export-BcTenantReport' {
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
  storage: [...document.querySelectorAll('[data-part=storage] .bar')].map(bar => [bar.querySelector('.name').innerText, bar.querySelector('.value').innerText, bar.querySelector('.fill').getBoundingClientRect().width]),
  roles: Object.fromEntries([...document.querySelectorAll('[data-part=users] [data-environment=Production] .bar')].map(bar => [bar.querySelector('.name').innerText, Number(bar.querySelector('.value').innerText)])),
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
            ($seen.environments | Where-Object { $_[0] -eq 'Production' })[5] | Should -Be "$next $($next.ScheduledOn.UtcDateTime.ToString('yyyy-MM-dd HH:mm'))"

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
            $colour = { param($scheme) (Invoke-Browser $page 'getComputedStyle(document.body).backgroundColor' -Scheme $scheme).value }
            & $colour light | Should -Be 'rgb(243, 245, 247)'
            & $colour dark | Should -Be 'rgb(15, 19, 23)'
        }

        It 'shows text as text, wherever it comes from' {
            Start-TestSession
            $name = '<img src=x onerror="document.title=1"> & "Søn" '
            $null = New-BcNotificationRecipient x@contoso.example $name
            Export-BcTenantReport $page -Section Notifications
            $seen = Invoke-Browser $page '({ text: document.querySelector("[data-part=notifications]").innerText, images: document.images.length, scripts: document.scripts.length, title: document.title })'
            $seen.value.text | Should -Match ([regex]::Escape($name.Trim()))
            $seen.value.images, $seen.value.scripts | Should -Be @(0, 0)
            $seen.requests.Count | Should -Be 1
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

    It 'tells of a tenant that shuts the caller out' {
        Start-TestSession
        Add-BcSimulatorFault 403 -Count 0
        Export-BcTenantReport $page -WarningAction SilentlyContinue
        Get-Content $page -Raw | Should -Match '(?s)class="critical".{0,200}Could not read environments'
    }

    It 'takes several tenants and writes one page' {
        Start-TestSession -Scenario Partner -NoConnect
        'customer.example', '2.customer.example' | ForEach-Object { Connect-BcTenant $_ -Simulator -As User }
        $file = Get-BcConnection | Export-BcTenantReport $page
        @($file).Count | Should -Be 1
        $text = Get-Content $page -Raw
        $text | Should -Match '<a href="#tenant-0">2\.customer\.example</a>'
        [regex]::Matches($text, '<section class="tenant"').Count | Should -Be 2
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
        (Get-OneError { Export-BcTenantReport $other -NoClobber }).FullyQualifiedErrorId | Should -Match '^ResourceExists'
        Get-Request | Where-Object Operation -eq getQuotas | Should -HaveCount 1 -Because 'only the first of the two read anything'
        Disconnect-BcTenant -All
        (Get-OneError { Export-BcTenantReport $other }).FullyQualifiedErrorId | Should -Match '^NotConnected'
    }
}
