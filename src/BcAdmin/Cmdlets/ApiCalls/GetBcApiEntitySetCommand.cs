using System.Management.Automation;
using System.Xml;

namespace BcAdmin.Cmdlets.ApiCalls;

/// <summary>Lists the entity sets of the Automation API in environments: getServiceDocument; with -Metadata getMetadata.</summary>
[Cmdlet(VerbsCommon.Get, "BcApiEntitySet")]
[OutputType(typeof(BcApiEntitySet), typeof(XmlDocument))]
public sealed class GetBcApiEntitySetCommand : BcEnvironmentReadCmdlet
{
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EntitySetCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Returns the EDMX document instead of the list.</summary>
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

        await WriteMatchesAsync(automation.ListEntitySetsAsync(PipelineStopToken), new NameFilter<BcApiEntitySet>(Name, set => [set.Name])
        {
            NotFound = name => new(ErrorCode.EntitySetNotFound, Messages.EntitySetNotFound(environment, name))
            {
                Advice = Messages.ListEntitySets(environment),
            },
        });
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
            throw new BcException(ErrorCode.UnexpectedResponse,
                Messages.MetadataNotXml(environment, exception), exception);
        }
    }
}
