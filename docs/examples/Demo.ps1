<#
.SYNOPSIS
Shows what BcAdmin does: signs in, copies production to a sandbox, makes a company in it, and tidies up.
.DESCRIPTION
Runs on the simulator: nothing leaves this machine. With -TenantId it does the same on a real tenant, signed in as you, after asking; it removes only
the environment that it made itself.
.PARAMETER TenantId
Id or domain of a real tenant. You need the role Dynamics 365 Business Central Administrator there, and room for one more sandbox.
.PARAMETER DeviceCode
Signs in to the real tenant by a code instead of the browser.
.PARAMETER NewName
Name of the sandbox that is made.
.EXAMPLE
./Demo.ps1
.EXAMPLE
./Demo.ps1 -TenantId contoso.com -DeviceCode
#>
[CmdletBinding()]
param(
    [string] $TenantId,
    [switch] $DeviceCode,
    [string] $NewName = "Demo-$(Get-Date -Format MMddHHmm)"
)
$ErrorActionPreference = 'Stop'
if (Test-Path "$PSScriptRoot/../../out/BcAdmin") { Import-Module "$PSScriptRoot/../../out/BcAdmin" } else { Import-Module BcAdmin }

# Shows a command before it runs it.
function Step([string] $Title, [scriptblock] $Command) {
    Write-Host "`n$($PSStyle.Bold)$($PSStyle.Foreground.Cyan)$Title$($PSStyle.Reset)"
    $text = $ExecutionContext.InvokeCommand.ExpandString("$Command".Trim())
    Write-Host "$($PSStyle.Foreground.BrightBlack)PS> $text$($PSStyle.Reset)"
    & $Command | Out-Host
}

if ($TenantId) {
    $question = "This copies a production environment of $TenantId to a new sandbox $NewName, and deletes that sandbox at the end."
    if ($Host.UI.PromptForChoice('A real tenant', $question, ('&Go on', '&Stop'), 1) -ne 0) { return }
    Step 'Sign in' { Connect-BcTenant $TenantId -DeviceCode:$DeviceCode }
}
else {
    Write-Host 'This runs on the simulator that comes with BcAdmin: a process on this machine that plays Entra and both APIs.'
    Step 'Sign in to a simulated tenant' { Connect-BcTenant -Simulator }
}
Step 'Who am I, and until when?' { Get-BcConnection -Current }
Step 'The environments of the tenant' { Get-BcEnvironment }

$source = (Get-BcEnvironment -Type Production | Select-Object -First 1).Name
if (-not $source) { throw 'This tenant has no production environment to copy.' }

Step 'Copy production to a sandbox, and watch it finish' { Copy-BcEnvironment $source $NewName -Type Sandbox -Wait }
Step 'The copy brought its companies along' { Get-BcCompany $NewName }
Step 'One more company, without any setup yet' { New-BcCompany $NewName 'BcAdmin Demo' -DisplayName 'Made by BcAdmin' }
Step 'What the service says about the work' { Get-BcOperation $NewName }
Step 'What would happen if …' { Remove-BcEnvironment $NewName -WhatIf }
Step 'Tidy up; the copy can be brought back for 14 days' { Remove-BcEnvironment $NewName -Force -Wait }
Step 'As it was' { Get-BcEnvironment }

if (-not $TenantId) {
    Step 'All that this has sent' { Get-BcSimulatorRequest | Group-Object Operation -NoElement | Sort-Object Count -Descending }
    Write-Host "The same on a real tenant: docs/examples/Demo.ps1 -TenantId contoso.com`n"
}
