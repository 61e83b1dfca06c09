package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.contract.ovhi.AppointmentClosed;
import com.ovhi.outreach.common.contract.ovhi.LabResultReady;
import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated;
import com.ovhi.outreach.common.contract.ovhi.PatientRegistered;
import com.ovhi.outreach.common.contract.ovhi.RefillDue;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.segment.population.Organizations;
import com.ovhi.outreach.segment.population.PopulationChanges;
import com.ovhi.outreach.segment.population.VisitStatus;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** What happens to patients changes what is known of them and, in the same transaction, where they belong. */
@Configuration(proxyBeanMethods = false)
class PopulationConsumers {

    private final PopulationChanges changes;
    private final MembershipUpdates updates;

    PopulationConsumers(PopulationChanges changes, MembershipUpdates updates) {
        this.changes = changes;
        this.updates = updates;
    }

    @Bean
    Consumer<Message<List<byte[]>>> populationEvents(EventConsumers consumers, Organizations organizations) {
        return consumers
                .named("segment.population")
                .on(
                        OrganizationUpdated.class,
                        (organization, event) -> organizations.updated(organization, event.time()))
                .on(PatientRegistered.class, (patient, event) -> {
                    changes.registered(patient, event.time());
                    updates.patientChanged(patient.patientId());
                })
                .on("rx.refill_due", RefillDue.class, (refill, event) -> {
                    changes.refillDue(refill);
                    updates.patientChanged(refill.patientId());
                })
                .on("lab.result_ready", LabResultReady.class, (result, event) -> {
                    changes.labReady(result, event.time());
                    updates.patientChanged(result.patientId());
                })
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
                .on(PreferenceChanged.class, (preference, event) -> {
                    if (changes.preferenceChanged(preference)) {
                        updates.patientChanged(preference.patientId());
                    }
                })
                .build();
    }

    private void booked(AppointmentBooked visit) {
        changes.booked(visit);
        updates.patientChanged(visit.patientId());
    }

    private void closed(AppointmentClosed visit, VisitStatus status) {
        changes.closed(visit, status);
        updates.patientChanged(visit.patientId());
    }
}
