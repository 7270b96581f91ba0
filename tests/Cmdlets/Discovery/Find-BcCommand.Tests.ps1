BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Find-BcCommand' {
    It 'finds a cmdlet by words, without a connection' {
        Disconnect-BcTenant -All
        $found = Find-BcCommand delete environment
        $found[0].Name | Should -Be 'Remove-BcEnvironment'
        $found[0].Area | Should -Be 'Environments'
        $found[0].Synopsis | Should -BeLike 'Deletes an environment*'
        $found[0].Example | Should -Be 'Remove-BcEnvironment Test'
        "$($found[0])" | Should -Be 'Remove-BcEnvironment'
        (Find-BcCommand 'delete environment').Name | Should -Be $found.Name
        (Find-BcCommand environment, delete)[0].Name | Should -Be 'Remove-BcEnvironment'
    }

    It 'lists all cmdlets by area without words: <Call>' -ForEach @(
        @{ Call = { Find-BcCommand } }, @{ Call = { Find-BcCommand '' } }, @{ Call = { Find-BcCommand @() } }
    ) {
        $all = & $Call
        $all.Name | Sort-Object | Should -Be ((Get-Module BcAdmin).ExportedCmdlets.Keys | Sort-Object)
        $all[0].Name | Should -Be 'Connect-BcTenant'
        ($all | Group-Object Area).Count | Should -Be (@($all.Area) | Get-Unique).Count -Because 'the cmdlets of an area are together'
    }

    It 'searches for each piped text' {
        ('kill session', 'clone' | Find-BcCommand | Where-Object Name -In 'Stop-BcSession', 'Copy-BcEnvironment').Count | Should -BeGreaterOrEqual 2
    }

    It 'explains a name that no cmdlet has' {
        $found = Find-BcCommand New-BcUser -WarningVariable warning -WarningAction SilentlyContinue
        $found[0].Name | Should -Be 'Sync-BcUser'
        "$warning" | Should -BeLike 'There is no cmdlet New-BcUser. Users are created in Microsoft 365.*'
        $null = Find-BcCommand Delete-BcEnvironment -WarningVariable warning -WarningAction SilentlyContinue
        "$warning" | Should -Be 'There is no cmdlet Delete-BcEnvironment. Use Remove-BcEnvironment.'
    }

    It 'reports that nothing matches: <_>' -ForEach 'xyzzy', '[x', '"''$`', '名前' {
        Find-BcCommand $_ -WarningVariable warning -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warning" | Should -Be ("No cmdlet matches '$_'. Use other words, or run Find-BcCommand without words to list all cmdlets by area. " +
            'Invoke-BcApi calls APIs for which there is no cmdlet.')
    }

    It 'can be piped to Get-Help and Get-Command' {
        (Find-BcCommand clone | Select-Object -First 1 | Get-Help).Name | Should -Be 'Copy-BcEnvironment'
        (Find-BcCommand clone | Select-Object -First 1 | Get-Command).Name | Should -Be 'Copy-BcEnvironment'
    }

    It 'fits 80 columns, and never shortens a name' {
        $text = Find-BcCommand | Out-String -Width 80
        foreach ($name in (Get-Module BcAdmin).ExportedCmdlets.Keys) { $text | Should -Match "(?m)^$name " }
        $text -split "`n" | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 80 }
    }

    It 'the topic contains every cmdlet, and Get-Help shows it' {
        $topic = Get-Help about_BcAdmin_Cmdlets | Out-String
        foreach ($name in (Get-Module BcAdmin).ExportedCmdlets.Keys) { $topic | Should -Match "(?m)^ +- ${name}: " }
        $topic | Should -BeLike '*SIMILAR NAMES*'
    }

    It 'the hint of the prompt does not change what an unknown command does' {
        { New-BcUser } | Should -Throw -ErrorId CommandNotFoundException
        $ExecutionContext.InvokeCommand.CommandNotFoundAction | Should -BeNullOrEmpty
        Get-Command New-BcUser -ErrorAction Ignore | Should -BeNullOrEmpty
        Get-Alias -Definition *-Bc* -ErrorAction Ignore | Should -BeNullOrEmpty
    }
}
