# The commands that are killed. Each flow has:
#   Scenario, TimeScale  of the simulator
#   App                  the client ID and the secret of the app that signs in
#   Setting, Fault       the latency of the service, so that the random times are spread over the writes and over responses that are lost
#   Prepare              writes the files that the command reads to $folder, before the first run
#   Run                  the command, with $signIn (parameters of Connect-BcTenant), $folder, and $state (a file that the next run continues with);
#                        returns "key<tab>status" for each result
#   Open                 gets the keys of a complete run and a function that reads from the service; returns the keys whose work is not done
$fleet = 'c4a50000-0000-4000-8000-00000000a001', 'crash-fleet-secret'
$contoso = 'c0a70500-0000-4000-8000-00000000a001', 'contoso-automation-secret'

function Get-Key($Result) { "$($Result.TenantId) $($Result.EnvironmentName) $($Result.Component) $($Result.Key)" }

# The sign-in of a user, without a browser.
function Get-UserToken([uri] $Address, [string] $Domain, [string] $UserName) {
    $form = @{
        grant_type = 'password'; username = $UserName; password = 'any'
        client_id  = '1950a258-227b-4e31-a9cf-717495945fc2'; scope = 'https://api.businesscentral.dynamics.com/.default'
    }
    (Invoke-RestMethod "$Address$Domain/oauth2/v2.0/token" -Method Post -Body $form -NoProxy).access_token
}

# The keys of the differences between a file and the tenants of the current connections.
function Get-Difference([string] $File, [switch] $IncludeUnlisted) {
    Compare-BcConfiguration $File -Connection * -IncludeUnlisted:$IncludeUnlisted | ForEach-Object { Get-Key $_ } | Sort-Object -Unique
}

@{
    Name     = 'Import-BcUser, rows with three permission sets each'
    Scenario = "$PSScriptRoot/large.json"
    App      = $fleet
    Setting  = @{ latencyMs = 20 }
    Fault    = @{ kind = 'slowDrip'; operation = 'postBatch'; count = 0; bytesPerSec = 500000 }
    Prepare  = {
        Connect-BcTenant large.example @signIn
        $sets = (Get-BcPermissionSet Production).RoleId -like 'D365*' | Select-Object -First 3
        Get-BcUser Production | Select-Object -First ($env:BCADMIN_CRASH_ROWS ? $env:BCADMIN_CRASH_ROWS : 100) |
            ForEach-Object { [pscustomobject] @{ User = $_.UserName; PermissionSets = $sets -join ';'; Companies = 'Branch' } } | Export-Csv "$folder/users.csv"
    }
    Run      = {
        Connect-BcTenant large.example @signIn
        Import-BcUser Production "$folder/users.csv" -Force | ForEach-Object { "$($_.User)`t$($_.Status)" }
    }
    Open     = {
        param($Keys, $Read)
        $granted = @{}
        foreach ($user in (& $Read large.example Production listUsers | ConvertFrom-Json).value) {
            $granted[$user.userName] = @($user.userPermissions | Where-Object company -EQ Branch).Count
        }
        $Keys | Where-Object { $granted[$_] -ne 3 }
    }
}

@{
    Name      = 'Set-BcConfiguration'
    Scenario  = 'Contoso'
    TimeScale = 3000
    App       = $contoso
    Setting   = @{ latencyMs = 10 }
    Fault     = @{ kind = 'slowDrip'; operation = '*e*'; count = 0; probability = 0.1; seed = 1; bytesPerSec = 1000000 }
    # The intended state: users, permission sets, companies, features, recipients, settings, and apps of another tenant.
    Prepare   = {
        Connect-BcTenant contoso.example @signIn
        $null = Export-BcConfiguration "$folder/export.json"
        $desired = Get-Content "$folder/export.json" -Raw | ConvertFrom-Json -AsHashtable
        $production = $desired.environments | Where-Object { $_.name -eq 'Production' }
        $desired.notificationRecipients = @(1..4 | ForEach-Object { @{ email = "alert$_@contoso.example"; name = "Alert $_" } })
        $production.updateWindow.start = '20:00'
        $production.companies += 1..3 | ForEach-Object { @{ name = "Branch $_"; displayName = "Branch number $_" } }
        $production.users | ForEach-Object { $_.expiryDate = '2031-01-01' }
        $production.userPermissions = @($production.users | Select-Object -First 30 | ForEach-Object {
                @{ user = $_.user; permissionSet = 'D365 BASIC' }; @{ user = $_.user; permissionSet = 'LOCAL'; company = 'Branch 1' }
            })
        $production.apps = @($production.apps | Where-Object { $_.name -ne 'Adatum Payroll' }) + @{ appId = 'a9900000-0000-4000-8000-000000000007' }
        $production.features | Where-Object { $_.feature -in 'ModernActionBar', 'SalesPrices' } | ForEach-Object { $_.enabled = $true }
        $desired | ConvertTo-Json -Depth 10 | Set-Content "$folder/desired.json"
    }
    Run       = {
        Connect-BcTenant contoso.example @signIn
        Set-BcConfiguration "$folder/desired.json" -RemoveUnlisted -AcceptIsvEula -Force -Wait |
            ForEach-Object { "$(Get-Key $_)`t$($_.Status)" }
    }
    Open      = {
        Connect-BcTenant contoso.example @signIn
        Get-Difference "$folder/desired.json" -IncludeUnlisted
    }
}

