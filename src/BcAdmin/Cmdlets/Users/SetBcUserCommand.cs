using System.Management.Automation;
using BcAdmin.Bulk;

namespace BcAdmin.Cmdlets.Users;

/// <summary>Sets the expiry date or the contact email address of a user: listUsers, updateUser.</summary>
[Cmdlet(VerbsCommon.Set, "BcUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcUser))]
[AcceptsInput(
    typeof(BcUser), typeof(BcUserPermission), typeof(BcAccessControl), typeof(BcSecurityGroupMember), typeof(BcUserImportResult),
    typeof(BcEnvironment))]
public sealed class SetBcUserCommand : BcEnvironmentCmdlet
{
    /// <summary>User names, email addresses, or security IDs.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserSecurityId", "UserName")]
    [NameOrId(typeof(BcResource), nameof(BcUser.UserSecurityId))]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string[] User { get; set; } = [];

    [Parameter]
    [DateTransformation]
    public DateTime ExpiryDate { get; set; }

    [Parameter]
    public SwitchParameter NeverExpires { get; set; }

    /// <summary>Version 25 and later.</summary>
    [Parameter]
    [TextLength(0, 250)]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? ContactEmail { get; set; }

    /// <summary>The ETag of the user when it was read; bound from the piped object. The default is the current state.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? ETag { get; set; }

    /// <summary>Overwrites changes that were made after the object was read.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private UserPipeline Users => field ??= new(this) { WritesObjects = PassThru, Explain = AddConflictAdvice };

    protected override Task BeginAsync()
    {
        if (NeverExpires && ExpiryDate != default)
            throw new BcException(ErrorCode.InvalidArgument, Messages.ExpiryDateWithNeverExpires);
        if (!NeverExpires && ExpiryDate == default && ContactEmail is null)
            throw new BcException(ErrorCode.InvalidArgument, Messages.SpecifyUserChange);
        return Task.CompletedTask;
    }

    protected override Task ProcessAsync()
    {
        var etag = Force ? "*" : ETag;
        DateTimeOffset? expiry = NeverExpires ? UserUpdate.Never : ExpiryDate == default ? null : new DateTimeOffset(ExpiryDate.ToUniversalTime());
        var update = new UserUpdate { ExpiryDate = expiry, ContactEmail = ContactEmail };
        return ChangeAsync(User, connection => Users.AddAsync(connection, Key, User, user => BulkStep.Plan(new UserChanged(user, update, etag))));
    }

    protected override Task EndAsync() => Users.EndAsync();
}
