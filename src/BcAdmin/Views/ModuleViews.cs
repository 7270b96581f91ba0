using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Xml.Linq;

namespace BcAdmin.Views;

/// <summary>
/// The views of the session that imports the module. They are a resource of the assembly, because PowerShell on Windows does not load an unsigned
/// format file with the execution policies AllSigned and Restricted.
/// </summary>
internal static class ModuleViews
{
    /// <summary>Shared by all sessions of the process: PowerShell only reads them.</summary>
    private static readonly Lazy<HashSet<ExtendedTypeDefinition>> Definitions = new(Read);

    /// <summary>Adds the views to the session, or removes them.</summary>
    public static void Change(bool add)
    {
        if (Runspace.DefaultRunspace?.InitialSessionState is not { DisableFormatUpdates: false, Formats: var formats })
            return;
        for (var index = formats.Count - 1; index >= 0; index--)
        {
            if (formats[index].FormatData is { } data && Definitions.Value.Contains(data))
                formats.RemoveItem(index);
        }

        if (add)
            formats.Add(Definitions.Value.Select(definition => new SessionStateFormatEntry(definition)));

        // Without a path, Update-FormatData loads what the session has. It is called by its type, because its name would load the module it is in.
        var type = Type.GetType("Microsoft.PowerShell.Commands.UpdateFormatDataCommand, Microsoft.PowerShell.Commands.Utility", throwOnError: true)!;
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(new CmdletInfo("Update-FormatData", type)).AddParameter("ErrorAction", ActionPreference.Stop).Invoke();
    }

    private static HashSet<ExtendedTypeDefinition> Read()
    {
        using var stream = typeof(ModuleViews).Assembly.GetManifestResourceStream("Views.xml")!;
        return [.. XDocument.Load(stream).Descendants("View").Select(view =>
            new ExtendedTypeDefinition(Text(view, "TypeName"), [new FormatViewDefinition(Text(view, "Name"), Table(view) ?? List(view))]))];
    }

    private static PSControl? Table(XElement view)
    {
        if (view.Element("TableControl") is null)
            return null;
        var table = TableControl.Create(outOfBand: false, autoSize: false, hideTableHeaders: false);
        if (view.Element("GroupBy") is { } group)
            table.GroupByScriptBlock(Text(group, "ScriptBlock"), null, Text(group, "Label"));
        const Alignment usual = Alignment.Undefined;
        foreach (var header in view.Descendants("TableColumnHeader"))
            table.AddHeader(Text(header, "Alignment") is null ? usual : Alignment.Right, (int?)header.Element("Width") ?? 0, Text(header, "Label"));
        var row = table.StartRowDefinition(view.Descendants("Wrap").Any(), null, null);
        foreach (var cell in view.Descendants("TableColumnItem"))
        {
            _ = Text(cell, "ScriptBlock") is { } script
                ? row.AddScriptBlockColumn(script, usual, null) : row.AddPropertyColumn(Text(cell, "PropertyName"), usual, null);
        }

        return row.EndRowDefinition().EndTable();
    }

    private static PSControl List(XElement view)
    {
        var entry = ListControl.Create(outOfBand: false).StartEntry(null, null);
        foreach (var item in view.Descendants("ListItem"))
        {
            var label = Text(item, "Label");
            _ = Text(item, "ScriptBlock") is { } script
                ? entry.AddItemScriptBlock(script, label, null) : entry.AddItemProperty(Text(item, "PropertyName"), label, null);
        }

        return entry.EndEntry().EndList();
    }

    private static string? Text(XElement parent, string name) => parent.Descendants(name).FirstOrDefault()?.Value;
}
