# Rules for the sources that no compiler checks: sizes, format, and spelling.
BeforeDiscovery {
    # If the tests run on a copy of the repository, its folders are links to the real ones.
    $build = Get-Item "$PSScriptRoot/../build"
    $root = Split-Path ($build.LinkTarget ? $build.LinkTarget : $build.FullName)
    $numbers = & $root/build/Measure-Code.ps1
}

Describe 'The sources' -ForEach @{ Root = $root } {
    BeforeAll { Import-Module "$PSScriptRoot/NodeSession.psm1" -Force }

    It 'have at most the limit of <_.Name>' -ForEach $numbers {
        $_.Value | Should -BeLessOrEqual $_.Limit -Because ($_.Places | Select-Object -First 20 | Out-String)
    }

    It 'are formatted as specified in .editorconfig' {
        $folders = 'src', 'build', 'tests', 'bench' | ForEach-Object { "$Root/$_/" }
        $wrong = dotnet format whitespace $Root --folder --verify-no-changes --include @folders --exclude $Root/tests/Node/ 2>&1
        $LASTEXITCODE | Should -Be 0 -Because "dotnet format whitespace . --folder corrects it: $($wrong -join "`n")"
    }

    It 'have no misspelled word' {
        Find-Misspelling $Root | Should -BeNullOrEmpty -Because 'new words of the field are added to build/words.txt'
    }
}
