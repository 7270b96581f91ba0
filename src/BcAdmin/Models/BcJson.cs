namespace BcAdmin;

/// <summary>The source-generated JSON serialization of both APIs, which needs no reflection at startup.</summary>
/// <remarks>Reads case-insensitively, writes camel case, and omits null values. Other names in the contract are set by attributes of the properties.
/// The generated code sets every init property, including those that the service omitted, so a required default belongs in the init
/// accessor.</remarks>
[JsonSourceGenerationOptions(
    PropertyNameCaseInsensitive = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    Converters = [typeof(TolerantDateConverter), typeof(TolerantGuidConverter), typeof(TolerantBooleanConverter), typeof(TolerantNumberConverter),
        typeof(TolerantCountConverter), typeof(TolerantTextConverter)])]
[JsonSerializable(typeof(BcAccessControl))]
[JsonSerializable(typeof(BcApiEntitySet))]
[JsonSerializable(typeof(BcApp))]
[JsonSerializable(typeof(BcAppOperation))]
[JsonSerializable(typeof(BcAppRequirement))]
[JsonSerializable(typeof(BcAppUninstallRequirement))]
[JsonSerializable(typeof(BcAppUpdate))]
[JsonSerializable(typeof(BcAuthorizedApp))]
[JsonSerializable(typeof(BcCompany))]
[JsonSerializable(typeof(BcConfigurationPackage))]
[JsonSerializable(typeof(BcDatabaseExportHistory))]
[JsonSerializable(typeof(BcDatabaseExportQuota))]
[JsonSerializable(typeof(BcEnvironment))]
[JsonSerializable(typeof(BcEnvironmentM365Access))]
[JsonSerializable(typeof(BcEnvironmentPartnerAccess))]
[JsonSerializable(typeof(BcEnvironmentRestorePeriod))]
[JsonSerializable(typeof(BcEnvironmentSecurityGroup))]
[JsonSerializable(typeof(BcEnvironmentStorage))]
[JsonSerializable(typeof(BcEnvironmentUpdate))]
[JsonSerializable(typeof(BcEnvironmentUpdateWindow))]
[JsonSerializable(typeof(BcExtension))]
[JsonSerializable(typeof(BcExtensionDeployment))]
[JsonSerializable(typeof(BcFeature))]
[JsonSerializable(typeof(BcManageableApplication))]
[JsonSerializable(typeof(BcManageableTenant))]
[JsonSerializable(typeof(BcNotificationRecipient))]
[JsonSerializable(typeof(BcOperation))]
[JsonSerializable(typeof(BcOutageQuestion))]
[JsonSerializable(typeof(BcOutageReport))]
[JsonSerializable(typeof(BcOutageReportResult))]
[JsonSerializable(typeof(BcOutageType))]
[JsonSerializable(typeof(BcPermission))]
[JsonSerializable(typeof(BcPermissionSet))]
[JsonSerializable(typeof(BcProfile))]
[JsonSerializable(typeof(BcQuota))]
[JsonSerializable(typeof(BcScheduledJob))]
[JsonSerializable(typeof(BcSecurityGroup))]
[JsonSerializable(typeof(BcSecurityGroupMember))]
[JsonSerializable(typeof(BcSecurityGroupPermission))]
[JsonSerializable(typeof(BcSession))]
[JsonSerializable(typeof(BcSupportContact))]
[JsonSerializable(typeof(BcTimeZone))]
[JsonSerializable(typeof(BcUser))]
[JsonSerializable(typeof(BcUserPermission))]
[JsonSerializable(typeof(Discovery.CommandIndex))]
[JsonSerializable(typeof(AcceptTransferRequest))]
[JsonSerializable(typeof(AggregatePermissionSet))]
[JsonSerializable(typeof(ApplicationFamilyDetails))]
[JsonSerializable(typeof(BatchResponses))]
[JsonSerializable(typeof(BatchRequest))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(CancelAppUpdateRequest))]
[JsonSerializable(typeof(CompanyRequest))]
[JsonSerializable(typeof(ConfigurationPackageFileSlot))]
[JsonSerializable(typeof(ConfigurationPackageRequest))]
[JsonSerializable(typeof(CopyEnvironmentRequest))]
[JsonSerializable(typeof(CreateEnvironmentRequest))]
[JsonSerializable(typeof(CreateRecipientRequest))]
[JsonSerializable(typeof(EffectivePermission))]
[JsonSerializable(typeof(ExtensionUpload))]
[JsonSerializable(typeof(ExtensionUploadRequest))]
[JsonSerializable(typeof(FeatureActivation))]
[JsonSerializable(typeof(InstallAppRequest))]
[JsonSerializable(typeof(NotificationSettings))]
[JsonSerializable(typeof(RemoveScheduledPteRequest))]
[JsonSerializable(typeof(RenameEnvironmentRequest))]
[JsonSerializable(typeof(ReportOutageRequest))]
[JsonSerializable(typeof(RequestTransferRequest))]
[JsonSerializable(typeof(RestoreEnvironmentRequest))]
[JsonSerializable(typeof(SelectUpdateRequest))]
[JsonSerializable(typeof(SetAppInsightsKeyRequest))]
[JsonSerializable(typeof(SetAppUpdateCadenceRequest))]
[JsonSerializable(typeof(SetM365AccessRequest))]
[JsonSerializable(typeof(SetPartnerAccessRequest))]
[JsonSerializable(typeof(SetSecurityGroupRequest))]
[JsonSerializable(typeof(SetSupportContactRequest))]
[JsonSerializable(typeof(StartExportRequest))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(TelemetryResult))]
[JsonSerializable(typeof(UninstallAppRequest))]
[JsonSerializable(typeof(UpdateAppRequest))]
[JsonSerializable(typeof(UpdateWindowByClock))]
[JsonSerializable(typeof(UpdateWindowByUtc))]
[JsonSerializable(typeof(UserDetails))]
[JsonSerializable(typeof(UserPermissionRequest))]
[JsonSerializable(typeof(UserUpdate))]
internal sealed partial class BcJson : JsonSerializerContext;

