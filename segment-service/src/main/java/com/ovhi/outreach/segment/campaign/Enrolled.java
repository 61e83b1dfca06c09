package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.observability.AfterCommit;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * How many patients campaigns have had. Counting a million for every one who enters would cost more than all else, so a large
 * number is counted anew after ten seconds only, and what this instance adds in between is added; a small one is counted each
 * time. Thread-safe.
 */
@Component
class Enrolled {

    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final int KEPT = 1_000;

    private final Enrolments enrolments;
    private final CampaignProperties properties;
    private final Map<Long, Counted> counted = new ConcurrentHashMap<>();

    Enrolled(Enrolments enrolments, CampaignProperties properties) {
        this.enrolments = enrolments;
        this.properties = properties;
    }

    /** @param most what matters is whether there are more than that */
    long of(long campaignId, long most, Instant now) {
        if (most <= properties.approvalAbove()) {
            return enrolments.count(campaignId, most + 1);
        }
        var known = counted.get(campaignId);
        if (known != null && Duration.between(known.at(), now).abs().compareTo(FRESH) < 0) {
            return known.patients();
        }
        if (counted.size() >= KEPT) {
            counted.clear();
        }
        var fresh = new Counted(enrolments.count(campaignId, Long.MAX_VALUE), now);
        counted.put(campaignId, fresh);
        return fresh.patients();
    }

    /** So many enter; that counts once it is committed, for what is undone is done again. */
    void more(long campaignId, int patients) {
        AfterCommit.run(() -> counted.computeIfPresent(
                campaignId, (_, known) -> new Counted(known.patients() + patients, known.at())));
    }

    private record Counted(long patients, Instant at) {}
}
