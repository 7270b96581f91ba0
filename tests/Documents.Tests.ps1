# The code that users copy from the documents must work.
BeforeDiscovery {
    $page = Get-Content "$PSScriptRoot/../docs/pipelines.md" -Raw
    $block = [regex]::Match($page, '(?s)# Ten pipelines.*?```powershell\r?\n(?<code>.*?)```').Groups['code'].Value
    $pipelines = @([regex]::Matches($block, '(?m)^# (?<title>\d+\. [^\r\n]*)\r?\n(?<code>[^\r\n]+)') | ForEach-Object {
            @{ Title = $_.Groups['title'].Value; Code = $_.Groups['code'].Value }
        })

    # Documents that run as they are, section by section, each on a new simulator.
    $sections = foreach ($file in 'guide.md', 'migration.md', 'configuration.md', 'runbooks.md', 'power-automate.md', 'en-US/about_BcAdmin_Pipelines.md') {
        $text = Get-Content "$PSScriptRoot/../docs/$file" -Raw
        foreach ($section in $text -split '(?m)^## ' | Select-Object -Skip 1) {
            $code = [regex]::Matches($section, '(?ms)^```powershell\s*?\n(?<code>.*?)^```').ForEach{ $_.Groups['code'].Value } -join "`n"
            if ($code) { @{ File = $file; Section = ($section -split '\r?\n')[0]; Code = $code } }
        }
    }

    # The commands of the help whose output is shown.
    $shown = foreach ($file in Get-ChildItem "$PSScriptRoot/../docs/en-US" -Filter *.md) {
        [regex]::Matches((Get-Content $file -Raw).ReplaceLineEndings("`n"), '(?ms)^```powershell\n(?<code>[^`]*?)^```\n\n```output\n(?<output>.*?)^```').ForEach{
            @{ File = $file.Name; Code = $_.Groups['code'].Value.Trim(); Output = $_.Groups['output'].Value }
        }
    }
    # Every output in the help belongs to a command.
    $outputs = @(Select-String '^```output' "$PSScriptRoot/../docs/en-US/*.md").Count
}

BeforeAll { Import-Module "$PSScriptRoot/TestSession.psm1" -Force }

