package com.ovhi.outreach.channel.intent;

import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.common.ids.FailureClass;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Gives back at once what a dead process had let through the gate and never began, instead of having it looked for. */
@Component
class AbandonedCalls {

    private static final Logger log = LoggerFactory.getLogger(AbandonedCalls.class);
    private static final NotSent NEVER_BEGUN = NotSent.refused(FailureClass.PARKED, "never-begun");

    private final CallJournal journal;
    private final OutcomeRecorder outcomes;
    private final MeterRegistry meters;

    AbandonedCalls(CallJournal journal, OutcomeRecorder outcomes, MeterRegistry meters) {
        this.journal = journal;
        this.outcomes = outcomes;
        this.meters = meters;
    }

    @EventListener(ApplicationReadyEvent.class)
    void giveBack() {
        var left = new LinkedHashMap<UUID, SendOutcome>();
        journal.abandoned().forEach(id -> left.put(id, NEVER_BEGUN));
        if (!left.isEmpty()) {
            log.atInfo().addKeyValue("attempts", left.size()).log("A dead worker has left attempts it never began");
            meters.counter("outreach.calls.never.begun").increment(left.size());
            outcomes.record(left);
        }
    }
}
