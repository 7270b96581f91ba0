# Kills a process at random times while it runs a command, runs the command again in another process, and compares the result with that of a run
# that was not interrupted.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

Import-Module "$PSScriptRoot/../TestSession.psm1"
$script:Flows = @(. "$PSScriptRoot/Flows.ps1")
$script:Children = [Collections.Generic.List[object]]::new()

# Reads that change by themselves, are the same in all tenants, or contain the same as others.
$script:NotState = @'
getEnvironmentTelemetry getEnvironmentUsedStorage getExportMetrics getMetadata getServiceDocument listAccessControls listAggregatePermissionSets listApplications
listAvailableRestorePeriods listCompanyUserPermissions listEnvironmentOperations listExpandedPermissionSets listExtensionDeploymentStatus listOperations listOutageTypes
listPermissionSets listProfiles listReportedOutages listScheduledJobs listSessions listTimeZones listUsedStorage listUserPermissionSets listUsersPermissions
'@ -split '\s+'
$script:Query = @{ listUsers = '?$expand=userPermissions'; listSecurityGroups = '?$expand=userPermissions,securityGroupMembers' }

# Entity tags, row versions, and times, and the IDs that the service generates, which are random.
$script:NewId = '[0-9a-f]{8}-[0-9a-f]{4}-4(?!000-8000)[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}'
$script:Volatile = '"(?:@odata\.etag|timestamp|systemCreatedAt|systemModifiedAt)":(?:"(?:\\.|[^"\\])*"|\d+)|' +
    '"(?:id|lastOperationId|lastUninstallOperationId)":"' + $script:NewId + '|' +
    '"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z"' # counted from the start of the simulator, while times of the flows have no fractions

function Get-CrashFlow { $script:Flows.Name }

# Starts a process that waits for a flow. It is started before it is needed.
function Start-Child {
    $info = [Diagnostics.ProcessStartInfo]::new([Environment]::ProcessPath)
    $info.RedirectStandardInput = $info.RedirectStandardOutput = $true
    $arguments = '-NoProfile', '-NonInteractive', '-File', "$PSScriptRoot/Child.ps1", (Get-Module BcAdmin).ModuleBase
    if ($info.FileName -notmatch 'pwsh(\.exe)?$') { $arguments = @("$PSHOME/pwsh.dll") + $arguments }
    $arguments | ForEach-Object { $info.ArgumentList.Add($_) }
    $process = [Diagnostics.Process]::Start($info)
    $script:Children.Add(@{ Process = $process; Ready = $process.StandardOutput.ReadLineAsync() })
}

# Sends a flow to the next process; returns the process and the task that ends with the flow.
function Start-Flow($Run, [string] $Results) {
    $child = $script:Children[0]
    $script:Children.RemoveAt(0)
    if (-not $child.Ready.Wait(120000) -or $child.Ready.Result -ne 'ready') { throw "The process did not start: $($child.Ready.Result)" }
    $order = @{ Flow = $Run.Index; Address = "$($Run.Address)"; Folder = $Run.Folder; State = $Run.State; Results = $Results } | ConvertTo-Json -Compress
    $child.Process.StandardInput.WriteLine($order)
    $child.Process.StandardInput.Flush()
    @{ Child = $child; End = $child.Process.StandardOutput.ReadLineAsync(); Watch = [Diagnostics.Stopwatch]::StartNew() }
}

# Waits until a flow ends. The process then runs the next flow, in which nothing has to be compiled, so that the time before the first call is short.
function Wait-Flow($Started) {
    if (-not $Started.End.Wait(180000)) { throw 'The flow did not end.' }
    $Started.Child.Ready = [Threading.Tasks.Task]::FromResult('ready')
    $script:Children.Insert(0, $Started.Child)
    $Started.End.Result
}

# A new world with the latency of the flow.
function Reset-World($Run) {
    $flow = $Run.Flow
    Start-TestSession $flow.Scenario -NoConnect -TimeScale ($flow.ContainsKey('TimeScale') ? $flow.TimeScale : 2000) -Setting $flow.Setting
    Send-Control faults $flow.Fault
    $Run.State, "$($Run.Folder)/first", "$($Run.Folder)/second" | Where-Object { Test-Path $_ } | Remove-Item
}

# Ends the latency, and waits until the service has processed what it has received.
function Stop-Latency($Run) {
    Send-Control reset @{ faultsOnly = $true }
    Send-Control settings @{ latencyMs = 0 }
    do { $open = @((Invoke-RestMethod "$($Run.Address)simulator/requests?last=100" -NoProxy).Where({ -not $_.endedOn })) } while ($open)
}

