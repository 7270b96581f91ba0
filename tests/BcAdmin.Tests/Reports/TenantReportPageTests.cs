using System.Management.Automation.Language;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using BcAdmin.Reports;
using BcAdmin.Tests.Conventions;

namespace BcAdmin.Tests.Reports;

public class TenantReportPageTests
{
    private const string Hostile = "<img src=x onerror=alert(1)> & \"double\" 'single' </script></style>";

    private static string Page(TenantReport report)
    {
        using var stream = new MemoryStream();
        new TenantReportPage(report).Write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static int CountOf(string page, string part) => page.Split(part).Length - 1;

    /// <summary>The texts between a beginning and the next end.</summary>
    private static IReadOnlyList<string> Between(string page, string start, string end) =>
        [.. page.Split(start).Skip(1).Select(rest => rest.Split(end)[0])];

    [Fact]
    public void Is_smaller_than_two_megabytes_for_200_tenants_with_two_environments()
    {
        var size = Encoding.UTF8.GetByteCount(Page(Fleet.Report(200)));
        Assert.True(size < 2_000_000, $"The page has {size} bytes.");
    }

    [Fact]
    public void Opens_with_a_line_for_each_kind_of_warning()
    {
        var page = Page(Fleet.Report(200));
        Assert.Contains("133 tenants have no notification recipient", page, StringComparison.Ordinal);
        Assert.Contains("5 tenants use more storage than their quotas", page, StringComparison.Ordinal);
        var kinds = Between(page, "data-kind=\"", "\"");
        Assert.Equal(WarningKind.All.Select(kind => kind.Id).Where(kinds.Contains), kinds);
        Assert.Equal(134, CountOf(page, "The tenant has no notification recipient.")); // once in the summary, and in the sections of the tenants
    }

    [Fact]
    public void Sections_are_closed_unless_there_is_only_one()
    {
        Assert.Equal(12, CountOf(Page(Fleet.Report(12)), "<details class=\"tenant\"><summary>"));
        Assert.Equal(1, CountOf(Page(Fleet.Report(1)), "<details class=\"tenant\" open><summary>"));
    }

    [Fact]
    public void Every_link_within_the_page_has_its_target()
    {
        var page = Page(Fleet.Report(12));
        Rule.Holds(
            from id in Between(page, "href=\"#", "\"")
            where !page.Contains($"id=\"{id}\"", StringComparison.Ordinal)
            select $"Nothing has the id {id}.");
        Assert.All(Enumerable.Range(0, 12), index => Assert.Contains($"href=\"#tenant-{index}\"", page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("style")]
    [InlineData("script")]
    public void The_policy_admits_exactly_the_content_of_the_page(string element)
    {
        var page = Page(Fleet.Report(2));
        var content = Assert.Single(Between(page, $"<{element}>", $"</{element}>"));
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        Assert.Contains($"{element}-src 'sha256-{hash}'", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', content);
        Assert.DoesNotContain("unsafe", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_the_service_is_never_markup()
    {
        var environment = new BcEnvironment
        {
            Name = Hostile,
            Type = Hostile,
            Status = Hostile,
            CountryCode = Hostile,
            ApplicationVersion = Hostile,
            WebClientLoginUrl = "javascript:alert(1)",
        };
        var active = environment with { Name = Hostile + 2, Status = "Active" };
        var state = new EnvironmentState(active)
        {
            NextUpdate = new() { RawTargetVersion = Hostile, RawTargetVersionType = Hostile },
            UpdateWindow = new() { PreferredStartTime = "22:00", PreferredEndTime = Hostile, TimeZone = Hostile },
            Apps = [new() { Name = Hostile, Publisher = Hostile, VersionText = Hostile, LastUpdateAttemptResult = "Failed" }],
            AppUpdates = [new() { Name = Hostile, Publisher = Hostile, TargetVersionText = Hostile, RawRequirements = [new() { Name = Hostile }] }],
            Sessions = [new() { UserId = Hostile, ClientType = Hostile, CurrentObjectName = Hostile, EnvironmentName = Hostile }],
            Users = new(5, 0, [new(Hostile, 3), new("SUPER", 5)], [Hostile]),
            Features =
            [
                new() { FeatureId = Hostile, DescriptionInEnglish = Hostile, LearnMoreLink = "javascript:alert(1)", MandatoryByVersion = "30.0" },
            ],
            PartnerAccess = new() { Access = Hostile },
        };
        TenantState Tenant(string name) => new(name, Hostile, Hostile)
        {
            Environments = [new(environment), state],
            Storage = [new() { EnvironmentName = Hostile, EnvironmentType = Hostile, DatabaseStorageInKilobytes = 5 }],
            Operations =
            [
                new()
                {
                    Type = Hostile, EnvironmentName = Hostile, Status = "failed", CreatedBy = Hostile, ErrorMessage = Hostile, CreatedOn = Fleet.Now,
                },
            ],
            Recipients = [new() { Name = Hostile, Email = Hostile }],
            Unavailable = [new(Hostile, Hostile, Hostile)],
            Unread = [new("quotas", Hostile, new BcException(ErrorCode.InvalidArgument, Hostile) { Advice = Hostile })],
        };

        foreach (var page in new[]
        {
            Page(new([Tenant(Hostile)], Fleet.Everything, Fleet.Now)),
            Page(new([Tenant(Hostile), Tenant(Hostile + 2)], Fleet.Everything, Fleet.Now)),
        })
        {
            Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
            Assert.DoesNotContain("javascript:", page, StringComparison.Ordinal);
            Assert.Equal(1, CountOf(page, "</script>"));
            Assert.Equal(1, CountOf(page, "</style>"));
            Assert.True(CountOf(page, WebUtility.HtmlEncode(Hostile)) > 20);
            // Outside of the style sheet and the script, a quotation mark belongs to an attribute.
            var markup = page.Replace(Between(page, "<style>", "</style>")[0], "", StringComparison.Ordinal)
                .Replace(Between(page, "<script>", "</script>")[0], "", StringComparison.Ordinal);
            Assert.DoesNotContain("onerror=alert(1)> &", markup, StringComparison.Ordinal);
            Assert.DoesNotContain('"', Regex.Replace(markup, "<[^>]*>", "", RegexOptions.NonBacktracking));
        }
    }

    [Fact]
    public void The_footer_has_product_version_and_time()
    {
        var footer = Assert.Single(Between(Page(Fleet.Report(1)), "<footer", "</footer>"));
        Assert.Contains($"BcAdmin {TenantReport.Version}", footer, StringComparison.Ordinal);
        Assert.Contains(">2026-11-28 12:00Z</time> (UTC)", footer, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_kind_of_warning_says_why_it_matters_once()
    {
        var page = Page(Fleet.Report(200));
        Assert.All(Between(page, "data-kind=\"", "\""), id =>
        {
            var kind = WarningKind.All.Single(known => known.Id == id);
            Assert.Equal(1, CountOf(page, $"<span class=\"why\">{WebUtility.HtmlEncode(kind.Why)}</span>"));
        });
    }

    [Theory]
    [InlineData("28.3", null, "30.0", "FeatureMandatorySoon")]
    [InlineData("28.3", "30.0", "30.0", "FeatureMandatoryWithUpdate")]
    [InlineData("28.3", "30.1", "30", "FeatureMandatoryWithUpdate")]
    [InlineData("28.3", "28.4", "31.0", null)]
    [InlineData("30.0", null, "30.0.0.0", null)]
    [InlineData("28.3", null, "later", null)]
    [InlineData("preview", "30.0", "30.0", null)]
    public void A_feature_is_a_finding_from_two_major_versions_before(string version, string? target, string mandatory, string? kind)
    {
        var environment = Fleet.Environment(0, "Production");
        var state = environment with
        {
            Environment = environment.Environment with { ApplicationVersion = version, VersionDetails = null },
            NextUpdate = target is null ? null : new() { RawTargetVersion = target, Selected = true },
            Features =
            [
                new() { FeatureId = "One", Enabled = "None", MandatoryByVersion = mandatory },
                new() { FeatureId = "Two", Enabled = "All Users", MandatoryByVersion = mandatory },
            ],
        };
        var found = TenantWarning.Of(Fleet.Tenant(0) with { Environments = [state] }, Fleet.Now)
            .Where(warning => warning.Kind.Id.StartsWith("Feature", StringComparison.Ordinal)).ToList();
        if (kind is null)
        {
            Assert.Empty(found);
            return;
        }

        Assert.Equal(kind, Assert.Single(found).Kind.Id);
        Assert.EndsWith("not enabled: One.", found[0].Text, StringComparison.Ordinal);
        Assert.Equal("Get-BcFeature Production -Enabled:$false -Connection customer000.example", found[0].Command);
    }

    [Theory]
    [InlineData(-40, -3, "UpdateEnforced", "Updates have been enforced since 2026-11-25.")]
    [InlineData(-10, 20, "UpdateEnforcedSoon", "Updates are enforced from 2026-12-18 (20 days left).")]
    [InlineData(-1, 31, "UpdateGracePeriod", "The grace period began on 2026-11-27. Updates are enforced from 2026-12-29 (31 days left).")]
    [InlineData(1, 31, null, null)]
    public void Dates_of_enforced_updates_are_findings(int grace, int enforced, string? kind, string? text)
    {
        var environment = Fleet.Environment(0, "Sandbox");
        var state = environment with
        {
            Environment = environment.Environment with
            {
                VersionDetails = new()
                {
                    Version = "28.3",
                    GracePeriodStartDate = Fleet.Now.AddDays(grace),
                    EnforcedUpdatePeriodStartDate = Fleet.Now.AddDays(enforced),
                },
            },
        };
        var found = TenantWarning.Of(Fleet.Tenant(0) with { Environments = [state] }, Fleet.Now)
            .Where(warning => warning.Kind.Id.StartsWith("Update", StringComparison.Ordinal)).Select(warning => (warning.Kind.Id, warning.Text));
        Assert.Equal(kind is null ? [] : [(kind, text!)], found);
    }

    [Fact]
    public void Commands_can_be_pasted_whatever_the_names_contain()
    {
        const string Name = "O'Brien; $x `n \"a\"";
        var state = Fleet.Environment(6, "Production");
        var tenant = Fleet.Tenant(6) with
        {
            Name = Name,
            Environments = [state with { Environment = state.Environment with { Name = Name, ApplicationFamily = "My Family" } }],
            Unread = [.. new[] { Name, null }.Select(name => new UnreadPart("part", name, new BcException(ErrorCode.RequestTimeout, "x")))],
        };
        var warnings = TenantWarning.Of(tenant, Fleet.Now, "./my baseline's.json");
        Assert.NotEmpty(warnings);
        Assert.All(warnings, warning =>
        {
            var script = Parser.ParseInput(warning.Command, out _, out var errors);
            Assert.Empty(errors);
            var pipeline = Assert.IsType<PipelineAst>(Assert.Single(script.EndBlock.Statements));
            var command = Assert.IsType<CommandAst>(Assert.Single(pipeline.PipelineElements));
            if (warning.Kind != WarningKind.AuthorizedAppWithoutConsent)
                Assert.Equal(Name, Assert.IsType<StringConstantExpressionAst>(command.CommandElements[^1]).Value);
        });
    }

    [Fact]
    public void Each_kind_of_warning_is_listed_once()
    {
        var fields = typeof(WarningKind).GetFields().Where(field => field.FieldType == typeof(WarningKind)).Select(field => field.Name);
        Assert.Equal(fields.Order(StringComparer.Ordinal), WarningKind.All.Select(kind => kind.Id).Order(StringComparer.Ordinal));
        Assert.Equal(WarningKind.All.OrderBy(kind => kind.Severity), WarningKind.All);
    }
}
