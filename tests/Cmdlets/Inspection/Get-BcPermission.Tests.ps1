BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcPermission' {
    BeforeAll { Start-TestSession Preview }

    It 'lists the rights of a set, by type and ID of the object' {
        $rights = Get-BcPermission Preview 'd365 item, edit'
        $rights.Count | Should -BeGreaterThan 5
        $rights[0] | Should -BeOfType ([BcAdmin.BcPermission])
        $rights[0].ObjectType | Should -Be 'Table Data'
        $rights[0].ExecutePermission | Should -Be ''
        ($rights | Where-Object ObjectId -eq 17).Rights | Should -Be 'RIM--'
        (Get-BcPermission Preview 'D365 ITEM, EDIT' -ObjectType 'table data' -ObjectId 18, 27).ObjectName | Should -Be @('Customer', 'Item')
    }

    It 'filters in the service, and accepts sets with special characters from the pipeline' {
        Clear-Request
        Get-BcPermissionSet Preview "O'NEIL*" | Get-BcPermission -ObjectId 18 | ForEach-Object RoleId | Should -Be "O'NEIL & ""CO"" Æ"
        [uri]::UnescapeDataString((Get-Request listExpandedPermissionSets).Path) | Should -BeLike "*roleId eq 'O''NEIL*appId eq*objectId eq 18*"
    }

    It 'reports what an older version does not support, and fails for a set that does not exist' {
        $failure = Get-OneError { Get-BcPermission Production 'D365 ITEM, EDIT' }
        $failure.FullyQualifiedErrorId | Should -BeLike 'EndpointNotAvailable,*'
        "$failure" | Should -BeLike '*version 29.0*'
        (Get-OneError { Get-BcPermission Preview NOPE }).FullyQualifiedErrorId | Should -BeLike 'PermissionSetNotFound,*'
        (Get-OneError { Get-BcPermission Preview LOCAL -ObjectId -1 }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }
}