# The successful writes, by operation and path, with their numbers. A call that was not processed has no status.
function Get-Write {
    $counts = @{}
    foreach ($request in Get-Request) {
        if ($request.Method -eq 'GET' -or $request.Status -lt 200 -or $request.Status -ge 300 -or $request.Operation -in 'token', 'postBatch') { continue }
        $counts["$($request.Operation) $($request.Path)" -replace "ompanies\($script:NewId\)", 'ompanies(#)']++
    }
    $counts
}

# Reads the complete state of all tenants: each list and object of both APIs that has no key of its own, as text by tenant, environment, and
# operation, without what is different each time.
function Get-State($Run) {
    $state = @{}
    $ofTenant, $ofEnvironment = $script:Reads.Values.Where({ $_.api -eq 'AdminCenter' -and $_.path -notmatch '\{' }, 'Split')
    foreach ($tenant in $Run.Tenants) {
        foreach ($read in $ofTenant) { $state["$($tenant.domain) $($read.operationId)"] = Read-Service $Run $tenant.domain '' $read.operationId }
        foreach ($environment in ($state["$($tenant.domain) listEnvironments"] | ConvertFrom-Json).value.name) {
            foreach ($read in $ofEnvironment) {
                $state["$($tenant.domain) $environment $($read.operationId)"] = Read-Service $Run $tenant.domain $environment $read.operationId
            }
        }
    }
    foreach ($key in @($state.Keys)) { $state[$key] = $state[$key] -replace $script:Volatile, '#' }
    $state
}

# The response of an operation to an administrator of the tenant.
function Read-Service($Run, [string] $Domain, [string] $Environment, [string] $Operation) {
    $tenant = $Run.Tenants | Where-Object domain -EQ $Domain
    if (-not $Run.Headers[$Domain]) {
        $admin = @($tenant.users | Where-Object role -EQ Admin)[0].userName
        $Run.Headers[$Domain] = @{ Authorization = "Bearer $(Get-UserToken $Run.Address $Domain $admin)" }
    }
    $request = @{ Headers = $Run.Headers[$Domain]; NoProxy = $true }
    $read = $script:Reads[$Operation]
    $path = $read.path.Replace('{applicationFamily}', 'BusinessCentral').Replace('{environmentName}', $Environment).TrimStart('/')
    if ($read.api -eq 'Automation') {
        $base, $key = "v2.0/$Domain/$Environment/api/microsoft/automation/v2.0", "$Domain $Environment"
        if (-not $Run.Companies[$key]) { $Run.Companies[$key] = (Invoke-RestMethod "$($Run.Address)$base/companies" @request).value[0].id }
        $path = "$base/$($path.Replace('{companyId}', $Run.Companies[$key]))"
    }
    $response = Invoke-WebRequest "$($Run.Address)$path$($script:Query[$Operation])" @request -SkipHttpErrorCheck
    $response.StatusCode -lt 300 ? $response.Content : "$($response.StatusCode)"
}

<#
.SYNOPSIS
Runs a flow without an interruption. Its results, writes, state, and time are what the other runs are compared with.
#>
function Start-CrashFlow([string] $Name, [string] $Folder) {
    while ($script:Children.Count -lt 2) { Start-Child }
    $index = $script:Flows.Name.IndexOf($Name)
    $flow = $script:Flows[$index]
    $folder = (New-Item "$Folder/flow-$index" -ItemType Directory).FullName
    Start-TestSession $flow.Scenario -NoConnect
    $address = (Get-BcSimulator Test).HttpEndpoint
    $signIn = @{ ClientId = $flow.App[0]; ClientSecret = ConvertTo-SecureString $flow.App[1] -AsPlainText; Authority = $address; Endpoint = $address }
    $run = @{
        Flow = $flow; Index = $index; Folder = $folder; State = "$folder/state"; Address = $address; SignIn = $signIn
        Tenants = (Invoke-RestMethod "${address}simulator/ready" -NoProxy).tenants; Headers = @{}; Companies = @{}
    }
    $script:Reads = @{}
    foreach ($operation in (Invoke-RestMethod "${address}simulator/contract/operations" -NoProxy)) {
        $hasKey = $operation.path -match '\{(?!applicationFamily|environmentName|companyId)'
        if ($operation.method -eq 'GET' -and $operation.played -and -not $hasKey -and $operation.operationId -notin $script:NotState) {
            $script:Reads[$operation.operationId] = $operation
        }
    }
    . $flow.Prepare
    Reset-World $run
    $started = Start-Flow $run "$folder/results"
    $answer = Wait-Flow $started
    $run.Milliseconds = $started.Watch.Elapsed.TotalMilliseconds
    if ($answer -ne 'ended') { throw "$Name without an interruption $answer" }
    Stop-Latency $run
    $run.Results = Read-Result "$folder/results"
    $run.Writes = Get-Write
    $run.Final = Get-State $run
    $open = @(Get-OpenKey $run)
    if ($open) { throw "$Name without an interruption left $($open.Count) keys open: $($open | Select-Object -First 3)" }
    $run
}

