package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.clients.Preferences;
import com.ovhi.outreach.orchestrator.job.Contacts;
import com.ovhi.outreach.orchestrator.job.Contacts.History;
import com.ovhi.outreach.orchestrator.projection.Insight;
import com.ovhi.outreach.orchestrator.projection.Insights;
import com.ovhi.outreach.orchestrator.projection.Organization;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import com.ovhi.outreach.orchestrator.projection.Standing;
import com.ovhi.outreach.orchestrator.projection.Visits;
import com.ovhi.outreach.orchestrator.settings.OutreachSettings;
import com.ovhi.outreach.orchestrator.settings.SettingsLedger;
import com.ovhi.outreach.orchestrator.waiting.StillMissing;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

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
    private final TransactionTemplate reading;

    Circumstances(
            Patients patients,
            Organizations organizations,
            Insights insights,
            Preferences preferences,
            SettingsLedger settings,
            Contacts contacts,
            Visits visits,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.patients = patients;
        this.organizations = organizations;
        this.insights = insights;
        this.preferences = preferences;
        this.settings = settings;
        this.contacts = contacts;
        this.visits = visits;
        this.clock = clock;
        reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true);
    }

    /**
     * All that is known of those an ask concerns.
     *
     * @throws StillMissing when the patient or the organisation is not known here or to preference-service
     */
    Known of(Ask ask) {
        var here = Objects.requireNonNull(reading.execute(_ -> here(ask)));
        return here.with(preferences
                .of(ask.organizationId(), ask.patientId())
                .orElseThrow(() -> StillMissing.patient(ask.organizationId(), ask.patientId())));
    }

    /** What this service knows itself, at one moment. */
    private Here here(Ask ask) {
        var organization = ask.organizationId();
        var patient = ask.patientId();
        if (patients.find(organization, patient).isEmpty()) {
            throw StillMissing.patient(organization, patient);
        }
        var now = clock.instant();
        var visit = visit(ask);
        var own = settings.of(organization);
        return new Here(
                organizations.find(organization).orElseThrow(() -> StillMissing.organization(organization)),
                insights.of(organization, patient),
                own,
                contacts.of(organization, patient, ask.slotId(), now),
                visit,
                sensitive(visit, ask, own),
                corrects(visit, ask),
                now);
    }

    /**
     * Also of what is not known yet nothing may be said, unless a caller who is believed says that it may; a reminder may be
     * about all visits of its day.
     */
    private boolean sensitive(Optional<Standing> visit, Ask ask, OutreachSettings own) {
        var told = ask.conditions().sensitive();
        if (ask.visit().isEmpty() || Boolean.TRUE.equals(told)) {
            return Boolean.TRUE.equals(told);
        }
        var unknown = told == null || !own.callsTellSensitivity();
        return visit.map(known -> sensitive(known, ask, unknown)).orElse(unknown);
    }

    /** @param unknown what holds while no event has told */
    private boolean sensitive(Standing visit, Ask ask, boolean unknown) {
        var version = ask.subjectVersion();
        var told = visit.toldSensitive();
        return Boolean.TRUE.equals(told)
                || unknown && (told == null || version != null && version > visit.version())
                || ask.purpose() == Purpose.APPT_REMINDER
                        && visits.sensitiveDay(ask.organizationId(), ask.visit().orElseThrow());
    }

    /** Whether it tells of a visit what the patient, who was told otherwise, does not know. */
    private boolean corrects(Optional<Standing> visit, Ask ask) {
        return ask.purpose() == Purpose.APPT_CONFIRM
                && visit.filter(known -> known.version() > 1)
                        .filter(known -> contacts.toldOfOlder(
                                ask.organizationId(),
                                ask.patientId(),
                                ask.visit().orElseThrow(),
                                Objects.requireNonNullElse(ask.subjectVersion(), known.version())))
                        .isPresent();
    }

    private Optional<Standing> visit(Ask ask) {
        var visit = ask.visit();
        return visit.isEmpty() ? Optional.empty() : visits.standing(ask.organizationId(), visit.getAsLong());
    }

    /** What does not come from other services. */
    private record Here(
            Organization organization,
            Insight insight,
            OutreachSettings settings,
            History history,
            Optional<Standing> visit,
            boolean sensitive,
            boolean corrects,
            Instant now) {

        Known with(EffectivePreferences effective) {
            return new Known(organization, effective, insight, settings, history, visit, sensitive, corrects, now);
        }
    }
}
