BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcApiEntitySet' {
    BeforeAll { Start-TestSession Preview }

    It 'lists the entity sets of a version' {
        $sets = Get-BcApiEntitySet Production
        $sets.Name | Should -Contain 'users'
        $sets.Name | Should -Not -Contain 'accessControls'
        $sets[0] | Should -BeOfType ([BcAdmin.BcApiEntitySet])
        (Get-BcEnvironment | Get-BcApiEntitySet -Name accessC*).EnvironmentName | Should -Be 'Preview'
    }

    It 'returns the metadata as XML' {
        $metadata = Get-BcApiEntitySet Production -Metadata
        $metadata | Should -BeOfType ([xml])
        $metadata.GetElementsByTagName('EntitySet').Name | Should -Be (Get-BcApiEntitySet Production).Name
    }

    It 'fails for an environment that does not exist, and for a response that is not XML' {
        (Get-OneError { Get-BcApiEntitySet Nope }).CategoryInfo.Category | Should -Be 'ObjectNotFound'
        Send-Control faults @{ kind = 'malformed'; operation = 'getMetadata' }
        (Get-OneError { Get-BcApiEntitySet Production -Metadata }).FullyQualifiedErrorId | Should -BeLike 'UnexpectedResponse,*'
    }
}
