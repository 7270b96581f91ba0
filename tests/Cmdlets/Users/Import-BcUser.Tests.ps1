BeforeAll {
    Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force
    $accounts = @'
User,PermissionSets,Companies,State,ExpiryDate,ContactEmail,Department
SELLER.03,D365 BASIC;D365 SALES,Contoso Denmark,,,,Sales
BUYER.02,D365 READ,,Disabled,2027-01-31T00:00:00Z,buyer@contoso.example,Purchase
AUDITOR.07,,,,never,,Finance
'@
    function Get-State { (Get-BcUserPermission Production | ForEach-Object { "$($_.UserSecurityId) $($_.RoleId) $($_.Company)" } | Sort-Object) -join "`n" }
    function Get-Write { @(Get-Request createUserPermission, deleteUserPermission, updateUser) }
}

Describe 'Import-BcUser' {
    BeforeEach { Start-TestSession }

    It 'brings users to what the rows say, one result a row' {
        $sets = (Get-BcPermissionSet Production).RoleId
        $rows = $accounts | ConvertFrom-Csv
        $rows[0].PermissionSets = "$($sets[0]);$($sets[1])"
        $result = Invoke-Captured { $rows | Import-BcUser Production }
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

    It 'changes nothing the second time, and writes nothing' {
        $rows = $accounts.Replace(';D365 SALES', '') | ConvertFrom-Csv
        $null = $rows | Import-BcUser Production -WarningAction Ignore
        Clear-Request
        $again = $rows | Import-BcUser Production -WarningAction Ignore
        $again.Status | Should -Be @('Unchanged', 'Unchanged', 'Unchanged')
        Get-Write | Should -BeNullOrEmpty
    }

    It 'shows the plan with -WhatIf and writes nothing' {
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

    It 'takes away what no row names with -Exact, and only then' {
        $before = @(Get-BcUserPermission Production SELLER.03)
        $before.Count | Should -BeGreaterThan 1
        $row = [pscustomobject] @{ User = 'SELLER.03'; PermissionSets = $before[0].RoleId }
        ($row | Import-BcUser Production).Status | Should -Be Unchanged
        ($row | Import-BcUser Production -Exact -Force).Status | Should -Be Changed
        (Get-BcUserPermission Production SELLER.03).RoleId | Should -Be $before[0].RoleId
        @(Get-BcUserPermission Production BUYER.02).Count | Should -BeGreaterThan 0
        ([pscustomobject] @{ User = 'BUYER.02' } | Import-BcUser Production -Exact -Force).Status | Should -Be Unchanged
    }

    It 'gives bad rows an error each and does the others' {
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
        $result.Output.Status | Should -Be @('NotFound', 'Failed', 'Changed', 'Failed', 'NotFound', 'Failed', 'Failed', 'NotFound', 'Failed', 'Failed', 'Changed')
        $result.Errors | Should -HaveCount 9
        $result.Errors.FullyQualifiedErrorId | ForEach-Object { ($_ -split ',')[0] } |
            Should -Be @('UserNotFound', 'PermissionSetNotFound', 'DuplicateRow', 'UserNotFound', 'InvalidArgument', 'InvalidArgument', 'UserNotFound', 'CompanyNotFound', 'InvalidArgument')
        ($result.Output.Message | Measure-Object Length -Maximum).Maximum | Should -BeLessThan 500
    }

    It 'takes its failed results back in' {
        $failed = [pscustomobject] @{ User = 'SELLER.03'; PermissionSets = 'NO SUCH SET'; Note = 'n' } | Import-BcUser Production -ErrorAction SilentlyContinue -WarningAction Ignore
        $failed | ForEach-Object { [pscustomobject] @{ User = $_.User; PermissionSets = 'D365 READ'; EnvironmentName = $_.EnvironmentName; TenantId = $_.TenantId } } |
            Import-BcUser | ForEach-Object Status | Should -Be Changed
        ($failed | Import-BcUser -ErrorAction SilentlyContinue -WarningAction Ignore).Status | Should -Be Failed
    }

    It 'goes over several environments of a file, side by side' {
        $result = @(
            [pscustomobject] @{ Environment = 'Production'; User = 'SELLER.03'; PermissionSets = 'D365 READ' }
            [pscustomobject] @{ Environment = 'Sandbox'; User = (Get-BcUser Sandbox)[0].UserName; PermissionSets = 'D365 READ' }
            [pscustomobject] @{ Environment = 'Missing'; User = 'SELLER.03'; PermissionSets = 'D365 READ' }
        ) | Import-BcUser -ErrorVariable failures -ErrorAction SilentlyContinue
        ($result | Sort-Object Row).Status | Should -Be @('Changed', 'Changed', 'Failed')
        @($failures | Where-Object { $_.FullyQualifiedErrorId -like '*,*' }) | Should -HaveCount 1
    }

    It 'tells who is not in a security group, and changes nothing about it' {
        $result = [pscustomobject] @{ User = 'SELLER.03'; SecurityGroups = 'No such group' } | Import-BcUser Production
        $result.Status | Should -Be Unchanged
        $result.Message | Should -BeLike '*No such group*Entra*'
    }

    It 'keeps a user whole with -Atomic' {
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

    It 'refuses files of another kind' {
        'x' | Set-Content TestDrive:/a.txt
        (Get-OneError { Import-BcUser Production TestDrive:/a.txt }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        (Get-OneError { Import-BcUser Production TestDrive:/none.csv }).FullyQualifiedErrorId | Should -BeLike 'FileNotFound,*'
    }
}

Describe 'Importing on a bad day' {
    BeforeAll {
        $rows = foreach ($user in 0..39) { [pscustomobject] @{ User = $null; PermissionSets = 'D365 READ;D365 BASIC;SUPER (DATA)'; Companies = 'Contoso Sweden' } }
        function Set-Row {
            $sets = (Get-BcPermissionSet Production).RoleId | Select-Object -First 3
            $users = (Get-BcUser Production).UserName
            foreach ($place in 0..39) { $rows[$place].User = $users[$place]; $rows[$place].PermissionSets = $sets -join ';' }
        }
        Start-TestSession
        Set-Row
        $null = $rows | Import-BcUser Production -BatchSize 10
        $calm = Get-State
    }

    It 'comes to the same end with throttling, lost connections and dying tokens, and does nothing twice' {
        Start-TestSession
        Send-Control tokens @{ lifetimeSec = 3; clientSlackSec = 300 }
        Send-Control faults @{ kind = 'status'; statusCode = 429; retryAfterSec = 0; probability = 0.1; seed = 11; count = 0 }
        Send-Control faults @{ kind = 'status'; statusCode = 503; probability = 0.05; seed = 12; count = 0; operation = 'createUserPermission' }
        Send-Control faults @{ kind = 'dropAfter'; probability = 0.3; seed = 13; count = 0; operation = 'postBatch' }
        Send-Control faults @{ kind = 'dropBefore'; probability = 0.1; seed = 14; count = 0; operation = 'postBatch' }
        $result = Invoke-Captured { $rows | Import-BcUser Production -BatchSize 10 }
        Reset-BcSimulator Test -FaultOnly
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.Status | Sort-Object -Unique | Should -Be Changed
        Get-State | Should -Be $calm
        $created = @(Get-Request createUserPermission | Where-Object Status -EQ 201)
        $created | Should -HaveCount 120
        @(Get-Request postBatch | Where-Object Fault).Count | Should -BeGreaterThan 1
    }

    It 'does the rest after it was killed at five points, and nothing twice' {
        Start-TestSession
        Send-Control settings @{ serviceTimeMs = 150 }
        $address = (Get-BcSimulator Test).HttpEndpoint
        $rows | Export-Csv TestDrive:/rows.csv
        $script = @"
Import-Module ./out/BcAdmin
Connect-BcTenant contoso.example -AccessToken (ConvertTo-SecureString '$([Net.NetworkCredential]::new('', (Get-BcAccessToken)).Password)' -AsPlainText -Force) -Endpoint $address -Authority $address
Import-BcUser Production '$((Get-Item TestDrive:/rows.csv).FullName)' -BatchSize 4
"@
        foreach ($delay in 1..5 | ForEach-Object { Get-Random -Minimum 20 -Maximum 200 -SetSeed (100 + $_) }) {
            $file = New-Item TestDrive:/run.ps1 -Value $script -Force
            $process = Start-Process dotnet -ArgumentList (Join-Path $PSHOME pwsh.dll), '-NoProfile', '-File', $file.FullName -WorkingDirectory (Split-Path (Split-Path (Split-Path $PSScriptRoot))) -PassThru -RedirectStandardOutput TestDrive:/out.txt -RedirectStandardError TestDrive:/err.txt
            $start = @(Get-Request createUserPermission).Count
            $end = (Get-Date).AddSeconds(30)
            while (@(Get-Request createUserPermission).Count -le $start -and (Get-Date) -lt $end) { Start-Sleep -Milliseconds 50 }
            Start-Sleep -Milliseconds $delay
            $process.HasExited | Should -BeFalse -Because "$(Get-Content TestDrive:/out.txt, TestDrive:/err.txt -Raw)"
            $process.Kill($true)
            $process.WaitForExit()
        }
        ((Get-State) -eq $calm) | Should -BeFalse
        Send-Control settings @{ serviceTimeMs = 0 }
        $rows | Import-BcUser Production | Where-Object Status -In Failed, NotFound | Should -BeNullOrEmpty
        Get-State | Should -Be $calm
        @(Get-Request createUserPermission | Where-Object Status -EQ 201) | Should -HaveCount 120
    }
}
