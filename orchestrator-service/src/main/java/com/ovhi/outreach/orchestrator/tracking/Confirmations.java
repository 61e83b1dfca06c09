package com.ovhi.outreach.orchestrator.tracking;

import com.ovhi.outreach.orchestrator.job.Cancellations;
import com.ovhi.outreach.orchestrator.projection.VisitRef;
import com.ovhi.outreach.orchestrator.projection.Visits;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Who has said to come is not asked once more. Thread-safe. */
@Component
class Confirmations {

    private final Visits visits;
    private final Cancellations cancellations;

    Confirmations(Visits visits, Cancellations cancellations) {
        this.visits = visits;
        this.cancellations = cancellations;
    }

    /** A patient confirms a visit; the reminder of a day goes when all visits of that day are confirmed. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void confirmed(long organizationId, long appointmentId, int version) {
        // Two answers at once about two visits of a day would else each find the other one open.
        var day = visits.holdDay(organizationId, appointmentId);
        visits.confirmed(organizationId, appointmentId, version);
        if (visits.dayConfirmed(organizationId, appointmentId)) {
            day.forEach(each -> cancellations.confirmed(organizationId, VisitRef.of(each.appointmentId())));
        }
    }
}
