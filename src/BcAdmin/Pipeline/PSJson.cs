using System.Management.Automation;

namespace BcAdmin.Pipeline;

/// <summary>JSON that has no model, as PowerShell objects.</summary>
internal static class PSJson
{
    public static object? ToObject(JsonElement element) => ApiJson.Plain(element, ToPSObject);

    private static PSObject ToPSObject(JsonElement element)
    {
        var result = new PSObject();
        foreach (var property in element.EnumerateObject())
        {
            if (property.Name.Length == 0)
                continue; // PowerShell has no member without a name

            // Names may differ in nothing but case there, never here: the last one wins, as in PowerShell's own conversion.
            if (result.Properties[property.Name] is { } same)
                same.Value = ToObject(property.Value);
            else
                result.Properties.Add(new PSNoteProperty(property.Name, ToObject(property.Value)));
        }

        return result;
    }
}
