using System.Management.Automation;

namespace BcAdmin.Tests.Build;

public enum SampleKind
{
    Production,
    Sandbox,
}

[Cmdlet(VerbsCommon.Copy, "BcSample", DefaultParameterSetName = "ByName", SupportsShouldProcess = true)]
[OutputType(typeof(Version))]
public sealed class CopyBcSampleCommand : PSCmdlet
{
    [Parameter(Mandatory = true, ParameterSetName = "ById", ValueFromPipelineByPropertyName = true)]
    [Alias("SampleId")]
    public Guid Id { get; set; }

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "ByName", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string[] Name { get; set; } = [];

    [Parameter(Position = 1)]
    public SampleKind? Kind { get; set; }

    [Parameter]
    public int TimeoutSec { get; set; } = 21600;

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter(DontShow = true)]
    public string? Secret { get; set; }
}

/// <summary>A page with everything that a page can have. Each test changes one part of it.</summary>
internal static class SamplePage
{
    public const string Shared = """
        ## PARAMETERS

        ### -Force

        Asks nothing.

        ### -WhatIf

        Changes nothing.

        ### -Confirm

        Asks.
        """;

    public const string Markdown = """
        ---
        document type: cmdlet
        Locale: en-US
        title: Copy-BcSample
        ---

        # Copy-BcSample

        ## SYNOPSIS

        Copies a sample.

        ## SYNTAX

        ### ByName

        ```
        Copy-BcSample [-Name] <string[]> [[-Kind] <SampleKind>] [-TimeoutSec <int>] [-Force] [-WhatIf] [-Confirm]
         [<CommonParameters>]
        ```

        ## DESCRIPTION

        Uses `Get-BcSample`, *see* [the docs](https://example.com/docs).

        - first
        - second

        ## EXAMPLES

        ### Example 1: By name

        What it is for.

        ```powershell
        Copy-BcSample a* -Kind Sandbox
        ```

        ```output
        Major  Minor
        ```

        ### Example 2: By id

        ```powershell
        $sample | Copy-BcSample -WhatIf -Verbose
        ```

        ## PARAMETERS

        ### -Id

        Id of the sample.

        ### -Name

        Names of samples.

        ```yaml
        Type: System.String[]
        SupportsWildcards: true
        Aliases: []
        ParameterSets:
        - Name: ByName
          Position: 0
          IsRequired: true
        ```

        ### -Kind

        What to make.

        ### -TimeoutSec

        Seconds.

        ## INPUTS

        ### System.String

        A name.

        ## OUTPUTS

        ### System.Version

        The copy.

        ## NOTES

        Take care.

        ## RELATED LINKS

        - [More](https://example.com/more)
        """;
}
