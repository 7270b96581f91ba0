BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcOperation' {
    BeforeAll {
        Start-TestSession
        $copy = Copy-BcEnvironment Production Copy1 -Wait
        $null = Remove-BcEnvironment Sandbox -Force -Wait
    }

    It 'lists, and filters by environment, type, state and time' {
        $all = Get-BcOperation
        $all.Type | Should -Contain 'copy'
        $all.Type | Should -Contain 'softDelete'
        (Get-BcOperation Copy1).EnvironmentName | Sort-Object -Unique | Should -Be 'Copy1'
        (Get-BcOperation -Type COPY).Type | Should -Be 'copy'
        (Get-BcOperation -Status succeeded).Status | Sort-Object -Unique | Should -Be 'succeeded'
        Get-BcOperation -Since (Get-Date).AddHours(1) | Should -BeNullOrEmpty
        @(Get-BcOperation -Since (Get-Date).AddHours(-1) -Type copy).Count | Should -Be 1
    }

    It 'reads one by its ID, even after the deletion renamed its environment' {
        $operation = Get-BcOperation -Type softDelete
        (Get-BcOperation -OperationId $operation.OperationId).Type | Should -Be 'softDelete'
        ($operation | Get-BcOperation).OperationId | Should -Be $operation.OperationId
    }

    It 'accepts environments from the pipeline' {
        (Get-BcEnvironment Copy1 | Get-BcOperation).EnvironmentName | Sort-Object -Unique | Should -Be 'Copy1'
    }

    It 'reads members in all positions that the service uses' {
        Send-Control settings @{ operationMembersNested = $true; pascalCaseStatuses = $true }
        $operation = Get-BcOperation -Type copy
        $operation.EnvironmentName | Should -Be 'Copy1'
        $operation.ApplicationFamily | Should -Be 'BusinessCentral'
        $operation.IsSucceeded | Should -BeTrue
        Send-Control settings @{ operationMembersNested = $false; pascalCaseStatuses = $false }
    }

    It 'fails for an ID of another tenant' {
        $id = [guid]::NewGuid()
        $failure = Get-OneError { Get-BcOperation -OperationId $id }
        $failure.FullyQualifiedErrorId | Should -BeLike 'OperationNotFound,*'
        $failure.TargetObject | Should -Be $id
    }

    It 'fails for an environment that does not exist, and rejects an ID that is not a GUID' {
        (Get-OneError { Get-BcOperation Nope }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
        (Get-OneError { Get-BcOperation -OperationId 7 }).FullyQualifiedErrorId | Should -BeLike 'CannotConvertArgument*'
    }
}
