using BcAdmin.HelpBuilder;

// build --module BcAdmin.dll --pages docs/en-US --output en-US --online ADDRESS     help for Get-Help, or the list of problems
// site  --module BcAdmin.dll --pages docs/en-US --output FOLDER                     complete pages, an index by area, and a table of contents
// cabinet --content FOLDER --output FILE                                            the help for Update-Help on Windows
// new   Get-BcX [--module BcAdmin.dll] [--pages docs/en-US]        a page to fill in
try
{
    return args switch
    {
        ["build", "--module", var module, "--pages", var pages, "--output", var output, "--online", var online] =>
            Build(module, pages, output, online),
        ["site", "--module", var module, "--pages", var pages, "--output", var output] => Site(module, pages, output),
        ["cabinet", "--content", var content, "--output", var output] => WriteCabinet(content, output),
        ["new", var name] => New(name, Path.Combine(Root(), "out", "BcAdmin", "BcAdmin.dll"), Path.Combine(Root(), "docs", "en-US")),
        ["new", var name, "--module", var module, "--pages", var pages] => New(name, module, pages),
        _ => Fail("""
            Usage: build --module <dll> --pages <folder> --output <folder> --online <address>
                   site --module <dll> --pages <folder> --output <folder>
                   cabinet --content <folder> --output <file>
                   new <cmdlet> [--module <dll> --pages <folder>]
            """),
    };
}
catch (HelpException exception)
{
    return Fail(exception.Message);
}

static int Build(string module, string pages, string output, string online)
{
    var problems = new Problems();
    var help = HelpSet.Read(ModuleAssembly.Load(module), pages, problems);
    var catalog = CommandCatalog.Read(help.Entries, pages, problems);
    if (problems.Any)
    {
        return Fail(problems.ToString());
    }

    Directory.CreateDirectory(output);
    Maml.Write(help.Entries, new Uri(online)).Save(Path.Combine(output, "BcAdmin.dll-Help.xml"));
    foreach (var topic in Directory.EnumerateFiles(pages, "about_*.md"))
    {
        var name = Path.GetFileNameWithoutExtension(topic);
        var text = File.ReadAllText(topic).Replace(CommandCatalog.Placeholder, catalog.ToMarkdown(), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(output, name + ".help.txt"), AboutTopic.Write(name, text));
    }

    File.WriteAllText(Path.Combine(output, "BcAdmin.Commands.json"), catalog.ToJson());

    return 0;
}

static int Site(string module, string pages, string output)
{
    var problems = new Problems();
    var help = HelpSet.Read(ModuleAssembly.Load(module), pages, problems);
    if (problems.Any)
    {
        return Fail(problems.ToString());
    }

    Directory.CreateDirectory(output);
    foreach (var (name, text) in SitePages.Write(help, Directory.EnumerateFiles(pages, "about_*.md")))
    {
        File.WriteAllText(Path.Combine(output, name), text);
    }

    return 0;
}

static int WriteCabinet(string content, string output)
{
    using var stream = File.Create(output);
    var files = Directory.EnumerateFiles(content).Order(StringComparer.Ordinal);
    Cabinet.Write(stream, [.. files.Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)))]);
    return 0;
}

static int New(string name, string module, string pages)
{
    var cmdlet = ModuleAssembly.Load(module).FirstOrDefault(cmdlet => cmdlet.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new HelpException($"{name} is not in {module}. Build it first: build.ps1 Build -SkipHelp");
    var path = Path.Combine(pages, cmdlet.Name + ".md");
    if (File.Exists(path))
    {
        throw new HelpException($"{path} already exists.");
    }

    File.WriteAllText(path, PageTemplate.Write(cmdlet, SharedParameters.Read(pages)));
    Console.WriteLine(path);
    return 0;
}

static string Root()
{
    var folder = new DirectoryInfo(Environment.CurrentDirectory);
    while (!File.Exists(Path.Combine(folder.FullName, "BcAdmin.sln")))
    {
        folder = folder.Parent ?? throw new HelpException("Run this inside the repository.");
    }

    return folder.FullName;
}

static int Fail(string message)
{
    Console.Error.WriteLine(message);
    return 1;
}
