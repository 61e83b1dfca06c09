package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How requests become jobs.
 *
 * @param useful how long a message of a purpose is useful when the caller does not say
 * @param latency how long a channel typically takes from dispatch to the patient
 * @param urgentPurposes what may pass a patient's send window; never marketing
 * @param furthest how far ahead anything can be scheduled
 * @param keyRetention how long idempotency keys are remembered, at least
 * @param keyLease how long one request may hold its key, real time
 * @param patience how long a request from an event waits for its patient to become known, real time
 * @param together which calls are carried out together
 */
@ConfigurationProperties("outreach.scheduling")
public record SchedulingProperties(
        @Nullable Map<Purpose, Duration> useful,
        @Nullable Map<Channel, Duration> latency,

        @DefaultValue("urgent") Set<Purpose> urgentPurposes,

        @DefaultValue("390d") Duration furthest,
        @DefaultValue("7d") Duration keyRetention,
        @DefaultValue("30s") Duration keyLease,
        @DefaultValue("1h") Duration patience,
        @DefaultValue Together together) {

    private static final Map<Purpose, Duration> USEFUL = Map.of(
            Purpose.APPT_CONFIRM, Duration.ofDays(2),
            Purpose.APPT_REMINDER, Duration.ofDays(1),
            Purpose.NO_SHOW, Duration.ofHours(24),
            Purpose.RX_REFILL, Duration.ofDays(7),
            Purpose.LAB_READY, Duration.ofDays(7),
            Purpose.CAMPAIGN_EDUCATION, Duration.ofDays(7),
            Purpose.URGENT, Duration.ofHours(4));
    private static final Map<Channel, Duration> LATENCY = Map.of(
            Channel.EMAIL, Duration.ofSeconds(30),
            Channel.SMS, Duration.ofSeconds(5),
            Channel.WHATSAPP, Duration.ofSeconds(3));

    /** Completes with the defaults; refuses urgent marketing. */
    public SchedulingProperties {
        var usefulness = new EnumMap<>(USEFUL);
        if (useful != null) {
            usefulness.putAll(useful);
        }
        useful = Map.copyOf(usefulness);
        var latencies = new EnumMap<>(LATENCY);
        if (latency != null) {
            latencies.putAll(latency);
        }
        latency = Map.copyOf(latencies);
        if (urgentPurposes.stream().anyMatch(Purpose::marketing)) {
            throw new IllegalStateException("outreach.scheduling.urgent-purposes must not name marketing");
        }
    }

    /**
     * Which calls are carried out together.
     *
     * @param workers how many groups at the same time: fewer of them make greater groups, which cost less
     * @param most how many calls a group has at most
     * @param patience how long a call waits for others while some are being carried out, real time
     */
    public record Together(
            @DefaultValue("2") int workers,
            @DefaultValue("64") int most,
            @DefaultValue("25ms") Duration patience) {

        /** Refuses what would carry nothing out. */
        public Together {
            if (workers < 1 || most < 1 || patience.isNegative()) {
                throw new IllegalStateException(
                        "outreach.scheduling.together: workers and most must be at least 1, patience not negative");
            }
        }
    }

    Duration usefulFor(Purpose purpose) {
        return of(useful, purpose);
    }

    Duration typicalLatency(Channel channel) {
        return of(latency, channel);
    }

    private static <K> Duration of(@Nullable Map<K, Duration> durations, K key) {
        return durations == null ? Duration.ZERO : durations.getOrDefault(key, Duration.ZERO);
    }
}
