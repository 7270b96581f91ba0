namespace BcAdmin.Api;

/// <summary>The APIs that the module calls.</summary>
[Flags]
internal enum ServiceApi
{
    None = 0,

    /// <summary>The Business Central Admin Center API.</summary>
    AdminCenter = 1,

    /// <summary>The APIs inside an environment: the Automation API, the standard API, and those of publishers.</summary>
    Environment = 2,

    BusinessCentral = AdminCenter | Environment,

    /// <summary>Microsoft Graph.</summary>
    Graph = 4,
}
