package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.SendTimeChosen;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.outbox.Outbox.Keyed;
import com.ovhi.outreach.orchestrator.scheduling.Openings.Order;
import java.util.List;
import org.springframework.stereotype.Component;

/** Tells which hour was drawn for a job, and how likely it was, so that the way of choosing can be judged later. Thread-safe. */
@Component
class SendTimes {

    private final Outbox outbox;

    SendTimes(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Tells it with the caller's transaction, if an hour was drawn. What waits for others of a household was not. */
    void tell(Order order) {
        var decision = order.decision();
        var choice = decision.facts().plan().hourChoice();
        if (choice != null && !decision.household().together()) {
            var ask = decision.ask();
            var chosen = new SendTimeChosen(
                    order.jobId(), ask.organizationId(), ask.patientId(), choice, decision.decidedAt());
            outbox.publishAll(
                    Topics.SEND_TIME, List.of(new Keyed(Long.toString(ask.patientId()), chosen, order.traceparent())));
        }
    }
}
