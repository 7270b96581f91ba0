BeforeDiscovery {
    # The table of Fragments.txt: title, text before, text after.
    $fragments = foreach ($part in [IO.File]::ReadAllText("$PSScriptRoot/Fragments.txt").ReplaceLineEndings("`n") -split '(?m)^=== ' | Select-Object -Skip 1) {
        $title, $body = $part -split "`n", 2
        $before, $after = "$($body.TrimEnd())`n" -split '(?m)^---\n', 2
        @{ Title = $title; Before = $before; After = $after ? $after : $before }
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force
    $utf8 = [Text.UTF8Encoding]::new($false)
    $count = 0

    # Converts a text, and returns the new text and the replacements.
    function Convert-Text([string] $Text) {
        $source = "$TestDrive/in/script$((++$script:count)).ps1"
        $null = New-Item "$TestDrive/in" -ItemType Directory -Force
        [IO.File]::WriteAllText($source, $Text, $utf8)
        $replacements = @(ConvertFrom-BcContainerHelper -LiteralPath $source -OutPath $TestDrive/out)
        [pscustomobject] @{ Text = [IO.File]::ReadAllText("$TestDrive/out/$(Split-Path $source -Leaf)"); Replacements = $replacements }
    }

    # The problems of the BcAdmin commands in a script: names, parameters, and parameter sets.
    function Get-Mistake([string] $Text) {
        $errors = $null
        $tree = [Management.Automation.Language.Parser]::ParseInput($Text, [ref] $null, [ref] $errors)
        $errors | ForEach-Object { "$($_.Extent.Text): $($_.Message)" }
        foreach ($call in $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
            $name = $call.GetCommandName() -replace '^BcAdmin\\'
            $command = Get-Command $name -Module BcAdmin -ErrorAction Ignore
            if (-not $command -or $call.Extent.Text -match '-bcAuthContext|@both') { continue }
            # The pipeline can bind a parameter as well, and a splatted hash table is bound by its keys.
            $isPiped = $call.Parent.PipelineElements.IndexOf($call) -gt 0
            $bound = @($call.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] } | ForEach-Object {
                    try { $command.ResolveParameter($_.ParameterName).Name } catch { "$name has no -$($_.ParameterName)." }
                })
            $bound | Where-Object { $_ -like '* has no *' }
            $splatted = @($call.CommandElements | Where-Object { $_ -is [Management.Automation.Language.VariableExpressionAst] -and $_.Splatted } | ForEach-Object {
                    # From the last assignment before the call.
                    $name = [regex]::Escape($_.VariablePath.UserPath)
                    $part = $Text[0..($call.Extent.StartOffset - 1)] -join ''
                    $part = $part.Substring([Math]::Max(0, $part.LastIndexOf("`$$name = @")))
                    $table = [Management.Automation.Language.Parser]::ParseInput($part, [ref] $null, [ref] $null)
                    $table.FindAll({ $args[0] -is [Management.Automation.Language.HashtableAst] }, $true).KeyValuePairs.Item1.Value
                    [regex]::Matches($part, "\`$$name\.(?:Add\('|(?=\w+ =))(\w+)").ForEach{ $_.Groups[1].Value }
                })
            $splatted | Where-Object { $_ -and -not $command.Parameters.ContainsKey($_) } | ForEach-Object { "$name has no $_." }
            $positional = @([Management.Automation.Language.StaticParameterBinder]::BindCommand($call).BoundParameters.Keys)
            $known = @($bound) + $splatted + $positional
            $fits = $command.ParameterSets | Where-Object {
                $set = $_
                -not ($bound | Where-Object { $_ -in $command.Parameters.Keys -and $_ -notin $set.Parameters.Name }) -and
                -not ($set.Parameters | Where-Object { $_.IsMandatory -and $_.Name -notin $known -and -not ($isPiped -and ($_.ValueFromPipelineByPropertyName -or $_.ValueFromPipeline)) })
            }
            if (-not $fits) { "No parameter set of $name fits '$($call.Extent.Text)'." }
        }
    }
}

