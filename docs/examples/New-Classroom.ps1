<#
.SYNOPSIS
Builds a classroom from a CSV file: one company for each student or group, with permission sets for that company only, a hand-out list, and the take-down.
.DESCRIPTION
Reads the columns Course and Student, and optionally Group and PermissionSets, separated by commas, semicolons, or tabs:

  Course,Student,Group,PermissionSets
  ACC101,anna.berg@school.edu,,D365 BASIC;D365 ACC. PAYABLE
  ACC101,ola.nord@school.edu,Team 1,

Each student gets a company, or shares the company of the group. A new company has no setup: -PackagePath fills it. The permission sets are assigned for that company, never for all companies. A student is a user name, email address, or security ID of the
environment. Users come from Microsoft 365: with -Sync, a signed-in administrator imports the missing ones; an app cannot, and works with the users that exist.

The name of a company is made from course and student or group. A name of more than 30 characters, or one that two companies would have, is shortened and ends in a hash value, which is the same in each run.

A record file keeps what the script created. Run the script again to continue a run that was stopped, to retry failures, or to add students: what is done is not repeated. An error is in the row of its student,
and the other students follow. Students who are removed from the file keep their access until -Remove.

-Remove takes down what the record contains: it removes the permission sets, restores the expiry dates, and deletes the companies. A company that existed before, and a permission set that a user already had, are
never removed. Keep the record file: where the disk does not last, as in Azure Automation, copy it to a storage account after each run.

Returns one object for each student: Course, Student, Company, Address, Status (Done, Planned, Skipped, Failed), Error. With -Remove, one for each company: Course, Company, Status (Removed, Planned, Skipped,
Failed), Error. The hand-out list is a CSV file with the columns Course, Student, Company, and Address, which opens the company in the web client. It contains the students with the status Done.

Permission: a user of the environment who can create companies and assign permission sets, or an app with Automation.ReadWrite.All that is set up in the environment. Without -WebClientUrl, also access to the admin
center.
.PARAMETER Environment
The environment.
.PARAMETER Path
The CSV file of the students, in UTF-8 or UTF-16.
.PARAMETER PermissionSet
Ids of the permission sets for rows whose column PermissionSets is blank.
.PARAMETER HandoutPath
The hand-out list. The default is handout.csv in the current folder.
.PARAMETER PackagePath
Configuration packages (.rapidstart) to fill the new companies with, with wildcards. Requires New-FilledCompany.ps1 in the folder of this script. Companies that existed before are not filled.
.PARAMETER ExpiryDate
The end of access of the students. It applies to the user, in all companies.
.PARAMETER WebClientUrl
The address of the web client of the environment. The default is read from the admin center.
.PARAMETER Sync
Imports users from Microsoft 365 if a student is missing. For signed-in users with SUPER only.
.PARAMETER UseExistingCompany
Grants access to a company that exists and was not created by this script. Without this switch, the row fails.
.PARAMETER AllowSuper
Accepts the permission sets SUPER and SECURITY. Without this switch, rows that name them fail.
.PARAMETER Remove
Takes the classroom down. Prompts once for confirmation.
.PARAMETER Force
Takes the classroom down without a prompt.
.PARAMETER Course
Only these courses. The default is all.
.PARAMETER StatePath
The record file, one for each environment. The default is classroom.json in the current folder.
.PARAMETER Connection
The connection to use. The default is the current one.
.EXAMPLE
./New-Classroom.ps1 Training ./students.csv -PermissionSet 'D365 BASIC' -WhatIf

