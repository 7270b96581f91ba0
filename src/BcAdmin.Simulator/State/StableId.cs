using System.Security.Cryptography;
using System.Text;

namespace BcAdmin.Simulator.State;

/// <summary>Ids that stay the same from start to start, so that scripts and documents can name them.</summary>
internal static class StableId
{
    public static Guid From(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
