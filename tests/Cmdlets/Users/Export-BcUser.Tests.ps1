BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Export-BcUser' {
    BeforeEach {
        Start-TestSession
        Remove-Item TestDrive:/* -Recurse
    }

    It 'writes a file that an import finds unchanged, as <_>' -ForEach 'csv', 'json' {
        Add-BcUserPermission Production SELLER.03 'D365 READ' -Company 'Contoso Denmark', 'Contoso Sweden'
        Set-BcUser Production SELLER.03 -ExpiryDate 2027-03-01T12:00:00Z -ContactEmail seller@contoso.example
        $file = Export-BcUser Production "TestDrive:/users.$_" -PassThru
        $file | Should -BeOfType ([IO.FileInfo])
        Clear-Request
        $result = Import-BcUser Production -Path $file.FullName -Exact -Force -WarningAction Ignore -WhatIf
        $result.Count | Should -BeGreaterThan 40
        $result.Status | Sort-Object -Unique | Should -Be Unchanged
        $result = Import-BcUser Production -Path $file.FullName -Exact -Force -WarningAction Ignore
        $result.Status | Sort-Object -Unique | Should -Be Unchanged
        Get-Request createUserPermission, deleteUserPermission, updateUser | Should -BeNullOrEmpty
    }

    It 'has a row for each user and set of companies' {
        Add-BcUserPermission Production SELLER.03 'D365 READ' -Company 'Contoso Denmark'
        Export-BcUser Production TestDrive:/users.csv -Name SELLER.0*
        $rows = @(Import-Csv TestDrive:/users.csv | Where-Object User -EQ SELLER.03)
        $rows | Should -HaveCount 2
        $rows[1].Companies | Should -Be 'Contoso Denmark'
        $rows[1].PermissionSets | Should -Be 'D365 READ'
        $rows[0].ExpiryDate | Should -Be never
        (Import-Csv TestDrive:/users.csv).User | Should -Not -Contain BUYER.02
    }

    It 'does not replace a file with -NoClobber' {
        'mine' | Set-Content TestDrive:/users.csv
        (Get-OneError { Export-BcUser Production TestDrive:/users.csv -NoClobber }).FullyQualifiedErrorId | Should -BeLike 'ResourceExists,*'
        Get-Content TestDrive:/users.csv | Should -Be mine
    }

    It 'leaves no incomplete file when the service fails' {
        $null = Add-BcSimulatorFault 403 -Operation listUsers
        (Get-OneError { Export-BcUser Production TestDrive:/users.csv }).FullyQualifiedErrorId | Should -BeLike 'Forbidden,*'
        Get-ChildItem TestDrive:/ | Should -BeNullOrEmpty
    }

    It 'separates cells with <name>, in UTF-8 with a byte order mark, so that Excel shows it' -ForEach @(
        @{ Name = 'a comma'; Bound = @{}; Delimiter = ',' }
        @{ Name = 'a semicolon'; Bound = @{ Delimiter = ';' }; Delimiter = ';' }
        @{ Name = 'a tab'; Bound = @{ Delimiter = "`t" }; Delimiter = "`t" }
    ) {
        Add-BcUserPermission Production SELLER.03 'D365 READ' -Company 'Contoso Denmark', 'Contoso Sweden'
        $file = Export-BcUser Production TestDrive:/users.csv @Bound -PassThru
        [IO.File]::ReadAllBytes($file.FullName)[0..2] | Should -Be 0xEF, 0xBB, 0xBF
        $rows = @(Import-Csv $file.FullName -Delimiter $Delimiter | Where-Object User -EQ SELLER.03)
        $rows.Companies | Should -Contain 'Contoso Denmark;Contoso Sweden'
        (Import-BcUser Production $file.FullName -Exact -Force -WarningAction Ignore).Status | Sort-Object -Unique | Should -Be Unchanged
    }

    It 'rejects a separator that would be part of a cell' {
        foreach ($delimiter in '"', 'A', "`n") {
            (Get-OneError { Export-BcUser Production TestDrive:/users.csv -Delimiter $delimiter }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        }
        Get-ChildItem TestDrive:/ | Should -BeNullOrEmpty
    }

    It 'rejects other kinds of files' {
        (Get-OneError { Export-BcUser Production TestDrive:/users.xlsx }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }

    It 'writes nothing with -WhatIf' {
        Export-BcUser Production TestDrive:/users.csv -WhatIf
        Get-ChildItem TestDrive:/ | Should -BeNullOrEmpty
    }
}
