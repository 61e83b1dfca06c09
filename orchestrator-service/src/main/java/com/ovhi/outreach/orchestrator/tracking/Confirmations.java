package com.ovhi.outreach.orchestrator.tracking;

import com.ovhi.outreach.orchestrator.job.JobLedger;
import com.ovhi.outreach.orchestrator.projection.VisitRef;
import com.ovhi.outreach.orchestrator.projection.Visits;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Who has said to come is not asked once more. Thread-safe. */
@Component
class Confirmations {

    private final Visits visits;
    private final JobLedger jobs;

    Confirmations(Visits visits, JobLedger jobs) {
        this.visits = visits;
        this.jobs = jobs;
    }

    /** A patient confirms a visit; the reminder of a day goes when all visits of that day are confirmed. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void confirmed(long organizationId, long appointmentId, int version) {
        visits.confirmed(organizationId, appointmentId, version);
        if (visits.dayConfirmed(organizationId, appointmentId)) {
            visits.find(organizationId, appointmentId)
                    .map(visits::ofDay)
                    .ifPresent(day -> day.forEach(
                            each -> jobs.cancelConfirmed(organizationId, VisitRef.of(each.appointmentId()))));
        }
    }
}
