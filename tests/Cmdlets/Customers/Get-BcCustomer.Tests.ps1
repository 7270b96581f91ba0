BeforeAll {
    Import-Module "$PSScriptRoot/../../TestSession.psm1" -Force
    $partner = '9a270e00-0000-4000-8000-00000000ffff'
    $app = '9a270e00-0000-4000-8000-00000000a001'
    $adatum = 'ada70000-0000-4000-8000-000000000001'
}

Describe 'Get-BcCustomer' {
    Context 'as <_>' -ForEach 'User', 'App' {
        BeforeAll { Start-TestSession Customers -As $_ }

        It 'lists the customers with an active relationship' {
            $customers = Get-BcCustomer
            $customers | Should -BeOfType ([BcAdmin.BcCustomer])
            $customers.DisplayName | Should -Be 'Adatum', 'Fabrikam', 'Fabrikam 2', 'Fabrikam 3', 'Tailspin Toys, Inc. "Øst"'
            $customers[0].TenantId | Should -Be $adatum
            $customers[0].PartnerTenantId | Should -Be $partner
            $customers[0].Relationships | Should -BeNullOrEmpty
            Get-Request graphListDelegatedAdminRelationships | Should -BeNullOrEmpty
        }

        It 'reads the relationships with -Detailed' {
            $adatum, $fabrikam = Get-BcCustomer Adatum, Fabrikam -Detailed
            $adatum.Roles | Should -Be 'Dynamics 365 Administrator', 'Global Reader'
            $adatum.IsAutoExtended | Should -BeTrue
            $adatum.Relationships.Status | Should -Be 'active', 'expired'
            $adatum.Relationships[0].AutoExtendDuration | Should -Be ([timespan]::FromDays(180))
            $adatum.Relationships[0].Duration | Should -Be ([timespan]::FromDays(730))
            $adatum.Relationships[0].ExpiresOn | Should -Be $adatum.ExpiresOn
            ($adatum.ExpiresOn - $adatum.Relationships[0].StartedOn).Days | Should -Be 730
            $adatum.Relationships[1].Roles | Should -Be 'Global Administrator'
            $fabrikam.Roles | Should -Be 'Dynamics 365 Business Central Administrator', 'Service Support Administrator'
            $fabrikam.IsAutoExtended | Should -BeFalse
            [math]::Round(($fabrikam.ExpiresOn - [DateTimeOffset]::UtcNow).TotalDays) | Should -Be 25
        }
    }

    Context 'by name' {
        BeforeAll { Start-TestSession Customers }

        It 'finds <Name>' -ForEach @(
            @{ Name = 'fabrikam*'; Found = 'Fabrikam', 'Fabrikam 2', 'Fabrikam 3' }
            @{ Name = 'ada70000-0000-4000-8000-000000000001'; Found = 'Adatum' }
            @{ Name = 'Tailspin Toys, Inc. "Øst"'; Found = 'Tailspin Toys, Inc. "Øst"' }
        ) {
            (Get-BcCustomer $Name).DisplayName | Should -Be $Found
        }

        It 'fails for a name that no customer has, and suggests the nearest one' {
            $result = Invoke-Captured { Get-BcCustomer Adatom, Fabrikam }
            $result.Output.DisplayName | Should -Be 'Fabrikam'
            $result.Errors | Should -HaveCount 1
            $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'CustomerNotFound,*'
            "$($result.Errors[0])" | Should -BeLike "*Did you mean 'Adatum'?*"
            Get-BcCustomer 'X*' | Should -BeNullOrEmpty
        }

        It 'shows the ID of a role without a known name' {
            (Get-BcCustomer Tailspin* -Detailed).Roles | Should -Contain '9a270e00-0000-4000-8000-0000000000c1'
        }

        It 'signs in to Microsoft Graph once for each connection' {
            Start-TestSession Customers
            1..3 | ForEach-Object { Get-BcCustomer } | Should -HaveCount 15
            Get-Request graphListDelegatedAdminCustomers | Should -HaveCount 3
            Get-Request deviceCode* | Should -HaveCount 1
        }
    }

    Context 'in a pipeline' {
        BeforeEach { Start-TestSession Customers -As App }

        It 'returns tenants to connect to' {
            $connections = Get-BcCustomer Adatum | Connect-BcTenant -ClientId $app -ClientSecret (ConvertTo-SecureString partner-automation-secret -AsPlainText) -Simulator -PassThru
            $connections.TenantId | Should -Be $adatum
            (Get-BcCustomer Adatum -Connection partner.example | Get-BcEnvironment).TenantId | Sort-Object -Unique | Should -Be $adatum
        }

        It 'passes customers to Connect-BcTenant with -ThrottleLimit, where a customer without consent is one error' {
            $signIn = @{ ClientId = $app; ClientSecret = ConvertTo-SecureString partner-automation-secret -AsPlainText; Simulator = $true; ThrottleLimit = 20 }
            $result = Invoke-Captured { Get-BcCustomer Adatum, Fabrikam* | Connect-BcTenant @signIn -PassThru }
            $result.Output.TenantId | Should -Be $adatum
            $result.Errors | Should -HaveCount 3
            $result.Errors.FullyQualifiedErrorId | Should -BeLike 'SignInFailed,*'
        }

        It 'never uses the connection of the partner for a customer' {
            Clear-Request
            $result = Invoke-Captured { Get-BcCustomer Adatum, Fabrikam | Get-BcEnvironment }
            $result.Output | Should -BeNullOrEmpty
            $result.Errors.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
            $result.Errors | Should -HaveCount 2
            Get-Request listEnvironments | Should -BeNullOrEmpty
            (Invoke-Captured { Get-BcCustomer Adatum | Get-BcQuota }).Errors.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
            Get-Request getQuotas | Should -BeNullOrEmpty
        }

        It 'is not accepted by a cmdlet that changes something' {
            (Get-OneError { Get-BcCustomer Adatum | Remove-BcEnvironment Production -Force }).FullyQualifiedErrorId | Should -BeLike 'InputTypeNotAccepted,*'
        }
    }

    Context 'with many customers' {
        It 'reads all pages' {
            Start-TestSession "$PSScriptRoot/ManyCustomers.json" -As App
            $customers = Get-BcCustomer -Detailed
            $customers.Count | Should -Be 650
            @($customers.TenantId | Sort-Object -Unique).Count | Should -Be 650
            $customers.Roles | Sort-Object -Unique | Should -Be 'Dynamics 365 Administrator'
            Get-Request graphListDelegatedAdminCustomers | Should -HaveCount 3
            Get-Request graphListDelegatedAdminRelationships | Should -HaveCount 3
            Clear-Request
            Get-BcCustomer | Select-Object -First 1 | Should -Not -BeNullOrEmpty
            Get-Request graphListDelegatedAdminCustomers | Should -HaveCount 1
        }
    }

    Context 'failures' {
        BeforeEach { Start-TestSession Customers -As App }

        It 'names the missing permission' {
            Send-Control apps @{ tenantId = 'partner.example'; clientId = $app; roles = @('AdminCenter.ReadWrite.All') }
            $failure = Get-OneError { Get-BcCustomer }
            $failure.CategoryInfo.Category | Should -Be 'PermissionDenied'
            $failure.Exception.Advice | Should -BeLike '*DelegatedAdminRelationship.Read.All*'
        }

        It 'retries a throttled call' {
            $null = Add-BcSimulatorFault -Operation graphListDelegatedAdminCustomers -StatusCode 429 -Count 2 -RetryAfterSec 0
            Get-BcCustomer | Should -HaveCount 5
            Get-Request graphListDelegatedAdminCustomers | Should -HaveCount 3
        }

        It 'rejects an access token for Business Central before the call' {
            $token = Get-BcAccessToken
            Connect-BcTenant partner.example -AccessToken $token -Simulator
            Clear-Request
            (Get-OneError { Get-BcCustomer }).FullyQualifiedErrorId | Should -BeLike 'SignInRequired,*'
            Get-Request | Should -BeNullOrEmpty
        }

        It 'is an error without a connection' {
            Disconnect-BcTenant -All
            (Get-OneError { Get-BcCustomer }).FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        }
    }
}
