namespace BcAdmin.Simulator.State;

internal enum DeploymentStatus
{
    InProgress,
    Completed,
    Failed,
}

/// <summary>The upload slot of a company: its content and the deployment options.</summary>
internal sealed record ExtensionUploadSlot(Guid Id, string Schedule, string SchemaSyncMode)
{
    public const string CurrentVersion = "Current version";

    public bool IsCurrentVersion => Schedule == CurrentVersion;

    /// <summary>Null if nothing has been uploaded yet.</summary>
    public AppUpload? Content { get; init; }

    public long RowVersion { get; init; } = State.RowVersion.Next();
}

/// <summary>An uploaded file. Only its metadata is stored.</summary>
/// <param name="Package">Null if it is not an .app package.</param>
/// <param name="Problem">The reason why it is not a package.</param>
internal sealed record AppUpload(AppPackage? Package, string? Problem);

/// <summary>
/// The deployment of an extension from the upload slot. Unlike the operations of the Admin Center, it is only visible inside the
/// environment, has no error text, and cannot be canceled.
/// </summary>
internal sealed class ExtensionDeployment
{
    public Guid Id { get; } = Guid.NewGuid();

    public required BcEnvironment Environment { get; init; }

    public required AppPackage Package { get; init; }

    /// <summary>The text of the platform: Immediate for the current version.</summary>
    public required string Schedule { get; init; }

    /// <summary>The version of the environment with which a staged one is installed; null for the current version.</summary>
    public Version? TargetRelease { get; init; }

    /// <summary>The time of the request.</summary>
    public required DateTimeOffset StartedOn { get; init; }

    /// <summary>The time from which it is listed.</summary>
    public required DateTimeOffset ListedFrom { get; init; }

    /// <summary>The time until which the list shows its status as Unknown.</summary>
    public required DateTimeOffset UnknownUntil { get; init; }

    public required DateTimeOffset EndsOn { get; init; }

    /// <summary>Whether it will fail.</summary>
    public required bool Fails { get; init; }

    public DeploymentStatus Status { get; private set; }

    /// <summary>The time of its next change of status; null when it has ended.</summary>
    public DateTimeOffset? NextChange => Status == DeploymentStatus.InProgress ? EndsOn : null;

    /// <summary>Ends it. A staged deployment is complete when it is stored; its extension is installed with the update.</summary>
    public void End()
    {
        // Since the request, its dependencies may have been removed, or a newer version may have been installed.
        var isTooLate = Environment.FindApp(Package.Id)?.Version >= Package.Version
            || Package.Dependencies.Any(needed => !(Environment.FindApp(needed.AppId)?.Version >= needed.MinVersion));
        Status = Fails || (TargetRelease is null && isTooLate) ? DeploymentStatus.Failed : DeploymentStatus.Completed;
        if (Status == DeploymentStatus.Completed && TargetRelease is null)
            Environment.Put(Package.Install());
    }
}
