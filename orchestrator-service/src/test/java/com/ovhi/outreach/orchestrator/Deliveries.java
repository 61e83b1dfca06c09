package com.ovhi.outreach.orchestrator;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What channel-workers would get and report. */
public final class Deliveries {

    private final TestKafka kafka;

    /** On this broker. */
    public Deliveries(TestKafka kafka) {
        this.kafka = kafka;
    }

    /** The message of a job. */
    public ContactDue due(UUID job) {
        return kafka.await(
                Topics.SCHEDULE, ContactDue.class, each -> each.jobId().equals(job));
    }

    /** The message of the next job in the slot of a job. */
    public ContactDue successor(UUID job) {
        var slot = due(job).slotId();
        return kafka.await(
                Topics.SCHEDULE,
                ContactDue.class,
                each -> each.slotId().equals(slot) && !each.jobId().equals(job));
    }

    /** Reports what became of an attempt. */
    public void report(UUID job, DeliveryState state, @Nullable FailureClass failure, String code, int attempt) {
        var due = due(job);
        kafka.publish(
                Topics.DELIVERY,
                job.toString(),
                new DeliveryReported(
                        job,
                        due.organizationId(),
                        due.patientId(),
                        due.channel(),
                        attempt,
                        state,
                        null,
                        failure,
                        code,
                        null,
                        false,
                        SettableClock.START.plusSeconds(5)));
    }
}
