namespace BcAdmin.Simulator.Automation;

/// <summary>Companies of an environment, in the read-only view and in the view for administration. Both show the same IDs.</summary>
internal static class Companies
{
    private const int MostCompanies = 300;
    private const int LongestName = 30;

    [Operation("listCompanies")]
    public static Reply ListCompanies(Call call) => ODataCollection.Answer(call, Visible(call).Select(company => WriteCompany(call, company)));

    [Operation("getCompany")]
    public static Reply GetCompany(Call call) => ODataCollection.AnswerOne(call, WriteCompany(call, Find(call, "companyId")));

    [Operation("listAutomationCompanies")]
    public static Reply ListAutomationCompanies(Call call) => ODataCollection.Answer(call, Visible(call).Select(WriteAutomationCompany));

    [Operation("getAutomationCompany")]
    public static Reply GetAutomationCompany(Call call) => ODataCollection.AnswerOne(call, WriteAutomationCompany(Find(call, "automationCompanyId")));

    [Operation("createAutomationCompany")]
    public static Reply CreateAutomationCompany(Call call)
    {
        var displayName = call.Text("displayName")!;
        if (string.IsNullOrWhiteSpace(displayName))
            throw new Refusal(400, "BadRequest_RequiredParamNotProvided", "displayName must not be blank.");

        // The technical name cannot be chosen: it is the beginning of the display name, even if another name was sent.
        var name = displayName[..Math.Min(displayName.Length, LongestName)];
        var companies = call.Environment.Companies;
        if (call.Environment.FindCompany(name) is not null)
            throw AutomationError.SameKey("Company", $"Name='{name}'.");
        if (companies.Count >= MostCompanies)
            throw AutomationError.Dialog($"The environment has {MostCompanies} companies, which is the maximum.");

        var company = Company.Create(name, displayName, call.Now, call.Caller.ObjectId);
        company.BusinessProfileId = call.Text("businessProfileId") ?? "";
        companies.Add(company);
        call.Commit();
        return Reply.Created(WriteAutomationCompany(company));
    }

    [Operation("updateAutomationCompany")]
    public static Reply UpdateAutomationCompany(Call call)
    {
        var company = Find(call, "automationCompanyId");
        ETag.Check(call, company.RowVersion);
        company.DisplayName = call.Text("displayName") ?? company.DisplayName;
        company.BusinessProfileId = call.Text("businessProfileId") ?? company.BusinessProfileId;
        company.SetModified(call.Now, call.Caller.ObjectId);
        return Reply.Ok(WriteAutomationCompany(company));
    }

    [Operation("deleteAutomationCompany")]
    public static Reply DeleteAutomationCompany(Call call)
    {
        var company = Find(call, "automationCompanyId");
        ETag.Check(call, company.RowVersion);
        if (company.Id == call.Id("companyId"))
            throw AutomationError.Dialog($"You cannot delete the company {company.Name} while you are working in it. Call from another company.");

        call.Environment.Companies.Remove(company);
        call.Commit();
        return Reply.NoContent();
    }

    private static List<Company> Visible(Call call) => call.Caller.App is { CompaniesVisible: false } ? [] : call.Environment.Companies;

    private static Company Find(Call call, string key) =>
        call.Environment.FindCompany(call.Id(key))
        ?? throw AutomationError.NotFound($"The company with the ID {call[key]} does not exist.");

    private static JsonObject WriteCompany(Call call, Company company) => new()
    {
        ["@odata.etag"] = ETag.Of(company.RowVersion),
        ["id"] = company.Id.ToString(),
        ["systemVersion"] = call.Environment.Version.ToString(),
        ["timestamp"] = company.RowVersion,
        ["name"] = company.Name,
        ["displayName"] = company.DisplayName,
        ["businessProfileId"] = company.BusinessProfileId,
        ["systemCreatedAt"] = ODataCollection.Time(company.CreatedAt),
        ["systemCreatedBy"] = company.CreatedBy.ToString(),
        ["systemModifiedAt"] = ODataCollection.Time(company.ModifiedAt),
        ["systemModifiedBy"] = company.ModifiedBy.ToString(),
    };

    private static JsonObject WriteAutomationCompany(Company company) => new()
    {
        ["@odata.etag"] = ETag.Of(company.RowVersion),
        ["id"] = company.Id.ToString(),
        ["name"] = company.Name,
        ["evaluationCompany"] = company.EvaluationCompany,
        ["displayName"] = company.DisplayName,
        ["businessProfileId"] = company.BusinessProfileId,
    };
}
