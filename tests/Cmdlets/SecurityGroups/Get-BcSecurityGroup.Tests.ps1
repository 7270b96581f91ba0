BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcSecurityGroup' {
    BeforeAll { Start-TestSession Preview }

    It 'lists groups, and finds them by code, name, and ID' {
        $groups = Get-BcSecurityGroup Production
        $groups.Code | Should -Be @('FINANCE', 'WAREHOUSE')
        $groups[0] | Should -BeOfType ([BcAdmin.BcSecurityGroup])
        (Get-BcSecurityGroup Production 'contoso ware*').Code | Should -Be 'WAREHOUSE'
        (Get-BcSecurityGroup Production -SecurityGroupId $groups[0].SecurityGroupId).Name | Should -Be 'Contoso Finance'
        Clear-Request
        (Get-BcSecurityGroup Production -Filter "code eq 'FINANCE'").Code | Should -Be 'FINANCE'
        (Get-Request listSecurityGroups).Path | Should -BeLike '*$filter=code*'
    }

    It 'shows on version 29 which groups Microsoft Entra ID does not know' {
        (Get-BcSecurityGroup Preview | Where-Object RetrievedSuccessfully -eq $false).Code | Should -Be 'LEFTOVER'
        (Get-BcSecurityGroup Production).RetrievedSuccessfully | Should -Be @($null, $null)
    }

    It 'accepts companies and reads each environment once' {
        Clear-Request
        (Get-BcEnvironment Production | Get-BcCompany | Get-BcSecurityGroup).Count | Should -Be 2
        Get-Request listSecurityGroups | Should -HaveCount 1
    }

    It 'fails for a group and a company that do not exist, and an invalid filter' {
        (Get-OneError { Get-BcSecurityGroup Production NOPE }).FullyQualifiedErrorId | Should -BeLike 'SecurityGroupNotFound,*'
        (Get-OneError { Get-BcSecurityGroup Production -SecurityGroupId "it's none" }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
        (Get-OneError { Get-BcSecurityGroup Production -Company Nope }).FullyQualifiedErrorId | Should -BeLike 'CompanyNotFound,*'
        (Get-OneError { Get-BcSecurityGroup Production -Filter 'code is odd' }).FullyQualifiedErrorId | Should -BeLike 'BadRequest_NotFound,*'
    }
}
