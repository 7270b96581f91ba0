using System.Management.Automation;
using BcAdmin.Bulk;

namespace BcAdmin.Cmdlets.Users;

/// <summary>Enables a user: listUsers, updateUser. An enabled user is skipped.</summary>
[Cmdlet(VerbsLifecycle.Enable, "BcUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(BcUser))]
[AcceptsInput(
    typeof(BcUser), typeof(BcUserPermission), typeof(BcAccessControl), typeof(BcSecurityGroupMember), typeof(BcUserImportResult),
    typeof(BcEnvironment))]
public sealed class EnableBcUserCommand : BcEnvironmentCmdlet
{
    /// <summary>User names, email addresses, or security IDs.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserSecurityId", "UserName")]
    [NameOrId(typeof(BcResource), nameof(BcUser.UserSecurityId))]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string[] User { get; set; } = [];

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

    protected override Task ProcessAsync()
    {
        var etag = Force ? "*" : ETag;
        return ChangeAsync(User, connection => Users.AddAsync(connection, Key, User, user => UserChanged.ToState(user, "Enabled", etag, "Enable")));
    }

    protected override Task EndAsync() => Users.EndAsync();
}
