namespace BcAdmin.Simulator.Automation;

/// <summary>The errors that several operations of the Automation API share.</summary>
internal static class AutomationError
{
    public static Refusal NotFound(string message) => new(404, "Internal_RecordNotFound", message);

    /// <summary>An error message that the application shows in a dialog.</summary>
    public static Refusal Dialog(string message) => new(400, "Application_DialogException", message);

    public static Refusal SameKey(string table, string fields) => new(
        400, "Internal_EntityWithSameKeyExists", $"The record in table {table} already exists. Identification fields and values: {fields}");

    public static Refusal BadRequest(string message) => new(400, "BadRequest", message);
}
