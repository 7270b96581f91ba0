BeforeAll { Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force }

Describe 'Remove-BcNotificationRecipient with names' {
    BeforeAll { Start-TestSession }

    It 'finds a recipient by exact name or address' {
        Remove-BcNotificationRecipient 'contoso alerts'
        Remove-BcNotificationRecipient desk@partner.example
        Get-BcNotificationRecipient | Should -BeNullOrEmpty
    }

    It 'lists the recipients that have the name, and removes none' {
        $null = New-BcNotificationRecipient a@contoso.example Operations
        $null = New-BcNotificationRecipient b@contoso.example Operations
        $failure = Get-OneError { Remove-BcNotificationRecipient Operations }
        $failure.FullyQualifiedErrorId | Should -BeLike 'AmbiguousRecipient,*'
        "$failure" | Should -BeLike '*a@contoso.example*b@contoso.example*'
        (Get-OneError { Remove-BcNotificationRecipient 'Oper*' }).FullyQualifiedErrorId | Should -BeLike 'RecipientNotFound,*'
        ('Operations' | Get-BcNotificationRecipient).Count | Should -Be 2
    }
}

Describe 'Remove-BcNotificationRecipient' {
    BeforeEach {
        Start-TestSession Empty
        $null = New-BcNotificationRecipient a@contoso.example Anna
        $null = New-BcNotificationRecipient b@contoso.example Bert
    }

    It 'removes by address' {
        Remove-BcNotificationRecipient -Email A@contoso.example | Should -BeNullOrEmpty
        (Get-BcNotificationRecipient).Name | Should -Be 'Bert'
    }

    It 'accepts recipients from the pipeline' {
        Get-BcNotificationRecipient | Remove-BcNotificationRecipient
        Get-BcNotificationRecipient | Should -BeNullOrEmpty
    }

    It 'writes only a verbose line for a piped recipient that no longer exists, and fails for one that never existed' {
        (Get-OneError { Remove-BcNotificationRecipient (New-Guid) }).FullyQualifiedErrorId | Should -BeLike 'RecipientNotFound,*'
        "$(Get-OneError { Remove-BcNotificationRecipient -Email aa@contoso.example })" | Should -BeLike "*Did you mean 'a@contoso.example'?*"
        $gone = [pscustomobject] @{ RecipientId = New-Guid }
        $result = Invoke-Captured { $gone | Remove-BcNotificationRecipient -Verbose }
        $result.Errors | Should -BeNullOrEmpty
        $result.Verbose -join ' ' | Should -BeLike '*sends no notifications to*'
        Get-Request deleteNotificationRecipient | Should -BeNullOrEmpty
    }

    It 'succeeds if its first attempt was processed' {
        $null = Add-BcSimulatorFault -DropAnswer -Operation deleteNotificationRecipient
        (Invoke-Captured { Remove-BcNotificationRecipient -Email a@contoso.example }).Errors | Should -BeNullOrEmpty
        (Get-BcNotificationRecipient).Name | Should -Be 'Bert'
    }

    It 'reports errors of the service, and continues' {
        $null = Add-BcSimulatorFault -Operation deleteNotificationRecipient -StatusCode 400 -ErrorCode invalidInput -Count 1
        $result = Invoke-Captured { Remove-BcNotificationRecipient -Email a@contoso.example, b@contoso.example }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'InvalidInput,*'
        (Get-BcNotificationRecipient).Name | Should -Be 'Anna'
    }

    It 'rejects an invalid address' {
        (Get-OneError { Remove-BcNotificationRecipient -Email nobody }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }

    It 'removes none with -WhatIf' {
        Get-BcNotificationRecipient | Remove-BcNotificationRecipient -WhatIf
        Get-BcNotificationRecipient | Should -HaveCount 2
    }
}
