using System.Management.Automation;
using BcAdmin.Pipeline;
using CsCheck;

namespace BcAdmin.Tests.Hostile;

/// <summary>Any cell in a file of users results in a valid row, or in an error that names the cell.</summary>
public sealed class RowTests
{
    private static readonly string[] Columns = ["User", "UserName", "PermissionSets", "Companies", "AppId", "Scope", "State", "ExpiryDate",
        "ContactEmail", "SecurityGroups", "Environment", "Other"];

    [Fact]
    public void A_row_is_read_or_rejected() =>
        Gen.Select(Gen.Select(Generated.Any(Columns), Generated.Text).Array[1, 8], Generated.Any(';', ',', '|')).Sample((cells, delimiter) =>
    {
        var source = new PSObject();
        foreach (var (column, text) in cells)
        {
            source.Properties.Remove(column);
            source.Properties.Add(new PSNoteProperty(column, text));
        }

        try
        {
            var desired = new UserRow(source, delimiter, 1, "Row 1").ToDesiredUser();
            Assert.NotEqual("", desired.User);
            Assert.All(desired.PermissionSets.Concat(desired.Companies), cell => Assert.DoesNotContain(delimiter, cell));
            Assert.Contains(desired.Scope, (string?[])[null, "System", "Tenant"]);
        }
        catch (BcException exception)
        {
            var hasUser = source.Properties.Any(cell => cell.Name is "User" or "UserName");
            Assert.Equal(hasUser ? "InvalidArgument" : "InputKeyMissing", exception.Code);
        }
    }, iter: Generated.Samples);
}
