BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Invoke-BcApi' {
    BeforeEach { Start-TestSession }

    It 'calls the Admin Center API' {
        $items = Invoke-BcApi applications/environments
        $items.name | Should -Be @('Production', 'Sandbox')
        (Invoke-BcApi applications/BusinessCentral/environments/Sandbox).type | Should -Be 'Sandbox'
        ('applications/environments', 'environments/operations' | Invoke-BcApi).Count | Should -BeGreaterOrEqual 2
    }

    It 'calls the Automation API of an environment, with or without a company' {
        $companies = Invoke-BcApi companies -Environment Production
        $companies.Count | Should -Be 3
        (Get-BcCompany Production 'Contoso Sweden' | ForEach-Object { Invoke-BcApi automationCompanies -Environment Production -Company $_.CompanyId }).Count | Should -Be 3
        (Invoke-BcApi automationCompanies -Environment Production -Company 'Contoso Sweden' -Query @{ '$filter' = "name eq 'Contoso Sweden'" }).name | Should -Be 'Contoso Sweden'
        @(Invoke-BcApi companies -Environment Production -Query @{ '$top' = 2 }).Count | Should -Be 2
    }

    It 'follows pages, or reads only the first' {
        Invoke-BcApi companies -Environment Production -Header @{ Prefer = 'odata.maxpagesize=1' } | Should -HaveCount 3
        Invoke-BcApi companies -Environment Production -Header @{ Prefer = 'odata.maxpagesize=1' } -NoPaging | Should -HaveCount 1
        Clear-Request
        $null = Invoke-BcApi companies -Environment Production -Header @{ Prefer = 'odata.maxpagesize=1' } | Select-Object -First 1
        Get-Request | Should -HaveCount 1
    }

    It 'writes, with the headers that PATCH and DELETE require' {
        $body = @{ name = 'Fabrikam'; displayName = 'Fabrikam' }
        $company = Invoke-BcApi automationCompanies POST -Environment Sandbox -Company 'CRONUS DK' -Body $body
        $company.name | Should -Be 'Fabrikam'
        (Invoke-BcApi "automationCompanies($($company.id))" PATCH -Environment Sandbox -Company Fabrikam -Body '{"displayName":"Ny ÆØÅ"}').displayName | Should -Be 'Ny ÆØÅ'
        Invoke-BcApi "automationCompanies($($company.id))" DELETE -Environment Sandbox -Company 'CRONUS DK'
        @(Get-BcCompany Sandbox).Count | Should -Be 1
    }

    It 'returns status, headers, and text with -Raw, and a file with -OutFile' {
        $raw = Invoke-BcApi applications/environments -Raw
        $raw.StatusCode | Should -Be 200
        $raw.Headers['Content-Type'] | Should -BeLike '*json*'
        ($raw.Content | ConvertFrom-Json).value.Count | Should -Be 2
        Invoke-BcApi applications/environments -OutFile TestDrive:/all.json
        (Get-Content TestDrive:/all.json -Raw | ConvertFrom-Json).value.Count | Should -Be 2
    }

    It 'opens the file of -OutFile before it sends anything, and creates its folder' {
        Invoke-BcApi applications/environments -OutFile TestDrive:/new/folder/all.json
        'TestDrive:/new/folder/all.json' | Should -Exist
        $folder = New-Item TestDrive:/taken -ItemType Directory
        Set-Content TestDrive:/file x
        $busy = [IO.File]::Open((Join-Path $TestDrive busy.json), 'Create', 'ReadWrite', 'None')
        try {
            Clear-Request
            foreach ($path in $folder.FullName, "$TestDrive/file/all.json", "$TestDrive/busy.json", 'NoSuchDrive:/x') {
                $failure = Get-OneError { Invoke-BcApi applications/BusinessCentral/environments/Production/restart POST -OutFile $path -Confirm:$false }
                $failure.FullyQualifiedErrorId | Should -Match '^(FileNotWritable|InvalidArgument),' -Because $path
            }
            Get-Request | Should -BeNullOrEmpty
        }
        finally { $busy.Dispose() }
        Get-ChildItem $TestDrive -Recurse | Where-Object Name -Match '\.json\.' | Should -BeNullOrEmpty -Because 'nothing is left behind'
    }

    It 'writes to links and devices, and does not replace them' -Skip:$IsWindows {
        $target = New-Item TestDrive:/target.json
        $link = New-Item (Join-Path $TestDrive link.json) -ItemType SymbolicLink -Value $target.FullName
        Invoke-BcApi applications/environments -OutFile $link.FullName
        (Get-Item $link).LinkType | Should -Be SymbolicLink
        (Get-Content $target -Raw | ConvertFrom-Json).value.Count | Should -Be 2
        Invoke-BcApi applications/environments -OutFile /dev/null
        (Get-Item /dev/null).UnixStat.ItemType | Should -Be CharacterDevice
    }

    It 'keeps the existing file of -OutFile when the call fails' {
        Set-Content TestDrive:/older.json kept
        (Get-OneError { Invoke-BcApi applications/nope -OutFile TestDrive:/older.json }).FullyQualifiedErrorId | Should -Not -BeLike 'File*'
        Get-Content TestDrive:/older.json | Should -Be kept
        Get-ChildItem $TestDrive | Where-Object Name -Match '\.json\.' | Should -BeNullOrEmpty
    }

    It 'reads a file of -InFile that another program has open' {
        $open = [IO.File]::Open((Join-Path $TestDrive open.json), 'Create', 'ReadWrite', 'Read') # like Excel; only Windows enforces it
        try {
            $open.Write([Text.Encoding]::UTF8.GetBytes('{"a":1}'))
            $open.Flush()
            (Get-OneError { Invoke-BcApi applications/nope POST -InFile TestDrive:/open.json -Confirm:$false }).FullyQualifiedErrorId | Should -Not -BeLike 'File*'
        }
        finally { $open.Dispose() }
    }

    It 'never sends the token to another host' {
        foreach ($address in 'https://example.com/admin/v2.29/applications/environments', 'https://localhost:1/x', 'https://user@localhost/x') {
            (Get-OneError { Invoke-BcApi $address }).FullyQualifiedErrorId | Should -BeLike 'HostNotAllowed,*' -Because $address
        }
        (Get-OneError { Invoke-BcApi applications/environments -Header @{ Authorization = 'x' } }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }

    It 'returns the errors of the service, and reports what is missing' {
        (Get-OneError { Invoke-BcApi applications/BusinessCentral/environments/Nope }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        (Get-OneError { Invoke-BcApi companies -Api Automation }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        (Get-OneError { Invoke-BcApi x -InFile nothing.bin -Method POST }).FullyQualifiedErrorId | Should -BeLike 'FileNotFound,*'
        (Get-OneError { Invoke-BcApi x -Api 'a b' }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }

    It 'sends no write with -WhatIf' {
        Clear-Request
        Invoke-BcApi applications/BusinessCentral/environments/Sandbox DELETE -WhatIf
        Get-Request | Should -BeNullOrEmpty
    }

    It 'rejects a header or content type that cannot be sent unchanged' {
        Clear-Request
        foreach ($parameters in @{ Header = @{ 'X-Note' = "a`r`nX-Other: b" } }, @{ Header = @{ 'Content-Type' = 'text/plain' } }, @{ Header = @{ 'a b' = 'c' } }, @{ Method = 'POST'; Body = '{}'; ContentType = 'json;;' }) {
            (Get-OneError { Invoke-BcApi applications/environments @parameters }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        }
        Get-Request | Should -BeNullOrEmpty
    }
}
