# Public tools of other worlds that a few tests run: Postman's runner, a validator of OpenAPI documents, Chromium.
# tests/Node pins them. A developer without Node.js or Chromium skips those tests; CI has both, and there they may not be skipped.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$script:Folder = Join-Path $PSScriptRoot Node

<# .SYNOPSIS Installs what tests/Node/package-lock.json pins, unless it is there. One process at a time: build.ps1 does it before it starts several. #>
function Install-NodePackage {
    if (-not (Test-Node)) { return }
    $lock = Get-Item (Join-Path $script:Folder package-lock.json)
    $installed = Join-Path $script:Folder node_modules .package-lock.json
    if ((Test-Path $installed) -and (Get-Item $installed -Force).LastWriteTimeUtc -ge $lock.LastWriteTimeUtc) { return }
    npm ci --prefix $script:Folder --no-audit --no-fund --ignore-scripts --loglevel=error | Out-Host
    if ($LASTEXITCODE -ne 0) { throw "npm ci ended with exit code $LASTEXITCODE." }
}

<# .SYNOPSIS Whether tests that need Node.js can run. #>
function Test-Node { [bool] (Get-Command node, npm -CommandType Application -ErrorAction Ignore) -or $env:CI -eq 'true' }

<# .SYNOPSIS Whether tests that need Chromium, too, can run. #>
function Test-Browser { (Test-Node) -and ((Find-Browser) -or $env:CI -eq 'true') }

function Find-Browser {
    $names = 'chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'msedge', 'chrome'
    $found = (Get-Command $names -CommandType Application -ErrorAction Ignore | Select-Object -First 1).Source
    if ($found) { return $found }
    # Installers of Windows and macOS leave PATH alone.
    "$env:ProgramFiles/Google/Chrome/Application/chrome.exe", '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' |
        Where-Object { Test-Path $_ } | Select-Object -First 1
}

<# .SYNOPSIS The lines that OpenAPI documents are faulted with; none is good. #>
function Test-OpenApi([string[]] $Path) {
    Install-NodePackage
    node (Join-Path $script:Folder validate.mjs) @Path
}

<# .SYNOPSIS Runs folders of a Postman collection and gives what its tests said: one object an assertion, Error empty where it holds. #>
function Invoke-Newman([string] $Path, [string[]] $Folder, [hashtable] $Variable) {
    Install-NodePackage
    $answer = node (Join-Path $script:Folder run.mjs) $Path ($Folder -join ',') (ConvertTo-Json $Variable -Compress)
    if ($LASTEXITCODE -ne 0) { throw "newman ended with exit code $LASTEXITCODE." }
    $answer | ConvertFrom-Json
}

<# .SYNOPSIS What a JavaScript expression gives in a page, with the requests, errors and overflow of the page. #>
function Invoke-Browser([string] $Path, [string] $Expression, [int] $Width = 1280, [string] $Scheme = 'light', [string] $Screenshot) {
    Install-NodePackage
    $options = @($Width, $Scheme) + @($Screenshot | Where-Object { $_ })
    $answer = node (Join-Path $script:Folder browse.mjs) (Find-Browser) $Path $Expression @options
    if ($LASTEXITCODE -ne 0) { throw "The browser ended with exit code $LASTEXITCODE." }
    $answer | ConvertFrom-Json
}

Export-ModuleMember -Function Install-NodePackage, Test-Node, Test-Browser, Test-OpenApi, Invoke-Newman, Invoke-Browser
