package com.ovhi.outreach.orchestrator.trigger;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.api.PatientRef;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.messaging.RetryLater;
import com.ovhi.outreach.orchestrator.job.UntoldReminder;
import com.ovhi.outreach.orchestrator.projection.Patients;
import com.ovhi.outreach.orchestrator.projection.VisitDays;
import com.ovhi.outreach.orchestrator.projection.VisitDays.Asked;
import com.ovhi.outreach.orchestrator.projection.Visits;
import com.ovhi.outreach.orchestrator.waiting.WaitingHandler;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The last reminders of days that changed while a worker might have had them: they were called off and not asked for again, since
 * nobody is told twice. Once it is certain that nothing was sent they are asked for after all. Thread-safe.
 */
@Component
class LateReminders implements WaitingHandler {

    private static final Logger log = LoggerFactory.getLogger(LateReminders.class);

    private final VisitDays plans;
    private final Visits visits;
    private final Patients patients;
    private final DayPlans days;
    private final KnownCircumstances circumstances;
    private final TriggerProperties properties;

    LateReminders(
            VisitDays plans,
            Visits visits,
            Patients patients,
            DayPlans days,
            KnownCircumstances circumstances,
            TriggerProperties properties) {
        this.plans = plans;
        this.visits = visits;
        this.patients = patients;
        this.days = days;
        this.circumstances = circumstances;
        this.properties = properties;
    }

    @Override
    public Set<String> types() {
        return Set.of(UntoldReminder.TYPE);
    }

    @Override
    public Duration patience() {
        return properties.patience();
    }

    @Override
    public Runnable retry(byte[] payload, EventHeaders event) {
        var job = ContractJson.read(payload, UntoldReminder.class).jobId();
        return () -> untold(job, event);
    }

    private void untold(UUID job, EventHeaders event) {
        plans.replaced(job).ifPresent(asked -> {
            var stays = standing(asked);
            // Visits before patients, as for everybody who makes a job.
            visits.hold(asked.organizationId(), stays);
            if (patients.record(asked.organizationId(), asked.patientId()) != stays) {
                throw new RetryLater("record-merged");
            }
            days.untold(
                    new Asked(asked.organizationId(), stays, asked.date(), asked.plan(), asked.name()),
                    circumstances.of(asked.organizationId(), stays),
                    event);
        });
    }

    private long standing(Asked asked) {
        var told = new PatientRef(asked.organizationId(), asked.patientId());
        return patients.givenUp(Set.of(told)).getOrDefault(told, asked.patientId());
    }

    @Override
    public void giveUp(byte[] payload, EventHeaders event) {
        log.atError().addKeyValue("event_id", event.id()).log("Day left without its last reminder");
    }
}
