namespace BcAdmin.Api;

/// <summary>The APIs that the module calls.</summary>
[Flags]
internal enum ServiceApi
{
    None = 0,

    /// <summary>The Business Central Admin Center API.</summary>
    AdminCenter = 1,

    /// <summary>The APIs of an environment: the Automation API, the standard API, and custom APIs.</summary>
    Environment = 2,

    BusinessCentral = AdminCenter | Environment,

    /// <summary>Microsoft Graph.</summary>
    Graph = 4,
}
