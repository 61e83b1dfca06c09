package com.ovhi.outreach.preference.registration;

import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated;
import com.ovhi.outreach.common.contract.ovhi.PatientDeceased;
import com.ovhi.outreach.common.contract.ovhi.PatientMerged;
import com.ovhi.outreach.common.contract.ovhi.PatientRegistered;
import com.ovhi.outreach.common.contract.ovhi.ProviderUpdated;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.common.messaging.EventHeaders;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/**
 * What OVHI core publishes about patients, providers and organisations. What it says it said in the future counts as said
 * now: a clock of its that is ahead must not make it right against all that comes later.
 */
@Configuration(proxyBeanMethods = false)
class RegistrationEvents {

    @Bean
    Consumer<Message<List<byte[]>>> ovhiEvents(
            EventConsumers consumers,
            Registration registration,
            Departures departures,
            DefaultsUpdates defaults,
            Clock clock) {
        return consumers
                .named("preference.ovhi")
                .on(
                        "patient.registered",
                        PatientRegistered.class,
                        (profile, event) -> registration.register(profile, event.id(), said(event, clock)))
                .on(
                        "patient.deceased",
                        PatientDeceased.class,
                        (patient, event) -> departures.died(patient, said(event, clock)))
                .on(
                        "patient.merged",
                        PatientMerged.class,
                        (patient, event) -> departures.merged(patient, said(event, clock)))
                .on(
                        "organization.updated",
                        OrganizationUpdated.class,
                        (organization, event) -> defaults.update(organization, said(event, clock)))
                .on(
                        "provider.updated",
                        ProviderUpdated.class,
                        (provider, event) -> defaults.update(provider, said(event, clock)))
                .build();
    }

    private static Instant said(EventHeaders event, Clock clock) {
        var now = clock.instant();
        return event.time().isAfter(now) ? now : event.time();
    }
}
