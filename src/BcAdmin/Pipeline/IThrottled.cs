namespace BcAdmin.Pipeline;

/// <summary>A cmdlet that can process several pipeline objects concurrently.</summary>
internal interface IThrottled
{
    /// <summary>The maximum number of objects that are processed concurrently.</summary>
    int ThrottleLimit { get; }

    /// <summary>The maximum age of a buffered result before it is read again; null for no limit.</summary>
    TimeSpan? MaxAge => DefaultMaxAge;

    static TimeSpan DefaultMaxAge => TimeSpan.FromSeconds(15);
}
