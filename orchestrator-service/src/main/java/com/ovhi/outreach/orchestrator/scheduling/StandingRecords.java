package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.api.PatientRef;
import com.ovhi.outreach.orchestrator.decision.Refusal;
import com.ovhi.outreach.orchestrator.projection.Patients;
import com.ovhi.outreach.orchestrator.scheduling.Decision.Refused;
import com.ovhi.outreach.orchestrator.waiting.StillMissing;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * What is asked for a record that was given up is judged for the one that stays, but for what a campaign asks for, which
 * follows its members itself. Thread-safe.
 */
@Component
class StandingRecords {

    /** What preference-service says of each channel of a record that was given up. */
    private static final String MERGED = "patient-merged";

    private final Patients patients;

    StandingRecords(Patients patients) {
        this.patients = patients;
    }

    /** The records that stay in place of those of these that were given up. */
    Map<PatientRef, Long> of(Set<PatientRef> records) {
        return patients.givenUp(records);
    }

    /** The same request, of the record that stays. */
    Ask standing(Ask ask) {
        return standing(ask, of(Set.of(ask.patient())));
    }

    /** Like {@link #standing(Ask)}, going by what has been looked up. */
    Ask standing(Ask ask, Map<PatientRef, Long> givenUp) {
        var stays = givenUp.get(ask.patient());
        return stays == null || ask.campaignId() != null ? ask : ask.of(stays);
    }

    /** Whether it was refused because its record was given up meanwhile, so that it is to be judged for the other one. */
    boolean hasMoved(Refused refused) {
        var ask = refused.ask();
        return refused.refusal() == Refusal.CONTACT_NOT_ALLOWED && standing(ask).patientId() != ask.patientId();
    }

    /**
     * What a refusal waits for: preference-service has heard that the record was given up, this service has not.
     *
     * @throws StillMissing if so
     */
    void requireKnown(Refused refused) {
        var ask = refused.ask();
        if (refused.refusal() == Refusal.CONTACT_NOT_ALLOWED
                && refused.record().judgements().stream().anyMatch(each -> MERGED.equals(each.reason()))
                && ask.campaignId() == null) {
            throw StillMissing.patient(ask.organizationId(), ask.patientId());
        }
    }
}