Shows the plan.
.EXAMPLE
./New-Classroom.ps1 Training ./students.csv -PermissionSet 'D365 BASIC', 'D365 SALES DOC, POST' -PackagePath ./setup/*.rapidstart -ExpiryDate 2027-06-30 | Where-Object Status -eq Failed

Builds the classroom with filled companies, and shows the rows that failed.
.EXAMPLE
./New-Classroom.ps1 Training -Remove -Course ACC101 -Force

Takes one course down, without a prompt.
#>
[CmdletBinding(SupportsShouldProcess, DefaultParameterSetName = 'Build')]
param(
    [Parameter(Mandatory, Position = 0)] [string] $Environment,
    [Parameter(Mandatory, Position = 1, ParameterSetName = 'Build')] [string] $Path,
    [Parameter(ParameterSetName = 'Build')] [string[]] $PermissionSet = @(),
    [Parameter(ParameterSetName = 'Build')] [string] $HandoutPath = 'handout.csv',
    [Parameter(ParameterSetName = 'Build')] [SupportsWildcards()] [string[]] $PackagePath,
    [Parameter(ParameterSetName = 'Build')] [datetime] $ExpiryDate,
    [Parameter(ParameterSetName = 'Build')] [uri] $WebClientUrl,
    [Parameter(ParameterSetName = 'Build')] [switch] $Sync,
    [Parameter(ParameterSetName = 'Build')] [switch] $UseExistingCompany,
    [Parameter(ParameterSetName = 'Build')] [switch] $AllowSuper,
    [Parameter(Mandatory, ParameterSetName = 'Remove')] [switch] $Remove,
    [Parameter(ParameterSetName = 'Remove')] [switch] $Force,
    [string[]] $Course,
    [string] $StatePath = 'classroom.json',
    [object] $Connection
)
$ErrorActionPreference = 'Stop'
$via = $Connection ? @{ Connection = $Connection } : @{}
$end = $PSBoundParameters.ContainsKey('ExpiryDate') ? $ExpiryDate.ToUniversalTime() : $null
$undone = $WhatIfPreference ? 'Planned' : 'Skipped'
$mostCompanies = 300 # the most that an environment supports
$StatePath = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($StatePath)

# Ids and names are compared without case and without a culture, as the service does.
function New-Map { , [Collections.Generic.Dictionary[string, object]]::new([StringComparer]::OrdinalIgnoreCase) }

# The record: Companies by course and owner, Permissions ("user|permission set|company") with the key of their company, Users with their former expiry date.
# Times are ticks, because JSON text that looks like a date is read as one.
function Read-Record {
    $record = @{ TenantId = ''; Environment = ''; Companies = New-Map; Permissions = New-Map; Users = New-Map }
    if (-not (Test-Path -LiteralPath $StatePath)) { return $record }
    $saved = Get-Content -LiteralPath $StatePath -Raw | ConvertFrom-Json -AsHashtable
    $record.TenantId, $record.Environment = $saved.TenantId, $saved.Environment
    foreach ($part in 'Companies', 'Permissions', 'Users') {
        foreach ($key in $saved.$part.Keys) { $record.$part[$key] = $saved.$part[$key] }
    }
    $record
}

# Written to another file and moved, so that the file is complete whenever the script is stopped.
function Save-Record {
    ConvertTo-Json $record -Depth 4 | Set-Content -LiteralPath "$StatePath.new"
    Move-Item -LiteralPath "$StatePath.new" $StatePath -Force
}

# The company of an entry of the record. One whose creation was interrupted is found by its name, if it was created at that time.
function Find-Company($Entry) {
    if ($Entry.CompanyId) { return $byId[$Entry.CompanyId] }
    $found = $byCompanyName[$Entry.Name]
    if ($found.SystemCreatedAt -and [math]::Abs($found.SystemCreatedAt.UtcTicks - $Entry.StartedOn) -lt [timespan]::TicksPerHour) { $found }
}

function Read-Row([string] $File) {
    if (-not (Test-Path -LiteralPath $File -PathType Leaf)) { throw "The file '$File' does not exist." }
    # The file may be open in Excel.
    $reader = [IO.StreamReader]::new([IO.FileStream]::new($File, 'Open', 'Read', 'ReadWrite'), [Text.UTF8Encoding]::new($false, $true), $true)
    try { $text = $reader.ReadToEnd().TrimStart() }
    catch [Text.DecoderFallbackException] { throw "'$File' is not in UTF-8. In Excel, save it as 'CSV UTF-8'." }
    finally { $reader.Dispose() }
    $header = ($text -split '\r?\n', 2)[0]
    $delimiter = ',', ';', "`t" | Sort-Object { $header.Split($_).Count } -Descending -Stable | Select-Object -First 1
    $rows = @($text | ConvertFrom-Csv -Delimiter $delimiter)
    if (-not $rows) { throw "'$File' has no rows." }
    $missing = 'Course', 'Student' | Where-Object { $_ -notin $rows[0].PSObject.Properties.Name }
    if ($missing) { throw "'$File' has no column $($missing -join ' and no column ')." }
    foreach ($row in $rows) {
        $cells = foreach ($column in 'Course', 'Student', 'Group', 'PermissionSets') { "$($row.$column)".Normalize().Trim() }
        if (-not -join $cells -or ($Course -and $cells[0] -notin $Course)) { continue }
        $sets = @($cells[3].Split(';', [StringSplitOptions] 'RemoveEmptyEntries, TrimEntries'))
        [pscustomobject] @{
            Course = $cells[0]; Student = $cells[1]; Group = $cells[2]; PermissionSets = @(($sets ? $sets : $PermissionSet) | Sort-Object -Unique)
            User = $null; Key = ''; Company = ''; Status = ''; Error = ''
        }
    }
}

# Finds users as Import-BcUser does: by ID, user name, sign-in address (version 29 and later), and contact email address.
function New-Directory {
    $users = @(Get-BcUser $Environment @via)
    $directory = @{ ById = New-Map; ByName = New-Map; ByAddress = New-Map; ByContact = New-Map }
    foreach ($user in $users) {
        $directory.ById["$($user.UserSecurityId)"] = $directory.ByName[$user.UserName] = $user
        if ($user.ContactEmail) { $directory.ByContact[$user.ContactEmail] = @($directory.ByContact[$user.ContactEmail]) + $user -ne $null }
    }
    if ($rows.Where({ $_.Student.Contains('@') -and -not $directory.ByName[$_.Student] -and -not $directory.ByContact[$_.Student] })) {
        try {
            foreach ($user in Get-BcUser $Environment -Detailed @via) { if ($user.AuthenticationEmail) { $directory.ByAddress[$user.AuthenticationEmail] = $user } }
        }
        catch { Write-Verbose "Sign-in addresses cannot be read: $_" }
    }
    $directory
}

function Find-User([string] $Name) {
    foreach ($map in 'ById', 'ByName', 'ByAddress') { if ($directory.$map[$Name]) { return $directory.$map[$Name] } }
    $found = @($directory.ByContact[$Name])
    if ($found.Count -gt 1) { throw "Several users have the address '$Name': $($found.UserName -join ', ')." }
    $found[0]
}

# Fills in the user and the key of a row, or the reason why it cannot be done.
function Resolve-Row($Row) {
    if (-not $Row.Course -or -not $Row.Student) { throw 'The row has no course or no student.' }
    if (-not $Row.PermissionSets) { throw 'The row has no permission set. Fill in the column PermissionSets or use -PermissionSet.' }
    foreach ($set in $Row.PermissionSets) {
        if (-not $known[$set]) { throw "Environment '$Environment' has no permission set '$set'." }
        if ($known[$set] -gt 1) { throw "Permission set '$set' is defined by several apps." }
        if ($set -in 'SUPER', 'SECURITY' -and -not $AllowSuper) { throw "$($set.ToUpperInvariant()) grants full control. Use -AllowSuper to assign it." }
    }
    $Row.User = Find-User $Row.Student
    if (-not $Row.User) { throw "Environment '$Environment' has no user '$($Row.Student)'. Users come from Microsoft 365 with a license, see -Sync." }
    $Row.Key = $Row.Group ? "$($Row.Course)`nGroup`n$($Row.Group)" : "$($Row.Course)`nStudent`n$($Row.User.UserSecurityId)"
}

function Get-PlainName($Row) { ("$($Row.Course) $($Row.Group ? $Row.Group : $Row.User.UserName)" -replace '[^\p{L}\p{M}\p{N} ._-]', '-' -replace ' +', ' ').Trim() }

# In names of tables, the database replaces some punctuation characters by _. So names that differ in punctuation only are treated as equal.
function Get-Fold([string] $Name) { $Name -replace '[^\p{L}\p{M}\p{N}]', '_' }

# The technical names of the companies that are not in the record.
function Get-NewName([object[]] $Owners) {
    $names, $taken, $wanted, $others = (New-Map), (New-Map), (New-Map), (New-Map)
    foreach ($entry in $record.Companies.Values) { $taken[(Get-Fold $entry.Name)] = 1 }
    foreach ($company in $companies) { $others[(Get-Fold $company.Name)] = $company.Name }
    foreach ($owner in $Owners) { $wanted[(Get-Fold (Get-PlainName $owner))] += 1 }
    foreach ($owner in $Owners) {
        $plain = Get-PlainName $owner
        $fold = Get-Fold $plain
        $name = $plain
        if ($plain.Length -gt 30 -or $wanted[$fold] -gt 1 -or $taken[$fold] -or ($others[$fold] -and $others[$fold] -ne $plain)) {
            $key = [Text.Encoding]::UTF8.GetBytes($owner.Key.ToLowerInvariant())
            $hash = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($key)).ToLowerInvariant()
            for ($digits = 8; $digits -eq 8 -or $taken[(Get-Fold $name)]; $digits += 4) {
                $name = "$($plain.Substring(0, [math]::Min($plain.Length, 29 - $digits)).Trim())-$($hash.Substring(0, $digits))"
            }
        }
        $taken[(Get-Fold $name)] = 1
        $names[$owner.Key] = $name
    }
    $names
}

# Makes sure that the company of a key exists and is filled. Returns nothing if it was declined.
function Initialize-Company([string] $Key, [string] $DisplayName) {
    $entry = $record.Companies[$Key]
    $company = $entry ? (Find-Company $entry) : $null
    $name = $entry ? $entry.Name : $newNames[$Key]
    if (-not $company) {
        $company = $byCompanyName[$name]
        if ($company -and -not $UseExistingCompany) { throw "Company '$name' exists, and the record does not contain it. Use -UseExistingCompany to grant access to it." }
        if ($company) {
            if ($WhatIfPreference) { return $company }
            $entry = $record.Companies[$Key] = @{ Name = $company.Name; CompanyId = "$($company.CompanyId)"; Existing = $true }
            Save-Record
        }
        else {
            if (-not $PSCmdlet.ShouldProcess("company '$name' in environment '$Environment'", 'Create')) { return }
            # Saved before the call: a run that is stopped in between finds its company again.
            $entry = $record.Companies[$Key] = @{ Name = $name; StartedOn = [datetime]::UtcNow.Ticks }
            Save-Record
            $company = New-BcCompany $Environment $name -DisplayName $DisplayName @via -Confirm:$false
        }
    }
    if ($WhatIfPreference) { return $company }
    if (-not $entry.CompanyId) {
        $entry.CompanyId = "$($company.CompanyId)"
        $entry.Name = $company.Name
        Save-Record
    }
    if ($PackagePath -and -not $entry.Existing -and -not $entry.Filled) {
        $null = & (Join-Path $PSScriptRoot New-FilledCompany.ps1) $Environment $company.Name -Path $PackagePath @via -Confirm:$false
        $entry.Filled = $true
        Save-Record
    }
    $company
}

# Assigns what is missing to a batch of users. The record is saved before the calls, so that a run that is stopped in between leaves nothing that -Remove does not know.
function Add-Access([object[]] $Batch) {
    foreach ($item in $Batch) {
        foreach ($set in $item.Missing) { $record.Permissions["$($item.User.UserSecurityId)|$set|$($item.Company.Name)"] = $item.Key }
        if (-not $item.Expires) { continue }
        $id = "$($item.User.UserSecurityId)"
        if (-not $record.Users[$id]) { $record.Users[$id] = @{ Before = $item.User.ExpiryDate ? $item.User.ExpiryDate.UtcTicks : 0 } }
        $record.Users[$id].Now = $end.Ticks
    }
    Save-Record
    $wishes = foreach ($item in $Batch) {
        [pscustomobject] @{
            User = $item.User.UserSecurityId; PermissionSets = $item.Missing; Companies = $item.Company.CompanyId
            ExpiryDate = $item.Expires ? $end : ''
        }
    }
    try { $results = @($wishes | Import-BcUser $Environment @via -Force -Confirm:$false -ErrorAction SilentlyContinue) }
    catch {
        foreach ($item in $Batch) { $item.Error = "$_" }
        return
    }
    for ($index = 0; $index -lt $Batch.Count; $index++) {
        $item, $result = $Batch[$index], $results[$index]
        if ($result.Status -in 'Changed', 'Unchanged') { continue }
        $item.Error = $result ? $result.Message : 'The user was not processed.'
        # What was not assigned must not be in the record, or -Remove would take what another administrator assigns later.
        try { $mine = @(Get-BcUserPermission $Environment "$($item.User.UserSecurityId)" @via) }
        catch { continue }
        foreach ($set in $item.Missing) {
            if ($mine.Where({ $_.RoleId -eq $set -and $_.Company -eq $item.Company.Name })) { continue }
            $null = $record.Permissions.Remove("$($item.User.UserSecurityId)|$set|$($item.Company.Name)")
        }
        Save-Record
    }
}

function Confirm-Removal([string[]] $Keys) {
    if ($Force -or $WhatIfPreference -or $ConfirmPreference -eq 'None') { return $true }
    $count = $Keys.Where({ -not $record.Companies[$_].Existing }).Count
    $question = "Remove the permission sets of the classroom and delete $count companies with all their data in environment '$Environment' " +
        "(tenant $($record.TenantId))? The companies can only come back with a restore of the whole environment."
    try { $PSCmdlet.ShouldContinue($question, 'Remove the classroom') }
    catch { throw 'This session is not interactive. Use -Force to continue without a prompt.' }
}

function Remove-Room([string[]] $Keys) {
    $held = @(Get-BcUserPermission $Environment @via) | Group-Object Company -AsHashTable -AsString
    foreach ($key in $Keys) {
        $entry = $record.Companies[$key]
        $result = [pscustomobject] @{ Course = $key.Split("`n")[0]; Company = $entry.Name; Status = $undone; Error = '' }
        $action = $entry.Existing ? 'Remove the permission sets of the classroom' : 'Remove the permission sets of the classroom and delete the company'
        if ($PSCmdlet.ShouldProcess("company '$($entry.Name)' in environment '$Environment'", $action)) {
            try {
                Remove-Company $key $entry @($held ? $held[$entry.Name] : @())
                $result.Status = 'Removed'
            }
            catch { $result.Status, $result.Error = 'Failed', "$_" }
        }
        $result
    }
}

function Remove-Company([string] $Key, $Entry, [object[]] $Held) {
    $here = $Held.Where({ $_ })
    $mine = $here.Where({ $record.Permissions["$($_.UserSecurityId)|$($_.RoleId)|$($_.Company)"] -eq $Key })
    $mine | Remove-BcUserPermission -Confirm:$false
    foreach ($permission in @($record.Permissions.Keys).Where({ $record.Permissions[$_] -eq $Key })) { $null = $record.Permissions.Remove($permission) }
    Save-Record
    $company = $Entry.Existing ? $null : (Find-Company $Entry)
    if ($company) {
        Remove-BcCompany $Environment $company.CompanyId @via -Force -Confirm:$false
        if ($here.Count -gt $mine.Count) { Write-Warning "$($here.Count - $mine.Count) permission assignments of others are limited to the deleted company '$($Entry.Name)'." }
    }
    $null = $record.Companies.Remove($Key)
    Save-Record
}

# Restores the expiry dates of users who are no longer in a company of the classroom. A date that was changed since is kept.
function Restore-ExpiryDate {
    $inUse = New-Map
    foreach ($permission in $record.Permissions.Keys) { $inUse[$permission.Split('|')[0]] = 1 }
    $leaving = @($record.Users.Keys).Where({ -not $inUse[$_] })
    if (-not $leaving) { return }
    $current = New-Map
    foreach ($user in Get-BcUser $Environment @via) { $current["$($user.UserSecurityId)"] = $user }
    $changed = $leaving.Where({ $current[$_].ExpiryDate -and [math]::Abs($current[$_].ExpiryDate.UtcTicks - $record.Users[$_].Now) -lt [timespan]::TicksPerSecond })
    foreach ($group in $changed | Group-Object { $record.Users[$_].Before }) {
        $before = $record.Users[$group.Group[0]].Before
        $date = $before ? @{ ExpiryDate = [datetime]::new($before, 'Utc') } : @{ NeverExpires = $true }
        $group.Group | ForEach-Object { $current[$_] } | Set-BcUser @date -Force -Confirm:$false
    }
    foreach ($id in $leaving) { $null = $record.Users.Remove($id) }
    Save-Record
}

if ($Remove -and -not (Test-Path -LiteralPath $StatePath)) { throw "The record '$StatePath' does not exist." }
$lock = $null
try {
    # Two runs at a time would overwrite each other's entries.
    if (-not $WhatIfPreference) {
        try { $lock = [IO.FileStream]::new("$StatePath.lock", 'OpenOrCreate', 'ReadWrite', 'None', 1, [IO.FileOptions]::DeleteOnClose) }
        catch [IO.IOException] { throw "The record '$StatePath' cannot be locked; another run may be using it. $($_.Exception.Message)" }
    }
    $record = Read-Record
    if ($Remove -and $record.Companies.Count -eq 0 -and $record.Users.Count -eq 0) { return }
    $rows = @(if (-not $Remove) { Read-Row $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path) })

    $companies = @(Get-BcCompany $Environment @via)
    if (-not $companies) { throw "Environment '$Environment' shows no company." }
    if (@($companies | Select-Object TenantId, EnvironmentName -Unique).Count -gt 1) { throw 'A classroom is in one environment of one tenant.' }
    $byId, $byCompanyName = (New-Map), (New-Map)
    foreach ($company in $companies) { $byId["$($company.CompanyId)"] = $byCompanyName[$company.Name] = $company }
    $tenant = "$($companies[0].TenantId)"
    if ($record.TenantId -and ($record.TenantId -ne $tenant -or $record.Environment -ne $Environment)) {
        throw "The record '$StatePath' is of environment '$($record.Environment)' in tenant $($record.TenantId). Use another -StatePath."
    }
    $record.TenantId, $record.Environment = $tenant, $Environment

    if ($Remove) {
        $keys = @($record.Companies.Keys).Where({ -not $Course -or $_.Split("`n")[0] -in $Course })
        if ($keys -and -not (Confirm-Removal $keys)) { return }
        $removed = @(if ($keys) { Remove-Room $keys })
        $removed
        $removed | Where-Object Status -eq Failed | ForEach-Object {
            Write-Error "Company '$($_.Company)': $($_.Error)" -ErrorId ClassroomCompanyFailed -TargetObject $_ -ErrorAction Continue
        }
        if (-not $WhatIfPreference) { Restore-ExpiryDate }
        return
    }

    $known = New-Map
    foreach ($set in Get-BcPermissionSet $Environment @via) { $known[$set.RoleId] += 1 }
    $directory = New-Directory
    if ($Sync -and $rows.Where({ try { $_.Student -and -not (Find-User $_.Student) } catch { $false } })) {
        try { $null = Sync-BcUser $Environment -Wait @via }
        catch { Write-Warning "Users could not be imported from Microsoft 365: $_" }
        $directory = New-Directory
    }
    foreach ($row in $rows) {
        try { Resolve-Row $row }
        catch { $row.Status, $row.Error = 'Failed', "$_" }
    }
    $address = "$WebClientUrl"
    if (-not $WebClientUrl) {
        try { $address = (Get-BcEnvironment $Environment @via).WebClientLoginUrl }
        catch { throw "The address of the web client cannot be read; -WebClientUrl specifies it. $_" }
    }
    $address += $address.Contains('?') ? '&company=' : '?company='

    # The rows of each company, in the order of the file.
    $rooms = New-Map
    foreach ($row in $rows.Where({ $_.Key })) {
        if (-not $rooms[$row.Key]) { $rooms[$row.Key] = [Collections.Generic.List[object]]::new() }
        $rooms[$row.Key].Add($row)
    }
    $newNames = Get-NewName @(foreach ($key in $rooms.Keys) { if (-not $record.Companies[$key]) { $rooms[$key][0] } })
    $needed = @($newNames.Values.Where({ -not $byCompanyName[$_] })).Count
    if ($companies.Count + $needed -gt $mostCompanies) {
        throw "The classroom needs $needed new companies, environment '$Environment' has $($companies.Count), and the most is $mostCompanies. Use groups, or several environments."
    }

    $held = [Collections.Generic.HashSet[string]]::new([StringComparer]::OrdinalIgnoreCase)
    foreach ($permission in Get-BcUserPermission $Environment @via) { $null = $held.Add("$($permission.UserSecurityId)|$($permission.RoleId)|$($permission.Company)") }

    # One item for each user and company, with all rows that name them.
    $access = [ordered] @{}
    $expiring = New-Map
    foreach ($key in $rooms.Keys) {
        $owner = $rooms[$key][0]
        $label = "$($owner.Course) $($owner.Group ? $owner.Group : $owner.User.DisplayName ? $owner.User.DisplayName : $owner.User.UserName)"
        try { $company = Initialize-Company $key $label.Substring(0, [math]::Min($label.Length, 250)) }
        catch {
            foreach ($row in $rooms[$key]) { $row.Status, $row.Error = 'Failed', "$_" }
            continue
        }
        $name = $company ? $company.Name : $record.Companies[$key] ? $record.Companies[$key].Name : $newNames[$key]
        foreach ($row in $rooms[$key]) {
            $row.Company = $name
            $row.Status = $undone
            $id = "$($row.User.UserSecurityId)|$name"
            if (-not $access.Contains($id)) {
                # The expiry date is the same in all companies, so one item of the user sets it.
                $expires = $end -and -not $expiring[$row.User.UserName] -and
                    (-not $row.User.ExpiryDate -or [math]::Abs($row.User.ExpiryDate.UtcTicks - $end.Ticks) -ge [timespan]::TicksPerSecond)
                if ($expires) { $expiring[$row.User.UserName] = 1 }
                $access[$id] = @{ User = $row.User; Company = $company; Name = $name; Key = $key; Rows = @(); Missing = @(); Expires = $expires; Error = '' }
            }
            $item = $access[$id]
            $item.Rows += $row
            $missing = $row.PermissionSets.Where({ -not $held.Contains("$($row.User.UserSecurityId)|$_|$name") })
            $item.Missing = @($item.Missing + $missing | Sort-Object -Unique)
        }
    }

    $approved = @(foreach ($item in $access.Values) {
            $work = @(
                if ($item.Missing) { "Assign $($item.Missing -join ', ') in company '$($item.Name)'" }
                if ($item.Expires) { "Set the expiry date to $($end.ToString('u', [cultureinfo]::InvariantCulture))" }
            ) -join '; '
            if ($work -and -not $PSCmdlet.ShouldProcess("user $($item.User.UserName) in environment '$Environment'", $work)) { continue }
            if ($item.Company) { $item }
        })
    $open = $approved.Where({ $_.Missing -or $_.Expires })
    for ($start = 0; $start -lt $open.Count; $start += 500) { Add-Access $open[$start..([math]::Min($start + 499, $open.Count - 1))] }
    foreach ($item in $approved) { foreach ($row in $item.Rows) { $row.Status, $row.Error = ($item.Error ? 'Failed' : 'Done'), $item.Error } }

    $results = @(foreach ($row in $rows) {
            [pscustomobject] @{
                Course = $row.Course; Student = $row.Student; Company = $row.Company; Address = $row.Company ? $address + [uri]::EscapeDataString($row.Company) : ''
                Status = $row.Status; Error = $row.Error
            }
        })
    $unwritten = $null
    if (-not $WhatIfPreference) {
        $HandoutPath = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($HandoutPath)
        try {
            # Excel reads UTF-8 only with a byte order mark.
            $results | Where-Object Status -eq Done | Select-Object Course, Student, Company, Address | Export-Csv -LiteralPath "$HandoutPath.new" -Encoding utf8BOM
            Move-Item -LiteralPath "$HandoutPath.new" $HandoutPath -Force
        }
        catch { $unwritten = $_ }
    }
    $results
    $results | Where-Object Status -eq Failed | ForEach-Object {
        Write-Error "Course '$($_.Course)', student '$($_.Student)': $($_.Error)" -ErrorId ClassroomRowFailed -TargetObject $_ -ErrorAction Continue
    }
    if ($unwritten) { throw "The hand-out list '$HandoutPath' could not be written: $unwritten" }
}
finally {
    if ($lock) { $lock.Dispose() }
}
