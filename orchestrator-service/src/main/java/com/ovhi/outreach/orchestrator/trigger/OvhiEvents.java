package com.ovhi.outreach.orchestrator.trigger;

import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.contract.ovhi.AppointmentClosed;
import com.ovhi.outreach.common.contract.ovhi.LabResultReady;
import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated;
import com.ovhi.outreach.common.contract.ovhi.PatientDeceased;
import com.ovhi.outreach.common.contract.ovhi.PatientMerged;
import com.ovhi.outreach.common.contract.ovhi.PatientRegistered;
import com.ovhi.outreach.common.contract.ovhi.ProviderUpdated;
import com.ovhi.outreach.common.contract.ovhi.RefillDue;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import com.ovhi.outreach.orchestrator.projection.Visits.State;
import com.ovhi.outreach.orchestrator.waiting.StillMissing;
import com.ovhi.outreach.orchestrator.waiting.WaitingRoom;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** The events of OVHI core: each topic has a consumer of its own, so that none waits for another. */
@Configuration(proxyBeanMethods = false)
class OvhiEvents {

    @Bean
    Consumer<Message<List<byte[]>>> providerEvents(
            EventConsumers consumers, Organizations organizations, WaitingRoom waitingRoom) {
        return consumers
                .named("orchestrator.providers")
                .on("organization.updated", OrganizationUpdated.class, (organization, event) -> {
                    organizations.updated(organization, event.time());
                    waitingRoom.wake(StillMissing.organization(organization.organizationId()));
                })
                .on(
                        "provider.updated",
                        ProviderUpdated.class,
                        (provider, event) -> organizations.updated(provider, event.time()))
                .build();
    }

    @Bean
    Consumer<Message<List<byte[]>>> patientEvents(
            EventConsumers consumers,
            Patients patients,
            Departures departures,
            MergedRecords merges,
            CareEvents care,
            WaitingRoom waitingRoom) {
        return consumers
                .named("orchestrator.patients")
                .on("patient.registered", PatientRegistered.class, (patient, event) -> {
                    patients.registered(patient, event.time());
                    waitingRoom.wake(StillMissing.patient(patient.organizationId(), patient.patientId()));
                })
                .on("patient.deceased", PatientDeceased.class, (patient, _) -> departures.died(patient))
                .on(MergedRecords.MERGED, PatientMerged.class, merges::merged)
                .on(CareEvents.REFILL, RefillDue.class, care::refillDue)
                .on(CareEvents.RESULT, LabResultReady.class, care::resultReady)
                .build();
    }

    @Bean
    Consumer<Message<List<byte[]>>> appointmentEvents(EventConsumers consumers, VisitEvents visits) {
        return consumers
                .named("orchestrator.appointments")
                .on("appointment.booked", AppointmentBooked.class, visits::booked)
                .on("appointment.moved", AppointmentBooked.class, visits::booked)
                .on(
                        "appointment.cancelled",
                        AppointmentClosed.class,
                        (visit, event) -> visits.closed(visit, State.CANCELLED, event))
                .on(
                        "appointment.arrived",
                        AppointmentClosed.class,
                        (visit, event) -> visits.closed(visit, State.ARRIVED, event))
                .on(
                        "appointment.completed",
                        AppointmentClosed.class,
                        (visit, event) -> visits.closed(visit, State.COMPLETED, event))
                .on(
                        "appointment.no_show",
                        AppointmentClosed.class,
                        (visit, event) -> visits.closed(visit, State.NO_SHOW, event))
                .build();
    }
}
