using System.Management.Automation;
using BcAdmin.Api.Automation.Bulk;

namespace BcAdmin.Cmdlets.Users;

/// <summary>A cmdlet that changes the record of a user: adds -ETag, -Force and -PassThru, so that nobody else's change is overwritten by accident.</summary>
public abstract class BcUserUpdateCmdlet : BcUserCmdlet
{
    /// <summary>The state that the user was read in; comes with the object. Without it, the state at the moment.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    public string? ETag { get; set; }

    /// <summary>Overwrites what others have changed since.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool NeedsPermissions => false;

    private protected override bool WritesResults => PassThru;

    private protected override BcException Explain(BcException error) => AdviseForce(error);

    private protected sealed override Func<UserItem, Task> Plan()
    {
        var read = ETag;
        return item =>
        {
            Plan(item, Force ? "*" : read ?? item.User.ETag ?? "*");
            return Task.CompletedTask;
        };
    }

    /// <summary>Finds the steps of an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="etag">The version of the user that may be overwritten.</param>
    private protected abstract void Plan(UserItem item, string etag);

    /// <summary>Lets a user sign in or not.</summary>
    private protected void ChangeState(UserItem item, string etag, string state, string action)
    {
        if (item.User.HasState(state))
            Keep(item, item.User, $"User {item.User.UserName} is {state.ToLowerInvariant()} already.");
        else
            Change(item, item.Name, new UserChanged(item.User, new UserUpdate { State = state }, etag), action);
    }
}
