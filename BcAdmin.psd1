@{
    # Windows PowerShell runs a script first, whose error says what is required. With a higher PowerShellVersion, its own error would require a Windows PowerShell that does not exist.
    # RootModule has no condition: with one, PowerShell needs so long to find the commands that parallel runspaces do not find them.
    ScriptsToProcess     = if ($PSEdition -eq 'Core') { , @() } else { 'WindowsPowerShell.ps1' }
    RootModule           = 'BcAdmin.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '0c5f7a6e-3d0b-4f59-9c34-6b7c2f1f8f4e'
    Author               = 'The BcAdmin authors'
    CompanyName          = 'The BcAdmin authors'
    Copyright            = '(c) 2026 The BcAdmin authors. MIT license.'
    Description          = 'Administers Microsoft Dynamics 365 Business Central online: environments, updates, apps, sessions, companies, users, and permission sets, through the Admin Center API and the Automation API. Signs in users, apps, and managed identities, waits for long-running operations, and retries throttled calls. Includes a simulator for tests without a tenant.'
    PowerShellVersion    = if ($PSEdition -eq 'Core') { '7.4' } else { '5.1' }
    CompatiblePSEditions = @('Core')
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    CmdletsToExport      = @() # build.ps1 writes the names of all cmdlets of BcAdmin.dll here
    PrivateData          = @{
        # build.ps1 adds ProjectUri, LicenseUri, IconUri, and HelpInfoUri, from Directory.Build.props; build.ps1 Package adds ReleaseNotes, from CHANGELOG.md.
        PSData = @{
            Tags         = @('BusinessCentral', 'Dynamics365', 'D365BC', 'AdminCenter', 'Automation', 'SaaS', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
        }
    }
}
