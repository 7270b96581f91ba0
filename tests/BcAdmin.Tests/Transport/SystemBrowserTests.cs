using BcAdmin.Transport;
using BcAdmin.Transport.SignIn;

namespace BcAdmin.Tests.Transport;

/// <summary>The programs that open a browser on Linux. The tests change PATH, so no other test runs at the same time.</summary>
[CollectionDefinition(nameof(SystemBrowserTests), DisableParallelization = true)]
[Collection(nameof(SystemBrowserTests))]
public sealed class SystemBrowserTests : IClassFixture<FakeEntra>, IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly Uri Page = new("https://login.contoso.example/authorize?scope=a%20b&state=\u00F8");

    private readonly Dictionary<string, string?> _variables =
        new[] { "PATH", "DISPLAY", "WAYLAND_DISPLAY", "BROWSER" }.ToDictionary(name => name, Environment.GetEnvironmentVariable);

    private readonly string _folder = Directory.CreateTempSubdirectory("bcadmin-browser-").FullName;
    private readonly CancellationTokenSource _signIn = new();
    private readonly FakeEntra _entra;

    public SystemBrowserTests(FakeEntra entra)
    {
        _entra = entra;
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems have one program that opens addresses.");
        foreach (var name in _variables.Keys)
            Environment.SetEnvironmentVariable(name, null);
        SearchIn(_folder);
    }

    public void Dispose()
    {
        foreach (var (name, value) in _variables)
            Environment.SetEnvironmentVariable(name, value);
        _signIn.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_program_receives_the_encoded_address()
    {
        Install("xdg-open");
        var browser = new SystemBrowser(_signIn);

        SystemBrowser.Require();
        await browser.OpenAsync(Page);

        Assert.Equal("xdg-open https://login.contoso.example/authorize?scope=a%20b&state=%C3%B8 none", await OpenedAsync());
        Assert.Null(browser.Failure);
        Assert.False(_signIn.IsCancellationRequested);
    }

    [Theory]
    [InlineData(null, null, null, "none")]
    [InlineData("", "", null, "none")]
    [InlineData(null, null, "elinks", "elinks")]
    [InlineData(":0", null, null, "")]
    [InlineData(null, "wayland-0", null, "")]
    public async Task Without_a_display_no_browser_of_the_terminal_is_started(string? display, string? wayland, string? own, string browser)
    {
        Install("xdg-open");
        Environment.SetEnvironmentVariable("DISPLAY", display);
        Environment.SetEnvironmentVariable("WAYLAND_DISPLAY", wayland);
        Environment.SetEnvironmentVariable("BROWSER", own);

        await new SystemBrowser(_signIn).OpenAsync(Page);

        Assert.EndsWith(' ' + browser, await OpenedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_fails_ends_the_sign_in_with_the_reason()
    {
        Install("xdg-open", "exit 3");
        var browser = new SystemBrowser(_signIn);

        await browser.OpenAsync(Page);

        await CanceledAsync();
        Assert.Equal(WireFailure.BrowserNotAvailable, browser.Failure?.Failure);
        Assert.Equal(
            "No browser can be opened on this computer: xdg-open failed with exit code 3. "
                + "Interactive sign-in requires a browser; -DeviceCode does not.",
            browser.Failure?.Message);
    }

    [Fact]
    public async Task A_program_with_much_output_is_not_blocked_and_has_no_input()
    {
        Install("xdg-open", "cat; head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2; exit 4");
        var browser = new SystemBrowser(_signIn);

        await browser.OpenAsync(Page);

        await CanceledAsync();
        Assert.Contains("exit code 4", browser.Failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_fails_after_the_sign_in_has_ended_changes_nothing()
    {
        Install("xdg-open", "exit 5");
        var browser = new SystemBrowser(_signIn);
        _signIn.Dispose();

        await browser.OpenAsync(Page);

        await UntilAsync(() => browser.Failure is not null);
        Assert.Contains("exit code 5", browser.Failure?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wslview gnome-open xdg-open", "xdg-open")]
    [InlineData("wslview gnome-open", "gnome-open")]
    [InlineData("wslview", "wslview")]
    public async Task The_first_known_program_is_used_wherever_it_is(string installed, string used)
    {
        // Each is in its own folder, and the first folder is that of the least known one.
        var names = installed.Split(' ');
        foreach (var name in names)
            Install(Path.Combine(name + ".d", name));
        SearchIn(["relative", .. names.Select(name => Path.Combine(_folder, name + ".d"))]);

        await new SystemBrowser(_signIn).OpenAsync(Page);

        Assert.StartsWith(used + " https://", await OpenedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_program_the_sign_in_fails_before_anything_is_sent()
    {
        const string message = "No browser can be opened on this computer: xdg-open is not installed. "
            + "Interactive sign-in requires a browser; -DeviceCode does not.";
        var failure = Assert.Throws<WireException>(SystemBrowser.Require);
        Assert.Equal(WireFailure.BrowserNotAvailable, failure.Failure);
        Assert.Equal(message, failure.Message);
        Assert.Equal(message, (await Assert.ThrowsAsync<WireException>(() => new SystemBrowser(_signIn).OpenAsync(Page))).Message);
        Environment.SetEnvironmentVariable("PATH", null);
        Assert.Equal(message, Assert.Throws<WireException>(SystemBrowser.Require).Message);
    }

    [Fact]
    public void A_program_in_the_current_folder_is_never_started()
    {
        Install("xdg-open");
        SearchIn(Path.GetRelativePath(Environment.CurrentDirectory, _folder));
        Assert.Throws<WireException>(SystemBrowser.Require);
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_is_reported()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "xdg-open"), "no program");
        var failure = await Assert.ThrowsAsync<WireException>(() => new SystemBrowser(_signIn).OpenAsync(Page));
        Assert.Equal(WireFailure.BrowserNotAvailable, failure.Failure);
        Assert.StartsWith("No browser can be opened on this computer: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("ermission denied. Interactive", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_has_the_failure_of_its_program()
    {
        Install("xdg-open", "exit 3");
        using var wire = Open(_entra.Address);

        var failure = await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: false, default).WaitAsync(TestWire.TestLimit));

        Assert.Contains("xdg-open failed with exit code 3", failure.Message, StringComparison.Ordinal);
        Assert.StartsWith($"xdg-open {_entra.Address}/organizations/", await OpenedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_without_a_program_sends_nothing()
    {
        var before = _entra.TlsConnections;
        using var wire = Open(_entra.Address);

        var failure = await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: false, default).WaitAsync(TestWire.TestLimit));

        Assert.Contains("xdg-open is not installed", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, _entra.TlsConnections);
    }

    [Fact]
    public async Task A_simulator_without_TLS_is_opened_without_TLS()
    {
        Install("xdg-open");
        using var wire = Open(_entra.PlainAddress);

        var signIn = wire.GetTokenAsync(renew: false, _signIn.Token);

        Assert.StartsWith($"xdg-open {_entra.PlainAddress}/organizations/", await OpenedAsync(), StringComparison.Ordinal);
        await _signIn.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => signIn.WaitAsync(TestWire.TestLimit));
    }

    private Wire Open(string authority)
    {
        var tenant = _entra.NewTenant();
        _entra.Name("organizations", tenant);
        return Wire.Open(new WireOptions
        {
            Flow = SignInFlow.Interactive,
            ClientId = FakeTenant.ClientId,
            Authority = new Uri(authority),
            DiscoverInstance = false,
            Resource = new Uri(TestWire.Api),
            IsApiAddress = _ => false,
            PinnedCertificate = _entra.Pin,
        });
    }

    /// <summary>Creates a program that writes its name, its argument, and BROWSER to a file.</summary>
    private void Install(string path, string then = "")
    {
        var file = Path.Combine(_folder, path);
        var opened = Path.Combine(_folder, "opened");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var record = $"printf '%s' \"{Path.GetFileName(path)} $1 $BROWSER\" > {opened}.next && mv {opened}.next {opened}";
        File.WriteAllText(file, $"#!/bin/sh\nPATH=/usr/bin:/bin\n{record}\n{then}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, Executable);
    }

    private static void SearchIn(params string[] folders) => Environment.SetEnvironmentVariable("PATH", string.Join(Path.PathSeparator, folders));

    private async Task<string> OpenedAsync()
    {
        var opened = Path.Combine(_folder, "opened");
        await UntilAsync(() => File.Exists(opened));
        return await File.ReadAllTextAsync(opened);
    }

    private Task CanceledAsync() => UntilAsync(() => _signIn.IsCancellationRequested);

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TestWire.TestLimit);
        while (!condition())
            await Task.Delay(10, limit.Token);
    }
}
