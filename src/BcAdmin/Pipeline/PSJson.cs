using System.Management.Automation;

namespace BcAdmin.Pipeline;

/// <summary>Converts JSON without a model to PowerShell objects.</summary>
internal static class PSJson
{
    public static object? ToObject(JsonElement element) => ApiJson.Plain(element, ToPSObject);

    private static PSObject ToPSObject(JsonElement element)
    {
        var result = new PSObject();
        foreach (var property in element.EnumerateObject())
        {
            if (property.Name.Length == 0)
                continue; // PowerShell does not support empty property names

            // JSON names can differ only in case, PowerShell names cannot: the last one is used, as in ConvertFrom-Json.
            if (result.Properties[property.Name] is { } same)
                same.Value = ToObject(property.Value);
            else
                result.Properties.Add(new PSNoteProperty(property.Name, ToObject(property.Value)));
        }

        return result;
    }
}
