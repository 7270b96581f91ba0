using System.Management.Automation;
using BcAdmin.Api.Automation;

namespace BcAdmin.Cmdlets.Users;

/// <summary>A cmdlet that changes the record of a user: adds -ETag, -Force and -PassThru, so that nobody else's change is overwritten by accident.</summary>
public abstract class BcUserUpdateCmdlet : BcUserCmdlet
{
    /// <summary>The state that the user was read in; comes with the object. Without it, the state at the moment.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ETag { get; set; }

    /// <summary>Overwrites what others have changed since.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected async Task<BcUser> UpdateAsync(BcConnection connection, AutomationClient automation, BcUser user, UserUpdate body)
    {
        var changed = await OverwritingNothingAsync(() => automation.UpdateUserAsync(user with { ETag = Force ? "*" : ETag ?? user.ETag }, body, PipelineStopToken));
        Remember(connection, changed);
        return changed;
    }
}