Describe 'ConvertFrom-BcContainerHelper' {
    It 'is tested with 40 fragments or more' -TestCases @{ Count = $fragments.Count } { $Count | Should -BeGreaterOrEqual 40 }

    It 'converts <Title>' -TestCases $fragments {
        $result = Convert-Text $Before
        $result.Text | Should -BeExactly $After
        $result.Replacements.Count -gt 0 | Should -Be ($Before -cne $After)
    }

    It 'changes nothing in a second run: <Title>' -TestCases $fragments {
        $result = Convert-Text $After
        $result.Text | Should -BeExactly $After
        $result.Replacements | Should -BeNullOrEmpty
    }

    It 'writes commands that bind: <Title>' -TestCases $fragments { Get-Mistake $After | Should -BeNullOrEmpty }

    It 'converts in a Turkish session, with line ends of Windows: <Title>' -TestCases $fragments {
        $culture = [Threading.Thread]::CurrentThread.CurrentCulture
        try {
            [Threading.Thread]::CurrentThread.CurrentCulture = 'tr-TR'
            (Convert-Text $Before.Replace("`n", "`r`n")).Text | Should -BeExactly $After.Replace("`n", "`r`n")
        }
        finally { [Threading.Thread]::CurrentThread.CurrentCulture = $culture }
    }

    It 'ignores case' -TestCases $fragments.Where({ $_.Title -in 'a switch with a literal value', 'a hash table', 'positions' }) {
        (Convert-Text $Before.ToUpperInvariant()).Text | Should -Be $After
    }

    # Properties of every script, also of those without a fragment.
    It 'converts any combination of fragments to a script that parses, keeps its comments, and does not change again (seed <Seed>)' -TestCases (1..40 | ForEach-Object { @{ Seed = $_; All = $fragments } }) {
        $random = [Random]::new($Seed)
        $parts = 1..$random.Next(2, 6) | ForEach-Object { $All[$random.Next($All.Count)].Before }
        $text = ($parts | ForEach-Object {
                switch ($random.Next(4)) {
                    0 { "function Test-Part$($random.Next(1000)) {`n$_}`n" }
                    1 { "if (`$true) {`n    # a comment`n$_}`n" }
                    default { $_ }
                }
            }) -join "`n"
        # A script can have only one param block, at its beginning.
        $text = $text -replace '(?m)^param\([^\r\n]*\n'
        $result = Convert-Text $text
        $again = Convert-Text $result.Text
        $again.Text | Should -BeExactly $result.Text
        $again.Replacements | Should -BeNullOrEmpty
        $errors = $null
        $null = [Management.Automation.Language.Parser]::ParseInput($result.Text, [ref] $null, [ref] $errors)
        $errors | Should -BeNullOrEmpty
        $comments = { param($text) $tokens = $null; $null = [Management.Automation.Language.Parser]::ParseInput($text, [ref] $tokens, [ref] $null); $tokens | Where-Object Kind -eq Comment | Where-Object Text -notlike '# TODO BcAdmin:*' | Where-Object Text -notlike '#Requires*' | ForEach-Object Text }
        @(& $comments $result.Text) | Should -Be @(& $comments $text)
    }

    It 'returns an object for each replacement, with the line of the source' {
        $result = Convert-Text "# first`n`$authContext = New-BcAuthContext -includeDeviceLogin`n`nNew-BcEnvironment -bcAuthContext `$authContext -environment A -countryCode US -applicationInsightsKey 'k'`nDownload-BcEnvironmentInstalledExtensionToFolder -bcAuthContext `$authContext -folder . -appPublisher a -appName b -appVersion 1.0`n"
        $result.Replacements.Line | Should -Be 2, 4, 5
        $result.Replacements.Confidence | Should -Be Medium, Low, None
        $result.Replacements[1].Old | Should -Be "New-BcEnvironment -bcAuthContext `$authContext -environment A -countryCode US -applicationInsightsKey 'k'"
        $result.Replacements[1].New | Should -Be 'BcAdmin\New-BcEnvironment -Environment A -Country US -Wait -ErrorAction Stop'
        $result.Replacements[2].New | Should -BeLike '# TODO BcAdmin: *'
        $result.Replacements[2].Note | Should -BeLike 'BcAdmin does not download packages*'
    }

    It 'fits 80 columns' {
        $lines = (Convert-Text "Get-BcEnvironments ```n    -bcAuthContext `$authContext -environment 'A environment with a long name'`n").Replacements | Out-String -Width 80
        $lines.Split("`n").TrimEnd() | ForEach-Object Length | Sort-Object | Select-Object -Last 1 | Should -BeLessOrEqual 80
        $lines | Should -Match '(?m)^ *Line +Confidence +Old +New *\r?$'
    }
}

