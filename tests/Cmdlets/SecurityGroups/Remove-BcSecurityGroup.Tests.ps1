BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Remove-BcSecurityGroup' {
    BeforeEach { Start-TestSession Preview }

    It 'removes by code and from the pipeline, with what the members had through it' {
        Remove-BcSecurityGroup Production FINANCE -Force
        (Get-BcSecurityGroup Production).Code | Should -Be 'WAREHOUSE'
        Get-BcSecurityGroup Preview | Where-Object RetrievedSuccessfully -eq $false | Remove-BcSecurityGroup -Force
        (Get-BcSecurityGroup Preview).Code | Should -Be 'WAREHOUSE'
    }

    It 'is done once when the answer is lost' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation deleteSecurityGroup
        Remove-BcSecurityGroup Production FINANCE -Force
        (Get-BcSecurityGroup Production).Code | Should -Be 'WAREHOUSE'
    }

    It 'removes nothing that somebody else changed in between, and no group that is missing' {
        $null = Add-BcSimulatorFault 409 -ErrorCode Request_EntityChanged -Operation deleteSecurityGroup
        (Get-OneError { Remove-BcSecurityGroup Production FINANCE -Force }).FullyQualifiedErrorId | Should -BeLike 'Request_EntityChanged,*'
        (Get-OneError { Remove-BcSecurityGroup Production NOPE -Force }).FullyQualifiedErrorId | Should -BeLike 'SecurityGroupNotFound,*'
    }

    It 'sends no write with -WhatIf' {
        Get-BcSecurityGroup Production | Remove-BcSecurityGroup -WhatIf
        Get-Request deleteSecurityGroup | Should -BeNullOrEmpty
    }
}
