namespace BcAdmin.Simulator.AdminCenter;

/// <summary>The support contact for users of an environment. It is stored in the environment, so the environment must be available.</summary>
internal static class SupportContacts
{
    [Operation("getSupportContact")]
    public static Reply GetSupportContact(Call call) => Reply.Ok(Write(RequireActive(call).SupportContact));

    [Operation("setSupportContact")]
    public static Reply SetSupportContact(Call call)
    {
        var environment = RequireActive(call);
        environment.SupportContact = new SupportContact(call.Text("name"), call.Text("email"), call.Text("url"));
        return Reply.Ok(Write(environment.SupportContact));
    }

    private static BcEnvironment RequireActive(Call call)
    {
        Environments.Family(call, "applicationTypeDoesNotExist");
        var environment = Environments.Find(call);
        if (environment.Status != EnvironmentStatus.Active)
        {
            throw new Refusal(
                500, "businessCentralCommunicationException", $"{environment.Name} cannot be reached while it is {environment.Status}.");
        }

        if (call.Now < environment.ApiReadyOn)
            throw new Refusal(404, "resourceDoesNotExist", $"The API of {environment.Name} is not there yet.");
        return environment;
    }

    private static JsonObject Write(SupportContact contact) => new()
    {
        ["name"] = contact.Name,
        ["email"] = contact.Email,
        ["url"] = contact.Url,
    };
}
