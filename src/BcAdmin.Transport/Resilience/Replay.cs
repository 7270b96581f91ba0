using System.Net.Http.Json;

namespace BcAdmin.Transport.Resilience;

/// <summary>Determines whether the content of a request can be sent again.</summary>
internal static class Replay
{
    /// <summary>
    /// True for content in memory and seekable streams, which are sent from their start; false for content that can be read only once.
    /// </summary>
    public static bool IsPossible(HttpContent? content) => content switch
    {
        null or ByteArrayContent or ReadOnlyMemoryContent or JsonContent => true,
        MultipartContent parts => parts.All(IsPossible),
        StreamContent stream => stream.ReadAsStream().CanSeek, // the stream itself, without reading it
        _ => false,
    };
}
