# Windows PowerShell runs this before it loads BcAdmin.dll; see BcAdmin.psd1.
throw "BcAdmin requires PowerShell 7.4 or later, and this is Windows PowerShell $($PSVersionTable.PSVersion): install PowerShell 7 with 'winget install Microsoft.PowerShell' and run this command in pwsh."
