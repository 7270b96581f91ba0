<#
.SYNOPSIS
Posts a card to a Teams channel or chat.
.DESCRIPTION
Sends a heading and lines of text to a Teams workflow that posts a card when a webhook request is received. The other samples call this script.

A card can have 28 KB: the first 20 lines are sent, each with up to 400 characters, and a last line shows how many lines are missing. Errors do not contain the address of the workflow, because it is a
secret.
.PARAMETER WebhookUri
The address of the workflow.
.PARAMETER Subject
The heading of the card.
.PARAMETER Line
The lines of the card. They are shown as they are, without formatting.
.EXAMPLE
./Send-TeamsCard.ps1 (Get-Secret TeamsWorkflow -AsPlainText) 'Nightly copy' 'Production was copied to Nightly-20261128.'
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory, Position = 0)] [uri] $WebhookUri,
    [Parameter(Mandatory, Position = 1)] [string] $Subject,
    [Parameter(Position = 2)] [string[]] $Line = @()
)
$ErrorActionPreference = 'Stop'
$lines = @($Line | Select-Object -First 20 | ForEach-Object { $_.Length -gt 400 ? "$($_.Substring(0, 400))…" : $_ })
if ($Line.Count -gt $lines.Count) { $lines += "and $($Line.Count - $lines.Count) more" }

# Text runs show names as they are; other texts of a card are Markdown.
$texts = @(@{ type = 'TextBlock'; text = $Subject; size = 'Medium'; weight = 'Bolder'; wrap = $true })
$texts += $lines | ForEach-Object { @{ type = 'RichTextBlock'; inlines = @(@{ type = 'TextRun'; text = $_ }) } }
$card = @{ '$schema' = 'http://adaptivecards.io/schemas/adaptive-card.json'; type = 'AdaptiveCard'; version = '1.4'; body = $texts }
$message = @{ type = 'message'; attachments = @(@{ contentType = 'application/vnd.microsoft.card.adaptive'; content = $card }) }
$body = [Text.Encoding]::UTF8.GetBytes((ConvertTo-Json $message -Depth 10))
try { $null = Invoke-RestMethod $WebhookUri -Method Post -ContentType application/json -Body $body }
catch { throw "The Teams workflow did not accept the card: $($_.Exception.Message)" }
