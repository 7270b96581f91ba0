BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcAppOperation' {
    BeforeAll {
        Start-TestSession
        $payroll = 'a9900000-0000-4000-8000-000000000004'
        $operation = Update-BcApp Production $payroll
        $null = $operation | Wait-BcOperation
    }

    It 'lists the history of an app' {
        $history = Get-BcApp Production 'Adatum Payroll' | Get-BcAppOperation
        $history | Should -BeOfType ([BcAdmin.BcAppOperation])
        $ended = $history | Where-Object OperationId -eq $operation.OperationId
        $ended.Status | Should -Be 'succeeded'
        $ended.SourceVersion | Should -Be ([version] '5.2.0.0')
        $ended.TargetVersion | Should -Be ([version] '5.3.0.0')
        $ended.AppId | Should -Be $payroll
    }

    It 'reads one again, as an object or in a list' {
        ($operation | Get-BcAppOperation).IsCompleted | Should -BeTrue
        (Get-Request)[-1].Operation | Should -Be 'getAppOperation'
        Send-Control settings @{ wrapSingleAppOperation = $true }
        ($operation | Get-BcAppOperation).IsCompleted | Should -BeTrue
    }

    It 'reads one in the format of environment operations and in the documented format' -ForEach @{ Documented = $false }, @{ Documented = $true } {
        Send-Control settings @{ appOperationRecords = $Documented }
        $read = Get-BcAppOperation Production $payroll $operation.OperationId
        $read.Type | Should -Be 'update'
        $read.SourceVersion | Should -Be ([version] '5.2.0.0')
        $read.TargetVersion | Should -Be ([version] '5.3.0.0')
        $read.AppId | Should -Be $payroll
        $read.EnvironmentName | Should -Be 'Production'
    }

    It 'lists scheduled extensions' {
        $file = New-TestApp $TestDrive Customizations c0a70500-0000-4000-8000-00000000b001 2.0.0.0
        $null = Publish-BcApp Production $file -Schedule NextMajorUpdate -AcceptIsvEula
        $waiting = Get-BcEnvironment Production | Get-BcAppOperation -Scheduled
        $waiting.ScheduleKind | Should -Be 'NextMajorUpdate'
        $waiting.AppId | Should -Be 'c0a70500-0000-4000-8000-00000000b001'
        $waiting.TargetVersion | Should -Be ([version] '2.0.0.0')
        $waiting.AppName | Should -Not -BeNullOrEmpty
    }

    It 'fails for an operation that does not exist' {
        $failure = Get-OneError { Get-BcAppOperation Production $payroll (New-Guid) }
        $failure.FullyQualifiedErrorId | Should -BeLike 'OperationNotFound,*'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'fails for an environment that does not exist' {
        (Get-OneError { Get-BcAppOperation Nope $payroll }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
        (Get-OneError { Get-BcAppOperation Nope $payroll (New-Guid) }).FullyQualifiedErrorId | Should -BeLike 'EnvironmentNotFound,*'
    }

    It 'rejects an app together with -Scheduled' {
        (Get-OneError { Get-BcAppOperation Production $payroll -Scheduled }).FullyQualifiedErrorId | Should -BeLike 'PositionalParameterNotFound*'
    }
}
