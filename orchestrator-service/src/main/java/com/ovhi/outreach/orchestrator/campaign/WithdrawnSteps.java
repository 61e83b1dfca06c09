package com.ovhi.outreach.orchestrator.campaign;

import com.ovhi.outreach.common.contract.StepWithdrawn;
import com.ovhi.outreach.orchestrator.audit.Actor;
import com.ovhi.outreach.orchestrator.job.Cancellations;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Calls off what a campaign asked for a patient whom it means no longer. Thread-safe. */
@Service
@Transactional(propagation = Propagation.MANDATORY)
class WithdrawnSteps {

    private final JdbcClient jdbc;
    private final Cancellations cancellations;

    WithdrawnSteps(JdbcClient jdbc, Cancellations cancellations) {
        this.jdbc = jdbc;
        this.cancellations = cancellations;
    }

    /** The contacts are locked before their jobs. What goes on under another record, after a merge, is that one's. */
    void callOff(StepWithdrawn step) {
        var contacts = jdbc.sql("""
                        SELECT contact.job_id FROM campaign_contacts contact
                        WHERE contact.campaign_id = ? AND contact.patient_id = ? AND contact.occasion_key = ?
                            AND contact.organization_id = ? AND NOT contact.is_called_off
                            AND EXISTS (SELECT 1 FROM comm_jobs job JOIN contact_slots slot ON slot.id = job.slot_id
                                WHERE job.id = contact.job_id AND slot.patient_id = contact.patient_id)
                        ORDER BY contact.job_id FOR UPDATE""")
                .params(step.campaignId(), step.patientId(), step.occasionKey(), step.organizationId())
                .query(String.class)
                .list();
        contacts.forEach(each -> jdbc.sql("UPDATE campaign_contacts SET is_called_off = TRUE WHERE job_id = ?")
                .param(each)
                .update());
        contacts.forEach(each ->
                cancellations.cancel(step.organizationId(), UUID.fromString(each), step.reason(), Actor.ORCHESTRATOR));
    }
}