Describe 'The code of' {
    BeforeAll {
        # The folder of the reader, and the objects that the documents assume.
        $folder = New-Item (Join-Path $TestDrive reader) -ItemType Directory
        $null = New-Item $folder/out, $folder/setup -ItemType Directory
        Copy-Item "$PSScriptRoot/../docs/examples" (New-Item $folder/docs -ItemType Directory) -Recurse
        $null = New-TestApp $folder/out Rentals 6f0e5c1a-0000-4000-8000-000000000001 2.0.0.0
        $null = New-TestPackage $folder/setup NO-BASE
        Set-Content $folder/customers.csv TenantId, customer.example, 2.customer.example, 3.customer.example
        Set-Content $folder/users.csv User`,PermissionSets, 'SELLER.03,D365 READ', 'BUYER.02,D365 READ;D365 BASIC'
        Set-Content $folder/students.csv Course`,Student`,Group, 'ACC101,SELLER.03,', 'LOG200,BUYER.02,Team 1'
        $many = 'Work on many tenants', 'SEVERAL CONNECTIONS', 'IN PARALLEL', 'Many customers', 'One baseline for many tenants'
        $global:PSDefaultParameterValues['Connect-BcTenant:Simulator'] = $true
        $global:ConfirmPreference = 'None'
        $path = $env:PSModulePath
        $env:PSModulePath = "$(Join-Path $PSScriptRoot ../out)$([IO.Path]::PathSeparator)$path"
        function global:Read-Host { ConvertTo-SecureString 'https://contosoexports.blob.core.windows.net/?sv=2024-11-04&ss=b&srt=sco&sp=rwdc&se=2036-01-01T00%3A00%3A00Z&sig=c2ln' -AsPlainText }
    }

    BeforeEach {
        Push-Location $folder
        $partner = $Section -in $many
        $scenario = $partner ? 'Partner' : $Section -eq 'Connect to the customers of a partner' ? 'Customers' : 'Contoso'
        Start-TestSession $scenario -NoConnect:$partner -Setting @{ sandboxQuota = 10; productionQuota = 10; storageQuotaKb = 1000000000 }
        if ($partner) { foreach ($tenant in (Get-BcSimulator Test).Tenants) { Connect-BcTenant $tenant -Simulator } }
        $partner = $scenario -ne 'Contoso'
        $global:app = $partner ? '9a270e00-0000-4000-8000-00000000a001' : 'c0a70500-0000-4000-8000-00000000a001'
        $global:secret = ConvertTo-SecureString ($partner ? 'partner-automation-secret' : 'contoso-automation-secret') -AsPlainText
    }

    AfterEach { Pop-Location }

    AfterAll {
        $global:PSDefaultParameterValues.Remove('Connect-BcTenant:Simulator')
        $global:ConfirmPreference = 'High'
        $env:PSModulePath = $path
        Remove-Item function:Read-Host, variable:app, variable:secret
    }

    It '<File>, <Section>, runs' -TestCases $sections {
        # Not with Invoke-Captured: a module does not see the default values of parameters that are set here.
        $output = & ([scriptblock]::Create($Code)) *>&1
        $output | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] -or $_ -is [System.Management.Automation.WarningRecord] } |
            # The guide describes that the service changes the date.
            ForEach-Object { "$_" } | Where-Object { $_ -notlike 'The service scheduled the update * It stores a date at the start of the update window.' } | Should -BeNullOrEmpty
        Get-Request | Should -Not -BeNullOrEmpty
    }
}

Describe 'The output in the help' {
    BeforeAll {
        Start-TestSession
        $null = Get-BcEnvironment # the names that are suggested for a misspelled one
    }

    It 'follows a command' -TestCases @{ Shown = @($shown).Count; Outputs = $outputs } { $Shown | Should -Be $Outputs }

    It '<File>: <Code> shows what the module writes' -TestCases $shown {
        # The width of a column depends on the window. The three dots replace what differs with each call.
        $written = & ([scriptblock]::Create($Code)) 2>&1 | Out-String -Width 160
        $lines = { param($text) @(($text -split '\r?\n') -replace '\s+', ' ' -replace '(- |-)+$', '-' | ForEach-Object Trim | Where-Object { $_ }) }
        $expected = & $lines $Output
        $real = & $lines $written
        $real.Count | Should -Be $expected.Count -Because $written
        foreach ($line in 0..($expected.Count - 1)) {
            $real[$line] | Should -BeLike ([WildcardPattern]::Escape($expected[$line]) -replace '…', '*') -Because $written
        }
    }
}

Describe 'README' {
    It 'shows a current session; build.ps1 Session writes it again' {
        Start-TestSession
        $path = "$PSScriptRoot/../README.md"
        $session = & "$PSScriptRoot/../build/Update-ReadmeSession.ps1" -Module "$PSScriptRoot/../out/BcAdmin" -Path $path -PassThru
        (Get-Content $path -Raw).ReplaceLineEndings("`n").Contains("``````text`n$session`n``````") | Should -BeTrue -Because "the session is now:`n$session"
        $session -split "`n" | Where-Object Length -GT 80 | Should -BeNullOrEmpty
    }
}

Describe 'The page pipelines.md' {
    BeforeAll { Start-TestSession }

    It 'has ten pipelines' -TestCases @{ Count = $pipelines.Count } { $Count | Should -Be 10 }

    It 'runs <Title>' -TestCases $pipelines {
        $result = Invoke-Captured ([scriptblock]::Create($Code))
        $result.Errors | Should -BeNullOrEmpty
        $result.Warnings | Should -BeNullOrEmpty
    }
}

