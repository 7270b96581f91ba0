# Returns pwsh.dll for the processes that run tests. The packages of PowerShell for an operating system contain compiled code; the .NET tool contains
# only IL, which each process compiles again when it starts. For hundreds of processes, a copy is compiled once.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$packages = Join-Path (Split-Path $PSScriptRoot) .packages
$version = (Get-Content $PSScriptRoot/../dotnet-tools.json -Raw | ConvertFrom-Json).tools.powershell.version
$copy = Join-Path $packages "pwsh-$version"
if (-not (Test-Path $copy)) {
    $tool, $framework = dotnet pwsh -NoProfile -Command '$PSHOME; [Runtime.InteropServices.RuntimeEnvironment]::GetRuntimeDirectory()'
    $compiler = Get-Item $packages/microsoft.netcore.app.crossgen2.*/*/tools/* | Where-Object BaseName -EQ crossgen2
    $next = "$copy.next-$PID"
    Copy-Item $tool $next -Recurse
    try {
        foreach ($file in Get-Item $tool/System.Management.Automation.dll, $tool/Microsoft.PowerShell.*.dll, $tool/Newtonsoft.Json.dll, $tool/pwsh.dll) {
            $said = & $compiler $file --out $next/$($file.Name) --reference "$framework*.dll" --reference "$tool/*.dll" --optimize 2>&1
            if ($LASTEXITCODE) { throw "$($file.Name) was not compiled: $said" }
        }
        Move-Item $next $copy
    }
    finally { Remove-Item $next -Recurse -Force -ErrorAction Ignore }
}
Join-Path $copy pwsh.dll
