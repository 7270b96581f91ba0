# The completions of Tab, tested with TabExpansion2 and the simulator.
BeforeAll {
    Import-Module "$PSScriptRoot/TestSession.psm1" -Force
    Start-TestSession
    # Files that PowerShell would offer where a parameter has no completer.
    Push-Location $TestDrive
    'a', 'p', 's', 'u', 'c', 'n' | ForEach-Object { $null = New-Item "$_-file.txt" }
    function Get-Offer([string] $Line) { @((TabExpansion2 $Line $Line.Length).CompletionMatches) }
    # The first reads of a process can take longer than the limit of Tab; the next completion has their result.
    function Get-LaterOffer([string] $Line) {
        foreach ($i in 1..10) {
            $offer = Get-Offer $Line
            if ($offer) { return $offer }
            Start-Sleep -Milliseconds 300
        }
    }
}

AfterAll { Pop-Location }

Describe 'Completion' {
    It 'offers <Expected> for: <Line>' -ForEach @(
        @{ Line = 'Get-BcEnvironment Pro'; Expected = 'Production'; ToolTip = 'Production, *28.3*DK*Active' }
        @{ Line = 'Remove-BcEnvironment '; Expected = 'Production', 'Sandbox' }
        @{ Line = 'Get-BcCompany Production CRON'; Expected = "'CRONUS DK'"; ToolTip = 'CRONUS DK, *c003' }
        @{ Line = 'Get-BcCompany Production -CompanyId CRON'; Expected = 'c0a70500-0000-4000-8000-00000000c003'; ToolTip = 'CRONUS DK*' }
        @{ Line = 'Get-BcCompany Production -Name Sweden'; Expected = "'Contoso Sweden'" }
        @{ Line = 'Get-BcUser Production ACCOUNTANT'; ToolTip = 'ACCOUNTANT*, Enabled*' }
        @{ Line = 'Get-BcUser Production -UserSecurityId ACCOUNTANT'; ToolTip = 'ACCOUNTANT*, Enabled*' }
        @{ Line = 'Add-BcUserPermission Production -User X -PermissionSet SUP'; ToolTip = 'SUPER*' }
        @{ Line = 'Add-BcUserPermission Production -User X -PermissionSet ''D365 ITEM, EDIT'' -AppId '; ToolTip = '*' }
        @{ Line = 'Get-BcApp Production -AppId Adatum'; Expected = 'a9900000-0000-4000-8000-000000000004'; ToolTip = 'Adatum Payroll*5.2.0.0*' }
        @{ Line = 'Get-BcApp Production -Publisher Conto'; Expected = 'Contoso'; ToolTip = '*Contoso Customizations*' }
        @{ Line = 'Uninstall-BcApp Production Contoso'; Expected = 'c0a70500-0000-4000-8000-00000000b001'; ToolTip = '*Contoso Customizations*' }
        @{ Line = 'Get-BcExtension Production -Name Adatum'; Expected = "'Adatum Payroll'" }
        @{ Line = 'Stop-BcSession Production '; ToolTip = '*20??-??-?? ??:??Z*' }
        @{ Line = 'Get-BcSession Production -User '; ToolTip = '*' }
        @{ Line = 'Get-BcSession Production -ClientType '; ToolTip = '*' }
        @{ Line = 'Remove-BcNotificationRecipient Partner'; ToolTip = '*desk@partner.example' }
        @{ Line = 'Remove-BcNotificationRecipient -Email desk'; Expected = "'desk@partner.example'"; ToolTip = '*Partner Service Desk' }
        @{ Line = 'Get-BcNotificationRecipient Cont'; Expected = "'Contoso Alerts'" }
        @{ Line = 'Enable-BcFeature Production GLC'; Expected = 'GLCurrencyRevaluation'; ToolTip = '*All Users*' }
        @{ Line = 'Add-BcSecurityGroupPermission Production FIN'; Expected = 'FINANCE'; ToolTip = '*Contoso Finance*' }
        @{ Line = 'Get-BcSecurityGroup Production -SecurityGroupId FIN'; ToolTip = 'FINANCE: Contoso Finance' }
        @{ Line = 'Set-BcEnvironmentUpdateWindow Production -TimeZone Copenhagen'; Expected = "'Romance Standard Time'"; ToolTip = '*Copenhagen*' }
        @{ Line = 'Set-BcEnvironmentUpdate Production -TargetVersion 28'; Expected = '28.4'; ToolTip = '*selected*' }
        @{ Line = 'New-BcEnvironment X -Country DK'; Expected = 'DK'; ToolTip = '*PROD*' }
        @{ Line = 'Get-BcApplicationVersion DK -Ring '; ToolTip = '*' }
        @{ Line = 'Connect-BcTenant -TenantId contoso'; Expected = 'c0a70500-0000-4000-8000-000000000001'; ToolTip = '*' }
        @{ Line = 'Get-BcEnvironment -Connection c'; Expected = 'contoso.example'; ToolTip = 'contoso.example: *@contoso.example*' }
        @{ Line = 'Connect-BcTenant -ApiVersion 2.2'; ToolTip = '2.29' }
        @{ Line = 'Install-BcApp Production X -Language da-D'; Expected = 'da-DK'; ToolTip = '*Danish*' }
        @{ Line = 'Add-BcSimulatorFault 500 -ErrorCode Maximum'; ToolTip = 'Maximum*' }
        @{ Line = 'Get-BcProfile Production BUS'; ToolTip = '*' }
        @{ Line = 'Get-BcApiEntitySet Production comp'; Expected = 'companies' }
        @{ Line = 'Remove-BcUserPermission Production -UserPermissionId SUPER'; ToolTip = 'SUPER*' }
        @{ Line = 'Remove-BcSecurityGroupPermission Production FINANCE -UserPermissionId D365'; ToolTip = 'D365 FINANCIALS*' }
        @{ Line = 'Submit-BcOutageReport -OutageType '; ToolTip = '*' }
        @{ Line = 'Get-BcEnvironment -Status Act'; Expected = 'Active' }
    ) {
        $offer = @(Get-LaterOffer $Line)
        $offer.Count | Should -BeGreaterThan 0
        $offer.CompletionText | Should -Not -BeLike '*file.txt*'
        if ($_['Expected']) { @($offer.CompletionText) | Should -Be $_['Expected'] }
        if ($_['ToolTip']) { $offer[0].ToolTip | Should -BeLike $_['ToolTip'] }
    }

    It 'offers nothing, not even files, for: <_>' -ForEach @(
        'Install-BcApp Production a', 'Install-BcApp Production ', 'New-BcEnvironment n', 'New-BcCompany Production n', 'Copy-BcEnvironment Sandbox n',
        'Rename-BcEnvironment Sandbox n', 'Get-BcUser Production -Filter s', 'Restore-BcDeletedEnvironment s', 'Get-BcUser Nowhere s', 'Get-BcEnvironment zzz',
        'Stop-BcOperation Production ', 'Set-BcCompany Production -DisplayName n', 'Get-BcApp -AppId a', 'Update-BcApp Production -AppId a -TargetVersion ',
        'Get-BcAppOperation Production nowhere ', 'Invoke-BcApi -Api Standard c', 'Get-BcEnvironment -Connection nowhere', 'Find-BcCommand s'
    ) {
        Get-Offer $_ | Should -BeNullOrEmpty
    }

    It 'offers files for parameters that accept files' {
        (Get-Offer 'Import-BcUser Production -Path a').CompletionText | Should -BeLike '*a-file.txt'
        (Get-Offer 'Publish-BcApp Production a').CompletionText | Should -BeLike '*a-file.txt'
    }

    It 'offers operations, the newest first, and only those that apply' {
        $first = Copy-BcEnvironment Sandbox First
        $second = Copy-BcEnvironment Sandbox Second
        Start-TestSession -TimeScale 1
        $running = Copy-BcEnvironment Sandbox Third
        $offer = Get-LaterOffer 'Get-BcOperation -OperationId '
        $offer[0].CompletionText | Should -Be $running.OperationId
        $offer[0].ListItemText | Should -BeLike 'Copy *'
        $offer[0].ToolTip | Should -BeLike '*Z*'
        (Get-Offer 'Wait-BcOperation ').CompletionText | Should -Contain $running.OperationId
        (Get-Offer "Get-BcOperation -OperationId $("$($running.OperationId)".Substring(0, 12))").CompletionText | Should -Be $running.OperationId
        $first, $second | ForEach-Object { $_ | Should -Not -BeNullOrEmpty }
        Start-TestSession
    }

    It 'offers deleted environments for Restore-BcDeletedEnvironment only' {
        $null = Copy-BcEnvironment Sandbox Old -Wait
        $null = Remove-BcEnvironment Old -Force -Wait
        Disconnect-BcTenant -All
        Connect-BcTenant -Simulator
        $offer = Get-LaterOffer 'Restore-BcDeletedEnvironment '
        $offer.CompletionText | Should -BeLike 'Old*'
        $offer.ToolTip | Should -BeLike '*SoftDeleted*deleted 20*removed permanently 20*'
        (Get-Offer 'Copy-BcEnvironment ').CompletionText | Should -Be 'Production', 'Sandbox'
        (Get-Offer 'Get-BcEnvironment Old').CompletionText | Should -BeLike 'Old*'
        Start-TestSession
    }

    It 'offers the paths of the API' {
        $offer = Get-LaterOffer 'Invoke-BcApi environments/q'
        $offer.CompletionText | Should -Be "'environments/quotas'"
        $offer.ToolTip | Should -BeLike '*GET: *'
        (Get-Offer 'Invoke-BcApi applications/BusinessCentral/environments/Pro').CompletionText | Should -Contain "'applications/BusinessCentral/environments/Production/apps'"
        (Get-Offer 'Invoke-BcApi applications/BusinessCentral/environments/Production/se').CompletionText |
            Should -Contain "'applications/BusinessCentral/environments/Production/sessions'"
        (Get-Offer 'Invoke-BcApi -Environment Production -Company x use').CompletionText | Should -Contain 'users'
        (Get-Offer 'Invoke-BcApi -Environment Production comp').CompletionText | Should -Contain "'companies({companyId})/users'"
        (Get-Offer 'Invoke-BcApi -Method POST -Api AdminCenter environments/q') | Should -BeNullOrEmpty
    }

    It 'quotes the name <Name> so that the command receives it' -ForEach @(
        @{ Name = 'ACME [Test]' }, @{ Name = "It's" }, @{ Name = 'a "b" c' }, @{ Name = 'Costs $5' }, @{ Name = 'tick ` tick' }, @{ Name = 'Ærø og Ålborg' }
        @{ Name = "Dot$([char] 0x2019)s" }, @{ Name = "$([char] 0x201C)quoted$([char] 0x201D)" }, @{ Name = '-Name' }, @{ Name = '@list' }, @{ Name = '1,2' }
    ) {
        $null = New-BcCompany Production $Name
        Disconnect-BcTenant -All
        Connect-BcTenant -Simulator
        foreach ($typed in '', "'", '"') {
            $start = $typed ? $typed + $Name[0] : ''
            if ($typed -and $Name[0] -in '"', [char] 0x201C, '-') { continue }
            $line = "Set-BcCompany Production $start"
            $offer = Get-LaterOffer $line | Where-Object ListItemText -EQ $Name
            $offer | Should -HaveCount 1 -Because $line
            & ([scriptblock]::Create("Write-Output -NoEnumerate $($offer.CompletionText)")) | Should -Be $Name
            $offer = Get-Offer "Get-BcCompany Production $start" | Where-Object ListItemText -EQ $Name
            (& ([scriptblock]::Create("Get-BcCompany Production $($offer.CompletionText)"))).Name | Should -Be $Name
        }
    }

    It 'uses the connection in the command line' {
        Start-TestSession -Scenario Partner -NoConnect
        $first, $second = (Get-BcSimulator Test).Tenants[0, 1]
        Connect-BcTenant $first -Simulator -Name first
        Connect-BcTenant $second -Simulator -Name second
        $expected = (Get-BcEnvironment -Connection first).Name | Sort-Object
        (Get-LaterOffer 'Copy-BcEnvironment -Connection first -Environment ').CompletionText | Sort-Object | Should -Be $expected
        $variable = Get-BcConnection first
        $line = 'Copy-BcEnvironment -Connection $variable -Environment '
        (Get-Offer $line).CompletionText | Sort-Object | Should -Be $expected
        $variable | Should -Not -BeNullOrEmpty
        Start-TestSession
    }

    It 'does not wait for a slow service, and has the result the next time' {
        $null = Add-BcSimulatorFault -DelayMs 4000 -Operation listEnvironments -Count 1
        Disconnect-BcTenant -All
        Connect-BcTenant -Simulator
        $time = [Diagnostics.Stopwatch]::StartNew()
        Get-Offer 'Copy-BcEnvironment Pro' | Should -BeNullOrEmpty
        $time.Elapsed.TotalSeconds | Should -BeLessThan 3.8
        $offer = Get-LaterOffer 'Copy-BcEnvironment Pro'
        $offer.CompletionText | Should -Be 'Production'
    }

    It 'shows no error when the service rejects the call, and repeats it the next time' {
        Disconnect-BcTenant -All
        Connect-BcTenant -Simulator
        $null = Add-BcSimulatorFault 403 -ErrorCode Forbidden -Operation listEnvironments
        $before = $Error.Count
        Get-Offer 'Copy-BcEnvironment Pro' | Should -BeNullOrEmpty
        $Error.Count | Should -Be $before
        Reset-BcSimulator Test -FaultOnly
        (Get-LaterOffer 'Copy-BcEnvironment Pro').CompletionText | Should -Be 'Production'
    }
}
