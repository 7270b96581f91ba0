BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Get-BcNotificationRecipient' {
    BeforeEach {
        Start-TestSession Empty
        $null = New-BcNotificationRecipient a@contoso.example Anna
        $null = New-BcNotificationRecipient b@fabrikam.example Bert
        Clear-Request
    }

    It 'lists the recipients' {
        $recipients = Get-BcNotificationRecipient
        $recipients | Should -BeOfType ([BcAdmin.BcNotificationRecipient])
        $recipients.Email | Should -Be @('a@contoso.example', 'b@fabrikam.example')
        $recipients[0].RecipientId | Should -Not -Be ([guid]::Empty)
    }

    It 'filters by name and address' {
        (Get-BcNotificationRecipient '*@contoso.example').Name | Should -Be 'Anna'
        (Get-BcNotificationRecipient bert).Email | Should -Be 'b@fabrikam.example'
        Get-BcNotificationRecipient 'z*' | Should -BeNullOrEmpty
    }

    It 'fails for an exact value that does not exist, and continues' {
        $result = Invoke-Captured { Get-BcNotificationRecipient c@contoso.example, Anna }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'RecipientNotFound,*'
        $result.Errors[0].TargetObject | Should -Be 'c@contoso.example'
        $result.Output.Name | Should -Be 'Anna'
    }

    It 'reads the settings if the service has no list' {
        $null = Add-BcSimulatorFault -Operation listNotificationRecipients -StatusCode 405 -Count 1
        (Get-BcNotificationRecipient).Name | Should -Be @('Anna', 'Bert')
        (Get-Request).Operation | Should -Be @('listNotificationRecipients', 'getNotificationSettings')
    }

    It 'reports errors of the service' {
        $null = Add-BcSimulatorFault -Operation listNotificationRecipients -StatusCode 403 -Count 1
        (Get-OneError { Get-BcNotificationRecipient }).CategoryInfo.Category | Should -Be 'PermissionDenied'
    }
}