Describe 'The files of ConvertFrom-BcContainerHelper' {
    BeforeEach {
        $folder = (New-Item "$TestDrive/$([guid]::NewGuid())" -ItemType Directory).FullName
        $source = "$folder/one.ps1"
        [IO.File]::WriteAllText($source, 'Get-BcEnvironments -bcAuthContext $ctx')
    }

    It 'are not written without -OutPath' {
        (ConvertFrom-BcContainerHelper $source).New | Should -Be 'Get-BcEnvironment -Connection $ctx -ErrorAction Stop'
        (Get-ChildItem $folder).Name | Should -Be one.ps1
        Get-Content $source | Should -Be 'Get-BcEnvironments -bcAuthContext $ctx'
    }

    It 'are not written with -WhatIf' {
        ConvertFrom-BcContainerHelper $source -OutPath $folder/new -WhatIf | Should -HaveCount 1
        Test-Path $folder/new | Should -BeFalse
    }

    It 'can be specified by wildcards, from the pipeline, and with brackets in names' {
        Set-Content -LiteralPath "$folder/two[1].ps1" 'Get-BcOperations -bcAuthContext $ctx'
        (ConvertFrom-BcContainerHelper "$folder/*.ps1").New | Sort-Object | Should -Be 'Get-BcEnvironment -Connection $ctx -ErrorAction Stop', 'Get-BcOperation -Connection $ctx -ErrorAction Stop'
        (Get-ChildItem $folder | ConvertFrom-BcContainerHelper -OutPath $folder/new).Count | Should -Be 2
        Get-Content -LiteralPath "$folder/new/two[1].ps1" | Should -Be 'Get-BcOperation -Connection $ctx -ErrorAction Stop'
        (ConvertFrom-BcContainerHelper "$folder/two[1].ps1").Path | Should -Be (Get-Item -LiteralPath "$folder/two[1].ps1").FullName
        ($source | ConvertFrom-BcContainerHelper).Line | Should -Be 1
        ConvertFrom-BcContainerHelper $source, $source | Should -HaveCount 1
    }

    It 'keep byte order mark, encoding, line ends, and characters: <Name>' -TestCases @(
        @{ Name = 'UTF-8'; Encoding = [Text.UTF8Encoding]::new($false) }
        @{ Name = 'UTF-8 with mark'; Encoding = [Text.UTF8Encoding]::new($true) }
        @{ Name = 'UTF-16'; Encoding = [Text.UnicodeEncoding]::new($false, $true) }
        @{ Name = 'UTF-16, big-endian'; Encoding = [Text.UnicodeEncoding]::new($true, $true) }
        @{ Name = 'UTF-32'; Encoding = [Text.UTF32Encoding]::new($false, $true) }
    ) {
        $text = "# Größe ørsted 環境 🙂`r`n`$x = 'ß'`n`tGet-BcEnvironments`t-bcAuthContext `$ctx   # İi`r`n"
        [IO.File]::WriteAllText($source, $text, $Encoding)
        $null = ConvertFrom-BcContainerHelper $source -OutPath $folder/new
        $expected = $Encoding.GetPreamble() + $Encoding.GetBytes($text.Replace("Get-BcEnvironments`t-bcAuthContext `$ctx", "Get-BcEnvironment`t-Connection `$ctx -ErrorAction Stop"))
        [Convert]::ToHexString([IO.File]::ReadAllBytes("$folder/new/one.ps1")) | Should -Be ([Convert]::ToHexString($expected))
    }

    It 'keep the characters of a code page, with a warning' {
        [byte[]] $bytes = [Text.Encoding]::Latin1.GetBytes("# Gr`u{f6}`u{df}e`r`nGet-BcEnvironments -bcAuthContext `$ctx")
        [IO.File]::WriteAllBytes($source, $bytes)
        $null = ConvertFrom-BcContainerHelper $source -OutPath $folder/new -WarningVariable warnings -WarningAction SilentlyContinue
        [Text.Encoding]::Latin1.GetString([IO.File]::ReadAllBytes("$folder/new/one.ps1")) | Should -BeExactly "# Gr`u{f6}`u{df}e`r`nGet-BcEnvironment -Connection `$ctx -ErrorAction Stop"
        $warnings | Should -BeLike '*one.ps1 is not UTF-8*'
    }

    It 'are copied if nothing is replaced' {
        [IO.File]::WriteAllText($source, "Get-Process`r`n")
        ConvertFrom-BcContainerHelper $source -OutPath $folder/new | Should -BeNullOrEmpty
        [IO.File]::ReadAllText("$folder/new/one.ps1") | Should -BeExactly "Get-Process`r`n"
        [IO.File]::WriteAllText($source, '')
        ConvertFrom-BcContainerHelper $source -OutPath $folder/empty | Should -BeNullOrEmpty
        (Get-Item $folder/empty/one.ps1).Length | Should -Be 0
    }

    It 'are not overwritten without -Force' {
        ConvertFrom-BcContainerHelper $source -OutPath $folder -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -BeLike 'ResourceExists,*'
        "$failure" | Should -BeLike '*is the script itself.'
        $null = ConvertFrom-BcContainerHelper $source -OutPath $folder/new
        $null = ConvertFrom-BcContainerHelper $source -OutPath $folder/new -ErrorVariable failure -ErrorAction SilentlyContinue
        "$failure" | Should -BeLike '*already exists.'
        $null = ConvertFrom-BcContainerHelper $source -OutPath $folder -Force
        Get-Content $source | Should -Be 'Get-BcEnvironment -Connection $ctx -ErrorAction Stop'
    }

    It 'with the same name do not overwrite each other' {
        $null = New-Item $folder/a -ItemType Directory
        Copy-Item $source $folder/a
        $null = ConvertFrom-BcContainerHelper $source, $folder/a/one.ps1 -OutPath $folder/new -Force -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure.FullyQualifiedErrorId | Should -BeLike 'ResourceExists,*'
    }

    It 'that cannot be written are an error, and the others are written' {
        Copy-Item $source $folder/two.ps1
        $null = New-Item $folder/new/one.ps1 -ItemType Directory
        $null = ConvertFrom-BcContainerHelper $folder/*.ps1 -OutPath $folder/new -Force -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure.FullyQualifiedErrorId | Should -BeLike 'FileNotWritable,*'
        Get-Content $folder/new/two.ps1 | Should -Be 'Get-BcEnvironment -Connection $ctx -ErrorAction Stop'
        ConvertFrom-BcContainerHelper $source -OutPath $folder/two.ps1 -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -BeLike 'FileNotWritable,*'
    }

    It 'that do not parse are an error with line and column, and nothing is written' {
        [IO.File]::WriteAllText($source, "Get-Process`n  if (")
        $null = ConvertFrom-BcContainerHelper $source -OutPath $folder/new -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure.FullyQualifiedErrorId | Should -BeLike 'FileNotReadable,*'
        "$failure" | Should -BeLike "*one.ps1 is not a valid PowerShell script: line 2, column 7: *"
        Test-Path $folder/new | Should -BeFalse
    }

    It 'can use modules that are not installed' {
        [IO.File]::WriteAllText($source, "using module ./missing.psm1`nusing namespace System.IO`nGet-BcEnvironments -bcAuthContext `$ctx")
        (ConvertFrom-BcContainerHelper $source -OutPath $folder/new).Line | Should -Be 3
        Get-Content $folder/new/one.ps1 | Select-Object -Last 1 | Should -Be 'Get-BcEnvironment -Connection $ctx -ErrorAction Stop'
    }

    It 'report <Code> for <Path>' -TestCases @(
        @{ Path = 'missing.ps1'; Code = 'FileNotFound' }
        @{ Path = 'missing*.ps1'; Code = 'FileNotFound' }
        @{ Path = '[.ps1'; Code = 'FileNotFound' }
        @{ Path = 'text.txt'; Code = 'InvalidArgument' }
        @{ Path = 'binary.ps1'; Code = 'FileNotReadable' }
    ) {
        [IO.File]::WriteAllText("$folder/text.txt", 'Get-BcEnvironments')
        [IO.File]::WriteAllBytes("$folder/binary.ps1", [byte[]] (1, 0, 2, 0, 0, 0, 5))
        ConvertFrom-BcContainerHelper "$folder/$Path", $source -ErrorVariable failure -ErrorAction SilentlyContinue | Should -HaveCount 1
        $failure.FullyQualifiedErrorId | Should -BeLike "$Code,*"
    }

    It 'reject null and empty input' {
        { ConvertFrom-BcContainerHelper $null } | Should -Throw
        { ConvertFrom-BcContainerHelper '' } | Should -Throw
        { ConvertFrom-BcContainerHelper $source -OutPath '' } | Should -Throw
        { ConvertFrom-BcContainerHelper @() } | Should -Throw
    }

    It 'require no connection' {
        Disconnect-BcTenant -All
        ConvertFrom-BcContainerHelper $source | Should -HaveCount 1
    }
}

Describe 'A converted script' {
    It 'has the same result on the simulator as the original' {
        Start-TestSession -NoConnect -Setting @{ sandboxQuota = 10; storageQuotaKb = 1000000000 }
        $script = (Convert-Text @'
$authContext = New-BcAuthContext -tenantID contoso.example -clientID c0a70500-0000-4000-8000-00000000a001 -clientSecret 'contoso-automation-secret'
Copy-BcEnvironment -bcAuthContext $authContext -sourceEnvironment Production -environment Copied | Out-Null
$common = @{ bcAuthContext = $authContext; environment = 'Copied' }
$authContext = Renew-BcAuthContext $authContext
foreach ($environment in Get-BcEnvironments -bcAuthContext $authContext | Where-Object { $_.type -eq 'Sandbox' } | Sort-Object name) { "sandbox $($environment.name)" }
$apps = Get-BcPublishedApps @common | Sort-Object name
"apps $(@($apps | Where-Object { $_.id }).Count -gt 0)"
Get-BcEnvironmentInstalledExtensions @common | Select-Object -First 1 | ForEach-Object { "version $($_.versionMajor -ge 0)" }
"operation $((Get-BcOperations -bcAuthContext $authContext -environment Copied | Select-Object -First 1).productFamily)"
Remove-BcEnvironment @common | Out-Null
Remove-BcEnvironment -bcAuthContext $authContext -environment Production
"left $((Get-BcEnvironments -bcAuthContext $authContext).name -join ' ')"
"token $($authContext.AccessToken.Length -gt 100)"
'@).Text
        $global:PSDefaultParameterValues['Connect-BcTenant:Simulator'] = $true
        try { $output = & ([scriptblock]::Create($script)) 3>&1 2>&1 }
        finally { $global:PSDefaultParameterValues.Remove('Connect-BcTenant:Simulator') }
        $output | Should -Be 'sandbox Copied', 'sandbox Sandbox', 'apps True', 'version True', 'operation BusinessCentral', 'left Production Sandbox', 'token True'
    }

    It 'changes nothing after a read that failed' {
        Start-TestSession
        $script = (Convert-Text @'
$installed = Get-BcPublishedApps -bcAuthContext $ctx -environment Missing
if (-not $installed) { New-BcEnvironment -bcAuthContext $ctx -environment Repaired -countryCode US }
'@).Text
        $ctx = Get-BcConnection
        { & ([scriptblock]::Create($script)) } | Should -Throw '*Missing*'
        (Get-Request).Method | Should -Not -Contain 'PUT'
        (Get-BcEnvironment).Name | Should -Not -Contain 'Repaired'
    }
}

Describe 'The mapping' {
    It 'matches docs/migration.md' {
        $root = "$PSScriptRoot/../../.."
        [IO.File]::ReadAllText("$root/docs/migration.md").ReplaceLineEndings("`n") |
            Should -BeExactly (& $root/build/Update-MigrationPage.ps1 -PassThru) -Because 'build/Update-MigrationPage.ps1 writes the page'
    }

    It 'names commands and parameters that exist' {
        $map = Get-Content "$PSScriptRoot/../../../src/BcAdmin/Migration/BcContainerHelper.json" -Raw | ConvertFrom-Json -AsHashtable
        foreach ($function in $map.functions | Where-Object { $_.to }) {
            $command = Get-Command $function.to -Module BcAdmin
            foreach ($parameter in $function.parameters.GetEnumerator()) {
                $name = $parameter.Value -is [string] ? $parameter.Value : $parameter.Value.to
                if ($name -and $parameter.Value.kind -notin 'filter', 'signIn') { $command.Parameters.Keys | Should -Contain $name -Because "$($function.name) has it" }
            }
        }
        # The names that exist in both modules require -bcAuthContext to distinguish them.
        $names = $map.functions | ForEach-Object { $_.name; $_.aliases } | Where-Object { $_ -and (Get-Command $_ -Module BcAdmin -ErrorAction Ignore) }
        $names | Sort-Object | Should -Be ($map.clashes | Sort-Object)
    }
}
