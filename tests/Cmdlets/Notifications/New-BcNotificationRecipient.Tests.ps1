BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'New-BcNotificationRecipient' {
    BeforeEach { Start-TestSession Empty }

    It 'adds a recipient' {
        $recipient = New-BcNotificationRecipient alerts@contoso.example 'Contoso Alerts'
        $recipient | Should -BeOfType ([BcAdmin.BcNotificationRecipient])
        $recipient.RecipientId | Should -Be (Get-BcNotificationRecipient alerts@contoso.example).RecipientId
    }

    It 'accepts rows of a file' {
        $rows = "Email,Name`na@contoso.example,Anna`nb@contoso.example,Bert" | ConvertFrom-Csv
        ($rows | New-BcNotificationRecipient).Name | Should -Be @('Anna', 'Bert')
    }

    It 'copies them from tenant to tenant' {
        Start-TestSession Partner -NoConnect
        $customers = (Get-BcSimulator Test).Tenants[0, 1]
        foreach ($customer in $customers) { Connect-BcTenant $customer -Simulator }
        $null = New-BcNotificationRecipient a@partner.example Anna -Connection $customers[0]
        $copy = Get-BcNotificationRecipient -Connection $customers[0] | New-BcNotificationRecipient -Connection $customers[1]
        $copy.TenantId | Should -Be (Get-BcConnection $customers[1]).TenantId
        (Get-BcNotificationRecipient -Connection $customers[1]).Email | Should -Contain 'a@partner.example'
    }

    It 'fails for an existing address in any case, although the service would accept it' {
        Send-Control settings @{ duplicateRecipients = $true }
        $null = New-BcNotificationRecipient alerts@contoso.example Alerts
        (Get-OneError { New-BcNotificationRecipient ALERTS@contoso.example Again }).FullyQualifiedErrorId | Should -BeLike 'ResourceExists,*'
        Get-BcNotificationRecipient | Should -HaveCount 1
    }

    It 'stops at the limit of 100' {
        1..100 | ForEach-Object { [pscustomobject] @{ Email = "a$_@contoso.example"; Name = "A$_" } } | New-BcNotificationRecipient | Should -HaveCount 100
        $failure = Get-OneError { New-BcNotificationRecipient late@contoso.example Late }
        $failure.FullyQualifiedErrorId | Should -BeLike 'MaximumNumberOfRecipientsReached,*'
        $failure.CategoryInfo.Category | Should -Be 'LimitsExceeded'
    }

    It 'adds only one, although the response was lost' {
        Send-Control settings @{ duplicateRecipients = $true }
        $null = Add-BcSimulatorFault -DropAnswer -Operation createNotificationRecipient
        (New-BcNotificationRecipient alerts@contoso.example Alerts).RecipientId | Should -Not -Be ([guid]::Empty)
        Get-BcNotificationRecipient | Should -HaveCount 1
        Get-Request createNotificationRecipient | Should -HaveCount 1
    }

    It 'reads the new one if the response is empty' {
        Send-Control settings @{ undocumentedStatus = 204 }
        (New-BcNotificationRecipient alerts@contoso.example Alerts).RecipientId | Should -Be (Get-BcNotificationRecipient).RecipientId
    }

    It 'rejects an invalid address and a blank name' {
        foreach ($address in 'nobody', 'Anna <a@contoso.example>', 'a@', ' ') {
            (Get-OneError { New-BcNotificationRecipient $address Alerts }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*' -Because $address
        }
        (Get-OneError { New-BcNotificationRecipient a@contoso.example ' ' }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
        Get-Request | Should -BeNullOrEmpty
    }

    It 'adds none with -WhatIf' {
        New-BcNotificationRecipient alerts@contoso.example Alerts -WhatIf | Should -BeNullOrEmpty
        Get-Request createNotificationRecipient | Should -BeNullOrEmpty
    }
}
