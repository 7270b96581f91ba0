# What a new user types first, and what this shows. Each task is one line; those of one world run in this order, as in one session.
BeforeDiscovery {
    $tasks = @(
        # Find the way
        @{ Task = 'find how to delete an environment'; Type = 'Find-BcCommand delete environment'; See = '(?s)^\s*Name +Synopsis.*?Remove-BcEnvironment ' }
        @{ Task = 'find who is a superuser'; Type = 'Find-BcCommand superuser'; See = 'Get-BcUserPermission ' }
        @{ Task = 'find something about licenses'; Type = 'Find-BcCommand license'; See = 'Get-BcUser ' }
        @{ Task = 'find a cmdlet that does not exist'; Type = 'Find-BcCommand New-BcUser'; See = 'Sync-BcUser ' }
        @{ Task = 'find in two words that are typed wrong'; Type = 'Find-BcCommand copi enviroment'; See = 'Copy-BcEnvironment ' }
        @{ Task = 'read which cmdlets there are'; Type = 'Get-Help about_BcAdmin_Cmdlets | Out-String'; See = '(?s)Environments.*Copy-BcEnvironment.*Restore-BcDeletedEnvironment' }

        # Look around
        @{ Task = 'see the environments'; Type = 'Get-BcEnvironment'; See = '(?m)^Production +Production +Active +28\.3' }
        @{ Task = 'see one, in another case'; Type = 'Get-BcEnvironment production'; See = '(?m)^Production ' }
        @{ Task = 'mistype an environment'; Type = 'Get-BcEnvironment Prodction'; See = "Did you mean 'Production'\?" }
        @{ Task = 'pipe a name'; Type = "'Production' | Get-BcCompany"; See = 'Contoso Denmark.* Production' }
        @{ Task = 'see all companies'; Type = 'Get-BcCompany'; See = '(?s)Contoso Denmark.* Production.* Sandbox' }
        @{ Task = 'filter by a heading'; Type = 'Get-BcCompany | Where-Object Environment -eq Sandbox'; See = ' Sandbox'; Not = 'Production' }
        @{ Task = 'see companies by a pattern of environments'; Type = 'Get-BcCompany *box'; See = ' Sandbox'; Not = 'Production' }
        @{ Task = 'see users by a pattern'; Type = 'Get-BcUser Production seller*'; See = '(?m)^SELLER\.03 ' }
        @{ Task = 'see one user, with the name of the heading'; Type = 'Get-BcUser Production -UserName SELLER.03'; See = '(?m)^SELLER\.03 '; Not = 'SELLER\.11' }
        @{ Task = 'see the permissions of a user'; Type = 'Get-BcUserPermission Production SELLER.03'; See = 'D365 BASIC +\(all\) +Production' }
        @{ Task = 'see who has SUPER, anywhere'; Type = 'Get-BcUserPermission -RoleId SUPER'; See = '(?m) SUPER +' }
        @{ Task = 'see who is signed in'; Type = 'Get-BcSession Production'; See = 'SessionId +UserId +OperationDuration' }
        @{ Task = 'see an app by its name'; Type = "Get-BcApp Production 'Base Application'"; See = 'Base Application +28\.3' }
        @{ Task = 'see updates of apps everywhere'; Type = 'Get-BcAppUpdate'; See = 'CurrentVersion +TargetVersion +Environment' }
        @{ Task = 'see an extension by its name'; Type = "Get-BcExtension Production 'Base Application'"; See = 'Base Application +28\.3' }
        @{ Task = 'see the next updates'; Type = 'Get-BcEnvironmentUpdate'; See = '28\.4 .* Production' }
        @{ Task = 'see how much storage is left'; Type = 'Get-BcQuota'; See = 'UsedGB +LeftGB' }
        @{ Task = 'see the storage of environments'; Type = 'Get-BcEnvironmentStorage'; See = 'Production +40\.0' }
        @{ Task = 'see the update windows'; Type = 'Get-BcEnvironmentUpdateWindow'; See = 'StartTime EndTime' }
        @{ Task = 'see features'; Type = 'Get-BcFeature Production'; See = 'MandatoryByVersion' }
        @{ Task = 'see telemetry'; Type = 'Get-BcEnvironmentTelemetry Production'; See = '\d{4}-\d\d-\d\d \d\d:\d\dZ +Production' }
        @{ Task = 'see the times to restore to'; Type = 'Get-BcEnvironmentRestorePeriod Production'; See = 'From +To' }
        @{ Task = 'filter by a status that does not exist'; Type = 'Get-BcEnvironment -Status Actve'; See = "Did you mean 'Active'\?" }
        @{ Task = 'find a time zone by its city'; Type = 'Get-BcTimeZone *Copenhagen*'; See = 'Romance Standard Time' }
        @{ Task = 'call an API directly'; Type = 'Invoke-BcApi applications/environments'; See = 'Production' }
        @{ Task = 'test the connection'; Type = 'Test-BcConnection'; See = '(?s)Check +Result.*Passed' }
        @{ Task = 'see the connection'; Type = 'Get-BcConnection'; See = 'contoso\.example +adele\.admin@contoso\.example' }
        @{ Task = 'get a token to paste elsewhere'; Type = 'Get-BcAccessToken -AsPlainText'; See = '\AeyJ' }
        @{ Task = 'export a table with lists'; Type = 'Get-BcAppUpdate Production | ConvertTo-Csv'; See = 'Requirements'; Not = 'System\.|\[\]' }
        @{ Task = 'select by headings'; Type = 'Get-BcCompany Production | Select-Object TenantName, Environment, Name'; See = 'contoso\.example +Production +Contoso Denmark' }

        # Change something
        @{ Task = 'see what a delete would do'; Type = 'Remove-BcEnvironment Sandbox -WhatIf; Get-BcEnvironment'; See = '(?m)^Sandbox +Sandbox +Active' }
        @{ Task = 'delete with a wildcard'; Type = 'Remove-BcEnvironment * -Force'; See = "Get-BcEnvironment '\*' \| Remove-BcEnvironment"; Not = 'softDelete' }
        @{ Task = 'delete a name that is mistyped'; Type = 'Remove-BcEnvironment Sandbx -Force'; See = "Did you mean 'Sandbox'\?" }
        @{ Task = 'copy, and wait'; Type = 'Copy-BcEnvironment Production UAT -Wait'; See = '(?m)^UAT +Sandbox +Active' }
        @{ Task = 'rename'; Type = 'Rename-BcEnvironment UAT Acceptance -Force -Wait'; See = '(?m)^Acceptance ' }
        @{ Task = 'create a company'; Type = "New-BcCompany Acceptance 'My company'"; See = '(?m)^My company ' }
        @{ Task = 'copy a company with a name that exists elsewhere'; Type = 'Find-BcCommand Copy-BcCompany'; See = 'Copy-BcEnvironment|New-BcCompany' }
        @{ Task = 'grant a permission set'; Type = "Add-BcUserPermission Acceptance SELLER.11 'D365 READ' -PassThru"; See = 'SELLER\.11 +D365 READ' }
        @{ Task = 'mistype a permission set'; Type = "Add-BcUserPermission Acceptance SELLER.11 'D365 REED'"; See = "Did you mean 'D365 READ'\?" }
        @{ Task = 'disable a user'; Type = 'Disable-BcUser Acceptance SELLER.11 -PassThru'; See = 'SELLER\.11 .* Disabled' }
        @{ Task = 'mistype a user'; Type = 'Disable-BcUser Acceptance SELER.11'; See = "Did you mean 'SELLER\.11'\?" }
        @{ Task = 'select the version that the table shows'; Type = 'Set-BcEnvironmentUpdate Acceptance 28.4 -Force; Get-BcEnvironmentUpdate Acceptance'; See = '28\.4 +GA +True +True' }
        @{ Task = 'set an update window with the time zone of the computer'; Type = 'Set-BcEnvironmentUpdateWindow Acceptance 22:00 06:00 Europe/Copenhagen -PassThru'; See = 'Romance Standard Time' }
        @{ Task = 'update an app by its name'; Type = "Update-BcApp Acceptance 'Adatum Payroll' -Wait"; See = 'Adatum Payroll +5\.3\.0\.0' }
        @{ Task = 'uninstall an app that others need'; Type = "Uninstall-BcApp Acceptance 'Fabrikam Base' -Force"; See = '-IncludeDependent' }
        @{ Task = 'import users with the wrong column'; Type = "[pscustomobject] @{ Name = 'SELLER.11'; PermissionSets = 'D365 READ' } | Import-BcUser Acceptance"; See = "Did you mean 'Name'\?" }
        @{ Task = 'write a report'; Type = 'Export-BcTenantReport TestDrive:/report.html'; See = 'report\.html' }
        @{ Task = 'use a connection that is not open'; Type = 'Get-BcEnvironment -Connection contso.example'; See = "Did you mean 'contoso\.example'\?" }
        @{ Task = 'work without a connection'; Type = 'Disconnect-BcTenant; Get-BcEnvironment'; See = 'Connect-BcTenant' }
    )
}

BeforeAll { Import-Module "$PSScriptRoot/TestSession.psm1" -Force }

Describe 'A new user' {
    BeforeAll {
        Start-TestSession
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'

        # What a window of 80 columns shows.
        function Get-Shown([string] $Command) {
            $result = Invoke-Captured ([scriptblock]::Create($Command))
            $errors = foreach ($failure in $result.Errors) { "$($failure.ErrorDetails.Message ?? $failure)"; $failure.ErrorDetails.RecommendedAction }
            "$($result.Output | Out-String -Width 80)$(@($result.Warnings; $result.Information; $errors) -join "`n")"
        }
    }
    AfterAll { $PSStyle.OutputRendering = $rendering }

    It 'can <Task>: <Type>' -ForEach $tasks {
        $shown = Get-Shown $Type
        $shown | Should -Match $See
        if ($Not) { $shown | Should -Not -Match $Not }
    }

    It 'has fifty tasks or more' -ForEach @{ Count = $tasks.Count } { $Count | Should -BeGreaterOrEqual 50 }
}
