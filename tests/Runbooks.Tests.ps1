# The runbooks of docs/examples, each executed twice: the second run repeats nothing.
BeforeAll {
    Import-Module "$PSScriptRoot/TestSession.psm1" -Force
    $examples = Join-Path $PSScriptRoot ../docs/examples

    # The calls that change something.
    function Get-Write { Get-Request | Where-Object { $_.method -in 'POST', 'PATCH', 'PUT', 'DELETE' -and $_.Operation -notmatch '^(token|postBatch|listExportHistory)$' } }
}

Describe 'Send-TenantAlert.ps1' {
    BeforeEach {
        Start-TestSession -TimeScale 1000000
        $mails = [Collections.Generic.List[object]]::new()
        $alert = @{
            StatePath = Join-Path $TestDrive "$(New-Guid).json"
            SendMail = { param($Subject, $Text) $mails.Add([pscustomobject] @{ Subject = $Subject; Text = $Text }) }
        }
    }

    It 'sends each alert once: operations, updates, credentials, storage' {
        $null = Add-BcSimulatorFault -FailOperation -Operation restartEnvironment -Message 'It broke.'
        $null = Restart-BcEnvironment Sandbox -Force | Wait-BcOperation -ErrorAction SilentlyContinue
        Send-Control settings @{ storageQuotaKb = 55000000 }
        Clear-Request
        $result = & $examples/Send-TenantAlert.ps1 @alert
        $result.Status | Should -Be 'Sent'
        $result.Alerts.IsNew | Should -Not -Contain $false
        $mails | Should -HaveCount 1
        $mails[0].Subject | Should -BeLike '*: * new alerts'
        $mails[0].Text | Should -BeLike '*Sandbox: restart failed: It broke.*'
        $mails[0].Text | Should -BeLike '*: version * is available.*'
        $mails[0].Text | Should -BeLike '*The environments use * GB of 52.5 GB (8? %).*'

        $again = & $examples/Send-TenantAlert.ps1 @alert
        $again.Status | Should -Be 'Unchanged'
        $again.Alerts.Text | Should -Be $result.Alerts.Text
        $mails | Should -HaveCount 1
        Get-Write | Should -BeNullOrEmpty
    }

    It 'sends storage again if it has increased, not if it has decreased, and once more after it was solved in between' {
        $alert.Kind = 'Storage'
        $counts = foreach ($quota in 55000000, 50000000, 40000000, 50000000, 55000000, 900000000, 55000000) {
            Send-Control settings @{ storageQuotaKb = $quota }
            $null = & $examples/Send-TenantAlert.ps1 @alert
            $mails.Count
        }
        $counts | Should -Be 1, 2, 3, 3, 3, 3, 4
    }

    It 'sends a credential that expires within the specified number of days' {
        Start-TestSession -NoConnect
        $id = 'c0a70500-0000-4000-8000-00000000a00b'
        Send-Control apps @{
            clientId = $id; name = 'Runbook'; secret = 'runbook-secret'; roles = @('AdminCenter.ReadWrite.All', 'Application.Read.All')
            consented = $true; authorized = $true; environments = 'all'; secretEndsInDays = 20
        }
        Connect-BcTenant contoso.example -ClientId $id -ClientSecret (ConvertTo-SecureString runbook-secret -AsPlainText) -Simulator
        $alert.Kind = 'ExpiringCredential'
        (& $examples/Send-TenantAlert.ps1 @alert -ExpiryDays 10).Status | Should -Be 'NoAlert'
        (& $examples/Send-TenantAlert.ps1 @alert).Status | Should -Be 'Sent'
        (& $examples/Send-TenantAlert.ps1 @alert).Status | Should -Be 'Unchanged'
        $mails | Should -HaveCount 1
        $mails[0].Text | Should -BeLike 'Credential: *in 19 days*Update-BcAppCredential*'
        $mails[0].Text | Should -Not -BeLike '*runbook-secret*'
    }

    It 'keeps the state of a kind that cannot be read, and of kinds that were not selected' {
        $null = & $examples/Send-TenantAlert.ps1 @alert
        $mails | Should -HaveCount 1
        $null = Add-BcSimulatorFault 403 -Operation listEnvironmentUpdates -Count 1
        $result = & $examples/Send-TenantAlert.ps1 @alert -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures | Should -Not -BeNullOrEmpty
        $null = & $examples/Send-TenantAlert.ps1 @alert -Kind FailedOperation
        (& $examples/Send-TenantAlert.ps1 @alert).Status | Should -Be 'Unchanged'
        $mails | Should -HaveCount 1
    }

    It 'retries alerts that could not be sent, and sends nothing with -WhatIf' {
        & $examples/Send-TenantAlert.ps1 @alert -WhatIf | Should -BeNullOrEmpty
        $alert.StatePath | Should -Not -Exist
        $fails = $alert + @{}
        $fails.SendMail = { throw 'The mail server is down.' }
        (& $examples/Send-TenantAlert.ps1 @fails -ErrorAction SilentlyContinue -ErrorVariable failures).Status | Should -Be 'Failed'
        "$failures" | Should -BeLike '*The mail server is down.*'
        (& $examples/Send-TenantAlert.ps1 @alert).Status | Should -Be 'Sent'
    }
}

