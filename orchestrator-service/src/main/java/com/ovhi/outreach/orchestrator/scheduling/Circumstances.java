package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.PatientRef;
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
import com.ovhi.outreach.orchestrator.projection.Standings;
import com.ovhi.outreach.orchestrator.projection.VisitKey;
import com.ovhi.outreach.orchestrator.projection.Visits;
import com.ovhi.outreach.orchestrator.settings.OutreachSettings;
import com.ovhi.outreach.orchestrator.settings.SettingsLedger;
import com.ovhi.outreach.orchestrator.waiting.StillMissing;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
    private final Standings standings;
    private final Visits visits;
    private final Clock clock;
    private final Beside beside;
    private final TransactionTemplate reading;

    Circumstances(
            Patients patients,
            Organizations organizations,
            Insights insights,
            Preferences preferences,
            SettingsLedger settings,
            Contacts contacts,
            Standings standings,
            Visits visits,
            Clock clock,
            Beside beside,
            PlatformTransactionManager transactions) {
        this.patients = patients;
        this.organizations = organizations;
        this.insights = insights;
        this.preferences = preferences;
        this.settings = settings;
        this.contacts = contacts;
        this.standings = standings;
        this.visits = visits;
        this.clock = clock;
        this.beside = beside;
        reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true);
    }

    /**
     * All that is known of those an ask concerns.
     *
     * @throws StillMissing when the patient or the organisation is not known here or to preference-service
     */
    Known of(Ask ask) {
        var here = here(List.of(ask)).get(ask);
        if (here == null) {
            throw new IllegalStateException("One of one is known or missing");
        }
        return here.get().with(preferences.of(ask.organizationId(), ask.patientId()), ask);
    }

    /**
     * Like {@link #of(Ask)} of many, in a few queries and one call, which begins at once and is waited for when somebody
     * wants to know of some of them; those are left out that are better looked up alone.
     */
    Function<Collection<Ask>, Map<Ask, Supplier<Known>>> begin(Collection<Ask> asks) {
        var patientsOfAll = patients(asks);
        var answer = beside.begin(() -> preferences.of(patientsOfAll));
        return some -> {
            var here = here(some);
            var effective = answer.get();
            var known = new HashMap<Ask, Supplier<Known>>();
            here.forEach((ask, each) -> {
                var found = effective.get(ask.patient());
                if (found != null) {
                    known.put(ask, () -> each.get().with(found, ask));
                }
            });
            return known;
        };
    }

    private static Set<PatientRef> patients(Collection<Ask> asks) {
        return asks.stream().map(Ask::patient).collect(Collectors.toSet());
    }

    /** What this service knows itself, at one moment. */
    private Map<Ask, Supplier<Here>> here(Collection<Ask> asks) {
        return Objects.requireNonNull(reading.execute(_ -> {
            var gathered = gather(asks);
            var here = new HashMap<Ask, Supplier<Here>>();
            asks.forEach(ask -> {
                try {
                    var found = here(ask, gathered);
                    here.put(ask, () -> found);
                } catch (StillMissing missing) {
                    here.put(ask, () -> {
                        throw missing;
                    });
                }
            });
            return here;
        }));
    }

    private Gathered gather(Collection<Ask> asks) {
        var of = patients.known(patients(asks));
        var now = clock.instant();
        return of.isEmpty()
                ? new Gathered(of, Map.of(), Map.of(), Map.of(), now)
                : new Gathered(
                        of,
                        insights.of(of),
                        contacts.of(of, now),
                        standings.of(asks.stream()
                                .flatMap(ask -> ask.visitKey().stream())
                                .collect(Collectors.toSet())),
                        now);
    }

    private Here here(Ask ask, Gathered gathered) {
        var organization = ask.organizationId();
        if (!gathered.patients().contains(ask.patient())) {
            throw StillMissing.patient(organization, ask.patientId());
        }
        var visit = ask.visitKey().map(gathered.visits()::get);
        var own = settings.of(organization);
        return new Here(
                organizations.find(organization).orElseThrow(() -> StillMissing.organization(organization)),
                gathered.insights().getOrDefault(ask.patient(), Insight.NONE),
                own,
                gathered.histories().getOrDefault(ask.patient(), History.EMPTY).except(ask.slotId()),
                visit,
                sensitive(visit, ask, own),
                corrects(visit, ask),
                gathered.now());
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

        Known with(Optional<EffectivePreferences> found, Ask ask) {
            var effective = found.orElseThrow(() -> StillMissing.patient(ask.organizationId(), ask.patientId()));
            return new Known(organization, effective, insight, settings, history, visit, sensitive, corrects, now);
        }
    }

    /** What several asks have in common to be looked up. */
    private record Gathered(
            Set<PatientRef> patients,
            Map<PatientRef, Insight> insights,
            Map<PatientRef, History> histories,
            Map<VisitKey, Standing> visits,
            Instant now) {}
}
