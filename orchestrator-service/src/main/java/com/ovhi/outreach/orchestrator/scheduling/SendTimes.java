package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.SendTimeChosen;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.orchestrator.scheduling.Decision.Accepted;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Tells which hour was drawn for a job, and how likely it was, so that the way of choosing can be judged later. Thread-safe. */
@Component
class SendTimes {

    private final Outbox outbox;

    SendTimes(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Tells it with the caller's transaction, if an hour was drawn. What waits for others of a household was not. */
    void tell(UUID jobId, Accepted decision) {
        var choice = decision.facts().plan().hourChoice();
        if (choice != null && !decision.household().together()) {
            var ask = decision.ask();
            outbox.publish(
                    Topics.SEND_TIME,
                    Long.toString(ask.patientId()),
                    new SendTimeChosen(jobId, ask.organizationId(), ask.patientId(), choice, decision.decidedAt()));
        }
    }
}
