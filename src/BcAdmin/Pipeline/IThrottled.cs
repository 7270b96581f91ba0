namespace BcAdmin.Pipeline;

/// <summary>A cmdlet that can work on several objects of the pipeline at once.</summary>
internal interface IThrottled
{
    /// <summary>How many; 1 works on them one after the other.</summary>
    int ThrottleLimit { get; }

    /// <summary>How old a result may become while it waits for its place in the output, before it is read again; null: any age.</summary>
    TimeSpan? MaxAge => DefaultMaxAge;

    static TimeSpan DefaultMaxAge => TimeSpan.FromSeconds(15);
}
