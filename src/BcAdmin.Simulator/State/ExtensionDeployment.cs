namespace BcAdmin.Simulator.State;

internal enum DeploymentStatus
{
    InProgress,
    Completed,
    Failed,
}

/// <summary>The upload slot of a company: what was sent to it and how it is to be deployed.</summary>
internal sealed record ExtensionUploadSlot(Guid Id, string Schedule, string SchemaSyncMode)
{
    public const string CurrentVersion = "Current version";

    public bool IsCurrentVersion => Schedule == CurrentVersion;

    /// <summary>Nothing has been sent yet where it is null.</summary>
    public AppUpload? Content { get; init; }

    public long RowVersion { get; init; } = State.RowVersion.Next();
}

/// <summary>An uploaded file, of which only what it says is kept.</summary>
/// <param name="Package">Null where it is no .app package.</param>
/// <param name="Problem">Why it is none.</param>
internal sealed record AppUpload(AppPackage? Package, string? Problem);

/// <summary>
/// The deployment of an extension that came through the upload slot. Other than the operations of the Admin Center it is known inside of the
/// environment only, has no error text, and cannot be taken back.
/// </summary>
internal sealed class ExtensionDeployment
{
    public Guid Id { get; } = Guid.NewGuid();

    public required BcEnvironment Environment { get; init; }

    public required AppPackage Package { get; init; }

    /// <summary>Text of the platform, Immediate for the current version.</summary>
    public required string Schedule { get; init; }

    /// <summary>The version of the environment that a staged one is installed with; null for the current version.</summary>
    public Version? TargetRelease { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset StartedOn { get; init; }

    /// <summary>From when it is listed.</summary>
    public required DateTimeOffset ListedFrom { get; init; }

    /// <summary>Until when the list shows its status as Unknown.</summary>
    public required DateTimeOffset UnknownUntil { get; init; }

    public required DateTimeOffset EndsOn { get; init; }

    /// <summary>Whether it is going to fail.</summary>
    public required bool Fails { get; init; }

    public DeploymentStatus Status { get; private set; }

    /// <summary>When its status changes; null when it has ended.</summary>
    public DateTimeOffset? NextChange => Status == DeploymentStatus.InProgress ? EndsOn : null;

    /// <summary>Ends it. A staged one is completed when it is stored; its extension comes with the update.</summary>
    public void End()
    {
        // What it needs may have gone since it was asked for, and what is there may have become newer.
        var isTooLate = Environment.FindApp(Package.Id)?.Version >= Package.Version
            || Package.Dependencies.Any(needed => !(Environment.FindApp(needed.AppId)?.Version >= needed.MinVersion));
        Status = Fails || (TargetRelease is null && isTooLate) ? DeploymentStatus.Failed : DeploymentStatus.Completed;
        if (Status == DeploymentStatus.Completed && TargetRelease is null)
            Environment.Put(Package.Install());
    }
}
