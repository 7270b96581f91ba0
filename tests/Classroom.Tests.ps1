# Runs docs/examples/New-Classroom.ps1 against the simulator: create, repeat, continue, remove.
BeforeAll {
    Import-Module "$PSScriptRoot/TestSession.psm1" -Force
    $script = Join-Path $PSScriptRoot ../docs/examples/New-Classroom.ps1

    # The requests that change something in the service, without sign-ins and batches of reads.
    function Get-Write { @(Get-Request | Where-Object { $_.Method -ne 'GET' -and $_.Operation -notin 'token', 'deviceCode', 'postBatch' }) }

    function Set-Row([string[]] $Lines) { Set-Content $csv (@('Course,Student,Group,PermissionSets') + $Lines) }

    # The permission sets that users have in one company.
    function Get-Held([string] $Company) { Get-BcUserPermission Sandbox | Where-Object Company -eq $Company | ForEach-Object { "$($_.UserName): $($_.RoleId)" } | Sort-Object }
}

Describe 'New-Classroom.ps1' {
    BeforeEach {
        Start-TestSession -TimeScale 1
        $folder = (New-Item (Join-Path $TestDrive (New-Guid)) -ItemType Directory).FullName
        $csv = Join-Path $folder students.csv
        $room = @{ Environment = 'Sandbox'; Path = $csv; PermissionSet = 'D365 BASIC'; HandoutPath = "$folder/handout.csv"; StatePath = "$folder/classroom.json" }
        $down = @{ Environment = 'Sandbox'; Remove = $true; Force = $true; StatePath = "$folder/classroom.json" }
        Set-Row 'ACC101,buyer.02@contoso.example,,', 'ACC101,SELLER.03,,D365 SALES;D365 READ', 'LOG200,SELLER.03,Team 1,', 'LOG200,WAREHOUSE.WORKER.04,Team 1,'
        $before = (Get-BcUserPermission Sandbox | ForEach-Object { "$($_.UserName) $_" } | Sort-Object) -join '|'
        Clear-Request
    }

    Context 'build' {
        It 'creates a company for each student and group, assigns permission sets in that company only, and writes the hand-out list' {
            $rows = & $script @room
            $rows.Status | Should -Be @('Done', 'Done', 'Done', 'Done')
            $rows.Company | Should -Be @('ACC101 BUYER.02', 'ACC101 SELLER.03', 'LOG200 Team 1', 'LOG200 Team 1')
            (Get-BcCompany Sandbox).Name | Should -Be @('CRONUS DK', 'ACC101 BUYER.02', 'ACC101 SELLER.03', 'LOG200 Team 1')
            Get-Held 'ACC101 BUYER.02' | Should -Be 'BUYER.02: D365 BASIC'
            Get-Held 'ACC101 SELLER.03' | Should -Be @('SELLER.03: D365 READ', 'SELLER.03: D365 SALES')
            Get-Held 'LOG200 Team 1' | Should -Be @('SELLER.03: D365 BASIC', 'WAREHOUSE.WORKER.04: D365 BASIC')
            (Get-BcUserPermission Sandbox | Where-Object Company -eq '' | ForEach-Object { "$($_.UserName) $_" } | Sort-Object) -join '|' | Should -Be $before

            $handout = Import-Csv $room.HandoutPath
            $handout[0].PSObject.Properties.Name | Should -Be @('Course', 'Student', 'Company', 'Address')
            $handout.Student | Should -Be @('buyer.02@contoso.example', 'SELLER.03', 'SELLER.03', 'WAREHOUSE.WORKER.04')
            $handout[2].Address | Should -Be "$((Get-BcEnvironment Sandbox).WebClientLoginUrl)?company=LOG200%20Team%201"
            @([IO.File]::ReadAllBytes($room.HandoutPath))[0..2] | Should -Be @(0xEF, 0xBB, 0xBF) -Because 'Excel needs the byte order mark'
            Get-ChildItem $folder | ForEach-Object Name | Should -Be @('classroom.json', 'handout.csv', 'students.csv')
        }

        It 'changes nothing in a second run' {
            $first = & $script @room | ConvertTo-Json
            Clear-Request
            & $script @room | ConvertTo-Json | Should -Be $first
            Get-Write | Should -BeNullOrEmpty
        }

        It 'adds what is new in the file' {
            $null = & $script @room
            Clear-Request
            Add-Content $csv 'LOG200,PROJECT.MANAGER.05,Team 1,'
            (& $script @room).Status | Should -Be @('Done', 'Done', 'Done', 'Done', 'Done')
            (Get-Write).Operation | Should -Be 'createUserPermission'
        }

        It 'shows the plan with -WhatIf, and changes nothing' {
            $rows = & $script @room -WhatIf
            $rows.Status | Should -Be @('Planned', 'Planned', 'Planned', 'Planned')
            $rows.Company | Should -Be @('ACC101 BUYER.02', 'ACC101 SELLER.03', 'LOG200 Team 1', 'LOG200 Team 1')
            Get-Write | Should -BeNullOrEmpty
            Get-ChildItem $folder | ForEach-Object Name | Should -Be 'students.csv'
        }

        It 'shows with -WhatIf that there are no further changes' {
            $null = & $script @room
            (& $script @room -WhatIf).Status | Should -Be @('Done', 'Done', 'Done', 'Done')
        }

        It 'reports a student who does not exist, creates no company for that student, and continues with the others' {
            Set-Row 'ACC101,nobody@contoso.example,,', 'ACC101,BUYER.02,,', 'LOG200,nobody,Team 1,', 'LOG200,SELLER.03,Team 1,'
            $result = Invoke-Captured { & $script @room }
            $result.Output.Status | Should -Be @('Failed', 'Done', 'Failed', 'Done')
            $result.Output[0].Error | Should -BeLike "Environment 'Sandbox' has no user 'nobody@contoso.example'.*"
            $result.Errors.FullyQualifiedErrorId | Should -Be @('ClassroomRowFailed,New-Classroom.ps1', 'ClassroomRowFailed,New-Classroom.ps1')
            (Get-BcCompany Sandbox).Name | Should -Be @('CRONUS DK', 'ACC101 BUYER.02', 'LOG200 Team 1')
            (Import-Csv $room.HandoutPath).Student | Should -Be @('BUYER.02', 'SELLER.03')
        }

        It 'imports missing users with -Sync, and continues without them as an app' {
            Send-Control clock @{ timeScale = 2000 }
            Set-Row 'ACC101,new.buyer@contoso.example,,', 'ACC101,BUYER.02,,'
            Connect-BcTenant -Simulator -As App -Name app
            $app = Invoke-Captured { & $script @room -Sync -Connection (Get-BcConnection app) }
            $app.Output.Status | Should -Be @('Failed', 'Done')
            $app.Warnings | Should -BeLike 'Users could not be imported from Microsoft 365:*'
            Select-BcConnection contoso.example
            (& $script @room -Sync).Status | Should -Be @('Done', 'Done')
            Get-Held 'ACC101 NEW.BUYER' | Should -Be 'NEW.BUYER: D365 BASIC'
        }

        It 'rejects <Problem>' -TestCases @(
            @{ Problem = 'SUPER'; Row = 'ACC101,BUYER.02,,D365 BASIC;super'; Message = 'SUPER grants full control.*-AllowSuper*' }
            @{ Problem = 'an unknown permission set'; Row = 'ACC101,BUYER.02,,D365 BASICS'; Message = "*has no permission set 'D365 BASICS'." }
            @{ Problem = 'a permission set of several apps'; Row = 'ACC101,BUYER.02,,TRAVEL'; Message = '*is defined by several apps.' }
            @{ Problem = 'a row without a course'; Row = ',BUYER.02,,'; Message = 'The row has no course or no student.' }
        ) {
            Set-Row $Row, 'ACC101,SELLER.03,,'
            $result = Invoke-Captured { & $script @room }
            $result.Output.Status | Should -Be @('Failed', 'Done')
            $result.Output[0].Error | Should -BeLike $Message
            (Get-BcCompany Sandbox).Name | Should -Be @('CRONUS DK', 'ACC101 SELLER.03')
        }

        It 'assigns SUPER in the company of the student with -AllowSuper' {
            Set-Row 'ACC101,BUYER.02,,SUPER'
            (& $script @room -AllowSuper).Status | Should -Be 'Done'
            (Get-BcUserPermission Sandbox BUYER.02 -PermissionSet SUPER).Company | Should -Be 'ACC101 BUYER.02'
        }

        It 'rejects a company that existed before, unless -UseExistingCompany is specified' {
            Set-Row 'CRONUS,BUYER.02,DK,', 'CRONUS,SELLER.03,DK,'
            Add-BcUserPermission Sandbox SELLER.03 'D365 BASIC' -Company 'CRONUS DK'
            $refused = Invoke-Captured { & $script @room }
            $refused.Output.Status | Should -Be @('Failed', 'Failed')
            $refused.Output[0].Error | Should -BeLike "Company 'CRONUS DK' exists*"
            Get-Held 'CRONUS DK' | Should -Be 'SELLER.03: D365 BASIC'
            (& $script @room -UseExistingCompany).Status | Should -Be @('Done', 'Done')
            Get-Held 'CRONUS DK' | Should -Be @('BUYER.02: D365 BASIC', 'SELLER.03: D365 BASIC')

            (& $script @down).Status | Should -Be 'Removed'
            (Get-BcCompany Sandbox).Name | Should -Be 'CRONUS DK'
            Get-Held 'CRONUS DK' | Should -Be 'SELLER.03: D365 BASIC' -Because 'the user had it before'
        }

        It 'fills new companies once' {
            Send-Control clock @{ timeScale = 2000 }
            $null = New-TestPackage $folder 1-BASE
            Set-Row 'ACC101,BUYER.02,,', 'ACC101,SELLER.03,,'
            $null = Add-BcSimulatorFault -FailOperation -Operation applyConfigurationPackage
            $result = Invoke-Captured { & $script @room -PackagePath $folder/*.rapidstart }
            $result.Output.Status | Should -Be @('Failed', 'Done')
            (& $script @room -PackagePath $folder/*.rapidstart).Status | Should -Be @('Done', 'Done')
            (Get-BcConfigurationPackage Sandbox 'ACC101 BUYER.02').ApplyStatus | Should -Be 'Completed'
            Clear-Request
            $null = & $script @room -PackagePath $folder/*.rapidstart
            Get-Write | Should -BeNullOrEmpty
        }

        It 'sets the expiry date of each student once, and restores it' {
            Set-BcUser Sandbox BUYER.02 -ExpiryDate 2031-01-01T00:00:00Z
            Clear-Request
            (& $script @room -ExpiryDate 2027-06-30T00:00:00Z).Status | Should -Be @('Done', 'Done', 'Done', 'Done')
            Get-Request updateUser | Should -HaveCount 3
            foreach ($user in 'BUYER.02', 'SELLER.03', 'WAREHOUSE.WORKER.04') { (Get-BcUser Sandbox $user).ExpiryDate.UtcDateTime | Should -Be ([datetime] '2027-06-30') }
            Clear-Request
            $null = & $script @room -ExpiryDate 2027-06-30T00:00:00Z
            Get-Write | Should -BeNullOrEmpty
            $null = & $script @room -ExpiryDate 2027-07-31T00:00:00Z

            Set-BcUser Sandbox WAREHOUSE.WORKER.04 -ExpiryDate 2029-01-01T00:00:00Z
            $null = & $script @down -Course ACC101
            (Get-BcUser Sandbox BUYER.02).ExpiryDate.Year | Should -Be 2031
            (Get-BcUser Sandbox SELLER.03).ExpiryDate.Month | Should -Be 7 -Because 'the user is in another course'
            $null = & $script @down
            (Get-BcUser Sandbox SELLER.03).ExpiryDate | Should -BeNullOrEmpty
            (Get-BcUser Sandbox WAREHOUSE.WORKER.04).ExpiryDate.Year | Should -Be 2029 -Because 'an administrator changed it since'
        }

        It 'works as an app without access to the admin center' {
            Send-Control apps @{ clientId = 'c0a70500-0000-4000-8000-00000000a001'; authorized = $false }
            Connect-BcTenant -Simulator -As App -Name app
            { & $script @room -Connection (Get-BcConnection app) } | Should -Throw '*-WebClientUrl*'
            Get-Write | Should -BeNullOrEmpty
            $rows = & $script @room -Connection (Get-BcConnection app) -WebClientUrl 'https://businesscentral.dynamics.com/contoso.example/Sandbox?node=1'
            $rows.Status | Should -Be @('Done', 'Done', 'Done', 'Done')
            $rows[0].Address | Should -BeExactly 'https://businesscentral.dynamics.com/contoso.example/Sandbox?node=1&company=ACC101%20BUYER.02'
        }

        It 'throws before it changes anything if the environment cannot have enough companies' {
            # The limit is 300, and the environment has one company.
            Set-Row (@(1..299 | ForEach-Object { "ACC101,BUYER.02,Team $_," }) + 'ACC101,SELLER.03,,')
            { & $script @room } | Should -Throw '*needs 300 new companies*'
            Get-Write | Should -BeNullOrEmpty
        }

        It 'returns the rows if the hand-out list cannot be written' {
            $room.HandoutPath = "$folder/missing/handout.csv"
            $rows = [Collections.Generic.List[object]]::new()
            { & $script @room | ForEach-Object { $rows.Add($_) } } | Should -Throw "The hand-out list '*handout.csv' could not be written:*"
            $rows.Status | Should -Be @('Done', 'Done', 'Done', 'Done')
        }

        It 'rejects the record of another environment, and a record that another run uses' {
            $null = & $script @room
            $other = $room + @{}
            $other.Environment = 'Production'
            { & $script @other } | Should -Throw "*is of environment 'Sandbox'*"
            $lock = [IO.FileStream]::new("$folder/classroom.json.lock", 'OpenOrCreate', 'ReadWrite', 'None')
            try { { & $script @room } | Should -Throw '*another run may be using it*' } finally { $lock.Dispose() }
        }
    }

    Context 'files' {
        It 'reads a file with semicolons, tabs, and the encodings that Excel writes: <Encoding>, <Delimiter>' -TestCases @(
            @{ Encoding = 'utf8BOM'; Delimiter = ';' }
            @{ Encoding = 'unicode'; Delimiter = "`t" }
            @{ Encoding = 'utf8NoBOM'; Delimiter = ',' }
        ) {
            [pscustomobject] @{ Course = 'Økonomi'; Student = 'BUYER.02'; Group = ''; PermissionSets = 'D365 SALES DOC, POST;D365 BASIC' } | Export-Csv $csv -Delimiter $Delimiter -Encoding $Encoding
            (& $script @room).Company | Should -Be 'Økonomi BUYER.02'
            Get-Held 'Økonomi BUYER.02' | Should -Be @('BUYER.02: D365 BASIC', 'BUYER.02: D365 SALES DOC, POST')
        }

        It 'rejects <What>' -TestCases @(
            @{ What = 'a file in another encoding'; Text = "Course,Student`nØkonomi,BUYER.02`n"; Encoding = 1252; Message = "*is not in UTF-8.*" }
            @{ What = 'a file without the columns'; Text = "Class,Pupil`na,b`n"; Encoding = 65001; Message = '*has no column Course and no column Student.' }
            @{ What = 'an empty file'; Text = "`n"; Encoding = 65001; Message = '*has no rows.' }
        ) {
            [Text.Encoding]::RegisterProvider([Text.CodePagesEncodingProvider]::Instance)
            [IO.File]::WriteAllBytes($csv, [Text.Encoding]::GetEncoding($Encoding).GetBytes($Text))
            { & $script @room } | Should -Throw $Message
            Get-Request | Should -BeNullOrEmpty
        }

        It 'names a file that does not exist' {
            $room.Path = "$folder/students2.csv"
            { & $script @room } | Should -Throw "The file '*students2.csv' does not exist."
        }
    }

    Context 'names' {
        It 'shortens long names to unique ones that are the same in each run' {
            $long = 'Introduction to Financial Management'
            Set-Row "$long,BUYER.02,,", "$long,SELLER.03,,", "$long II,BUYER.02,,"
            $planned = (& $script @room -WhatIf).Company
            $rows = & $script @room
            $rows.Company | Should -Be $planned
            $rows.Company | Select-Object -Unique | Should -HaveCount 3
            $rows.Company | ForEach-Object { $_ | Should -MatchExactly '^Introduction to Finan-[0-9a-f]{8}$' }
            (Get-BcCompany Sandbox $rows[0].Company).DisplayName | Should -BeLike "$long *"
            Get-Held $rows[2].Company | Should -Be 'BUYER.02: D365 BASIC'
        }

        It 'handles quotation marks, other characters, and names that differ in punctuation only' {
            # In CSV, a quotation mark within a quoted cell is doubled.
            Set-Content $csv 'Course,Student,Group', 'Kurs Ærø,BUYER.02,"O''Neil & ""Co"""', 'Kurs Ærø,SELLER.03,O/Neil - -Co-', 'Kurs Ærø,WAREHOUSE.WORKER.04,[x*]'
            $rows = & $script @room
            $rows.Status | Should -Be @('Done', 'Done', 'Done')
            $rows[0].Company | Should -MatchExactly '^Kurs Ærø O-Neil - -Co-?-[0-9a-f]{8}$'
            $rows[1].Company | Should -MatchExactly '^Kurs Ærø O-Neil - -Co-?-[0-9a-f]{8}$'
            $rows[0].Company | Should -Not -Be $rows[1].Company
            $rows[2].Company | Should -BeExactly 'Kurs Ærø -x--'
            $rows[2].Address | Should -BeLike '*?company=Kurs%20%C3%86r%C3%B8%20-x--'
            (Get-BcCompany Sandbox | Where-Object Name -eq $rows[0].Company).DisplayName | Should -BeExactly 'Kurs Ærø O''Neil & "Co"'
            (& $script @down).Status | Should -Be @('Removed', 'Removed', 'Removed')
        }

        It 'treats a student in several notations as one' {
            Set-Row 'ACC101,BUYER.02,,', 'acc101,buyer.02@contoso.example,,D365 READ', "ACC101,$((Get-BcUser Sandbox BUYER.02).UserSecurityId),,"
            (& $script @room).Company | Should -Be @('ACC101 BUYER.02', 'ACC101 BUYER.02', 'ACC101 BUYER.02')
            Get-Request createAutomationCompany | Should -HaveCount 1
            Get-Held 'ACC101 BUYER.02' | Should -Be @('BUYER.02: D365 BASIC', 'BUYER.02: D365 READ')
        }
    }

    Context 'users' {
        It 'finds a student by the sign-in address from version 29 on' {
            Start-TestSession Preview -TimeScale 1
            Set-BcUser Preview SELLER.03 -ContactEmail seller@private.example
            $room.Environment = 'Preview'
            Set-Row 'ACC101,seller.03@contoso.example,,', 'ACC101,Seller@Private.example,,'
            (& $script @room).Company | Should -Be @('ACC101 SELLER.03', 'ACC101 SELLER.03')
        }

        It 'reports an address that several users have' {
            Set-BcUser Sandbox SELLER.03 -ContactEmail buyer.02@contoso.example
            $result = Invoke-Captured { & $script @room }
            $result.Output.Status | Should -Be @('Failed', 'Done', 'Done', 'Done')
            $result.Output[0].Error | Should -Be "Several users have the address 'buyer.02@contoso.example': BUYER.02, SELLER.03."
        }
    }

    # A function with the name of a cmdlet ends the script during the run, like Ctrl+C: break is not caught, and finally blocks run.
    Context 'continue' {
        It 'finds the company that was created when the run was stopped' {
            $global:created = @()
            function global:New-BcCompany {
                param($Environment, $Name, $DisplayName, [switch] $Confirm)
                $company = BcAdmin\New-BcCompany $Environment $Name -DisplayName $DisplayName -Confirm:$Confirm
                $global:created += $company.Name
                if ($global:created.Count -eq 2) { break stopped }
                $company
            }
            try { :stopped do { & $script @room } while ($false) }
            finally { Remove-Item function:New-BcCompany }
            $global:created | Should -Be @('ACC101 BUYER.02', 'ACC101 SELLER.03')
            $room.HandoutPath | Should -Not -Exist
            Clear-Request
            (& $script @room).Status | Should -Be @('Done', 'Done', 'Done', 'Done')
            (Get-Request createAutomationCompany) | Should -HaveCount 1 -Because 'two of three companies exist'
            (& $script @down).Status | Should -Be @('Removed', 'Removed', 'Removed')
            (Get-BcCompany Sandbox).Name | Should -Be 'CRONUS DK'
        }

        It 'knows the permission sets that were assigned when the run was stopped' {
            function global:Import-BcUser {
                param($Environment, [Parameter(ValueFromPipeline)] $InputObject, [switch] $Force, [switch] $Confirm)
                begin { $all = [Collections.Generic.List[object]]::new() }
                process { $all.Add($InputObject) }
                end {
                    $null = $all | Select-Object -First 2 | BcAdmin\Import-BcUser $Environment -Force
                    break stopped
                }
            }
            try { :stopped do { & $script @room } while ($false) }
            finally { Remove-Item function:Import-BcUser }
            Get-Request createUserPermission | Should -HaveCount 3
            (& $script @room).Status | Should -Be @('Done', 'Done', 'Done', 'Done')
            Get-Request createUserPermission | Should -HaveCount 5
            $null = & $script @down
            (Get-BcUserPermission Sandbox | ForEach-Object { "$($_.UserName) $_" } | Sort-Object) -join '|' | Should -Be $before
        }

        It 'continues a removal that was stopped' {
            $null = & $script @room
            function global:Remove-BcCompany {
                param($Environment, $Company, [switch] $Force, [switch] $Confirm)
                BcAdmin\Remove-BcCompany $Environment $Company -Force
                break stopped
            }
            try { :stopped do { & $script @down } while ($false) }
            finally { Remove-Item function:Remove-BcCompany }
            Get-Request deleteAutomationCompany | Should -HaveCount 1
            (& $script @down).Status | Should -Be @('Removed', 'Removed', 'Removed')
            Get-Request deleteAutomationCompany | Should -HaveCount 3
            (Get-BcCompany Sandbox).Name | Should -Be 'CRONUS DK'
            (Get-BcUserPermission Sandbox | ForEach-Object { "$($_.UserName) $_" } | Sort-Object) -join '|' | Should -Be $before
        }

        It 'repeats nothing when responses are lost' {
            foreach ($operation in 'createAutomationCompany', 'createUserPermission', 'deleteUserPermission', 'deleteAutomationCompany') {
                $null = Add-BcSimulatorFault -DropAnswer -Operation $operation -Count 1
            }
            $null = Invoke-Captured { & $script @room }
            (& $script @room).Status | Should -Be @('Done', 'Done', 'Done', 'Done')
            (Get-BcCompany Sandbox).Name | Should -HaveCount 4
            $null = Invoke-Captured { & $script @down }
            & $script @down
            (Get-BcCompany Sandbox).Name | Should -Be 'CRONUS DK'
            (Get-BcUserPermission Sandbox | ForEach-Object { "$($_.UserName) $_" } | Sort-Object) -join '|' | Should -Be $before
        }

        It 'does not claim a company that another administrator created later' {
            $null = Add-BcSimulatorFault -Operation createAutomationCompany -StatusCode 400 -Count 1
            Set-Row 'ACC101,BUYER.02,,'
            (Invoke-Captured { & $script @room }).Output.Status | Should -Be 'Failed'
            Send-Control clock @{ advanceSec = 7200 }
            $null = New-BcCompany Sandbox 'ACC101 BUYER.02'
            (Invoke-Captured { & $script @room }).Output.Error | Should -BeLike "*exists, and the record does not contain it.*"
            (& $script @down).Status | Should -Be 'Removed'
            (Get-BcCompany Sandbox).Name | Should -Contain 'ACC101 BUYER.02'
        }

        It 'retries only what failed' {
            $null = Add-BcSimulatorFault -Operation createAutomationCompany -StatusCode 400 -Count 1
            $null = Add-BcSimulatorFault -Operation createUserPermission -StatusCode 400 -Count 1
            $result = Invoke-Captured { & $script @room }
            $result.Output.Status | Where-Object { $_ -eq 'Done' } | Should -HaveCount 2
            $result.Errors | Should -HaveCount 2
            Clear-Request
            (& $script @room).Status | Should -Be @('Done', 'Done', 'Done', 'Done')
            Get-Request createAutomationCompany | Should -HaveCount 1
            (& $script @down).Status | Should -Be @('Removed', 'Removed', 'Removed')
        }

        It 'keeps no permission set in the record that was not assigned' {
            Set-Row 'ACC101,BUYER.02,,'
            $null = Add-BcSimulatorFault -Operation createUserPermission -StatusCode 400 -Count 1
            (Invoke-Captured { & $script @room }).Output.Status | Should -Be 'Failed'
            (Get-Content $room.StatePath -Raw | ConvertFrom-Json -AsHashtable).Permissions.Count | Should -Be 0
        }
    }

    Context 'remove' {
        BeforeEach {
            $null = & $script @room
            Clear-Request
        }

        It 'removes what it created, once' {
            $removed = & $script @down
            $removed.Company | Should -Be @('ACC101 BUYER.02', 'ACC101 SELLER.03', 'LOG200 Team 1')
            $removed.Status | Should -Be @('Removed', 'Removed', 'Removed')
            $log = @(Get-Write)
            $log.Where({ $_.Operation -eq 'deleteUserPermission' }).Count | Should -Be 5
            $log[-1].Operation | Should -Be 'deleteAutomationCompany'
            (Get-BcCompany Sandbox).Name | Should -Be 'CRONUS DK'
            (Get-BcUserPermission Sandbox | ForEach-Object { "$($_.UserName) $_" } | Sort-Object) -join '|' | Should -Be $before
            Clear-Request
            & $script @down | Should -BeNullOrEmpty
            Get-Request | Should -BeNullOrEmpty
        }

        It 'can be created again' {
            $null = & $script @down
            (& $script @room).Company | Should -Be @('ACC101 BUYER.02', 'ACC101 SELLER.03', 'LOG200 Team 1', 'LOG200 Team 1')
            Get-Held 'LOG200 Team 1' | Should -Be @('SELLER.03: D365 BASIC', 'WAREHOUSE.WORKER.04: D365 BASIC')
        }

        It 'removes one course' {
            (& $script @down -Course acc101).Company | Should -Be @('ACC101 BUYER.02', 'ACC101 SELLER.03')
            (Get-BcCompany Sandbox).Name | Should -Be @('CRONUS DK', 'LOG200 Team 1')
            Get-Held 'LOG200 Team 1' | Should -HaveCount 2
        }

        It 'changes nothing with -WhatIf' {
            (& $script @down -WhatIf).Status | Should -Be @('Planned', 'Planned', 'Planned')
            Get-Write | Should -BeNullOrEmpty
        }

        It 'keeps a company that another administrator created under the same name' {
            Remove-BcCompany Sandbox 'ACC101 BUYER.02' -Force
            $null = New-BcCompany Sandbox 'ACC101 BUYER.02'
            (& $script @down).Status | Should -Be @('Removed', 'Removed', 'Removed')
            (Get-BcCompany Sandbox).Name | Should -Be @('CRONUS DK', 'ACC101 BUYER.02')
        }

        It 'warns about the assignments of other users in a deleted company' {
            Add-BcUserPermission Sandbox ACCOUNTANT.01 'D365 READ' -Company 'LOG200 Team 1'
            $result = Invoke-Captured { & $script @down }
            $result.Warnings | Should -Be "1 permission assignments of others are limited to the deleted company 'LOG200 Team 1'."
            Get-Held 'LOG200 Team 1' | Should -Be 'ACCOUNTANT.01: D365 READ'
        }

        It 'keeps a company in the record that could not be deleted' {
            $null = Add-BcSimulatorFault -Operation deleteAutomationCompany -StatusCode 400 -Count 1
            $result = Invoke-Captured { & $script @down }
            $result.Output.Status | Should -Be @('Failed', 'Removed', 'Removed')
            $result.Errors.FullyQualifiedErrorId | Should -Be 'ClassroomCompanyFailed,New-Classroom.ps1'
            (& $script @down).Company | Should -Be 'ACC101 BUYER.02'
            (Get-BcCompany Sandbox).Name | Should -Be 'CRONUS DK'
        }

        It 'prompts once, with the number of companies, and requires -Force where no prompt is possible: <Kind>' -TestCases @(
            @{ Kind = 'Default' }, @{ Kind = 'NoInterface' }, @{ Kind = 'NotImplemented' }, @{ Kind = 'InvalidOperation' }
        ) {
            $down.Remove('Force')
            $recorder = New-TestHost $Kind
            $runspace = [runspacefactory]::CreateRunspace($recorder)
            $runspace.Open()
            $shell = [powershell]::Create($runspace)
            try {
                # The same process has the connection of the test, but another runspace loads the module separately.
                $null = $shell.AddScript("Import-Module '$((Get-Module BcAdmin).Path)'").Invoke()
                $shell.Commands.Clear()
                $null = $shell.AddScript('param($Script, $Down, $Connection) & $Script @Down -Connection $Connection').AddArgument($script).AddArgument($down).AddArgument((Get-BcConnection))
                if ($Kind -eq 'Default') {
                    $removed = @($shell.Invoke())
                    $recorder.UI.Prompts | Should -HaveCount 1
                    $recorder.UI.Prompts[0] | Should -BeLike "*delete 3 companies with all their data in environment 'Sandbox'*"
                    $removed.Status | Should -Be @('Removed', 'Removed', 'Removed')
                }
                else {
                    { $shell.Invoke() } | Should -Throw '*This session is not interactive. Use -Force*'
                    Get-Write | Should -BeNullOrEmpty
                }
            }
            finally {
                $shell.Dispose()
                $runspace.Dispose()
            }
        }

        It 'does not prompt with -Confirm:$false' {
            $down.Remove('Force')
            (& $script @down -Confirm:$false).Status | Should -Be @('Removed', 'Removed', 'Removed')
        }

        It 'throws if there is no record' {
            $down.StatePath = "$folder/other.json"
            { & $script @down } | Should -Throw '*does not exist.'
        }
    }
}
