package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.clients.Preferences;
import com.ovhi.outreach.orchestrator.job.Contacts;
import com.ovhi.outreach.orchestrator.projection.Insights;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import com.ovhi.outreach.orchestrator.projection.Visits;
import com.ovhi.outreach.orchestrator.projection.Visits.Standing;
import com.ovhi.outreach.orchestrator.settings.SettingsLedger;
import com.ovhi.outreach.orchestrator.waiting.StillMissing;
import java.time.Clock;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Gathers what the rules judge. Asks preference-service; changes nothing. Thread-safe. */
@Component
class Circumstances {

    private final Patients patients;
    private final Organizations organizations;
    private final Insights insights;
    private final Preferences preferences;
    private final SettingsLedger settings;
    private final Contacts contacts;
    private final Visits visits;
    private final Clock clock;

    Circumstances(
            Patients patients,
            Organizations organizations,
            Insights insights,
            Preferences preferences,
            SettingsLedger settings,
            Contacts contacts,
            Visits visits,
            Clock clock) {
        this.patients = patients;
        this.organizations = organizations;
        this.insights = insights;
        this.preferences = preferences;
        this.settings = settings;
        this.contacts = contacts;
        this.visits = visits;
        this.clock = clock;
    }

    /**
     * All that is known of those an ask concerns.
     *
     * @throws StillMissing when the patient or the organisation is not known here or to preference-service
     */
    Known of(Ask ask) {
        var organization = ask.organizationId();
        var patient = ask.patientId();
        if (patients.find(organization, patient).isEmpty()) {
            throw StillMissing.patient(organization, patient);
        }
        var now = clock.instant();
        var visit = visit(ask);
        return new Known(
                organizations.find(organization).orElseThrow(() -> StillMissing.organization(organization)),
                preferences.of(organization, patient).orElseThrow(() -> StillMissing.patient(organization, patient)),
                insights.of(organization, patient),
                settings.of(organization),
                contacts.of(organization, patient, ask.slotId(), now),
                visit,
                ask.visit().isPresent()
                        && visit.map(known -> sensitive(known, ask)).orElse(true),
                now);
    }

    /** Also of what is not known yet nothing may be said; a reminder may be about all visits of its day. */
    private boolean sensitive(Standing visit, Ask ask) {
        var version = ask.subjectVersion();
        return visit.sensitive()
                || version != null && version > visit.version()
                || ask.purpose() == Purpose.APPT_REMINDER
                        && visits.sensitiveDay(ask.organizationId(), ask.visit().orElseThrow());
    }

    private Optional<Standing> visit(Ask ask) {
        var visit = ask.visit();
        return visit.isEmpty() ? Optional.empty() : visits.standing(ask.organizationId(), visit.getAsLong());
    }
}