Describe 'Documents' {
    BeforeAll {
        $commands = @{}
        Get-Command -Module BcAdmin | ForEach-Object { $commands[$_.Name] = $_ }

        # The examples of a page or script, and the commands in its text.
        function Get-Code([IO.FileInfo] $File) {
            $text = Get-Content $File -Raw
            if ($File.Extension -eq '.ps1') { return $text }
            [regex]::Matches($text, '(?ms)^```powershell\s*?\n(?<code>.*?)^```').ForEach{ $_.Groups['code'].Value }
            [regex]::Matches($text, '`(?<code>[A-Z][a-z]+-Bc[^`\n]*)`').ForEach{ $_.Groups['code'].Value -replace '…' }
        }

        # The problems of the BcAdmin commands in a piece of code.
        function Get-Mistake([string] $Code) {
            $errors = $null
            $tree = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $errors)
            $errors | ForEach-Object { "'$($_.Extent.Text)': $($_.Message)" }
            foreach ($call in $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)) {
                $name = $call.GetCommandName()
                if ($name -notmatch '^[A-Z][a-z]+-Bc[A-Z]') { continue }
                $command = $commands[$name]
                if (-not $command) { "There is no $name."; continue }
                foreach ($parameter in $call.CommandElements.Where{ $_ -is [System.Management.Automation.Language.CommandParameterAst] }.ParameterName) {
                    try { $null = $command.ResolveParameter($parameter) }
                    catch { "$name has no -$parameter." }
                }
            }
        }
    }

    It 'contain only valid commands of BcAdmin' {
        $files = @(Get-Item "$PSScriptRoot/../README.md"; Get-ChildItem "$PSScriptRoot/../docs" -Recurse -Include *.md, *.ps1)
        $files.Count | Should -BeGreaterThan 25
        $mistakes = foreach ($file in $files) {
            Get-Code $file | ForEach-Object { Get-Mistake $_ } | ForEach-Object { "$($file.Name): $_" }
        }
        $mistakes | Should -BeNullOrEmpty
    }

    It 'link to files and headings that exist' {
        $root = (Get-Item "$PSScriptRoot/..").FullName
        $files = @(Get-ChildItem $root -Filter *.md; Get-ChildItem "$root/docs", "$root/bench" -Recurse -Filter *.md)
        $headings = @{}
        # The bookmark of a heading in GitHub and docfx.
        function Get-Bookmark([string] $Path) {
            if (-not $headings.ContainsKey($Path)) {
                $text = (Get-Content $Path -Raw) -replace '(?ms)^```.*?^```'
                $headings[$Path] = @([regex]::Matches($text, '(?m)^#+ +(.+?)\s*$').ForEach{ $_.Groups[1].Value.ToLowerInvariant() -replace '[^\w\- ]' -replace ' ', '-' })
            }
            $headings[$Path]
        }
        $missing = foreach ($file in $files) {
            $text = (Get-Content $file -Raw) -replace '(?ms)^```.*?^```'
            foreach ($link in [regex]::Matches($text, '\]\((?<to>[^)#: ]*)(#(?<at>[^)]*))?\)')) {
                $to = $link.Groups['to'].Value ? (Join-Path $file.DirectoryName $link.Groups['to'].Value) : $file.FullName
                if (-not (Test-Path $to -PathType Leaf)) { "$($file.Name): $($link.Value)" }
                elseif ($link.Groups['at'].Value -and $link.Groups['at'].Value -notin (Get-Bookmark $to)) { "$($file.Name): $($link.Value)" }
            }
        }
        $missing | Should -BeNullOrEmpty
    }

    It 'are all in the navigation of the site' {
        $contents = Get-Content "$PSScriptRoot/../build/site/guides.yml" -Raw
        Get-ChildItem "$PSScriptRoot/../docs/*.md" | Where-Object { -not $contents.Contains("href: $($_.Name)") } | Should -BeNullOrEmpty
        $table = Get-Content "$PSScriptRoot/../docs/examples/README.md" -Raw
        $folder = (Get-Item "$PSScriptRoot/../docs/examples").FullName
        Get-ChildItem $folder -Recurse -File | ForEach-Object { [IO.Path]::GetRelativePath($folder, $_.FullName).Replace('\', '/') } |
            Where-Object { $_ -ne 'README.md' -and -not $table.Contains("]($_)") } | Should -BeNullOrEmpty
    }

    It 'include the pages that Get-Help -Online opens' {
        $site = (Get-Module BcAdmin).HelpInfoUri -replace 'help/$'
        $site | Should -BeLike 'https://*/'
        foreach ($command in Get-Command -Module BcAdmin) {
            $command.HelpUri | Should -Be "${site}cmdlets/$($command.Name).html"
            "$PSScriptRoot/../docs/en-US/$($command.Name).md" | Should -Exist
        }
    }

    It 'are checked for mistakes: <Code>' -TestCases @(
        @{ Code = 'Get-BcNothing'; Mistake = 'There is no Get-BcNothing.' }
        @{ Code = 'Get-BcEnvironment -Nothing'; Mistake = 'Get-BcEnvironment has no -Nothing.' }
    ) {
        Get-Mistake $Code | Should -Be $Mistake
    }
}
