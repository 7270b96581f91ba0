# The package for the gallery, and its installation in a separate home folder, which represents another computer.
BeforeAll {
    Import-Module "$PSScriptRoot/TestSession.psm1" -Force
    $root = Split-Path $PSScriptRoot
    $module = Join-Path $root out/BcAdmin

    # Packs in a separate process, as build.ps1 does, and returns its output if it fails.
    function New-TestPackage([string] $Folder, [string] $Module = $module, [string[]] $More = @()) {
        $null = New-Item $Folder -ItemType Directory -Force
        $said = dotnet (Join-Path $PSHOME pwsh.dll) -NoProfile -NonInteractive -File $root/build/New-Package.ps1 -Module $Module -Destination $Folder @More 2>&1
        if ($LASTEXITCODE) { $said -join "`n" }
    }

    $feed = Join-Path $TestDrive feed
    New-TestPackage $feed | Should -BeNullOrEmpty
    $version = "$((Test-ModuleManifest $module/BcAdmin.psd1).Version)"
}

Describe 'The package' {
    BeforeAll {
        $content = Join-Path $TestDrive content
        Expand-Archive $feed/BcAdmin.$version.nupkg $content
        $about = ([xml] (Get-Content $content/BcAdmin.nuspec -Raw)).package.metadata
    }

    It 'has the metadata that the gallery shows' {
        $about.id | Should -Be 'BcAdmin'
        $about.version | Should -Be $version
        $about.authors | Should -Be 'The BcAdmin authors'
        $about.description | Should -BeLike 'Administers Microsoft Dynamics 365 Business Central online*'
        $about.copyright | Should -BeLike '*MIT license*'
        $about.tags -split ' ' | Should -Contain 'PSModule'
        'PSEdition_Core', 'Windows', 'Linux', 'MacOS', 'BusinessCentral' | ForEach-Object { $about.tags -split ' ' | Should -Contain $_ }
        $project = $about.projectUrl.TrimEnd('/')
        $project | Should -Match '^https://[^/]+.*[^/]$'
        $about.licenseUrl | Should -Be "$project/blob/v$version/LICENSE"
        $about.iconUrl | Should -Be "$project/raw/v$version/docs/icon.png"
        Join-Path $root docs/icon.png | Should -Exist
    }

    It 'has the release notes of its version, and only those' {
        $section = [regex]::Match((Get-Content $root/CHANGELOG.md -Raw), "(?s)\n## \[$version\][^\n]*\n(.*?)(\n## |\z)").Groups[1].Value.Trim()
        $section.Length | Should -BeGreaterThan 50
        $about.releaseNotes.Replace("`r", '') | Should -Be $section.Replace("`r", '')
        (Test-ModuleManifest $content/BcAdmin.psd1).ReleaseNotes.Replace("`r", '') | Should -Be $section.Replace("`r", '')
    }

    It 'contains only the built module and the bill of materials' {
        # Files that the NuGet format adds to every package.
        $wrapping = '^(_rels/|package/|\[Content_Types\]\.xml$|BcAdmin\.nuspec$)'
        $packed = Get-ChildItem $content -Recurse -File -Force | ForEach-Object { [IO.Path]::GetRelativePath($content, $_.FullName).Replace('\', '/') } | Where-Object { $_ -notmatch $wrapping }
        $built = Get-ChildItem $module -Recurse -File -Force | ForEach-Object { [IO.Path]::GetRelativePath($module, $_.FullName).Replace('\', '/') }
        Compare-Object $packed (@($built) + 'bom.json') | Should -BeNullOrEmpty
        $packed -match '\.(pdb|xml|props|targets|nupkg)$' | Should -Be 'en-US/BcAdmin.dll-Help.xml'
        'LICENSE', 'ThirdPartyNotices.txt', 'simulator/BcAdmin.Simulator.dll', 'en-US/about_BcAdmin.help.txt' | ForEach-Object { $packed | Should -Contain $_ }
    }

    It 'lists third-party code with version and license, in the notices and in the bill of materials' {
        $notices = Get-Content $content/ThirdPartyNotices.txt -Raw
        $bill = Get-Content $content/bom.json -Raw | ConvertFrom-Json
        $bill.bomFormat | Should -Be 'CycloneDX'
        $bill.metadata.component.version | Should -Be $version
        $others = Get-ChildItem $content/deps, $content/simulator -Filter *.dll -Recurse | Where-Object BaseName -NotLike 'BcAdmin.*'
        $others.Count | Should -BeGreaterThan 3

        $bill.components.name | Sort-Object | Should -Be ($others.BaseName | Sort-Object)
        $pinned = @{}
        ([xml] (Get-Content $root/Directory.Packages.props -Raw)).SelectNodes('//PackageVersion') | ForEach-Object { $pinned[$_.Include] = $_.Version }
        foreach ($part in $bill.components) {
            $license = $part.licenses.license.id
            $license | Should -Not -BeNullOrEmpty -Because "$($part.name) has a license"
            $part.purl | Should -Be "pkg:nuget/$($part.name)@$($part.version)"
            if ($pinned[$part.name]) { $part.version | Should -Be $pinned[$part.name] }
            $notices | Should -Match "(?m)^$([regex]::Escape($part.name)) +$([regex]::Escape($license)), \S" -Because "build/ThirdPartyNotices.txt names $($part.name), which ships, with its license $license"
        }
        # The text of each license, too.
        $texts = @{ 'MIT' = 'Permission is hereby granted, free of charge'; 'BSD-3-Clause' = 'Neither the name of the copyright holder' }
        foreach ($license in $bill.components.licenses.license.id | Select-Object -Unique) { $notices | Should -Match $texts[$license] }
    }

    It 'has a file with its hash' {
        $hash, $name = (Get-Content $feed/SHA256SUMS) -split '  '
        $hash | Should -BeExactly (Get-FileHash $feed/BcAdmin.$version.nupkg).Hash.ToLowerInvariant()
        $name | Should -Be BcAdmin.$version.nupkg
    }

    It 'is built from packages with known hashes' {
        $projects = Get-ChildItem $root/src, $root/build, $root/tests -Recurse -Filter *.csproj | Where-Object Name -NE modules.csproj
        $projects.Count | Should -BeGreaterThan 5
        foreach ($project in $projects) {
            $lock = Get-Content (Join-Path $project.DirectoryName packages.lock.json) -Raw | ConvertFrom-Json -AsHashtable
            $packages = $lock.dependencies.Values.Values | Where-Object type -NE Project
            $packages | Where-Object { -not $_.contentHash } | Should -BeNullOrEmpty
        }
        foreach ($ci in 'true', $null) {
            $before = $env:CI
            $env:CI = $ci
            try { dotnet msbuild $root/src/BcAdmin.Transport -getProperty:RestoreLockedMode | Should -Be "$ci" }
            finally { $env:CI = $before }
        }
    }

    It 'has the label in its version if it is a preview' {
        $preview = Join-Path $TestDrive preview
        Copy-Item $module $preview/BcAdmin -Recurse
        $manifest = Get-Content $preview/BcAdmin/BcAdmin.psd1 -Raw
        Set-Content $preview/BcAdmin/BcAdmin.psd1 $manifest.Replace('PSData = @{', "PSData = @{`n Prerelease = 'preview1'")
        Set-Content $preview/CHANGELOG.md "# Changelog`n`n## [$version-preview1] - 2026-01-31`n`nIt's a first ‘look’.`n`n## [0.0.1] - 2025-01-31`n`nOld."
        New-TestPackage $preview/feed $preview/BcAdmin '-Changelog', "$preview/CHANGELOG.md" | Should -BeNullOrEmpty
        Expand-Archive $preview/feed/BcAdmin.$version-preview1.nupkg $preview/content
        $about = ([xml] (Get-Content $preview/content/BcAdmin.nuspec -Raw)).package.metadata
        $about.version | Should -Be "$version-preview1"
        $about.releaseNotes | Should -Be "It's a first ‘look’."
    }

    It 'is rejected without a heading in the changelog' {
        Set-Content $TestDrive/empty.md '# Changelog'
        { & $root/build/New-Package.ps1 -Module $module -Destination (Join-Path $TestDrive none) -Changelog $TestDrive/empty.md } | Should -Throw "CHANGELOG.md has no heading for $version*"
    }

    It 'is published with the tag of its version, a dated heading, and the address of an existing project only' {
        $gallery = New-Item (Join-Path $TestDrive gallery) -ItemType Directory
        Set-Content $TestDrive/dated.md "# Changelog`n`n## [$version] - 2026-01-31`n"
        foreach ($project in 'example', 'test') {
            $copy = Copy-Item $feed/BcAdmin.$version.nupkg (New-Item $TestDrive/$project -ItemType Directory) -PassThru
            $zip = [IO.Compression.ZipFile]::Open($copy.FullName, 'Update')
            $reader = [IO.StreamReader]::new($zip.GetEntry('BcAdmin.nuspec').Open())
            $text = $reader.ReadToEnd().Replace($about.projectUrl.TrimEnd('/'), "https://project.$project")
            $reader.Dispose()
            $zip.GetEntry('BcAdmin.nuspec').Delete()
            $writer = [IO.StreamWriter]::new($zip.CreateEntry('BcAdmin.nuspec').Open())
            $writer.Write($text)
            $writer.Dispose()
            $zip.Dispose()
        }
        Set-Content $TestDrive/undated.md "# Changelog`n`n## [$version] - unreleased`n"
        $said = Invoke-FreshPwsh -Environment (Get-HomeVariable (New-Item $TestDrive/publisher -ItemType Directory)) @"
Register-PSResourceRepository -Name Gallery$PID -Uri '$gallery' -Trusted
try {
    foreach (`$attempt in @{ Tag = 'v9.9.9'; Changelog = 'dated' }, @{ Tag = 'v$version'; Changelog = 'undated' }, @{ Tag = 'v$version'; Changelog = 'dated'; Project = 'example' }, @{ Tag = 'v$version'; Changelog = 'dated' }) {
        try { build/Publish-Package.ps1 -Package "$TestDrive/`$(`$attempt.Project ?? 'test')/BcAdmin.$version.nupkg" -Tag `$attempt.Tag -Changelog "$TestDrive/`$(`$attempt.Changelog).md" -Repository Gallery$PID }
        catch { "`$_" }
        @(Get-ChildItem '$gallery').Count
    }
}
finally { Unregister-PSResourceRepository -Name Gallery$PID }
"@
        $said[0] | Should -BeLike "The tag is v9.9.9, the package is version $version*"
        $said[2] | Should -BeLike "CHANGELOG.md has no date for $version*"
        $said[4] | Should -BeLike 'The address of the project is https://project.example*, which does not exist*'
        $said[6] | Should -BeLike "Published BcAdmin $version to *"
        $said[1, 3, 5, 7] | Should -Be '0', '0', '0', '1'
        Join-Path $gallery BcAdmin.$version.nupkg | Should -Exist
        Join-Path $root NuGet | Should -Not -Exist
    }
}

# On Windows, the folder of modules belongs to the account and is not a variable, so this would change the modules of a developer.
Describe 'The installed package' -Skip:($IsWindows -and $env:CI -ne 'true') {
    BeforeAll {
        $fresh = (New-Item (Join-Path $TestDrive home) -ItemType Directory).FullName
        $user = (Get-HomeVariable $fresh) + @{ FEED = $feed; PSModulePath = $null }
        function Find-Trace { Get-ChildItem $fresh -Recurse -Force | Where-Object Name -Match 'BcAdmin|msal' | ForEach-Object FullName }

        $installed = Invoke-FreshPwsh -Environment $user @'
Register-PSResourceRepository -Name Feed -Uri $env:FEED -Trusted
Install-PSResource BcAdmin -Repository Feed
(Get-InstalledPSResource BcAdmin).InstalledLocation
'@
        $used = Invoke-FreshPwsh -Environment $user @'
Set-StrictMode -Version Latest
Set-Location ~
Import-Module BcAdmin
"base $((Get-Module BcAdmin).ModuleBase)"
$null = Start-BcSimulator -TimeScale 2000 -Connect
"environments $((Get-BcEnvironment).Name -join ',')"
"companies $((Get-BcEnvironment -Type Production | Copy-BcEnvironment -NewName Training -Wait | Get-BcCompany).Name -join ',')"
"users $(@(Get-BcUser Training).Count)"
try { Get-BcEnvironment Nope } catch { "error $($_.FullyQualifiedErrorId.Split(',')[0])" }
"completion $((TabExpansion2 'Get-BcCompany Trai').CompletionMatches.CompletionText)"
"help $((Get-Help Copy-BcEnvironment -Examples).Synopsis)"
"topic $(@((Get-Help about_BcAdmin) -split "`n").Count -gt 10)"
"notes $((Get-Module BcAdmin).ReleaseNotes.Length -gt 50)"
"view $((Get-BcEnvironment | Format-Table | Out-String -Width 120) -match 'Training')"
'@
        $traces = @(Find-Trace)
        $uninstalled = Invoke-FreshPwsh -Environment $user @'
Uninstall-PSResource BcAdmin
"left $(@(Get-InstalledPSResource BcAdmin -ErrorAction Ignore).Count) $(@(Get-Module BcAdmin -ListAvailable).Count)"
'@
    }

    It 'is in the module folder of the user' {
        $installed | Should -HaveCount 1
        if (-not $IsWindows) { $installed | Should -BeLike "$fresh*" }
    }

    It 'works by its name, in strict mode, as a script uses it' {
        $used[0] | Should -BeLike "base $($installed.TrimEnd('/', '\'))*BcAdmin*"
        $used[1] | Should -Be 'environments Production,Sandbox'
        $used[2] | Should -Be 'companies Contoso Denmark,Contoso Sweden,CRONUS DK'
        $used[3] | Should -Be 'users 40'
        $used[4] | Should -Be 'error EnvironmentNotFound'
        $used[5] | Should -Be 'completion Training'
        $used[6] | Should -Match '^help \S+'
        $used[7..9] | Should -Be 'topic True', 'notes True', 'view True'
        $used | Should -HaveCount 10
    }

    It 'is removed completely when it is uninstalled' {
        if (-not $IsWindows) { $traces | Should -Not -BeNullOrEmpty }
        $uninstalled | Should -Be 'left 0 0'
        Find-Trace | Should -BeNullOrEmpty
    }
}
