BeforeAll {
    Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force
    $accounts = @'
User,PermissionSets,Companies,State,ExpiryDate,ContactEmail,Department
SELLER.03,D365 BASIC;D365 SALES,Contoso Denmark,,,,Sales
BUYER.02,D365 READ,,Disabled,2027-01-31T00:00:00Z,buyer@contoso.example,Purchase
AUDITOR.07,,,,never,,Finance
'@
    function Get-Write { @(Get-Request createUserPermission, deleteUserPermission, updateUser) }
}

Describe 'Import-BcUser' {
    BeforeEach { Start-TestSession }

    It 'updates users to match the rows, with one result for each row' {
        $sets = (Get-BcPermissionSet Production).RoleId
        $rows = $accounts | ConvertFrom-Csv
        $rows[0].PermissionSets = "$($sets[0]);$($sets[1])"
        $result = Invoke-Captured { $rows | Import-BcUser Production -Force }
        $result.Errors | Should -BeNullOrEmpty
        $result.Output | Should -HaveCount 3
        $result.Output.User | Should -Be @('SELLER.03', 'BUYER.02', 'AUDITOR.07')
        $result.Output[0].Status | Should -Be Changed
        $result.Output[0].Department | Should -Be Sales
        $result.Warnings -join ' ' | Should -BeLike '*Department*'
        (Get-BcUserPermission Production SELLER.03 | Where-Object Company -EQ 'Contoso Denmark').RoleId | Should -Contain $sets[1]
        $buyer = Get-BcUser Production BUYER.02
        $buyer.State | Should -Be Disabled
        $buyer.ExpiryDate | Should -Be ([DateTimeOffset] '2027-01-31T00:00:00Z')
        $buyer.ContactEmail | Should -Be buyer@contoso.example
    }

    It 'changes nothing in a second run, and sends no write' {
        $rows = $accounts.Replace(';D365 SALES', '') | ConvertFrom-Csv
        $null = $rows | Import-BcUser Production -WarningAction Ignore
        Clear-Request
        $again = $rows | Import-BcUser Production -WarningAction Ignore
        $again.Status | Should -Be @('Unchanged', 'Unchanged', 'Unchanged')
        Get-Write | Should -BeNullOrEmpty
    }

    It 'shows the plan with -WhatIf and sends no write' {
        $result = $accounts.Replace(';D365 SALES', '') | ConvertFrom-Csv | Import-BcUser Production -WhatIf -WarningAction Ignore
        $result[1].Status | Should -Be Planned
        $result[1].Changes | Should -BeLike '*state to Disabled*'
        Get-Write | Should -BeNullOrEmpty
    }

    It 'reads files of Excel and of JSON' {
        "User;PermissionSets`r`n`"SELLER.03`";`"D365 READ`"" | Set-Content TestDrive:/a.csv
        (Import-BcUser Production -Path TestDrive:/a.csv).Status | Should -Be Changed
        '[{"user":"SELLER.11","permissionSets":["D365 READ","D365 BASIC"]}]' | Set-Content TestDrive:/a.json
        (Import-BcUser Production TestDrive:/a.json).Status | Should -BeIn Changed, Unchanged
        (Get-BcUserPermission Production SELLER.11).RoleId | Should -Contain 'D365 READ'
    }

    It 'removes what is not in a row with -Exact, and only then' {
        $before = @(Get-BcUserPermission Production SELLER.03)
        $before.Count | Should -BeGreaterThan 1
        $row = [pscustomobject] @{ User = 'SELLER.03'; PermissionSets = $before[0].RoleId }
        ($row | Import-BcUser Production).Status | Should -Be Unchanged
        ($row | Import-BcUser Production -Exact -Force).Status | Should -Be Changed
        (Get-BcUserPermission Production SELLER.03).RoleId | Should -Be $before[0].RoleId
        @(Get-BcUserPermission Production BUYER.02).Count | Should -BeGreaterThan 0
        ([pscustomobject] @{ User = 'BUYER.02'; PermissionSets = '' } | Import-BcUser Production -Exact -Force).Status | Should -Be Unchanged
    }

    It 'returns an error for each invalid row and processes the others' {
        $rows = @(
            [pscustomobject] @{ User = 'NOBODY'; PermissionSets = 'D365 BASIC' }
            [pscustomobject] @{ User = 'SELLER.03'; PermissionSets = 'NO SUCH SET' }
            [pscustomobject] @{ User = 'SELLER.03'; PermissionSets = 'D365 READ' }
            [pscustomobject] @{ User = 'SELLER.03'; PermissionSets = 'D365 READ' }
            [pscustomobject] @{ User = "O'Hara `"ÆØÅ`" 社"; PermissionSets = 'D365 READ' }
            [pscustomobject] @{ User = 'SELLER.11'; ContactEmail = '=HYPERLINK("http://x")' }
            [pscustomobject] @{ User = ''; PermissionSets = '' }
            [pscustomobject] @{ User = 'x' * 10000; PermissionSets = 'D365 READ' }
            [pscustomobject] @{ User = 'SELLER.11'; PermissionSets = 'D365 READ'; Companies = 'No such company' }
            [pscustomobject] @{ User = 'SELLER.11'; State = 'Maybe' }
            [pscustomobject] @{ User = 'SELLER.11'; PermissionSets = 'D365 READ' }
        )
        $result = Invoke-Captured { $rows | Import-BcUser Production }
        $result.Output.Status | Should -Be @('NotFound', 'Failed', 'Changed', 'Unchanged', 'NotFound', 'Failed', 'Failed', 'NotFound', 'Failed', 'Failed', 'Changed')
        $result.Output[3].Message | Should -Be 'Skipped because an earlier row is identical.'
        $result.Information | Should -Contain '2 changed, 1 unchanged, 8 failed.'
        $result.Errors | Should -HaveCount 8
        $result.Errors[1].ErrorDetails.Message | Should -BeLike 'Row 2: *'
        $result.Errors.FullyQualifiedErrorId | ForEach-Object { ($_ -split ',')[0] } |
            Should -Be @('UserNotFound', 'PermissionSetNotFound', 'UserNotFound', 'InvalidArgument', 'InvalidArgument', 'UserNotFound', 'CompanyNotFound', 'InvalidArgument')
        ($result.Output.Message | Measure-Object Length -Maximum).Maximum | Should -BeLessThan 500
        $result.Output.Message | Should -Contain $result.Errors[1].Exception.Message -Because 'the advice is only in the error'
        foreach ($row in $result.Output | Where-Object { $_.User.Length -le 26 }) { @($row | Format-Table -HideTableHeaders | Out-String -Stream -Width 79 | Where-Object { $_ }).Count | Should -BeLessOrEqual 2 }
    }

    It 'names the file and the line of a row that fails' {
        Set-Content TestDrive:/users.csv "User;PermissionSets`nSELLER.03;D365 READ`n`nNOBODY;D365 READ"
        Set-Content TestDrive:/users.json '[ { "User": "SELLER.03" }, { "User": "NOBODY", "PermissionSets": "D365 READ" } ]'
        $result = Invoke-Captured { Import-BcUser Production TestDrive:/users.csv, TestDrive:/users.json }
        $result.Errors[0].ErrorDetails.Message | Should -BeLike "users.csv, line 4: *'NOBODY'*"
        $result.Errors[1].ErrorDetails.Message | Should -BeLike "users.json, entry 2: *'NOBODY'*"
        $result.Output.Row | Should -Be 2, 4, 1, 2
    }

    It 'fails if no column has values to import, and suggests one: <Name>' -ForEach @(
        @{ Name = 'csv'; Text = "UserName,PermisionSets`nSELLER.03,LOCAL"; Suggestion = 'PermissionSets' }
        @{ Name = 'json'; Text = '[ { "User": "SELLER.03", "Expirydat": "never" } ]'; Suggestion = 'ExpiryDate' }
        @{ Name = 'csv'; Text = "User,DisplayName,Companies`nSELLER.03,Seller,Contoso Denmark"; Suggestion = $null }
        @{ Name = 'csv'; Text = "User`nSELLER.03"; Suggestion = $null }
    ) {
        Set-Content "TestDrive:/values.$Name" $Text
        Clear-Request
        $failure = Get-OneError { Import-BcUser Production "TestDrive:/values.$Name" -WhatIf }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidData,*'
        $failure.Exception.Suggestion | Should -Be $Suggestion
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*PermissionSets, State*'
        $rows = $Name -eq 'csv' ? (ConvertFrom-Csv $Text) : (ConvertFrom-Json $Text)
        (Get-OneError { $rows | Import-BcUser Production }).FullyQualifiedErrorId | Should -BeLike 'InvalidData,*'
        Get-Request | Should -BeNullOrEmpty
    }

    It 'fails if the name of a column is similar to a known one that is absent, and sends nothing: <Columns>' -ForEach @(
        @{ Columns = 'User,State,PermisionSets,Department'; Message = "Column 'PermisionSets' is not recognized. Did you mean 'PermissionSets'?" }
        @{ Columns = 'User,Stat,PermissionSets,Department'; Message = "Column 'Stat' is not recognized. Did you mean 'State'?" }
        @{ Columns = 'User,State,Compny,ExpiryDat'; Message = "Columns 'Compny', 'ExpiryDat' are not recognized. Did you mean 'Company' instead of 'Compny'? Did you mean 'ExpiryDate' instead of 'ExpiryDat'?" }
    ) {
        Set-Content TestDrive:/users.csv "$Columns`nSELLER.03,,LOCAL,Sales"
        Clear-Request
        foreach ($command in { Import-BcUser Production TestDrive:/users.csv -WhatIf }, { Import-Csv TestDrive:/users.csv | Import-BcUser Production }) {
            $failure = Get-OneError $command
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidData,*'
            "$failure" | Should -Be $Message
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Select-Object `* -ExcludeProperty *'
        }
        Get-Request | Should -BeNullOrEmpty
    }

    It 'warns about other unrecognized columns: <_>' -ForEach 'Department', 'Mail', 'Country', 'Stat', 'Contact', 'App' {
        Set-Content TestDrive:/users.csv "User,State,$_`nSELLER.03,,Sales"
        $result = Invoke-Captured { Import-BcUser Production TestDrive:/users.csv -WhatIf }
        $result.Warnings | Should -Be "Unrecognized columns are copied to the output: $_."
        $result.Output.$_ | Should -Be Sales
    }

    It 'fails if the rows were read with another delimiter than that of the file: <_>' -ForEach ';', "`t", '|' {
        Set-Content TestDrive:/users.csv ('User,State,PermissionSets', 'SELLER.03,,LOCAL', 'SELLER.11,,LOCAL').Replace(',', $_)
        Clear-Request
        $failure = Get-OneError { Import-Csv TestDrive:/users.csv | Import-BcUser Production }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InputKeyMissing,*'
        "$failure" | Should -BeLike "The rows have a single column, 'User*', that contains '$($_.Replace("`t", '``t'))'."
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Import-BcUser -Path*Import-Csv -Delimiter *'
        Get-Request | Should -BeNullOrEmpty
        Import-Csv TestDrive:/users.csv -Delimiter $_ | Import-BcUser Production -WhatIf | Should -HaveCount 2
    }

    It 'names the cell of a value that is not valid: <Column>' -ForEach @(
        @{ Column = 'State'; Value = 'Disabld'; Suggestion = 'Disabled' }
        @{ Column = 'ExpiryDate'; Value = 'soon' }
        @{ Column = 'Scope'; Value = 'X' }
        @{ Column = 'AppId'; Value = 'X' }
        @{ Column = 'ContactEmail'; Value = 'X' }
    ) {
        Set-Content TestDrive:/users.csv "User,PermissionSets,$Column`nSELLER.03,,$Value"
        $failure = Get-OneError { Import-BcUser Production TestDrive:/users.csv }
        $failure.Exception.Suggestion | Should -Be $Suggestion
        $failure.ErrorDetails.RecommendedAction | Should -Be "Correct the value in column $Column (users.csv, line 2)."
        (Get-OneError { Import-Csv TestDrive:/users.csv | Import-BcUser Production }).ErrorDetails.RecommendedAction | Should -BeLike "*column $Column (Row 1)."
    }

    It 'does not warn about the columns of Export-BcUser' {
        Export-BcUser Production TestDrive:/exported.csv -Name SELLER.03
        $exported = Invoke-Captured { Import-BcUser Production TestDrive:/exported.csv }
        $exported.Warnings | Should -BeNullOrEmpty
        $exported.Output[0].DisplayName | Should -Be 'Seller 03'
    }

    It 'reports the error of an environment once, and refers to it in the further rows' {
        Set-Content TestDrive:/users.csv "User,PermissionSets`nSELLER.03,LOCAL`nSELLER.11,LOCAL`nNOBODY,LOCAL"
        $result = Invoke-Captured { Import-BcUser Prodction TestDrive:/users.csv -WhatIf }
        $result.Errors | Should -HaveCount 1
        $result.Output.Status | Should -Be Failed, Failed, Failed
        $result.Output[0].Message | Should -BeLike "The environment 'Prodction' does not exist*"
        $result.Output[1, 2].Message | Should -Be (, 'Failed for the same reason as another row (users.csv, line 2).' * 2)
    }

    It 'imports a file into the environments of the pipeline, each once' {
        Set-Content TestDrive:/users.csv "User,State`nSELLER.03,Disabled"
        $result = Get-BcEnvironment Production, Sandbox | Import-BcUser -Path TestDrive:/users.csv -WhatIf
        $result.EnvironmentName | Should -Be Production, Sandbox
        $result.Status | Should -Be Planned, Planned
        @(Get-BcCompany Production | Import-BcUser -Path TestDrive:/users.csv -WhatIf) | Should -HaveCount 1
    }

    It 'suggests the column for the user: <Column>' -ForEach @(
        @{ Column = 'Name'; Suggestion = 'Name' }
        @{ Column = 'UserPrincipalName'; Suggestion = 'UserPrincipalName' }
        @{ Column = 'Usr'; Suggestion = 'Usr' }
        @{ Column = 'Department'; Suggestion = $null }
    ) {
        Set-Content TestDrive:/wrong.csv "$Column,PermissionSets`nSELLER.03,D365 READ`nSELLER.11,D365 READ"
        Clear-Request
        $failure = Get-OneError { Import-BcUser Production TestDrive:/wrong.csv }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InputKeyMissing,*'
        $failure.Exception.Suggestion | Should -Be $Suggestion
        $failure.Exception.Message | Should -BeLike "*wrong.csv has no column User.$($Suggestion ? " Did you mean '$Suggestion'?" : '')"
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*column*User*'
        Get-Request | Should -BeNullOrEmpty
        (Get-OneError { Import-Csv TestDrive:/wrong.csv | Select-Object -First 1 | Import-BcUser Production }).FullyQualifiedErrorId | Should -BeLike 'InputKeyMissing,*'
    }

    It 'writes ten errors of a kind and counts the others' {
        $rows = 1..15 | ForEach-Object { [pscustomobject] @{ User = "NOBODY.$_"; PermissionSets = 'D365 READ' } }
        $result = Invoke-Captured { $rows | Import-BcUser Production }
        $result.Output.Status | Should -Be (, 'NotFound' * 15)
        $result.Errors | Should -HaveCount 10
        $result.Warnings | Should -Be '5 more rows failed with UserNotFound. The result of each row has its Message.'
        $result.Information | Should -Be '0 changed, 0 unchanged, 15 failed.'
        (Invoke-Captured { $rows | Import-BcUser Production -WhatIf }).Information | Should -Contain '0 changed, 0 unchanged, 15 failed.'
    }

    It 'reads properties that are scripts, and reports one that fails' {
        $rows = 'Disabled', 'Enabled' | ForEach-Object { [pscustomobject] @{ User = 'BUYER.02'; Wanted = $_ } }
        $rows[0] | Add-Member ScriptProperty State { $this.Wanted }
        $result = Invoke-Captured { $rows[0] | Import-BcUser Production -WarningAction Ignore }
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.State, $result.Output.Status | Should -Be 'Disabled', 'Changed'

        Clear-Request
        $rows[1] | Add-Member ScriptProperty State { throw 'no state here' }
        (Get-OneError { $rows | Import-BcUser Production }).Exception.Message | Should -BeLike 'Row 2: *"State"*no state here*'
        Get-Write | Should -BeNullOrEmpty
    }

    It 'accepts its failed results as input' {
        $failed = [pscustomobject] @{ User = 'SELLER.03'; PermissionSets = 'NO SUCH SET'; Note = 'n' } | Import-BcUser Production -ErrorAction SilentlyContinue -WarningAction Ignore
        $failed | ForEach-Object { [pscustomobject] @{ User = $_.User; PermissionSets = 'D365 READ'; EnvironmentName = $_.EnvironmentName; TenantId = $_.TenantId } } |
            Import-BcUser | ForEach-Object Status | Should -Be Changed
        ($failed | Import-BcUser -ErrorAction SilentlyContinue -WarningAction Ignore).Status | Should -Be Failed
    }

    It 'writes the results of several environments in the order of the input' {
        $other = @(Get-BcUser Sandbox).UserName
        $rows = @(
            [pscustomobject] @{ Environment = 'Production'; User = 'SELLER.03'; PermissionSets = 'D365 READ' }
            [pscustomobject] @{ Environment = 'Sandbox'; User = $other[0]; PermissionSets = 'D365 READ' }
            [pscustomobject] @{ Environment = 'Missing'; User = 'SELLER.03' }
            [pscustomobject] @{ Environment = 'Sandbox'; User = $other[1]; PermissionSets = 'D365 READ' }
            [pscustomobject] @{ Environment = 'Production'; User = 'SELLER.11'; PermissionSets = 'D365 READ' }
            [pscustomobject] @{ Environment = 'Missing'; User = 'SELLER.11' }
        )
        $result = Invoke-Captured { $rows | Import-BcUser }
        $result.Output.Row | Should -Be (1..6)
        $result.Output.EnvironmentName | Should -Be $rows.Environment
        $result.Output.Status | Should -Be Changed, Changed, Failed, Changed, Changed, Failed
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        $result.Errors.TargetObject | Should -Be Missing
    }

    It 'starts nothing after an error with -ErrorAction Stop' {
        $rows = 'SELLER.03', 'NOBODY', 'SELLER.11' | ForEach-Object { [pscustomobject] @{ User = $_; PermissionSets = 'LOCAL' } }
        { $rows | Import-BcUser Production -ErrorAction Stop } | Should -Throw -ErrorId 'UserNotFound,*'
        @(Get-Write) | Should -HaveCount 1
        (Get-BcUserPermission Production SELLER.03).RoleId | Should -Contain LOCAL
    }

    It 'sends nothing of an environment if its prompt cannot be answered: <Reason>' -ForEach @(
        @{ Reason = 'SUPER'; Set = 'SUPER'; Parameters = '' }
        @{ Reason = '-Exact'; Set = 'LOCAL'; Parameters = '-Exact' }
    ) {
        $shell = [powershell]::Create() # its host has no user interface
        try {
            $null = $shell.AddScript("Import-Module '$PSScriptRoot/../../../out/BcAdmin'; `$null = Connect-BcTenant -Simulator").Invoke()
            $shell.Commands.Clear()
            $script = "'SELLER.03', 'SELLER.11' | ForEach-Object { [pscustomobject] @{ User = `$_; PermissionSets = '$Set;D365 READ' } } | Import-BcUser Production $Parameters"
            $result = $shell.AddScript($script).Invoke()
            $result.Status | Should -Be Failed, Failed
            $shell.Streams.Error.FullyQualifiedErrorId | Should -BeLike 'ConfirmationRequired,*'
            $script = "`$set = '$Set'; [pscustomobject] @{ User = 'SELLER.11'; State = 'Disabled' }, [pscustomobject] @{ User = 'SELLER.03'; PermissionSets = `$set }, [pscustomobject] @{ User = 'NOBODY'; State = 'Disabled' }, [pscustomobject] @{ User = 'BUYER.02'; State = 'Enabled' } | Import-BcUser Production $Parameters"
            $shell.Commands.Clear()
            $shell.Streams.ClearStreams()
            $result = $shell.AddScript($script).Invoke()
            $result.Status | Should -Be Skipped, Failed, NotFound, Unchanged
            $result[0].Message | Should -Be 'Not imported, because another row requires -Force (Row 2).'
            $result[1].Message | Should -BeLike '*This session is not interactive.'
            $shell.Streams.Error[0].ErrorDetails.RecommendedAction | Should -BeLike '*-Force*'
            $shell.Streams.Error.FullyQualifiedErrorId | ForEach-Object { ($_ -split ',')[0] } | Should -Be ConfirmationRequired, UserNotFound
            $shell.Streams.Information.MessageData.Message | Should -Contain '0 changed, 1 unchanged, 1 skipped, 2 failed.'
            Get-Write | Should -BeNullOrEmpty
        }
        finally { $shell.Dispose() }
    }

    It 'reports users who are not in a security group, and does not change the membership' {
        $result = [pscustomobject] @{ User = 'SELLER.03'; SecurityGroups = 'No such group' } | Import-BcUser Production
        $result.Status | Should -Be Unchanged
        $result.Message | Should -BeLike '*No such group*Entra*'
    }

    It 'changes each user completely or not at all with -Atomic' {
        $null = Get-BcUserPermission Production SELLER.03 | Remove-BcUserPermission -Confirm:$false
        $null = Add-BcSimulatorFault 400 -ErrorCode Application_DialogException -Message 'Not today.' -Operation updateUser
        $row = [pscustomobject] @{ User = 'SELLER.03'; PermissionSets = 'D365 READ;D365 BASIC'; ContactEmail = 'new@contoso.example' }
        $result = Invoke-Captured { $row | Import-BcUser Production -Atomic }
        $result.Output.Status | Should -Be Failed
        $result.Errors | Should -HaveCount 1
        Get-BcUserPermission Production SELLER.03 | Should -BeNullOrEmpty
        ($row | Import-BcUser Production -Atomic).Status | Should -Be Changed
        Get-BcUserPermission Production SELLER.03 | Should -HaveCount 2
    }

    It 'rejects files of another kind' {
        'x' | Set-Content TestDrive:/a.txt
        (Get-OneError { Import-BcUser Production TestDrive:/a.txt }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        (Get-OneError { Import-BcUser Production TestDrive:/none.csv }).FullyQualifiedErrorId | Should -BeLike 'FileNotFound,*'
    }
}

Describe 'Importing the files that Excel saves' {
    BeforeAll {
        $windows = [Text.CodePagesEncodingProvider]::Instance.GetEncoding(1252)
        $utf8 = [Text.UTF8Encoding]::new($false)
        # "CSV", "CSV UTF-8", "Unicode Text", and what other programs write.
        $formats = @{
            'CSV'                 = @{ Encoding = $windows; Delimiter = ';' }
            'CSV with commas'     = @{ Encoding = $windows; Delimiter = ',' }
            'CSV UTF-8'           = @{ Encoding = [Text.UTF8Encoding]::new($true); Delimiter = ';' }
            'UTF-8 without BOM'   = @{ Encoding = $utf8; Delimiter = ',' }
            'Unicode Text'        = @{ Encoding = [Text.UnicodeEncoding]::new($false, $true); Delimiter = "`t" }
            'UTF-16 big endian'   = @{ Encoding = [Text.UnicodeEncoding]::new($true, $true); Delimiter = "`t" }
            'UTF-16 without BOM'  = @{ Encoding = [Text.UnicodeEncoding]::new($false, $false); Delimiter = ';' }
            'a line of separator' = @{ Encoding = $windows; Delimiter = '|'; First = 'sep=|' }
        }
        function Save-Text([string] $Path, [string] $Text, $Encoding) {
            $full = Join-Path (Get-Item TestDrive:/).FullName $Path
            [IO.File]::WriteAllBytes($full, $Encoding.GetPreamble() + $Encoding.GetBytes($Text))
            $full
        }
        # Like Excel: quotation marks only where a cell needs them, and blank rows below.
        function ConvertTo-ExcelText([object[]] $Rows, [char] $Delimiter) {
            $names = $Rows[0].psobject.Properties.Name
            $lines = @($names -join $Delimiter) + @($Rows | ForEach-Object { $row = $_
                    ($names | ForEach-Object { $cell = "$($row.$_)"; $cell.IndexOfAny("$Delimiter`"`r`n".ToCharArray()) -ge 0 ? '"' + $cell.Replace('"', '""') + '"' : $cell }) -join $Delimiter })
            ($lines -join "`r`n") + "`r`n$([string]::new($Delimiter, $names.Count - 1))`r`n`r`n"
        }
    }
    BeforeEach {
        Start-TestSession
        Remove-Item TestDrive:/* -Recurse
    }

    It 'reads letters beyond ASCII from <_>' -ForEach @(
        'CSV', 'CSV with commas', 'CSV UTF-8', 'UTF-8 without BOM', 'Unicode Text', 'UTF-16 big endian', 'UTF-16 without BOM', 'a line of separator'
    ) {
        $format = $formats[$_]
        $rows = @(
            [pscustomobject] @{ User = 'SELLER.03'; PermissionSets = 'D365 READ;D365 BASIC'; Note = 'Jörg "Åse" – 5 €' }
            [pscustomobject] @{ User = 'SELLER.11'; PermissionSets = ''; Note = "two`r`nlines" }
        )
        $text = ConvertTo-ExcelText $rows $format.Delimiter
        if ($format.First) { $text = "$($format.First)`r`n$text" }
        $result = Import-BcUser Production (Save-Text users.csv $text $format.Encoding) -WarningAction Ignore
        $result.User | Should -Be SELLER.03, SELLER.11
        $result.Note | Should -Be $rows.Note
        (Get-BcUserPermission Production SELLER.03).RoleId | Should -Contain 'D365 READ'
    }

    It 'finds an export unchanged after Excel saved it as <_>' -ForEach 'CSV', 'CSV with commas', 'CSV UTF-8', 'Unicode Text' {
        $format = $formats[$_]
        Set-BcUser Production SELLER.03 -ExpiryDate 2027-03-01T12:00:00Z -ContactEmail seller@contoso.example
        Add-BcUserPermission Production SELLER.03 'D365 READ' -Company 'Contoso Denmark', 'Contoso Sweden'
        $file = Export-BcUser Production TestDrive:/users.csv -Delimiter ';' -PassThru
        $rows = @(Import-Csv $file.FullName -Delimiter ';')
        $rows[0].DisplayName = 'Jörg Åse'
        $saved = Save-Text saved.csv (ConvertTo-ExcelText $rows $format.Delimiter) $format.Encoding
        Clear-Request
        $result = Import-BcUser Production $saved -Exact -Force -WarningAction Ignore
        $result.Count | Should -BeGreaterThan 40
        $result.Status | Sort-Object -Unique | Should -Be Unchanged
        Get-Request createUserPermission, deleteUserPermission, updateUser | Should -BeNullOrEmpty
    }

    It 'reads a date that a German Excel re-formatted, in every session' {
        $file = Save-Text users.csv "User;ExpiryDate`r`nSELLER.03;31.01.2027`r`n" $windows
        (Import-BcUser Production $file).Status | Should -Be Changed
        (Get-BcUser Production SELLER.03).ExpiryDate.LocalDateTime | Should -Be ([datetime]::new(2027, 1, 31))
    }

    It 'changes nothing for a date that can be read in two ways' {
        $file = Save-Text users.csv "User;ExpiryDate`r`nSELLER.03;2/3/2027`r`n" $windows
        $failure = Get-OneError { Import-BcUser Production $file }
        $failure.Exception.Message | Should -BeLike '*2027-02-03 or 2027-03-02*'
        Get-Request updateUser | Should -BeNullOrEmpty
    }

    It 'rejects <name> with file and reason, before anything is sent' -ForEach @(
        @{ Name = 'an empty file'; Text = ''; Reason = '*empty*' }
        @{ Name = 'a file of blank rows'; Text = ";;`r`n;;`r`n"; Reason = '*no header*' }
        @{ Name = 'a quotation mark that is not closed'; Text = "User;Note`r`nSELLER.03;`"x`r`n"; Reason = '*line 2 is not closed*' }
        @{ Name = 'text beyond the header'; Text = "User;Note`r`nSELLER.03;x;y`r`n"; Reason = '*line 2 *column 3*' }
        @{ Name = 'a letter that was lost'; Text = "User;ContactEmail`r`nSELLER.03;j$([char] 0xFFFD)rg@contoso.example`r`n"; Reason = '*line 2 *U+FFFD*' }
        @{ Name = 'a zip file'; Text = "PK$([char] 3)$([char] 4)$([char] 0)$([char] 0)"; Reason = '*not a text file*' }
    ) {
        $file = Save-Text users.csv $Text $utf8
        $failure = Get-OneError { Import-BcUser Production $file }
        $failure.FullyQualifiedErrorId | Should -BeLike 'FileNotReadable,*'
        $failure.Exception.Message | Should -BeLike "*users.csv$Reason"
        Get-Request '*User*' | Should -BeNullOrEmpty
    }

    It 'warns about a header without rows' {
        $result = Invoke-Captured { Import-BcUser Production (Save-Text users.csv "User;State`r`n" $utf8) }
        $result.Warnings | Should -BeLike '*users.csv has no rows.'
        $result.Errors | Should -BeNullOrEmpty
        $result.Output | Should -BeNullOrEmpty
    }

    It 'rejects a row of the pipeline that has lost characters' {
        [IO.File]::WriteAllBytes((Join-Path (Get-Item TestDrive:/).FullName lost.csv), $windows.GetBytes("User,ContactEmail`r`nSELLER.03,jörg@contoso.example`r`n"))
        $failure = Get-OneError { Import-Csv TestDrive:/lost.csv -Encoding utf8 | Import-BcUser Production }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        $failure.Exception.Message | Should -BeLike '*U+FFFD*'
        Get-Request updateUser | Should -BeNullOrEmpty
    }

    It 'reads a <_> file that another program has open' -ForEach 'csv', 'json' {
        $file = Save-Text "users.$_" ($_ -eq 'csv' ? "User,State`r`nSELLER.03,`r`n" : '[{"User":"SELLER.03","State":""}]') $utf8
        $excel = [IO.FileStream]::new($file, 'Open', 'ReadWrite', 'ReadWrite')
        try { (Import-BcUser Production $file).User | Should -Be SELLER.03 }
        finally { $excel.Dispose() }
    }

    It 'reads JSON in UTF-16 and in the code page of Windows, and rejects invalid JSON' {
        $json = '[{"User":"SELLER.03","Note":"Jörg","State":null}]'
        foreach ($encoding in [Text.UnicodeEncoding]::new($false, $true), [Text.UTF8Encoding]::new($true), $windows) {
            (Import-BcUser Production (Save-Text users.json $json $encoding) -WarningAction Ignore).Note | Should -Be 'Jörg'
        }
        (Get-OneError { Import-BcUser Production (Save-Text users.json '[{' $utf8) }).FullyQualifiedErrorId | Should -BeLike 'FileNotReadable,*'
        (Get-OneError { Import-BcUser Production (Save-Text users.json '' $utf8) }).FullyQualifiedErrorId | Should -BeLike 'FileNotReadable,*'
    }

    It 'prefers the file with exactly this name to a pattern' {
        $null = Save-Text 'users 1.csv' "User,State`r`nSELLER.11,`r`n" $utf8
        $null = Save-Text 'users [1].csv' "User,State`r`nSELLER.03,`r`n" $utf8
        (Import-BcUser Production 'TestDrive:/users [1].csv').User | Should -Be SELLER.03
        (Import-BcUser Production 'TestDrive:/users [[]1].csv', 'TestDrive:/users ?.csv').User | Should -Be SELLER.03, SELLER.11
    }
}

# 1,000 users get three permission sets each. The faults come from a fixed seed; $env:BCADMIN_SEED sets another one.
Describe 'Importing with faults' {
    BeforeAll {
        $seed = [int] ($env:BCADMIN_SEED ?? 4711)
        Write-Host "  seed $seed"
        $chance = [Random]::new($seed)
        Start-ManyUserSession
        $sets = (Get-BcPermissionSet Production).RoleId | Select-Object -First 3
        $users = Get-BcUser Production
        $rows = $users | ForEach-Object { [pscustomobject] @{ User = $_.UserName; PermissionSets = $sets -join ';'; Companies = 'Branch' } }
        function Get-StateText { Get-BcUserPermission Production | ForEach-Object { "$($_.UserSecurityId) $($_.RoleId) $($_.Company)" } }
        $wanted = @(Get-StateText) + @($users | ForEach-Object { foreach ($set in $sets) { "$($_.UserSecurityId) $set Branch" } }) | Sort-Object
    }
    BeforeEach { Start-ManyUserSession }

    It 'has the same result with throttling, lost connections, and expired tokens, and repeats nothing' {
        Send-Control tokens @{ lifetimeSec = 2; clientSlackSec = 300 }
        Connect-BcTenant -Simulator
        Send-Control settings @{ serviceTimeMs = 5 }
        # The probability that a batch is lost equals that of one of its fifty calls.
        Send-Control faults @{ kind = 'dropAfter'; probability = 1 - [Math]::Pow(1 - 0.005, 50); seed = $chance.Next(); count = 0; operation = 'postBatch' }
        Send-Control faults @{ kind = 'dropAfter'; probability = 0.005; seed = $chance.Next(); count = 0 }
        Send-Control faults @{ kind = 'status'; statusCode = 429; retryAfterSec = 0; probability = 0.01; seed = $chance.Next(); count = 0 }
        Send-Control faults @{ kind = 'status'; statusCode = 503; probability = 0.01; seed = $chance.Next(); count = 0 }
        $result = Invoke-Captured { $rows | Import-BcUser Production -Force }
        $faults = (Get-BcSimulator Test).Faults
        Reset-BcSimulator Test -FaultOnly
        Send-Control settings @{ serviceTimeMs = 0 }

        $result.Errors | Should -BeNullOrEmpty
        $result.Output | Should -HaveCount 1000
        $result.Output.Status | Sort-Object -Unique | Should -Be Changed
        $requests = Get-Request
        Write-Host "  faults: $($faults | ForEach-Object { "$($_.Kind) $($_.StatusCode) $($_.HitCount) times" })"
        @($requests | Where-Object Fault -EQ dropAfter).Count | Should -BeGreaterThan 0
        @($requests | Where-Object { $_.InBatch -and $_.Status -in 429, 503 }).Count | Should -BeGreaterThan 20
        @($requests | Where-Object Operation -EQ token).Count | Should -BeGreaterThan 1

        # The service has each row as specified, has processed it once, and there are no further changes.
        Compare-Object $wanted @(Get-StateText | Sort-Object) | Should -BeNullOrEmpty
        $created = @(Get-Request createUserPermission | Where-Object Status -EQ 201)
        $created | Should -HaveCount 3000
        ($created | Group-Object Path | Where-Object Count -NE 3) | Should -BeNullOrEmpty
        Clear-Request
        ($rows | Import-BcUser Production -Force).Status | Sort-Object -Unique | Should -Be Unchanged
        Get-Write | Should -BeNullOrEmpty
    }
}