@{
    Name      = 'Publish-BcApp, 20 apps that depend on each other'
    Scenario  = 'Contoso'
    TimeScale = 3000
    App       = $contoso
    Setting   = @{ latencyMs = 10 }
    Fault     = @{ kind = 'slowDrip'; operation = 'installPte'; count = 0; probability = 0.5; seed = 1; bytesPerSec = 100000 }
    Prepare   = {
        $null = New-Item "$folder/apps" -ItemType Directory
        foreach ($number in 20..1) {
            $needed = $number -gt 1 ? @{ DependsOn = '{0:d8}-0000-4000-8000-000000000000' -f ($number - 1) } : @{}
            $null = New-TestApp "$folder/apps" "App$number" ('{0:d8}-0000-4000-8000-000000000000' -f $number) 1.0.0.0 @needed
        }
    }
    Run       = {
        Connect-BcTenant contoso.example @signIn
        Publish-BcApp Sandbox "$folder/apps" -AcceptIsvEula -Wait | ForEach-Object { "$($_.AppId)`t$($_.GetType().Name) $($_.Version)" }
    }
    Open      = {
        param($Keys, $Read)
        $installed = (& $Read contoso.example Sandbox listInstalledApps | ConvertFrom-Json).value.id
        $Keys | Where-Object { $_ -notin $installed }
    }
}

@{
    Name     = 'A fleet: Add-CustomerFleet.ps1 and Set-BcConfiguration -Connection *'
    Scenario = "$PSScriptRoot/fleet.json"
    App      = $fleet
    Setting  = @{ latencyMs = 10 }
    Fault    = @{ kind = 'slowDrip'; operation = '*e*'; count = 0; probability = 0.1; seed = 1; bytesPerSec = 1000000 }
    Prepare  = {
        @{
            notificationRecipients = @(1..3 | ForEach-Object { @{ email = "desk$_@partner.example"; name = "Service Desk $_" } })
            environments           = @(@{
                    match            = @{ type = 'Production' }
                    updateWindow     = @{ start = '22:00'; end = '06:00'; timeZone = 'Romance Standard Time' }
                    appUpdateCadence = 'DuringMajorMinorUpgrade'
                    supportContact   = @{ name = 'Service Desk'; email = 'desk@partner.example'; url = 'https://support.partner.example' }
                    companies        = @(@{ name = 'Training'; displayName = 'Training company' })
                })
        } | ConvertTo-Json -Depth 10 | Set-Content "$folder/fleet.json"
    }
    Run      = {
        $server = @{ Authority = $signIn.Authority; Endpoint = $signIn.Endpoint }
        $tenants = (Invoke-RestMethod "$($signIn.Endpoint)simulator/ready" -NoProxy).tenants
        foreach ($tenant in $tenants) {
            $token = Get-UserToken $signIn.Endpoint $tenant.domain $tenant.users[0].userName
            $customer = @{
                TenantId   = $tenant.tenantId; DisplayName = $tenant.domain; ClientId = $signIn.ClientId; Path = $state
                AppSignIn  = @{ ClientSecret = $signIn.ClientSecret } + $server
                UserSignIn = @{ AccessToken = ConvertTo-SecureString $token -AsPlainText } + $server
            }
            & "$PSScriptRoot/../../docs/examples/Add-CustomerFleet.ps1" @customer |
                ForEach-Object { "$($tenant.domain) access`t$($_.Status -eq 'Done' ? 'HasAccess' : $_.Status)" }
        }
        $tenants.tenantId | ForEach-Object { Connect-BcTenant $_ @signIn -Name $_ }
        Set-BcConfiguration "$folder/fleet.json" -Connection * -Force -Wait | ForEach-Object { "$(Get-Key $_)`t$($_.Status)" }
    }
    Open     = {
        param($Keys, $Read)
        foreach ($domain in $Keys -like '* access' -replace ' access') {
            $tenant = (Invoke-RestMethod "$($signIn.Endpoint)simulator/ready" -NoProxy).tenants | Where-Object domain -EQ $domain
            if ((& $Read $domain '' listAuthorizedApps) -like "*$($signIn.ClientId)*") { Connect-BcTenant $tenant.tenantId @signIn -Name $domain }
            else { $Keys -match "^($domain|$($tenant.tenantId)) " }
        }
        if (Get-BcConnection) { Get-Difference "$folder/fleet.json" }
    }
}
