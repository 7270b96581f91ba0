using System.Globalization;
using System.Management.Automation;
using BcAdmin.Api.Automation;

namespace BcAdmin.Cmdlets.Users;

/// <summary>Sets the end of access or the contact e-mail of a user: listUsers, updateUser.</summary>
[Cmdlet(VerbsCommon.Set, "BcUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcUser))]
public sealed class SetBcUserCommand : BcUserUpdateCmdlet
{
    [Parameter]
    public DateTime ExpiryDate { get; set; }

    [Parameter]
    public SwitchParameter NeverExpires { get; set; }

    /// <summary>Version 25 and later.</summary>
    [Parameter]
    [ValidateLength(0, 250)]
    public string? ContactEmail { get; set; }

    protected override Task BeginAsync()
    {
        if (NeverExpires && ExpiryDate != default)
            throw new BcException("InvalidArgument", "-ExpiryDate and -NeverExpires exclude each other.");
        if (!NeverExpires && ExpiryDate == default && ContactEmail is null)
            throw new BcException("InvalidArgument", "Nothing to change: name -ExpiryDate, -NeverExpires or -ContactEmail.");
        return Task.CompletedTask;
    }

    private protected override async Task ChangeAsync(BcConnection connection, AutomationClient automation, BcUser user)
    {
        DateTimeOffset? expiry = NeverExpires ? UserUpdate.Never : ExpiryDate == default ? null : new DateTimeOffset(ExpiryDate.ToUniversalTime());
        if (!ShouldProcess(user.Describe(connection), $"Set {Changes(expiry)}"))
            return;

        var changed = await UpdateAsync(connection, automation, user, new UserUpdate { ExpiryDate = expiry, ContactEmail = ContactEmail });
        if (PassThru)
            WriteObject(changed);
    }

    private string Changes(DateTimeOffset? expiry) => string.Join(" and ", new[]
    {
        NeverExpires ? "access without end" : expiry is { } end ? string.Create(CultureInfo.InvariantCulture, $"end of access to {end:u}") : null,
        ContactEmail is null ? null : $"contact e-mail to '{ContactEmail}'",
    }.OfType<string>());
}
