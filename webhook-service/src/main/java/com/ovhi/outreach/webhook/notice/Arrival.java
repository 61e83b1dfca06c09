package com.ovhi.outreach.webhook.notice;

import java.time.Instant;
import java.util.List;

/**
 * An event and how it came.
 *
 * @param account that it came by
 * @param receivedAt on the suite's clock
 */
public record Arrival(Observation observation, Account account, Instant receivedAt) {

    /** What came with one request. */
    public static List<Arrival> all(List<Observation> observations, Account account, Instant receivedAt) {
        return observations.stream()
                .map(each -> new Arrival(each, account, receivedAt))
                .toList();
    }
}