# The first objects that differ between two reads, as text; empty if there are none. The order of objects is not a part of the state.
function Compare-Read([string] $Expected, [string] $Actual) {
    if ($Expected -eq $Actual) { return }
    $parts = foreach ($text in $Expected, $Actual) {
        , @($text -split '(?<=[\[,])(?=\{)|(?<=\}),?' | Group-Object -NoElement | ForEach-Object { "$($_.Count) x $($_.Name)" })
    }
    Compare-Object $parts[0] $parts[1] | Select-Object -First 4 |
        ForEach-Object { "$($_.SideIndicator -eq '=>' ? 'additionally' : 'not') $($_.InputObject)" } | Join-String -Separator '; '
}

# The lines of a file, by key. The last line can be incomplete after a kill.
function Read-Result([string] $Path) {
    $results = [ordered] @{}
    if (-not (Test-Path $Path)) { return $results }
    foreach ($line in [IO.File]::ReadAllText($Path) -split '(?<=\n)' | Where-Object { $_.EndsWith("`n") }) {
        $key, $status = $line.TrimEnd() -split "`t"
        $results[$key] = $status
    }
    $results
}

# The keys of the results whose work is not done in the service.
function Get-OpenKey($Run) {
    $signIn, $folder = $Run.SignIn, $Run.Folder
    Disconnect-BcTenant -All
    & $Run.Flow.Open @($Run.Results.Keys) { Read-Service $Run @args }
    Disconnect-BcTenant -All
}

<#
.SYNOPSIS
Kills a run of a flow at a random time and runs it again. Returns the violated invariants in Broken.
#>
function Invoke-Kill($Run, [random] $Random) {
    while ($true) {
        Reset-World $Run
        $first = Start-Flow $Run "$($Run.Folder)/first"
        $time = $Random.NextDouble() * $Run.Milliseconds
        if (-not $first.End.Wait([int] $time)) { break }
        # It ended earlier than the first run, in which more was compiled.
        $Run.Milliseconds = [math]::Min($Run.Milliseconds, $first.Watch.Elapsed.TotalMilliseconds)
        $answer = Wait-Flow $first
        if ($answer -ne 'ended') { throw "$($Run.Flow.Name) without an interruption $answer" }
    }
    $first.Child.Process.Kill()
    $first.Child.Process.WaitForExit()
    Start-Child
    Stop-Latency $Run
    $writes = (Get-Write).Values | Measure-Object -Sum
    $kill = [pscustomobject] @{ Milliseconds = [int] $time; Writes = [int] ${writes}?.Sum; Broken = [Collections.Generic.List[string]]::new() }
    $before = Read-Result "$($Run.Folder)/first"
    $open = @(Get-OpenKey $Run)
    $answer = Wait-Flow (Start-Flow $Run "$($Run.Folder)/second")
    if ($answer -ne 'ended') { $kill.Broken.Add("the second run $answer") }
    $after = Read-Result "$($Run.Folder)/second"

    $successes = @($Run.Results.Values | Sort-Object -Unique) + 'AlreadyDone', 'Unchanged'
    $checks = [ordered] @{
        'reported before the kill, but not done'     = $before.Keys | Where-Object { $_ -in $open }
        'not done by the second run'                 = $after.GetEnumerator() | Where-Object Value -NotIn $successes | ForEach-Object { "$($_.Key) $($_.Value)" }
        'done before, but reported by the second run' = $after.Keys | Where-Object { $after[$_] -in 'Done', 'Changed' -and $_ -notin $open }
        # An installation that the first run started can end before the second run starts.
        'not reported by the second run'             = $open | Where-Object { $_ -notin $after.Keys -and $_ -notlike '* Apps *' }
    }
    foreach ($check in $checks.Keys) {
        if ($checks[$check]) { $kill.Broken.Add("${check}: $($checks[$check] -join ', ')") }
    }

    $writes = Get-Write
    foreach ($write in @($writes.Keys) + @($Run.Writes.Keys) | Sort-Object -Unique) {
        if ($writes[$write] -ne $Run.Writes[$write]) { $kill.Broken.Add("$write was done $([int] $writes[$write]) times instead of $([int] $Run.Writes[$write])") }
    }
    $final = Get-State $Run
    foreach ($read in @($final.Keys) + @($Run.Final.Keys) | Sort-Object -Unique) {
        $difference = Compare-Read $Run.Final[$read] $final[$read]
        if ($difference) { $kill.Broken.Add("$read returns $difference") }
    }
    $kill
}

function Stop-CrashRun {
    foreach ($child in $script:Children) {
        $child.Process.Kill()
        $child.Process.Dispose()
    }
    $script:Children.Clear()
}

Export-ModuleMember -Function Get-CrashFlow, Start-CrashFlow, Invoke-Kill, Stop-CrashRun
