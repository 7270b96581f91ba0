using System.Security.Cryptography;
using System.Text;

namespace BcAdmin.Simulator.State;

/// <summary>IDs that are the same at each start, so that scripts and documents can contain them.</summary>
internal static class StableId
{
    public static Guid From(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
