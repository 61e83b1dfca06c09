package com.ovhi.outreach.webhook.notice;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event and how it came.
 *
 * @param account that it came by
 * @param receivedAt on the suite's clock
 * @param traceparent of the request it came with, as W3C writes it; null where that is not known any more
 */
public record Arrival(
        Observation observation,
        Account account,
        Instant receivedAt,
        @Nullable String traceparent) {

    /** One of whose request nothing is known any more. */
    public Arrival(Observation observation, Account account, Instant receivedAt) {
        this(observation, account, receivedAt, null);
    }

    /** What came with one request. */
    public static List<Arrival> all(
            List<Observation> observations, Account account, Instant receivedAt, @Nullable String traceparent) {
        return observations.stream()
                .map(each -> new Arrival(each, account, receivedAt, traceparent))
                .toList();
    }

    /** The same event, understood in another way. */
    public Arrival meaning(Interpretation another) {
        return new Arrival(observation.meaning(another), account, receivedAt, traceparent);
    }
}
