package com.ovhi.outreach.channel.intent;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How outcomes that are not known are found. All durations are real time.
 *
 * @param lease after which an open attempt is taken for abandoned; far beyond the longest provider call
 * @param looks when a provider that can be asked is asked, after the outcome became unknown; only the last may say that
 *     the message was not sent, later than any paused process can still write to the provider
 * @param review when an attempt of any other provider is given to a person; and how long after the last look one of which the
 *     provider's answers proved nothing
 * @param pause between looks that were not answered, and once {@code looks} is used up
 * @param margin how far the provider's clock may be behind ours
 * @param batch how many are looked at together
 */
@ConfigurationProperties("outreach.channel.reconciliation")
public record ReconciliationProperties(
        @DefaultValue("60s") Duration lease,
        @DefaultValue({"15s", "2m", "5m", "15m"}) List<Duration> looks,
        @DefaultValue("15m") Duration review,
        @DefaultValue("15s") Duration pause,
        @DefaultValue("2m") Duration margin,
        @DefaultValue("5") int batch) {

    /** When the next look is due, after the outcome became unknown and so many looks have missed. */
    public Duration lookAfter(int looksDone) {
        return looks.get(Math.min(looksDone, looks.size() - 1));
    }

    /** How long after the outcome became unknown an attempt is looked for at most while no answer proves anything. */
    public Duration patience() {
        return looks.getLast().plus(review);
    }
}
