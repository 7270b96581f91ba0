BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Import-BcConfigurationPackage' {
    BeforeEach {
        Start-TestSession
        $folder = (New-Item (Join-Path $TestDrive (New-Guid)) -ItemType Directory).FullName
        $file = New-TestPackage $folder BASE -Records 3
    }

    It 'fills a new company in one pipeline' {
        $package = New-BcCompany Production 'Contoso Norway' | Import-BcConfigurationPackage -Path $file -Apply -Wait
        $package | Should -BeOfType ([BcAdmin.BcConfigurationPackage])
        $package.CompanyName | Should -Be 'Contoso Norway'
        $package.Code | Should -Be 'BASE'
        $package.ImportStatus | Should -Be 'Completed'
        $package.ApplyStatus | Should -Be 'Completed'
        $package.NumberOfRecords | Should -Be 3
        $package.NumberOfErrors | Should -Be 0
        Get-Request uploadConfigurationPackageContent, importConfigurationPackage, applyConfigurationPackage | Should -HaveCount 3
    }

    It 'returns immediately without -Wait, and waits for the import with -Wait' {
        Start-TestSession -TimeScale 60
        (Import-BcConfigurationPackage Production 'Contoso Sweden' $file).ImportStatus | Should -BeIn 'Scheduled', 'InProgress'
        (Get-OneError { Import-BcConfigurationPackage Production 'Contoso Sweden' $file }).FullyQualifiedErrorId | Should -BeLike 'ConfigurationPackageBusy,*'
        $package = Import-BcConfigurationPackage Production 'Contoso Denmark' $file -Wait
        $package.ImportStatus | Should -Be 'Completed'
        $package.ApplyStatus | Should -Be 'No'
    }

    It 'accepts several files, and reuses packages' {
        $null = New-TestPackage $folder EXTRA
        (Get-ChildItem $folder | Import-BcConfigurationPackage Production 'Contoso Sweden' -Apply -Wait).Code | Should -Be @('BASE', 'EXTRA')
        Clear-Request
        (Import-BcConfigurationPackage Production 'Contoso Sweden' "$folder/*.rapidstart" -Wait).ImportStatus | Should -Be @('Completed', 'Completed')
        Get-Request createConfigurationPackage | Should -BeNullOrEmpty
    }

    It 'accepts codes with special characters' {
        $odd = New-TestPackage $folder "O'NEIL & CO"
        (Import-BcConfigurationPackage Production 'Contoso Sweden' $odd -Wait).Code | Should -Be "O'NEIL & CO"
    }

    It 'reports the reason of a failure' {
        $bad = Join-Path $folder bad.rapidstart
        Set-Content $bad 'This is not a package.'
        $failure = Get-OneError { Import-BcConfigurationPackage Production 'Contoso Sweden' $bad -Code BAD -Wait }
        $failure.FullyQualifiedErrorId | Should -BeLike 'OperationFailed,*'
        "$failure" | Should -BeLike '*not a configuration package*'
        $null = Add-BcSimulatorFault -FailOperation -Operation applyConfigurationPackage -Message 'The table is locked.'
        "$(Get-OneError { Import-BcConfigurationPackage Production 'Contoso Sweden' $file -Apply -Wait })" | Should -BeLike '*The table is locked.*'
    }

    It 'warns about records with errors' {
        Send-Control settings @{ packageRecordErrors = 2 }
        $result = Invoke-Captured { Import-BcConfigurationPackage Production 'Contoso Sweden' $file -Apply -Wait }
        $result.Errors | Should -BeNullOrEmpty
        $result.Warnings | Should -BeLike '*2 of 3 records*'
        $result.Output.NumberOfErrors | Should -Be 2
    }

    It 'explains a task that never starts' {
        Start-TestSession -As DelegatedAdmin
        $failure = Get-OneError { Import-BcConfigurationPackage Production 'Contoso Sweden' $file -Wait -TimeoutSec 2 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'OperationTimeout,*'
        "$failure" | Should -BeLike '*still Scheduled*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*delegated administrators*'
    }

    It 'reads the state after lost responses' -ForEach 'createConfigurationPackage', 'uploadConfigurationPackageContent', 'importConfigurationPackage', 'applyConfigurationPackage' {
        Send-Control faults @{ kind = 'dropAfter'; operation = $_ }
        (Import-BcConfigurationPackage Production 'Contoso Sweden' $file -Apply -Wait).ApplyStatus | Should -Be 'Completed'
        Get-Request createConfigurationPackage, importConfigurationPackage, applyConfigurationPackage | Should -HaveCount 3
    }

    It 'starts an import again that the service has not processed' {
        Send-Control faults @{ kind = 'dropBefore'; operation = 'importConfigurationPackage' }
        (Import-BcConfigurationPackage Production 'Contoso Sweden' $file -Wait).ImportStatus | Should -Be 'Completed'
        Get-Request importConfigurationPackage | Should -HaveCount 2
    }

    It 'fails for a missing file and an invalid package, and requires a code if none can be read' {
        (Get-OneError { Import-BcConfigurationPackage Production 'Contoso Sweden' $folder/nothing.rapidstart }).FullyQualifiedErrorId | Should -BeLike 'FileNotFound,*'
        $text = New-Item (Join-Path $folder a.txt) -Value 'x'
        (Get-OneError { Import-BcConfigurationPackage Production 'Contoso Sweden' $text.FullName }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        $bad = New-Item (Join-Path $folder bad.rapidstart) -Value 'x'
        (Get-OneError { Import-BcConfigurationPackage Production 'Contoso Sweden' $bad.FullName }).ErrorDetails.RecommendedAction | Should -BeLike '*-Code*'
        (Get-OneError { Import-BcConfigurationPackage Production 'Contoso Sweden' "$folder/*.rapidstart" -Code BASE }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        Get-Request createConfigurationPackage | Should -BeNullOrEmpty
    }

    It 'sends a file of 300 MB without using 300 MB of memory' {
        $lines = Invoke-FreshPwsh @"
Import-Module ./out/BcAdmin
Connect-BcTenant -Simulator
`$small = New-Item '$folder/small.rapidstart' -Value 'x'
`$large = [IO.File]::Create('$folder/large.rapidstart'); `$large.SetLength(300MB); `$large.Dispose()
`$null = Import-BcConfigurationPackage Production 'Contoso Sweden' `$small.FullName -Code SMALL
`$before = (Get-Process -Id `$PID).PeakWorkingSet64
`$package = Import-BcConfigurationPackage Production 'Contoso Sweden' '$folder/large.rapidstart' -Code LARGE
`$package.Code
[int] (((Get-Process -Id `$PID).PeakWorkingSet64 - `$before) / 1MB)
"@
        @($lines)[-2] | Should -Be 'LARGE'
        [int] @($lines)[-1] | Should -BeLessThan 60
    }

    It 'shows the progress of the upload' {
        $large = [IO.File]::Create((Join-Path $folder large.rapidstart))
        $large.SetLength(20MB)
        $large.Dispose()
        $shell = [powershell]::Create([Management.Automation.RunspaceMode]::NewRunspace)
        $null = $shell.AddScript("Import-Module '$PSScriptRoot/../../../out/BcAdmin'; Connect-BcTenant -Simulator; Import-BcConfigurationPackage Production 'Contoso Sweden' '$folder/large.rapidstart' -Code LARGE").Invoke()
        $shell.Streams.Error | Should -BeNullOrEmpty
        $bars = @($shell.Streams.Progress | Where-Object Activity -like 'Uploading*')
        $bars.Count | Should -BeGreaterThan 10
        $bars[-1].RecordType | Should -Be 'Completed'
        ($bars | Where-Object PercentComplete -eq 100).StatusDescription | Should -Be '20.0 of 20.0 MB'
        $shell.Dispose()
    }

    It 'changes nothing with -WhatIf' {
        Import-BcConfigurationPackage Production 'Contoso Sweden' $file -Apply -Wait -WhatIf | Should -BeNullOrEmpty
        Get-Request '*ConfigurationPackage*' | Where-Object Method -ne GET | Should -BeNullOrEmpty
    }
}
