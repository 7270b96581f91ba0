using System.Management.Automation;
using BcAdmin.Api.Graph;

namespace BcAdmin.Cmdlets.Customers;

/// <summary>Lists the customers of a partner, from Microsoft Graph: delegatedAdminCustomers, delegatedAdminRelationships.</summary>
[Cmdlet(VerbsCommon.Get, "BcCustomer")]
[OutputType(typeof(BcCustomer))]
public sealed class GetBcCustomerCommand : BcConnectedCmdlet, IThrottled
{
    /// <summary>Names or tenant IDs of customers.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("DisplayName")]
    [SupportsWildcards]
    [NameOrId(typeof(BcCustomer), nameof(BcCustomer.DisplayName))]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Also reads the delegated admin relationships.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    protected override Task ProcessAsync() => ReadAsync(Name, async connection =>
    {
        RequireGraphSignIn(
            connection, ErrorCode.SignInRequired,
            Messages.SignInToPartnerTenant);
        var access = await connection.Access.GetGraphAsync(
            new(connection.IsApp, connection.Account, [GraphClient.ReadRelationships]), PipelineStopToken);
        var graph = new GraphClient(connection, access.Endpoint, access.Client(Context));
        await WriteMatchesAsync(
            graph.ListCustomersAsync(connection.TenantId, Detailed, PipelineStopToken),
            new NameFilter<BcCustomer>(Name, customer => [customer.DisplayName, customer.TenantId])
            {
                NotFound = name => new(ErrorCode.CustomerNotFound, Messages.ActiveCustomerNotFound(connection, name))
                {
                    Target = name,
                    Advice = Messages.ListCustomers(connection),
                },
            });
    });
}
