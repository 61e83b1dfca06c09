package com.ovhi.outreach.preference.audit;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.messaging.EventConsumers;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Everybody's audit entries come in here. */
@Configuration(proxyBeanMethods = false)
class AuditEvents {

    @Bean
    Consumer<Message<byte[]>> audits(EventConsumers consumers, AuditLog log) {
        return consumers
                .named("preference.audits")
                .on(AuditRecorded.class, (entry, event) -> log.append(entry, event.id()))
                .build();
    }
}