Describe 'Test-NextVersion.ps1' {
    BeforeEach {
        Start-TestSession -TimeScale 1000000 -Setting @{ sandboxQuota = 10; storageQuotaKb = 1000000000 }
        Start-SlowClock
    }

    AfterEach { Stop-TestClock }

    It 'copies, updates, and checks; the second run only checks' {
        $report = Join-Path $TestDrive 'next version.html'
        $rows = & $examples/Test-NextVersion.ps1 -ReportPath $report -WarningAction SilentlyContinue
        Get-Request copyEnvironment | Should -HaveCount 1
        $copy = Get-BcEnvironment NextVersion
        $copy.Type | Should -Be 'Sandbox'
        $copy.Version | Should -BeGreaterThan (Get-BcEnvironment Production).Version
        ($rows | Where-Object Area -EQ Update)[0].Result | Should -Be 'Passed'
        ($rows | Where-Object Area -EQ App).Count | Should -Be (Get-BcApp Production).Count
        Get-Content $report -Raw | Should -BeLike '*<h1>NextVersion, copy of Production: * checks failed</h1>*'

        Clear-Request
        $again = & $examples/Test-NextVersion.ps1
        Get-Write | Should -BeNullOrEmpty
        ($again | ForEach-Object { "$_" }) | Should -Be ($rows | ForEach-Object { "$_" })
    }

    It 'reports an app that is not installed, and a job that fails only there' {
        $null = & $examples/Test-NextVersion.ps1
        Uninstall-BcApp NextVersion c0a70500-0000-4000-8000-00000000b001 -Force -Wait
        $failed = & $examples/Test-NextVersion.ps1 | Where-Object Result -EQ Failed
        ($failed | Where-Object Area -EQ App).Name | Should -Be 'Contoso Customizations'
        ($failed | Where-Object Area -EQ App).Detail | Should -Be 'Version 1.4.0.0 is not installed in NextVersion.'
    }

    It 'reports an update that failed' {
        $null = Add-BcSimulatorFault -FailOperation -Operation selectEnvironmentUpdate -Message 'The upgrade code failed.'
        $rows = & $examples/Test-NextVersion.ps1 -WarningAction SilentlyContinue
        ($rows | Where-Object Area -EQ Update).Result | Should -Contain 'Failed'
        ($rows | Where-Object Area -EQ Update).Detail | Should -Contain 'The upgrade code failed.'
    }

    It 'rejects production as its target, and changes nothing with -WhatIf' {
        { & $examples/Test-NextVersion.ps1 -Source Sandbox -Name Production } | Should -Throw '*is a Production environment*'
        { & $examples/Test-NextVersion.ps1 -Name Production } | Should -Throw '*must be different*'
        & $examples/Test-NextVersion.ps1 -WhatIf | Should -BeNullOrEmpty
        Get-Write | Should -BeNullOrEmpty
    }

    It 'copies again with -Refresh' {
        $null = & $examples/Test-NextVersion.ps1
        $null = & $examples/Test-NextVersion.ps1 -Refresh
        Get-Request copyEnvironment | Should -HaveCount 2
    }
}

