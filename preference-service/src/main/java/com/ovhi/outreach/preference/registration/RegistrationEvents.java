package com.ovhi.outreach.preference.registration;

import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated;
import com.ovhi.outreach.common.contract.ovhi.PatientRegistered;
import com.ovhi.outreach.common.contract.ovhi.ProviderUpdated;
import com.ovhi.outreach.common.messaging.EventConsumers;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** What OVHI core publishes about patients, providers and organisations. */
@Configuration(proxyBeanMethods = false)
class RegistrationEvents {

    @Bean
    Consumer<Message<List<byte[]>>> ovhiEvents(
            EventConsumers consumers, Registration registration, DefaultsUpdates defaults) {
        return consumers
                .named("preference.ovhi")
                .on(
                        "patient.registered",
                        PatientRegistered.class,
                        (profile, event) -> registration.register(profile, event.time()))
                .on(
                        "organization.updated",
                        OrganizationUpdated.class,
                        (organization, event) -> defaults.update(organization, event.time()))
                .on(
                        "provider.updated",
                        ProviderUpdated.class,
                        (provider, event) -> defaults.update(provider, event.time()))
                .build();
    }
}
