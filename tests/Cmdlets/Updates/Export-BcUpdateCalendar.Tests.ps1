BeforeAll {
    Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force
    $path = Join-Path $TestDrive updates.ics

    # The events of a file, each with its properties by name.
    function Get-Event([string] $File) {
        $text = [IO.File]::ReadAllText($File) -replace "`r`n ", ''
        foreach ($match in [regex]::Matches($text, "(?s)BEGIN:VEVENT`r`n(.*?)END:VEVENT`r`n")) {
            $properties = @{}
            foreach ($line in $match.Groups[1].Value -split "`r`n" | Where-Object { $_ }) {
                $name, $value = $line -split ':', 2
                $properties[$name] = $value
            }
            [pscustomobject] $properties
        }
    }
}

Describe 'Export-BcUpdateCalendar' {
    Context 'over tenants' {
        BeforeAll {
            Start-TestSession Customers -NoConnect
            foreach ($tenant in 'adatum.example', 'fabrikam.example', '2.fabrikam.example') { Connect-BcTenant $tenant -Simulator -As DelegatedAdmin }
        }
        BeforeEach { Remove-Item $path -ErrorAction Ignore }

        It 'writes an event for each update, in UTC' {
            Export-BcUpdateCalendar $path -Connection * | Should -BeOfType System.IO.FileInfo
            $events = @(Get-Event $path)
            $events | Should -HaveCount 3
            $entries = Get-BcEnvironment -Connection * | Get-BcEnvironmentUpdate -Calendar
            $events.DTSTART | Should -Be ($entries | ForEach-Object { $_.StartsOn.UtcDateTime.ToString('yyyyMMddTHHmmssZ') })
            $events.DTEND | Should -Be ($entries | ForEach-Object { $_.WindowEnd.UtcDateTime.ToString('yyyyMMddTHHmmssZ') })
            $events[-1].SUMMARY | Should -Be 'Update Production to 28.4 (adatum.example)'
            $events[-1].DESCRIPTION | Should -BeLike '*Romance Standard Time*'
        }

        It 'has lines as specified by RFC 5545' {
            $null = Export-BcUpdateCalendar $path -Connection *
            $text = [IO.File]::ReadAllText($path)
            $text | Should -Match '\ABEGIN:VCALENDAR\r\nVERSION:2\.0\r\n'
            $text | Should -Match 'END:VCALENDAR\r\n\z'
            $text -replace "`r`n", '' | Should -Not -Match '[\r\n]'
            foreach ($line in $text -split "`r`n") { [Text.Encoding]::UTF8.GetByteCount($line) | Should -BeLessOrEqual 75 }
            [IO.File]::ReadAllBytes($path)[0] | Should -Be 0x42 # no byte order mark
        }

        It 'keeps the identifier of an event when the date changes' {
            $null = Get-BcEnvironment -Connection 2.fabrikam.example | Export-BcUpdateCalendar $path
            $before = Get-Event $path
            Set-BcEnvironmentUpdate Production 28.4 -Date (Get-Date).AddDays(20) -Force -Connection 2.fabrikam.example -WarningAction Ignore
            $null = Get-BcEnvironment -Connection 2.fabrikam.example | Export-BcUpdateCalendar $path
            $after = Get-Event $path
            $after.UID | Should -Be $before.UID
            $after.DTSTART | Should -Not -Be $before.DTSTART
        }

        It 'writes only the environments that are piped, each once' {
            $environments = Get-BcEnvironment Production -Connection adatum.example, fabrikam.example
            $null = $environments, $environments | ForEach-Object { $_ } | Export-BcUpdateCalendar $path
            Get-Event $path | Should -HaveCount 2
            $null = Get-BcEnvironmentUpdate Production -Connection adatum.example | Export-BcUpdateCalendar $path
            Get-Event $path | Should -HaveCount 1
        }

        It 'accepts connections from the pipeline, and names with wildcards' {
            $null = Get-BcConnection | Export-BcUpdateCalendar $path 'Prod*'
            Get-Event $path | Should -HaveCount 3
            $result = Invoke-Captured { Export-BcUpdateCalendar $path Produktion -Connection adatum.example }
            $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        }

        It 'writes the updates of the others if one environment cannot be read' {
            $null = Add-BcSimulatorFault -Operation getUpdateSettings -StatusCode 403 -Count 1
            $result = Invoke-Captured { Export-BcUpdateCalendar $path -Connection * }
            $result.Errors | Should -HaveCount 1
            $result.Warnings | Should -HaveCount 1
            Get-Event $path | Should -HaveCount 2
        }

        It 'keeps the existing file if nothing can be read' {
            Set-Content $path 'older'
            $null = Add-BcSimulatorFault -Operation listEnvironments -StatusCode 403 -Count 1
            $result = Invoke-Captured { Export-BcUpdateCalendar $path -Connection adatum.example }
            $result.Errors | Should -HaveCount 1
            Get-Content $path | Should -Be 'older'
            Get-ChildItem $TestDrive | Should -HaveCount 1
        }

        It 'writes nothing with -WhatIf or -NoClobber' {
            Export-BcUpdateCalendar $path -WhatIf | Should -BeNullOrEmpty
            $path | Should -Not -Exist
            Set-Content $path 'older'
            (Get-OneError { Export-BcUpdateCalendar "$path.csv" }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
            "$path.csv" | Should -Not -Exist
            (Get-OneError { Export-BcUpdateCalendar $path -NoClobber }).FullyQualifiedErrorId | Should -BeLike 'ResourceExists,*'
            Get-Content $path | Should -Be 'older'
        }
    }

    It 'writes a calendar without events if no update is selected' {
        Start-TestSession
        $null = Export-BcUpdateCalendar $path Sandbox
        Get-Event $path | Should -BeNullOrEmpty
        [IO.File]::ReadAllText($path) | Should -Match 'BEGIN:VTIMEZONE'
    }
}
