# Public tools that some tests run: Postman's runner, a validator of OpenAPI documents, a spelling checker, Chromium. tests/Node pins them, and npm installs them; only
# Node.js itself must be installed. A test whose tool is missing is skipped with the reason.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$script:Folder = Join-Path $PSScriptRoot Node

<#
.SYNOPSIS
Installs the packages in tests/Node/package-lock.json, unless they are installed, and returns the reason if this fails. build.ps1 calls it before the tests.
#>
function Install-NodePackage {
    $problem = Find-NodeProblem
    if ($problem) { return $problem }
    $lock = Get-Item (Join-Path $script:Folder package-lock.json)
    $installed = Join-Path $script:Folder node_modules .package-lock.json
    if (-not (Test-Path $installed) -or (Get-Item $installed -Force).LastWriteTimeUtc -lt $lock.LastWriteTimeUtc) {
        # The browser that npm installs is for Linux.
        $omit = @('--omit=optional' | Where-Object { -not $IsLinux })
        npm ci --prefix $script:Folder --no-audit --no-fund --ignore-scripts --loglevel=error @omit | Out-Host
        if ($LASTEXITCODE -ne 0) { return "npm ci failed with exit code $LASTEXITCODE" }
    }
    if ($IsLinux -and -not (Test-Path (Join-Path $script:Folder node_modules .browser))) {
        node (Join-Path $script:Folder browser.mjs) | Out-Host
    }
    Find-MissingTool -Browser
}

<# .SYNOPSIS Returns the reason why tests that need Node.js, or a browser as well, cannot run; nothing if they can. #>
function Find-MissingTool([switch] $Browser) {
    $problem = Find-NodeProblem
    if ($problem) { $problem }
    elseif (-not (Test-Path (Join-Path $script:Folder node_modules .package-lock.json))) { 'the packages of tests/Node are not installed' }
    elseif ($Browser -and -not (Find-Browser)) { 'no Chromium, Chrome or Edge was found' }
}

function Find-NodeProblem {
    if (-not (Get-Command node -CommandType Application -ErrorAction Ignore)) { return 'Node.js is not on the PATH' }
    if (-not (Get-Command npm -CommandType Application -ErrorAction Ignore)) { return 'npm is not on the PATH' }
    $version = [version] ((node --version) -replace '^v|-.*')
    if ($version -lt '20.19') { "Node.js is $version; the tests need 20.19 or later" }
}

# The browser that npm installed, or an installed one. Installers of Windows and macOS do not change PATH.
function Find-Browser {
    $programs = @($env:ProgramFiles, ${env:ProgramFiles(x86)} | Where-Object { $_ })
    $paths = @(
        Join-Path $script:Folder node_modules .browser chromium
        $programs | ForEach-Object { "$_/Google/Chrome/Application/chrome.exe", "$_/Microsoft/Edge/Application/msedge.exe" }
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
    )
    $names = 'chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'msedge', 'chrome'
    $found = @($paths | Where-Object { Test-Path $_ }) + @(Get-Command $names -CommandType Application -ErrorAction Ignore | ForEach-Object Source)
    $found | Select-Object -First 1
}

function Skip-TestWithoutTool([switch] $Browser) {
    $missing = Find-MissingTool @PSBoundParameters
    if ($missing) { Set-ItResult -Skipped -Because $missing }
}

<# .SYNOPSIS The errors in OpenAPI documents, one for each line. #>
function Test-OpenApi([string[]] $Path) {
    Skip-TestWithoutTool
    node (Join-Path $script:Folder validate.mjs) @Path
}

<# .SYNOPSIS The words in the files of cspell.json that neither the dictionaries nor build/words.txt have, with file and line. #>
function Find-Misspelling([string] $Root) {
    Skip-TestWithoutTool
    node (Join-Path $script:Folder node_modules/cspell/bin.mjs) lint --root $Root --config $Root/cspell.json --no-progress --no-summary --no-color
    if ($LASTEXITCODE -gt 1) { throw "cspell ended with exit code $LASTEXITCODE." }
}

<# .SYNOPSIS The violations of the rules for custom connectors in folders that Export-BcConnector wrote. #>
function Test-Connector([string[]] $Path) {
    Skip-TestWithoutTool
    node (Join-Path $script:Folder connector.mjs) @Path
    if ($LASTEXITCODE -gt 1) { throw "connector.mjs ended with exit code $LASTEXITCODE." }
}

<# .SYNOPSIS Runs folders of a Postman collection, or all, and returns an object for each assertion. Error is empty where the assertion holds. #>
function Invoke-Newman([string] $Path, [string[]] $Folder, [hashtable] $Variable) {
    Skip-TestWithoutTool
    $answer = node (Join-Path $script:Folder run.mjs) $Path ($Folder -join ',') (ConvertTo-Json $Variable -Compress)
    if ($LASTEXITCODE -ne 0) { throw "newman ended with exit code $LASTEXITCODE." }
    $answer | ConvertFrom-Json
}

<# .SYNOPSIS The value of a JavaScript expression in a page, with the requests, errors and overflow of the page. #>
function Invoke-Browser([string] $Path, [string] $Expression, [int] $Width = 1280, [string] $Scheme = 'light', [switch] $NoScript, [string] $Screenshot) {
    Skip-TestWithoutTool -Browser
    if (-not $script:Browser) {
        $info = [Diagnostics.ProcessStartInfo]::new('node')
        $info.RedirectStandardInput = $info.RedirectStandardOutput = $true
        $info.StandardInputEncoding = $info.StandardOutputEncoding = [Text.UTF8Encoding]::new($false)
        (Join-Path $script:Folder browse.mjs), (Find-Browser) | ForEach-Object { $info.ArgumentList.Add($_) }
        $script:Browser = [Diagnostics.Process]::Start($info)
    }
    $order = @{ file = $Path; expression = $Expression; width = $Width; scheme = $Scheme; noScript = [bool] $NoScript; screenshot = $Screenshot }
    $script:Browser.StandardInput.WriteLine((ConvertTo-Json $order -Compress))
    $line = $script:Browser.StandardOutput.ReadLine()
    if (-not $line) { throw 'The browser ended.' }
    $answer = ConvertFrom-Json $line
    if ($answer.PSObject.Properties['failure']) { throw "The browser failed: $($answer.failure)" }
    $answer
}

# One browser opens all pages. It ends with its input: with this module, or with the process of the tests.
$script:Browser = $null
$MyInvocation.MyCommand.ScriptBlock.Module.OnRemove = { if ($script:Browser) { $script:Browser.StandardInput.Close() } }

Export-ModuleMember -Function Install-NodePackage, Find-Misspelling, Test-OpenApi, Test-Connector, Invoke-Newman, Invoke-Browser
