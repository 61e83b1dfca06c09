package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.contract.ovhi.AppointmentClosed;
import com.ovhi.outreach.common.contract.ovhi.LabResultReady;
import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated;
import com.ovhi.outreach.common.contract.ovhi.PatientDeceased;
import com.ovhi.outreach.common.contract.ovhi.PatientMerged;
import com.ovhi.outreach.common.contract.ovhi.PatientRegistered;
import com.ovhi.outreach.common.contract.ovhi.RefillDue;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.segment.population.Engagement;
import com.ovhi.outreach.segment.population.EngagementKind;
import com.ovhi.outreach.segment.population.Organizations;
import com.ovhi.outreach.segment.population.PopulationChanges;
import com.ovhi.outreach.segment.population.VisitStatus;
import com.ovhi.outreach.segment.rule.Family;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** What happens to patients changes what is known of them and, in the same transaction, where they belong. */
@Configuration(proxyBeanMethods = false)
class PopulationConsumers {

    private static final Set<Family> EVERYTHING = EnumSet.allOf(Family.class);
    private static final Set<Family> VISITS = Set.of(Family.VISITS);
    private static final Set<Family> CARE = Set.of(Family.CARE);
    private static final Set<Family> WISHES = Set.of(Family.CONSENT, Family.PERSON);

    private final PopulationChanges changes;
    private final TouchedPatients patients;
    private final ApplicationEventPublisher listeners;

    PopulationConsumers(PopulationChanges changes, TouchedPatients patients, ApplicationEventPublisher listeners) {
        this.changes = changes;
        this.patients = patients;
        this.listeners = listeners;
    }

    @Bean
    Consumer<Message<List<byte[]>>> populationEvents(
            EventConsumers consumers, Organizations organizations, Evaluations evaluations) {
        return consumers
                .named("segment.population")
                .on(OrganizationUpdated.class, (organization, event) -> {
                    if (organizations.updated(organization, event.time())) {
                        evaluations.zoneChanged(organization.organizationId());
                    }
                })
                .on(
                        PatientRegistered.class,
                        (patient, event) -> patients.touched(changes.registered(patient, event.time()), EVERYTHING))
                .on(
                        PatientDeceased.class,
                        (patient, event) -> patients.touched(changes.deceased(patient, event.time()), EVERYTHING))
                .on(PatientMerged.class, this::merged)
                .on(
                        "rx.refill_due",
                        RefillDue.class,
                        (refill, event) -> patients.touched(changes.refillDue(refill, event.time()), CARE))
                .on(
                        "lab.result_ready",
                        LabResultReady.class,
                        (result, event) -> patients.touched(changes.labReady(result, event.time()), CARE))
                .on("appointment.booked", AppointmentBooked.class, (visit, event) -> booked(visit))
                .on("appointment.moved", AppointmentBooked.class, (visit, event) -> booked(visit))
                .on(
                        "appointment.cancelled",
                        AppointmentClosed.class,
                        (visit, event) -> closed(visit, VisitStatus.CANCELLED))
                .on(
                        "appointment.completed",
                        AppointmentClosed.class,
                        (visit, event) -> closed(visit, VisitStatus.COMPLETED))
                .on(
                        "appointment.no_show",
                        AppointmentClosed.class,
                        (visit, event) -> closed(visit, VisitStatus.NO_SHOW))
                .build();
    }

    @Bean
    Consumer<Message<List<byte[]>>> preferenceEvents(EventConsumers consumers) {
        return consumers
                .named("segment.preference")
                .on(PreferenceChanged.class, (preference, event) -> wishes(preference))
                .build();
    }

    /** Who has taken something back is told of to whoever listens, in this transaction. */
    private void wishes(PreferenceChanged preference) {
        var heard = changes.preferenceChanged(preference);
        patients.touched(heard.patientId(), WISHES);
        heard.takenBack().ifPresent(optOut -> {
            if (!optOut.takenOver()) {
                patients.engaged(new Engagement(
                        optOut.patientId(), optOut.organizationId(), EngagementKind.OPTED_OUT, optOut.at()));
            }
            listeners.publishEvent(optOut);
        });
    }

    private void merged(PatientMerged merge, EventHeaders event) {
        changes.merged(merge, event.time()).forEach(each -> patients.touched(each, EVERYTHING));
    }

    private void booked(AppointmentBooked visit) {
        patients.touched(changes.booked(visit), VISITS);
    }

    private void closed(AppointmentClosed visit, VisitStatus status) {
        patients.touched(changes.closed(visit, status), VISITS);
    }
}
