@{
    RootModule           = 'BcAdmin.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '0c5f7a6e-3d0b-4f59-9c34-6b7c2f1f8f4e'
    Author               = 'The BcAdmin authors'
    CompanyName          = 'The BcAdmin authors'
    Copyright            = '(c) 2026 The BcAdmin authors. MIT licence.'
    Description          = 'Run Microsoft Dynamics 365 Business Central online from PowerShell: environments, updates, apps, sessions, companies, users and permission sets, over the Admin Center API and the Automation API, with sign-in for people and for services.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('BcAdmin.Format.ps1xml')
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    CmdletsToExport      = @(
        'Get-BcAccessToken'
        'Invoke-BcApi'
        'Get-BcApp'
        'Install-BcApp'
        'Publish-BcApp'
        'Uninstall-BcApp'
        'Update-BcApp'
        'Get-BcApplicationFamily'
        'Get-BcApplicationVersion'
        'Get-BcAppOperation'
        'Stop-BcAppOperation'
        'Get-BcAppUninstallRequirement'
        'Get-BcAppUpdate'
        'Add-BcAuthorizedApp'
        'Get-BcAuthorizedApp'
        'Remove-BcAuthorizedApp'
        'Get-BcCompany'
        'New-BcCompany'
        'Remove-BcCompany'
        'Set-BcCompany'
        'Get-BcConnection'
        'Select-BcConnection'
        'Copy-BcEnvironment'
        'Get-BcEnvironment'
        'New-BcEnvironment'
        'Remove-BcEnvironment'
        'Get-BcManageableTenant'
        'Get-BcOperation'
        'Wait-BcOperation'
        'Get-BcPermissionSet'
        'Get-BcSession'
        'Stop-BcSession'
        'Get-BcSimulator'
        'Reset-BcSimulator'
        'Start-BcSimulator'
        'Stop-BcSimulator'
        'Add-BcSimulatorFault'
        'Get-BcSimulatorRequest'
        'Connect-BcTenant'
        'Disconnect-BcTenant'
        'Disable-BcUser'
        'Enable-BcUser'
        'Get-BcUser'
        'Set-BcUser'
        'Add-BcUserPermission'
        'Get-BcUserPermission'
        'Remove-BcUserPermission'
        'Set-BcUserPermission'
    )
    PrivateData          = @{
        PSData = @{
            Tags       = @('BusinessCentral', 'Dynamics365', 'D365BC', 'AdminCenter', 'Automation', 'SaaS', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
        }
    }
}
