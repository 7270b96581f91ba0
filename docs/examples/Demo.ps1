<#
.SYNOPSIS
Shows a session: signs in, copies production to a sandbox, creates a company in the sandbox, and removes the sandbox.
.DESCRIPTION
Runs on the simulator; nothing is sent to other computers. With -TenantId, it does the same in a tenant, after a prompt. It deletes only the sandbox that it has created, and stops at the start if the name is in
use.
.PARAMETER TenantId
The ID or domain of a tenant. This requires the role Dynamics 365 Business Central Administrator, a production environment, and a quota for one more sandbox.
.PARAMETER DeviceCode
Signs in to the tenant with a device code.
.PARAMETER SignIn
Other parameters of Connect-BcTenant, to sign in to the tenant as an app.
.PARAMETER NewName
The name of the sandbox.
.EXAMPLE
./Demo.ps1
.EXAMPLE
./Demo.ps1 -TenantId contoso.com -DeviceCode
.EXAMPLE
./Demo.ps1 -TenantId contoso.com -SignIn @{ ClientId = $app; CertificateThumbprint = $thumbprint }
#>
[CmdletBinding()]
param(
    [string] $TenantId,
    [switch] $DeviceCode,
    [hashtable] $SignIn = @{},
    [string] $NewName = "Demo-$([datetime]::Now.ToString('MMddHHmm', [cultureinfo]::InvariantCulture))"
)
$ErrorActionPreference = 'Stop'
if (-not $TenantId -and ($DeviceCode -or $SignIn.Count)) { throw '-DeviceCode and -SignIn require -TenantId.' }

$built = Join-Path $PSScriptRoot ../../out/BcAdmin
if (Test-Path $built) { Import-Module $built } else { Import-Module BcAdmin }

# Shows a command before it runs it.
function Step([string] $Title, [scriptblock] $Command) {
    Write-Host "`n$($PSStyle.Bold)$($PSStyle.Foreground.Cyan)$Title$($PSStyle.Reset)"
    Write-Host "$($PSStyle.Foreground.BrightBlack)PS> $($ExecutionContext.InvokeCommand.ExpandString("$Command".Trim()))$($PSStyle.Reset)"
    & $Command | Out-Host
}

if ($TenantId) {
    $question = "Copies a production environment of $TenantId with all its data to a new sandbox $NewName, which can take hours, and deletes the sandbox at the end."
    if ($Host.UI.PromptForChoice('Run in a tenant', $question, ('&Continue', '&Stop'), 1) -ne 0) { return }
    $how = $SignIn + ($DeviceCode ? @{ DeviceCode = $true } : @{})
    Step 'Sign in' { Connect-BcTenant $TenantId @how }
}
else {
    Write-Host 'This session uses the simulator of BcAdmin, a process on this computer.'
    Step 'Sign in to a simulated tenant' { Connect-BcTenant -Simulator }
}

Step 'The connection' { Get-BcConnection -Current }
Step 'The environments of the tenant' { Get-BcEnvironment }

$environments = Get-BcEnvironment
$source = ($environments | Where-Object { $_.Type -eq 'Production' -and $_.Status -eq 'Active' } | Select-Object -First 1).Name
if (-not $source) { throw 'This tenant has no active production environment to copy.' }
if ($NewName -in $environments.Name) { throw "Environment $NewName already exists. Specify another name with -NewName." }

$made = $false
try {
    Step 'Copy production to a sandbox, and wait' { Copy-BcEnvironment $source $NewName -Type Sandbox -Wait }
    $made = $true
    Step 'The companies of the copy' { Get-BcCompany $NewName }
    Step 'Create a company' { New-BcCompany $NewName 'BcAdmin Demo' -DisplayName 'Made by BcAdmin' }
    Step 'The new company' { Get-BcCompany $NewName Made* }
    Step 'The operations of the environment' { Get-BcOperation $NewName }
    Step 'Show what a command would change' { Remove-BcEnvironment $NewName -WhatIf }
}
finally {
    # Also after a failure or Ctrl+C.
    if ($made) { Step 'Remove the copy; it can be recovered for 14 days' { Remove-BcEnvironment $NewName -Force -Wait } }
    elseif ($TenantId) { Write-Warning "The copy may still be running. If environment $NewName exists, remove it: Remove-BcEnvironment $NewName" }
}
Step 'The environments afterwards' { Get-BcEnvironment }

if ($TenantId) {
    Step 'Sign out' { Disconnect-BcTenant }
}
else {
    Step 'The requests of this session' { Get-BcSimulatorRequest | Group-Object Operation -NoElement }
    Write-Host "To run the same in a tenant: docs/examples/Demo.ps1 -TenantId contoso.com`n"
}