Describe 'Export-DatabaseNightly.ps1' {
    BeforeEach {
        Start-TestSession -TimeScale 1000000
        $today = [datetime]::UtcNow
        $name = { param($days, $environment = 'Production') "$environment-$($today.AddDays($days).ToString('yyyyMMdd')).bacpac" }
        $global:Blobs = [Collections.Generic.List[string]]::new()
        $global:StorageCalls = [Collections.Generic.List[string]]::new()
        $sas = "https://contoso.blob.core.windows.net/?sv=2024-11-04&ss=b&srt=sco&sp=rwdlc&se=$($today.AddDays(30).ToString('yyyy-MM-dd'))&sig=hidden"

        # The storage account: the container that the service writes to, with two files on a page.
        function global:Invoke-WebRequest {
            param([Parameter(Position = 0)] [string] $Uri, [string] $Method, $Headers)
            $global:StorageCalls.Add("$Method $Uri")
            if ($Uri -notlike '*sig=hidden*') { throw 'The signature is missing.' }
            if ($Method -eq 'Delete') {
                $file = [uri]::UnescapeDataString(([uri] $Uri).Segments[-1])
                if (-not $global:Blobs.Remove($file)) { throw "No $file." }
                return
            }
            foreach ($export in Get-BcDatabaseExportHistory | Where-Object { $_.Blob -notin $global:Blobs }) { $global:Blobs.Add($export.Blob) }
            $query = [Web.HttpUtility]::ParseQueryString(([uri] $Uri).Query)
            $all = @($global:Blobs | Where-Object { $_.StartsWith($query['prefix']) } | Sort-Object)
            $from = [int] $query['marker']
            $page = @($all | Select-Object -Skip $from -First 2)
            $next = $from + 2 -lt $all.Count ? "$($from + 2)" : ''
            $entries = -join ($page | ForEach-Object { "<Blob><Name>$_</Name></Blob>" })
            [pscustomobject] @{ Content = "$([char] 0xFEFF)<?xml version=`"1.0`" encoding=`"utf-8`"?><EnumerationResults><Blobs>$entries</Blobs><NextMarker>$next</NextMarker></EnumerationResults>" }
        }
    }

    AfterEach { Remove-Item function:Invoke-WebRequest; Remove-Variable Blobs, StorageCalls -Scope Global }

    It 'exports each environment once a day, and keeps the newest files of each' {
        foreach ($days in -9..-1) { $global:Blobs.Add((& $name $days)) }
        foreach ($other in 'Production-before-update.bacpac', 'Production-99999999.bacpac', 'ProductionX-20200101.bacpac') { $global:Blobs.Add($other) }
        $result = & $examples/Export-DatabaseNightly.ps1 $sas bc-exports -Keep 7 -WarningAction SilentlyContinue
        $result.Status | Should -Be 'Exported'
        $result.Blob | Should -Be (& $name 0)
        $result.Deleted | Should -Be @((& $name -7), (& $name -8), (& $name -9))
        $global:Blobs | Should -Contain (& $name 0)
        $global:Blobs | Should -Contain 'Production-before-update.bacpac'
        $global:Blobs | Should -Contain 'Production-99999999.bacpac'
        $global:Blobs | Should -Contain 'ProductionX-20200101.bacpac'

        $before = Get-Request startDatabaseExport
        $again = & $examples/Export-DatabaseNightly.ps1 (ConvertTo-SecureString $sas -AsPlainText) bc-exports -Keep 7
        $again.Status | Should -Be 'AlreadyExported'
        $again.Deleted | Should -BeNullOrEmpty
        Get-Request startDatabaseExport | Should -HaveCount $before.Count
    }

    It 'deletes nothing when the export fails, and shows no signature' {
        foreach ($days in -9..-1) { $global:Blobs.Add((& $name $days)) }
        $null = Add-BcSimulatorFault -FailOperation -Operation startDatabaseExport -Message 'It broke.'
        function global:Get-BcDatabaseExportHistory { } # the file of a failed export does not exist
        try { $result = & $examples/Export-DatabaseNightly.ps1 $sas bc-exports -Keep 2 -ErrorAction SilentlyContinue -ErrorVariable failures -WarningAction SilentlyContinue }
        finally { Remove-Item function:Get-BcDatabaseExportHistory }
        $result.Status | Should -Be 'Failed'
        "$failures" | Should -BeLike '*It broke.*'
        "$failures" | Should -Not -BeLike '*hidden*'
        $global:Blobs | Should -HaveCount 9
    }

    It 'continues with the next environment after an error, and changes nothing with -WhatIf' {
        $null = & $examples/Export-DatabaseNightly.ps1 $sas bc-exports -Environment * -WhatIf
        Get-Request startDatabaseExport | Should -BeNullOrEmpty
        $null = Add-BcSimulatorFault 403 -Operation startDatabaseExport -Count 1
        $result = & $examples/Export-DatabaseNightly.ps1 $sas bc-exports -Environment * -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $result.Status | Should -Be 'Failed', 'Exported'
        $global:StorageCalls -like 'Delete*' | Should -BeNullOrEmpty
    }
}

Describe 'Remove-Leaver.ps1' {
    BeforeEach {
        Start-TestSession
        $undo = Join-Path $TestDrive "$(New-Guid).csv"
        $user = (Get-BcUser Production SELLER.03)[0]
        $before = Get-BcUserPermission Production SELLER.03 | ForEach-Object { "$_ $($_.AppId) $($_.Scope)" } | Sort-Object
        $before | Should -Not -BeNullOrEmpty
    }

    It 'removes the access of the user, restores it from the undo file, and repeats nothing' {
        $result = & $examples/Remove-Leaver.ps1 SELLER.03 -UndoPath $undo -Confirm:$false -WarningAction SilentlyContinue -ErrorVariable failures
        $failures | Should -BeNullOrEmpty
        ($result | Where-Object EnvironmentName -EQ Production).Status | Should -Be 'Removed'
        (Get-BcUser Production SELLER.03).State | Should -Be 'Disabled'
        Get-BcUserPermission Production SELLER.03 | Should -BeNullOrEmpty
        $rows = Import-Csv $undo
        @($rows | Where-Object Environment -EQ Production) | Should -HaveCount $before.Count

        Clear-Request
        $again = & $examples/Remove-Leaver.ps1 SELLER.03 -UndoPath $undo -Confirm:$false -WarningAction SilentlyContinue
        $again.Status | Select-Object -Unique | Should -Be 'Unchanged'
        Get-Write | Should -BeNullOrEmpty
        Import-Csv $undo | Should -HaveCount $rows.Count

        (Import-Csv $undo | Import-BcUser -Force).Status | Select-Object -Unique | Should -Be 'Changed'
        (Get-BcUser Production SELLER.03).State | Should -Be 'Enabled'
        Get-BcUserPermission Production SELLER.03 | ForEach-Object { "$_ $($_.AppId) $($_.Scope)" } | Sort-Object | Should -Be $before
    }

    It 'skips environments and tenants without the user, and continues after one that cannot be read' {
        Start-TestSession Partner -NoConnect
        foreach ($tenant in (Get-BcSimulator Test).Tenants) { Connect-BcTenant $tenant -Simulator }
        & $examples/Remove-Leaver.ps1 nobody@contoso.example -UndoPath $undo -Confirm:$false -ErrorVariable failures | Should -BeNullOrEmpty
        $failures | Should -BeNullOrEmpty
        $undo | Should -Not -Exist
        $name = (Get-BcEnvironment -Connection * | Select-Object -First 1 | Get-BcUser | Where-Object State -EQ Enabled)[-1].UserName
        $null = Add-BcSimulatorFault 403 -Operation listUsers -Count 1
        $result = & $examples/Remove-Leaver.ps1 $name -UndoPath $undo -Confirm:$false -WarningAction SilentlyContinue -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures | Should -Not -BeNullOrEmpty
        $result.Status | Should -Contain 'Removed'
    }

    It 'finds no user by the display name or by a part of the name, and changes nothing with -WhatIf' {
        foreach ($text in $user.DisplayName, 'SELLER*', 'SELLER.0') {
            & $examples/Remove-Leaver.ps1 $text -UndoPath $undo -Confirm:$false | Should -BeNullOrEmpty
        }
        & $examples/Remove-Leaver.ps1 SELLER.03 -UndoPath $undo -WhatIf -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        Get-Write | Should -BeNullOrEmpty
        $undo | Should -Not -Exist
    }
}

Describe 'Stop-LongSession.ps1' {
    It 'stops each long session once' {
        Start-TestSession
        Send-Control clock @{ advanceSec = 7200 }
        $long = & $examples/Stop-LongSession.ps1 -Environment Production -Stop -Force
        $long | Should -Not -BeNullOrEmpty
        Get-Request stopSession | Should -HaveCount $long.Count
        & $examples/Stop-LongSession.ps1 -Environment Production -Stop -Force | Should -BeNullOrEmpty
        Get-Request stopSession | Should -HaveCount $long.Count
    }
}
