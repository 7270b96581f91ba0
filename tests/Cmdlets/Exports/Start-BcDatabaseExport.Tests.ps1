BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Start-BcDatabaseExport' {
    BeforeAll {
        $signature = 'S3cr3t' + [guid]::NewGuid().ToString('N')
        $until = [datetime]::UtcNow.AddDays(30).ToString('yyyy-MM-dd')
        $sas = "https://contosobackup.blob.core.windows.net/?sv=2024-01-01&ss=b&srt=co&sp=rwdc&se=$until&sig=$signature%3D"
    }

    BeforeEach { Start-TestSession }

    It 'returns the operation, which the response of the service does not contain' {
        $operation = Start-BcDatabaseExport Production $sas bc-exports
        $operation | Should -BeOfType ([BcAdmin.BcOperation])
        $operation.OperationId | Should -Not -Be ([guid]::Empty)
        $operation.EnvironmentName | Should -Be 'Production'
        $operation.Parameters['container'] | Should -Be 'bc-exports'
        $operation.Parameters['blob'] | Should -Match '^Production-\d{8}-\d{6}\.bacpac$'
        ($operation | Wait-BcOperation).IsSucceeded | Should -BeTrue
    }

    It 'waits for an operation that is listed late, and ignores other operations' {
        Send-Control settings @{ operationListLagSec = 4000 }
        $null = Copy-BcEnvironment Production Other
        $operation = Start-BcDatabaseExport Production (ConvertTo-SecureString $sas -AsPlainText) bc-exports mine.bacpac -Wait
        $operation.IsSucceeded | Should -BeTrue
        $operation.Parameters['blob'] | Should -Be 'mine.bacpac'
        (Get-BcDatabaseExportHistory).Blob | Should -Be 'mine.bacpac'
    }

    It 'accepts environments from the pipeline' {
        $operations = Get-BcEnvironment | Start-BcDatabaseExport -StorageAccountSasUri $sas -Container bc-exports
        $operations.EnvironmentName | Should -Be @('Production', 'Sandbox')
    }

    It 'finds its operation although the response was lost, and exports once' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation startDatabaseExport
        (Start-BcDatabaseExport Production $sas bc-exports -Wait).IsSucceeded | Should -BeTrue
        Get-Request startDatabaseExport | Should -HaveCount 1
    }

    It 'shows with -WhatIf how many exports are left, and starts none' {
        $lines = Invoke-Unattended "Start-BcDatabaseExport Production '$sas' bc-exports x.bacpac -WhatIf; (Get-BcSimulatorRequest Test -Operation startDatabaseExport).Count"
        $lines[-2] | Should -BeLike 'What if: *bc-exports/x.bacpac on contosobackup.blob.core.windows.net; exports left this month: 10 of 10*environment Production*'
        $lines[-1] | Should -Be '0'
        $lines -join ' ' | Should -Not -Match $signature
    }

    It 'reports why the service rejects the export, with advice' {
        $bad = $sas -replace 'sp=rwdc', 'sp=r'
        $failure = Get-OneError { Start-BcDatabaseExport Production $bad bc-exports }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ExportFailed,*'
        $failure.TargetObject | Should -Be 'Production'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*D365 BACKUP/RESTORE*'
    }

    It 'starts no export if none is left' {
        1..10 | ForEach-Object { $null = Start-BcDatabaseExport Production $sas bc-exports "$_.bacpac" -Wait }
        Clear-Request
        $failure = Get-OneError { Start-BcDatabaseExport Production $sas bc-exports }
        $failure.FullyQualifiedErrorId | Should -BeLike 'MaximumNumberOfExportsReached,*'
        $failure.CategoryInfo.Category | Should -Be 'LimitsExceeded'
        Get-Request startDatabaseExport | Should -BeNullOrEmpty
    }

    It 'rejects an invalid address, without showing it' {
        foreach ($bad in "http://contosobackup.blob.core.windows.net/?sig=$signature", "$signature", 'https://contosobackup.blob.core.windows.net/') {
            $failure = Get-OneError { Start-BcDatabaseExport Production $bad bc-exports }
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
            "$failure $($failure.TargetObject) $($failure.ErrorDetails.RecommendedAction)" | Should -Not -Match $signature
        }
        Get-Request | Should -BeNullOrEmpty
    }

    It 'warns about a signature that expires too soon' {
        $short = $sas -replace 'se=[^&]+', "se=$([datetime]::UtcNow.AddHours(5).ToString('yyyy-MM-ddTHH:mm:ssZ'))"
        $result = Invoke-Captured { Start-BcDatabaseExport Production $short bc-exports }
        $result.Warnings | Should -BeLike '*72 hours*'
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'ExportFailed,*'
    }

    It 'never shows the signature, even if the service repeats it' {
        $null = Add-BcSimulatorFault -Operation startDatabaseExport -StatusCode 400 -ErrorCode exportFailed -Message "The address $sas cannot be reached." -Count 1
        $secret = ConvertTo-SecureString $sas -AsPlainText
        $result = Invoke-Captured {
            Start-BcDatabaseExport Production $secret bc-exports -Verbose -Debug
            Start-BcDatabaseExport Production $secret bc-exports -Verbose -Debug
        }
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].Exception.Message | Should -BeLike '*`*`*`**'
        $result.Output | Should -HaveCount 1
        $all = $result.Output + $result.Verbose + $result.Warnings + $result.Information + $result.Errors | Format-List * -Force | Out-String
        $all + ($result.Errors[0].Exception | Format-List * -Force | Out-String) + ($result.Output | ConvertTo-Json -Depth 4 -WarningAction SilentlyContinue) | Should -Not -Match $signature
    }
}
