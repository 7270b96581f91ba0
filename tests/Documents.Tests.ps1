# What people copy out of the documents has to work.
BeforeDiscovery {
    $readme = Get-Content "$PSScriptRoot/../README.md" -Raw
    $block = [regex]::Match($readme, '(?s)## Ten pipelines.*?```powershell\r?\n(?<code>.*?)```').Groups['code'].Value
    $pipelines = @([regex]::Matches($block, '(?m)^# (?<title>\d+\. [^\r\n]*)\r?\n(?<code>[^\r\n]+)') | ForEach-Object {
            @{ Title = $_.Groups['title'].Value; Code = $_.Groups['code'].Value }
        })
}

BeforeAll { Import-Module "$PSScriptRoot/TestSession.psm1" -Force }

Describe 'README' {
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

        # What is wrong with the commands of BcAdmin in a piece of code.
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

    It 'show the commands of BcAdmin as they are' {
        $files = @(Get-Item "$PSScriptRoot/../README.md"; Get-ChildItem "$PSScriptRoot/../docs" -Recurse -Include *.md, *.ps1)
        $files.Count | Should -BeGreaterThan 25
        $mistakes = foreach ($file in $files) {
            Get-Code $file | ForEach-Object { Get-Mistake $_ } | ForEach-Object { "$($file.Name): $_" }
        }
        $mistakes | Should -BeNullOrEmpty
    }

    It 'would be caught: <Code>' -TestCases @(
        @{ Code = 'Get-BcNothing'; Mistake = 'There is no Get-BcNothing.' }
        @{ Code = 'Get-BcEnvironment -Nothing'; Mistake = 'Get-BcEnvironment has no -Nothing.' }
    ) {
        Get-Mistake $Code | Should -Be $Mistake
    }
}
