package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.common.outbox.Outbox;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reports members who had been in the wrong place though nothing had happened: an event was lost or misread. */
@Component
class Drift {

    private static final Logger log = LoggerFactory.getLogger(Drift.class);

    private final Outbox outbox;
    private final Clock clock;
    private final Counter drifted;

    Drift(Outbox outbox, Clock clock, MeterRegistry meters) {
        this.outbox = outbox;
        this.clock = clock;
        drifted = meters.counter("outreach.segment.drift");
    }

    @Transactional
    public void found(Segment segment, int members) {
        outbox.publish(
                Topics.AUDIT,
                Long.toString(segment.organizationId()),
                new AuditRecorded(
                        segment.organizationId(),
                        null,
                        "segment-service",
                        AuditAction.ACCESS,
                        Map.of(
                                "resource", "segment-drift",
                                "segment_id", Long.toString(segment.id()),
                                "members", Integer.toString(members)),
                        null,
                        null,
                        clock.instant()));
        AfterCommit.run(() -> drifted.increment(members));
        log.atWarn()
                .addKeyValue("segment_id", segment.id())
                .addKeyValue("members", members)
                .log("Segment had drifted");
    }
}
