using System.Management.Automation;
using BcAdmin.Migration;

namespace BcAdmin.Cmdlets.Migration;

/// <summary>Converts scripts from BcContainerHelper to BcAdmin. Runs offline.</summary>
[Cmdlet(VerbsData.ConvertFrom, "BcContainerHelper", DefaultParameterSetName = WildcardSet,
    SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(BcScriptReplacement))]
public sealed class ConvertFromBcContainerHelperCommand : BcCmdlet
{
    private const string WildcardSet = "Path";
    private const string LiteralSet = "LiteralPath";

    private static readonly StringComparer PathComparer = OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>The files that this command wrote, with the scripts that they were converted from.</summary>
    private readonly Dictionary<string, string> _written = new(PathComparer);

    private readonly HashSet<string> _read = new(PathComparer);

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = WildcardSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = LiteralSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutPath { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override async Task ProcessAsync()
    {
        foreach (var path in ParameterSetName == LiteralSet ? LiteralPath : Path)
        {
            await GuardAsync(path, async () =>
            {
                foreach (var file in ParameterSetName == LiteralSet ? [this.ResolveFile(path)] : this.ResolveFiles(path))
                    await GuardAsync(file, () => ConvertAsync(file));
            });
        }
    }

    private Task ConvertAsync(string file)
    {
        PipelineStopToken.ThrowIfCancellationRequested();
        if (!_read.Add(file))
            return Task.CompletedTask;
        if (System.IO.Path.GetExtension(file).ToUpperInvariant() is not (".PS1" or ".PSM1"))
        {
            throw new BcException(ErrorCode.InvalidArgument, Messages.FileNotPowerShellScript(file))
            {
                Target = file,
                Advice = "Specify .ps1 or .psm1 files.",
            };
        }

        var script = ScriptFile.Read(file);
        var conversion = ScriptConverter.Convert(file, script.Text);
        if (script.IsCodePage)
            WriteWarning(Messages.ScriptEncodingMisread(file));
        if (OutPath is not null)
            Write(file, script.ToBytes(conversion.Text));
        foreach (var replacement in conversion.Replacements)
            WriteObject(replacement);
        return Task.CompletedTask;
    }

    private void Write(string file, byte[] content)
    {
        var target = this.ResolveOutput(System.IO.Path.Combine(OutPath!, System.IO.Path.GetFileName(file)));
        if (_written.TryGetValue(target, out var other))
        {
            throw new BcException(ErrorCode.ResourceExists, Messages.ConvertedScriptAlreadyWritten(target, other))
            {
                Target = file,
                Advice = Messages.UseDifferentOutputFolders,
            };
        }

        if (File.Exists(target) && !Force)
        {
            var isSource = PathComparer.Equals(target, file);
            throw new BcException(ErrorCode.ResourceExists, isSource ? Messages.TargetIsSourceScript(target) : $"{target} already exists.")
            {
                Target = file,
                Advice = Messages.SpecifyAnotherFolderOrUseForce,
            };
        }

        if (!ShouldProcess(target, Messages.WriteConvertedScript))
            return;
        using (var output = OutputFile.Open(target))
            output.Complete(content);
        _written.Add(target, file);
        WriteVerbose($"Wrote {target}.");
    }
}