/// <summary>Reads an empty value and the year 1 as null. An invalid date is null, so that it does not fail the whole list.</summary>
internal sealed class TolerantDateConverter : JsonConverter<DateTimeOffset?>
{
    public override bool HandleNull => true;

    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        return DateTimeOffset.TryParse(reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            && date.Year > 1
            ? date
            : null;
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        if (value is { } date)
            writer.WriteStringValue(date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture));
        else
            writer.WriteNullValue();
    }
}

/// <summary>Writes dates as OData requires them, including the year 1, which means "never".</summary>
internal sealed class WireDateConverter : JsonConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options) =>
        writer.WriteStringValue(ValueText.Of(value!.Value));
}

/// <summary>Reads an empty or invalid ID as <see cref="Guid.Empty"/>.</summary>
internal sealed class TolerantGuidConverter : JsonConverter<Guid>
{
    public override bool HandleNull => true;

    public override Guid Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return Guid.Empty;
        }

        return Guid.TryParse(reader.GetString(), out var id) ? id : Guid.Empty;
    }

    public override void Write(Utf8JsonWriter writer, Guid value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>Reads Booleans that the service sends as text.</summary>
internal sealed class TolerantBooleanConverter : JsonConverter<bool?>
{
    public override bool HandleNull => true;

    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.String:
                return bool.TryParse(reader.GetString(), out var value) ? value : null;
            default:
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options)
    {
        if (value is { } known)
            writer.WriteBooleanValue(known);
        else
            writer.WriteNullValue();
    }
}

/// <summary>Reads a number that is not valid as null.</summary>
internal sealed class TolerantNumberConverter : JsonConverter<long?>
{
    public override bool HandleNull => true;

    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return reader.TryGetInt64(out var whole) ? whole : (long)reader.GetDouble();
            case JsonTokenType.String:
                return long.TryParse(reader.GetString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;
            default:
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options)
    {
        if (value is { } known)
            writer.WriteNumberValue(known);
        else
            writer.WriteNullValue();
    }
}

/// <summary>Reads a number that is not a valid 32-bit integer as null.</summary>
internal sealed class TolerantCountConverter : JsonConverter<int?>
{
    private static readonly TolerantNumberConverter Any = new();

    public override bool HandleNull => true;

    public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Any.Read(ref reader, typeof(long?), options) is >= int.MinValue and <= int.MaxValue and var number ? (int)number : null;

    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options) => Any.Write(writer, value, options);
}

/// <summary>Reads numbers, Booleans, and objects as text where text is expected.</summary>
internal sealed class TolerantTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString();
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.GetRawText();
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);
}

/// <summary>
/// Decodes option values, in which characters that XML names cannot contain are escaped as _xHHHH_. An escaped blank is an empty value.
/// </summary>
internal sealed class EncodedTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return System.Xml.XmlConvert.DecodeName(reader.GetString())!.Trim();
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
