package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.OutreachRefused;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.testing.TestKafka;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the orchestrator says of requests that become no job. */
final class Refusals {

    private Refusals() {}

    /** @param job the one that is to be followed by no other, null where there was none */
    static void tell(TestKafka kafka, OutreachRequested request, String reason, Instant at, @Nullable UUID job) {
        kafka.publish(
                Topics.JOB,
                Long.toString(request.patientId()),
                new OutreachRefused(
                        request.requestId(),
                        request.organizationId(),
                        request.patientId(),
                        Objects.requireNonNull(request.campaignId()),
                        request.step(),
                        Objects.requireNonNull(request.occasionKey()),
                        request.purpose(),
                        reason,
                        at,
                        job));
    }
}
