<#
.SYNOPSIS
Shows what BcAdmin does: signs in, copies production to a sandbox, makes a company in it, and tidies up.
.DESCRIPTION
Runs on the simulator: nothing leaves this machine. With -TenantId it does the same on a real tenant, after asking. It deletes nothing but the sandbox that
it made itself, and stops before it starts when that name is in use.
.PARAMETER TenantId
Id or domain of a real tenant. You need the role Dynamics 365 Business Central Administrator there, a production environment, and room for one more sandbox.
.PARAMETER DeviceCode
Signs in to the real tenant by a code instead of the browser.
.PARAMETER SignIn
Any other parameters of Connect-BcTenant, to sign in to the real tenant as an app.
.PARAMETER NewName
Name of the sandbox that is made.
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
if (-not $TenantId -and ($DeviceCode -or $SignIn.Count)) { throw '-DeviceCode and -SignIn go with -TenantId.' }

$built = Join-Path $PSScriptRoot ../../out/BcAdmin
if (Test-Path $built) { Import-Module $built } else { Import-Module BcAdmin }

# Shows a command before it runs it.
function Step([string] $Title, [scriptblock] $Command) {
    Write-Host "`n$($PSStyle.Bold)$($PSStyle.Foreground.Cyan)$Title$($PSStyle.Reset)"
    Write-Host "$($PSStyle.Foreground.BrightBlack)PS> $($ExecutionContext.InvokeCommand.ExpandString("$Command".Trim()))$($PSStyle.Reset)"
    & $Command | Out-Host
}

if ($TenantId) {
    $question = "Copies a production environment of $TenantId with all its data to a new sandbox $NewName, which may take hours, and deletes that sandbox at the end."
    if ($Host.UI.PromptForChoice('A real tenant', $question, ('&Go on', '&Stop'), 1) -ne 0) { return }
    $how = $SignIn + ($DeviceCode ? @{ DeviceCode = $true } : @{})
    Step 'Sign in' { Connect-BcTenant $TenantId @how }
}
else {
    Write-Host 'This runs on the simulator that comes with BcAdmin: a process on this machine that plays Entra and both APIs.'
    Step 'Sign in to a simulated tenant' { Connect-BcTenant -Simulator }
}

Step 'Who am I, and until when?' { Get-BcConnection -Current }
Step 'The environments of the tenant' { Get-BcEnvironment }

$environments = Get-BcEnvironment
$source = ($environments | Where-Object { $_.Type -eq 'Production' -and $_.Status -eq 'Active' } | Select-Object -First 1).Name
if (-not $source) { throw 'This tenant has no active production environment to copy.' }
if ($NewName -in $environments.Name) { throw "There is an environment $NewName already. Choose another -NewName." }

$made = $false
try {
    Step 'Copy production to a sandbox, and watch it finish' { Copy-BcEnvironment $source $NewName -Type Sandbox -Wait }
    $made = $true
    Step 'The copy brought its companies along' { Get-BcCompany $NewName }
    Step 'One more company, still without any setup' { New-BcCompany $NewName 'BcAdmin Demo' -DisplayName 'Made by BcAdmin' }
    Step 'There it is' { Get-BcCompany $NewName Made* }
    Step 'What the service says about the work' { Get-BcOperation $NewName }
    Step 'What would happen if …' { Remove-BcEnvironment $NewName -WhatIf }
}
finally {
    # Also after a failure or Ctrl+C: what the demo made, it takes away.
    if ($made) { Step 'Tidy up; the copy can be brought back for 14 days' { Remove-BcEnvironment $NewName -Force -Wait } }
    elseif ($TenantId) { Write-Warning "The copy was not waited for to its end. If environment $NewName is there, remove it: Remove-BcEnvironment $NewName" }
}
Step 'As it was' { Get-BcEnvironment }

if ($TenantId) {
    Step 'Sign out' { Disconnect-BcTenant }
}
else {
    Step 'All that this has sent' { Get-BcSimulatorRequest | Group-Object Operation -NoElement | Sort-Object Count -Descending }
    Write-Host "The same on a real tenant: docs/examples/Demo.ps1 -TenantId contoso.com`n"
}
