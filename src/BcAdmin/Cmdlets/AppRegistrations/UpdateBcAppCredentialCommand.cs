using System.Management.Automation;
using System.Net;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using BcAdmin.Api.Graph;

namespace BcAdmin.Cmdlets.AppRegistrations;

/// <summary>
/// Replaces the secret or the certificate of a Microsoft Entra app, through Microsoft Graph as the user of the connection. The old credential is
/// removed after the new one has been verified by a sign-in.
/// </summary>
[Cmdlet(VerbsData.Update, "BcAppCredential", DefaultParameterSetName = "Secret", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BcAppCredential))]
[AcceptsInput(typeof(BcAppRegistration))]
public sealed class UpdateBcAppCredentialCommand : BcConnectedCmdlet
{
    /// <summary>The time that Microsoft Entra ID can need to replicate a new credential.</summary>
    private static readonly TimeSpan Replication = TimeSpan.FromMinutes(2);

    /// <summary>The session variable for the last result with a new secret.</summary>
    private const string LastResult = "BcLastAppCredential";

    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("AppId", "ApplicationId")]
    [ArgumentCompleter(typeof(ClientIdCompleter))]
    public Guid ClientId { get; set; }

    /// <summary>A .pfx or .pem file. It is created if it does not exist. Only the public key is uploaded.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Certificate")]
    public string? CertificatePath { get; set; }

    [Parameter(ParameterSetName = "Certificate")]
    [SecretTransformation]
    public SecureString? CertificatePassword { get; set; }

    /// <summary>A new file for the client ID and the new secret, in the format of a credential from Export-Clixml.</summary>
    [Parameter(ParameterSetName = "Secret")]
    public string? CredentialPath { get; set; }

    /// <summary>Number of days that the new credential is valid.</summary>
    [Parameter]
    [ValidateRange(1, 730)]
    public int ValidDays { get; set; } = 180;

    /// <summary>IDs of the credentials to remove. Required if the app has several.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public Guid[]? KeyId { get; set; }

    /// <summary>Keeps the old credentials.</summary>
    [Parameter]
    public SwitchParameter KeepOld { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(ClientId, UpdateAsync);

    private bool IsCertificate => CertificatePath is not null;

    private string Kind => IsCertificate ? "certificate" : "secret";

    private async Task UpdateAsync(BcConnection connection)
    {
        using var access = GraphAccess(connection, "Application.ReadWrite.All");
        var graph = new GraphClient(connection, access.Endpoint, access.Client(Context));
        var app = await graph.FindApplicationAsync(ClientId, PipelineStopToken) ?? throw new BcException(
            ErrorCode.AppNotFound, Messages.AppRegistrationNotFound(connection, ClientId))
        {
            Target = ClientId,
            Advice = Messages.ConnectToHomeTenant,
        };
        var old = SelectOldCredentials(app);
        var action = old.Count == 0 ? Messages.CreateCredentialAction(Kind)
            : Messages.ReplaceCredentialAction(Kind, old.Select(Describe));
        if (!ShouldProcess(Messages.AppCredentialTarget(app, ClientId, connection), action, Force))
            return;

        // The file is opened before the secret is created, so that an invalid path fails early.
        using var file = CredentialPath is null ? null : PrivateFile.Create(this.ResolveOutput(CredentialPath));
        using var created = IsCertificate ? await AddCertificateAsync(graph, app) : await AddSecretAsync(graph, app);
        WriteVerbose(Messages.CredentialCreated(Kind, created.KeyId));
        try
        {
            await VerifyAsync(connection, created);
        }
        catch (BcException exception)
        {
            await RemoveAsync(graph, app.Id!, created.KeyId);
            throw new BcException(ErrorCode.SignInFailed,
                Messages.NewCredentialRejected(Kind, ClientId, exception), exception)
            {
                Target = ClientId,
                Advice =
                    Messages.CheckAppServicePrincipal,
            };
        }

        var result = new BcAppCredential
        {
            Name = app.DisplayName ?? string.Empty,
            ClientId = ClientId,
            Kind = IsCertificate ? "Certificate" : "Secret",
            KeyId = created.KeyId,
            ExpiresOn = created.ExpiresOn,
            ClientSecret = created.Secret,
            CertificatePath = IsCertificate ? this.ResolveOutput(CertificatePath!) : null,
            CertificateThumbprint = created.Certificate?.Thumbprint,
        };
        result.SetOrigin(connection);
        if (created.Secret is not null)
            await CreatedSecret.KeepAsync(this, LastResult, result, file, ClientId, created.Secret);

        var removed = new List<Guid>();
        // A failure to remove an old credential must not prevent the output of the new secret, which cannot be read again.
        foreach (var key in old)
        {
            await GuardAsync(ClientId, async () =>
            {
                await RemoveAsync(graph, app.Id!, key.Id);
                removed.Add(key.Id);
            });
        }

        WriteObject(result with { RemovedKeyId = removed, CredentialPath = file?.SavedPath });
    }

    /// <summary>Gets the credentials to remove.</summary>
    private List<Credential> SelectOldCredentials(GraphApplication app)
    {
        List<Credential> all = IsCertificate
            ? [.. (app.KeyCredentials ?? []).Select(key => new Credential(IdOf(key.KeyId), key.EndDateTime))]
            : [.. (app.PasswordCredentials ?? []).Select(key => new Credential(IdOf(key.KeyId), key.EndDateTime))];
        if (KeepOld)
            return [];
        if (KeyId is not null)
        {
            return [.. KeyId.Select(id => all.Find(key => key.Id == id) ?? throw new BcException(
                ErrorCode.InvalidArgument, Messages.CredentialNotFound(ClientId, Kind, id))
            {
                Target = id,
                Advice = Messages.AppCredentials(all.Select(Describe)),
            })];
        }

        return all.Count <= 1 ? all : throw new BcException(
            ErrorCode.InvalidArgument, Messages.SeveralCredentialsOfKind(ClientId, all.Count, all.Select(Describe)))
        {
            Target = ClientId,
            Advice = Messages.SelectCredentialsToRemove,
        };
    }

    private static string Describe(Credential key) =>
        string.Create(CultureInfo.InvariantCulture, $"{key.Id} (expires {key.ExpiresOn?.UtcDateTime:yyyy-MM-dd})");

    private async Task<CreatedKey> AddSecretAsync(GraphClient graph, GraphApplication app)
    {
        var end = Context.Clock.GetUtcNow().AddDays(ValidDays);
        var name = string.Create(CultureInfo.InvariantCulture, $"Update-BcAppCredential {Context.Clock.GetUtcNow():yyyy-MM-dd}");
        var added = await graph.AddPasswordAsync(app.Id!, new() { DisplayName = name, EndDateTime = end }, PipelineStopToken);
        if (added.SecretText is not { Length: > 0 } text)
            throw new BcException(ErrorCode.UnexpectedResponse, Messages.NewSecretNotReturned);
        Context.Hide(text);
        return new CreatedKey(IdOf(added.KeyId), added.EndDateTime ?? end, Secret: new NetworkCredential(string.Empty, text).SecurePassword);
    }

    private async Task<CreatedKey> AddCertificateAsync(GraphClient graph, GraphApplication app)
    {
        var file = this.ResolveOutput(CertificatePath!);
        if (!File.Exists(file))
            NewCertificate.Write(app.DisplayName ?? $"{ClientId}", file, CertificatePassword, ValidDays).Dispose();
        var certificate = AppCertificate.WithKey(AppCertificate.FromFile(file, CertificatePassword));
        try
        {
            var content = Convert.ToBase64String(certificate.RawData);
            var known = app.KeyCredentials ?? [];
            if (known.Any(key => key.Key == content))
            {
                throw new BcException(ErrorCode.ResourceExists, Messages.AppAlreadyHasCertificate(ClientId, certificate))
                {
                    Target = CertificatePath,
                    Advice = Messages.SpecifyNewCertificateFile,
                };
            }

            await graph.UpdateApplicationAsync(app.Id!, new() { KeyCredentials = [.. known, new() { Key = content }] }, PipelineStopToken);
            var seen = await graph.GetApplicationAsync(app.Id!, PipelineStopToken);
            var id = (seen.KeyCredentials ?? []).FirstOrDefault(key => key.Key == content)?.KeyId;
            return new CreatedKey(IdOf(id), new DateTimeOffset(certificate.NotAfter), Certificate: certificate);
        }
        catch
        {
            certificate.Dispose();
            throw;
        }
    }

    /// <summary>Signs in as the app. Retries while the new credential is rejected because it has not been replicated yet.</summary>
    private async Task VerifyAsync(BcConnection connection, CreatedKey created)
    {
        var start = Context.Clock.GetTimestamp();
        while (true)
        {
            try
            {
                using var access = connection.Access.ForApp(ClientId, connection.TenantId, created.Secret, created.Certificate);
                await access.GetTokenAsync(PipelineStopToken);
                return;
            }
            catch (BcException exception) when (exception.Is(ErrorCode.SignInFailed) && Context.Clock.GetElapsedTime(start) < Replication)
            {
                WriteVerbose(Messages.NewCredentialNotAcceptedYet(Kind, exception));
                await Task.Delay(TimeSpan.FromSeconds(5), Context.Clock, PipelineStopToken);
            }
        }
    }

    private Task RemoveAsync(GraphClient graph, string id, Guid keyId) => IsCertificate
        ? RemoveCertificateAsync(graph, id, keyId)
        : graph.RemovePasswordAsync(id, keyId, PipelineStopToken);

    private async Task RemoveCertificateAsync(GraphClient graph, string id, Guid keyId)
    {
        var app = await graph.GetApplicationAsync(id, PipelineStopToken);
        var left = (app.KeyCredentials ?? []).Where(key => key.KeyId != keyId).ToList();
        await graph.UpdateApplicationAsync(id, new() { KeyCredentials = left }, PipelineStopToken);
    }

    /// <summary>Requires the key ID, without which the credential cannot be removed later.</summary>
    private static Guid IdOf(Guid? keyId) =>
        keyId ?? throw new BcException(ErrorCode.UnexpectedResponse, Messages.CredentialWithoutId);

    private sealed record Credential(Guid Id, DateTimeOffset? ExpiresOn);

    private sealed record CreatedKey(
        Guid KeyId, DateTimeOffset ExpiresOn, SecureString? Secret = null, X509Certificate2? Certificate = null) : IDisposable
    {
        public void Dispose() => Certificate?.Dispose();
    }
}
