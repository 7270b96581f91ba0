using System.IO.Compression;
using System.Xml;

namespace BcAdmin.Simulator.State;

/// <summary>The file that was uploaded to a configuration package. Only its metadata is stored.</summary>
/// <param name="Code">The code of the package in the file.</param>
internal sealed record RapidStartFile(
    string Code, string PackageName, int LanguageId, string ProductVersion, bool ExcludeConfigurationTables, int Tables, int Records)
{
    /// <summary>A small file can be unzipped to any size, and an attribute is read into memory.</summary>
    private const long MostCharacters = 64 * 1024 * 1024;

    /// <summary>The reason why it is not a package; null for a valid one.</summary>
    public string? Problem { get; private init; }

    /// <summary>Reads a .rapidstart file: gzipped XML whose root DataList has a list for each table, with some settings and the records.</summary>
    public static RapidStartFile Read(Stream file)
    {
        try
        {
            using var unzipped = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
            using var reader = XmlReader.Create(unzipped, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                IgnoreWhitespace = true,
                MaxCharactersInDocument = MostCharacters,
            });
            reader.MoveToContent();
            if (reader.LocalName != "DataList")
                return Bad($"its root is {reader.LocalName} and not DataList");

            var head = new RapidStartFile(
                reader.GetAttribute("Code") ?? "", reader.GetAttribute("PackageName") ?? "", Number(reader.GetAttribute("LanguageID")),
                reader.GetAttribute("ProductVersion") ?? "", reader.GetAttribute("ExcludeConfigTables") is "1", 0, 0);
            var (tables, records, table) = (0, 0, "");
            while (reader.Read())
            {
                if (reader.NodeType != XmlNodeType.Element)
                    continue;
                if (reader.Depth == 1)
                    (tables, table) = (tables + 1, reader.LocalName);
                // The records of CustomerList are called Customer; other elements are settings of the table.
                else if (reader.Depth == 2 && table == reader.LocalName + "List")
                    records++;
            }

            return head with { Tables = tables, Records = records };
        }
        catch (Exception error) when (error is InvalidDataException or XmlException or EndOfStreamException)
        {
            return Bad(error.Message);
        }

        static RapidStartFile Bad(string why) => new("", "", 0, "", false, 0, 0) { Problem = $"The file is not a configuration package: {why}" };
    }

    private static int Number(string? text) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

internal enum PackageStatus
{
    No,
    Scheduled,
    InProgress,
    Completed,
    Error,
}

/// <summary>An import or an application of a package: waits for the task scheduler, runs, and ends.</summary>
/// <param name="StartsOn">Null if the scheduler never runs it.</param>
/// <param name="Duration">From start to end.</param>
/// <param name="Error">The reason why it will fail; blank if it will succeed.</param>
internal sealed record PackageTask(DateTimeOffset? StartsOn, TimeSpan Duration, string Error)
{
    public PackageStatus At(DateTimeOffset now) =>
        !(StartsOn <= now) ? PackageStatus.Scheduled
        : now < StartsOn + Duration ? PackageStatus.InProgress
        : Error.Length > 0 ? PackageStatus.Error
        : PackageStatus.Completed;
}

/// <summary>
/// A configuration package of a company. The progress of its tasks depends only on the time:
/// read it through <see cref="At"/>.
/// </summary>
internal sealed record ConfigurationPackage
{
    public required Guid Id { get; init; }

    public required string Code { get; init; }

    public string PackageName { get; init; } = "";

    public int LanguageId { get; init; }

    public string ProductVersion { get; init; } = "";

    public int ProcessingOrder { get; init; }

    public bool ExcludeConfigurationTables { get; init; }

    public int NumberOfTables { get; init; }

    public int NumberOfRecords { get; init; }

    public int NumberOfErrors { get; init; }

    public RapidStartFile? File { get; init; }

    public PackageTask? Import { get; init; }

    public PackageTask? Apply { get; init; }

    /// <summary>The result of the running import if it succeeds; null after it was applied to the package.</summary>
    public RapidStartFile? PendingImport { get; init; }

    /// <summary>Records that the running application cannot write; null after they were added to the package.</summary>
    public int? PendingErrors { get; init; }

    public long RowVersion { get; init; } = State.RowVersion.Next();

    public PackageStatus ImportStatus(DateTimeOffset now) => Import?.At(now) ?? PackageStatus.No;

    public PackageStatus ApplyStatus(DateTimeOffset now) => Apply?.At(now) ?? PackageStatus.No;

    public bool IsBusy(DateTimeOffset now) => IsBusy(ImportStatus(now)) || IsBusy(ApplyStatus(now));

    /// <summary>The number in the concurrency token: each step of a task is a change of the row.</summary>
    public long VersionAt(DateTimeOffset now) => (RowVersion * 100) + ((int)ImportStatus(now) * 10) + (int)ApplyStatus(now);

    /// <summary>The package with the results of all tasks that have ended.</summary>
    public ConfigurationPackage At(DateTimeOffset now)
    {
        var package = this;
        if (package.PendingImport is { } file && package.ImportStatus(now) == PackageStatus.Completed)
        {
            package = package with
            {
                PackageName = file.PackageName.Length > 0 ? file.PackageName : package.PackageName,
                LanguageId = file.LanguageId,
                ProductVersion = file.ProductVersion,
                ExcludeConfigurationTables = file.ExcludeConfigurationTables,
                NumberOfTables = file.Tables,
                NumberOfRecords = file.Records,
                NumberOfErrors = 0,
                PendingImport = null,
            };
        }

        return package.PendingErrors is { } errors && package.ApplyStatus(now) == PackageStatus.Completed
            ? package with { NumberOfErrors = errors, PendingErrors = null }
            : package;
    }

    private static bool IsBusy(PackageStatus status) => status is PackageStatus.Scheduled or PackageStatus.InProgress;
}
