package com.ovhi.outreach.segment.campaign;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many patients a campaign has come to.
 *
 * @param skipped how many were enrolled but not written to, by reason
 */
record Progress(long enrolled, long requested, Map<String, Long> skipped) {

    static final String REQUESTED = "requested";
    static final String SKIPPED = "skipped";

    static Progress of(long enrolled, List<Count> counts) {
        var requested = 0L;
        var skipped = new TreeMap<String, Long>();
        for (var count : counts) {
            if (count.outcome().equals(REQUESTED)) {
                requested += count.patients();
            } else {
                skipped.merge(String.valueOf(count.reason()), count.patients(), Long::sum);
            }
        }
        return new Progress(enrolled, requested, skipped);
    }

    /** Patients with one outcome. */
    record Count(String outcome, @Nullable String reason, long patients) {}
}
