# The process that is killed. Standard input names flows of Flows.ps1, one after the other; a line on standard output reports that a flow has ended. The
# results are in a file, because lines that are written to it survive the process.
param([Parameter(Mandatory)] [string] $Module)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$InformationPreference = 'SilentlyContinue'
Import-Module $Module
$flows = @(. "$PSScriptRoot/Flows.ps1")
[Console]::Out.WriteLine('ready')
while ($line = [Console]::In.ReadLine()) {
    $order = ConvertFrom-Json $line
    $folder, $state = $order.Folder, $order.State
    $flow = $flows[$order.Flow]
    $address = [uri] $order.Address
    $signIn = @{ ClientId = $flow.App[0]; ClientSecret = ConvertTo-SecureString $flow.App[1] -AsPlainText; Authority = $address; Endpoint = $address }
    $results = [IO.StreamWriter]::new([IO.File]::Open($order.Results, 'Create', 'Write', 'ReadWrite'))
    $results.AutoFlush = $true
    try {
        & $flow.Run 3>$null 6>$null | ForEach-Object { $results.WriteLine("$_") }
        $answer = 'ended'
    }
    catch { $answer = "failed: $_".ReplaceLineEndings(' ') }
    finally {
        $results.Dispose()
        Disconnect-BcTenant -All
    }
    [Console]::Out.WriteLine($answer)
}
