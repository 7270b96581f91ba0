using System.Runtime.CompilerServices;
using System.Xml;

namespace BcAdmin.Api.Graph;

/// <summary>The customers of a partner, and the delegated admin relationships (GDAP) with them.</summary>
internal sealed partial class GraphClient
{
    /// <summary>The least privileged permission for both lists, delegated and application.</summary>
    public const string ReadRelationships = "DelegatedAdminRelationship.Read.All";

    /// <summary>The maximum page size of Microsoft Graph for these objects.</summary>
    private const string MaxPageSize = "300";

    private const string Active = "active";

    /// <summary>The customers with which the partner has an active relationship.</summary>
    /// <param name="partner">The partner tenant.</param>
    /// <param name="detailed">Whether to read the relationships as well.</param>
    /// <param name="cancellationToken">Cancels the reads.</param>
    public async IAsyncEnumerable<BcCustomer> ListCustomersAsync(
        string? partner, bool detailed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var relationships = detailed
            ? (await ListRelationshipsAsync(cancellationToken).ToListAsync().ConfigureAwait(false))
                .ToLookup(relationship => relationship.CustomerTenantId, StringComparer.OrdinalIgnoreCase)
            : null;
        var request = Get("listDelegatedAdminCustomers", PageOf("tenantRelationships/delegatedAdminCustomers"));
        await foreach (var customer in Api.ListAsync(request, GraphJson.Default.GraphCustomer, cancellationToken).ConfigureAwait(false))
        {
            // Fail rather than return an object without a tenant ID, for which the next cmdlet in a pipeline would use the current connection.
            var tenantId = Guid.TryParse(customer.TenantId ?? customer.Id, out var id)
                ? id.ToString()
                : throw new BcApiException(ErrorCode.UnexpectedResponse, Messages.CustomerWithoutTenantId(customer.DisplayName))
                {
                    Request = request.ToString(),
                };
            BcCustomerRelationship[]? own = relationships is null ? null : [.. relationships[tenantId].OrderBy(Rank).ThenByDescending(End)];
            var active = own?.Where(IsActive).ToList();
            yield return new BcCustomer
            {
                DisplayName = customer.DisplayName ?? string.Empty,
                TenantId = tenantId,
                PartnerTenantId = partner,
                Roles = active is null ? null : [.. active.SelectMany(relationship => relationship.Roles).Distinct(StringComparer.Ordinal)],
                ExpiresOn = active is null or [] ? null : active.Max(relationship => relationship.ExpiresOn),
                IsAutoExtended = active?.Exists(relationship => relationship.AutoExtendDuration > TimeSpan.Zero),
                Relationships = own,
            };
        }
    }

    /// <summary>All relationships of the partner, in any status.</summary>
    public IAsyncEnumerable<BcCustomerRelationship> ListRelationshipsAsync(CancellationToken cancellationToken) =>
        Api.ListAsync(
            Get("listDelegatedAdminRelationships", PageOf("tenantRelationships/delegatedAdminRelationships")),
            GraphJson.Default.GraphRelationship, cancellationToken).Select(Read);

    private static ResourcePath PageOf(string list) => new ResourcePath(list).With(new UrlQuery().Add("$top", MaxPageSize));

    private static BcCustomerRelationship Read(GraphRelationship relationship)
    {
        var ids = (relationship.AccessDetails?.UnifiedRoles ?? []).Select(role => role.RoleDefinitionId ?? string.Empty).ToList();
        return new BcCustomerRelationship
        {
            RelationshipId = relationship.Id ?? string.Empty,
            DisplayName = relationship.DisplayName ?? string.Empty,
            CustomerTenantId = relationship.Customer?.TenantId ?? string.Empty,
            Status = relationship.Status ?? string.Empty,
            CreatedOn = relationship.CreatedDateTime,
            StartedOn = relationship.ActivatedDateTime,
            ExpiresOn = relationship.EndDateTime,
            Duration = DurationOf(relationship.Duration),
            AutoExtendDuration = DurationOf(relationship.AutoExtendDuration),
            Roles = [.. ids.Select(EntraRole.NameOf)],
            RoleIds = [.. ids],
        };
    }

    public static bool IsActive(BcCustomerRelationship relationship) => relationship.Status.Equals(Active, StringComparison.OrdinalIgnoreCase);

    private static int Rank(BcCustomerRelationship relationship) => IsActive(relationship) ? 0 : 1;

    private static DateTimeOffset End(BcCustomerRelationship relationship) => relationship.ExpiresOn ?? DateTimeOffset.MinValue;

    /// <summary>Parses an ISO 8601 duration such as P180D; null if there is none or the format differs.</summary>
    private static TimeSpan? DurationOf(string? text)
    {
        try
        {
            return string.IsNullOrEmpty(text) ? null : XmlConvert.ToTimeSpan(text);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return null;
        }
    }
}
