using System.Management.Automation;
using System.Xml;

namespace BcAdmin.Cmdlets.Interop;

/// <summary>Lists what the Automation API of environments offers: getServiceDocument; with -Metadata getMetadata.</summary>
[Cmdlet(VerbsCommon.Get, "BcApiEntitySet")]
[OutputType(typeof(BcApiEntitySet), typeof(XmlDocument))]
public sealed class GetBcApiEntitySetCommand : BcEnvironmentReadCmdlet
{
    [Parameter(Position = 1)]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>The EDMX in place of the list.</summary>
    [Parameter]
    public SwitchParameter Metadata { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        var automation = Automation(connection, environment);
        if (Metadata)
        {
            await using var edmx = await automation.GetMetadataAsync(PipelineStopToken);
            WriteObject(Parse(edmx, environment));
            return;
        }

        var patterns = Name?.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase)).ToList();
        await foreach (var set in automation.ListEntitySetsAsync(PipelineStopToken))
        {
            if (patterns is null || patterns.Exists(pattern => pattern.IsMatch(set.Name)))
                WriteObject(set);
        }
    }

    private static XmlDocument Parse(Stream edmx, EnvironmentKey environment)
    {
        var document = new XmlDocument { XmlResolver = null };
        try
        {
            using var reader = XmlReader.Create(edmx, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            document.Load(reader);
            return document;
        }
        catch (XmlException exception)
        {
            throw new BcException("UnexpectedResponse", $"The $metadata of environment {environment} is not XML: {exception.Message}", exception);
        }
    }
}
