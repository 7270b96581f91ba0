BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Remove-BcSecurityGroup' {
    BeforeEach { Start-TestSession Preview }

    It 'removes groups by code and from the pipeline, with the permissions of their members' {
        Remove-BcSecurityGroup Production FINANCE -Force
        (Get-BcSecurityGroup Production).Code | Should -Be 'WAREHOUSE'
        Get-BcSecurityGroup Preview | Where-Object RetrievedSuccessfully -eq $false | Remove-BcSecurityGroup -Force
        (Get-BcSecurityGroup Preview).Code | Should -Be 'WAREHOUSE'
    }

    It 'is processed once when the response is lost' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation deleteSecurityGroup
        Remove-BcSecurityGroup Production FINANCE -Force
        (Get-BcSecurityGroup Production).Code | Should -Be 'WAREHOUSE'
    }

    It 'does not remove a group that another user changed, or one that does not exist' {
        $null = Add-BcSimulatorFault 409 -ErrorCode Request_EntityChanged -Operation deleteSecurityGroup
        (Get-OneError { Remove-BcSecurityGroup Production FINANCE -Force }).FullyQualifiedErrorId | Should -BeLike 'Request_EntityChanged,*'
        (Get-OneError { Remove-BcSecurityGroup Production NOPE -Force }).FullyQualifiedErrorId | Should -BeLike 'SecurityGroupNotFound,*'
    }

    It 'sends no write with -WhatIf' {
        Get-BcSecurityGroup Production | Remove-BcSecurityGroup -WhatIf
        Get-Request deleteSecurityGroup | Should -BeNullOrEmpty
    }
}
