package com.ovhi.outreach.preference.audit;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.messaging.EventConsumers;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Everybody's audit entries come in here. */
@Configuration(proxyBeanMethods = false)
class AuditEvents {

    @Bean
    Consumer<Message<List<byte[]>>> audits(EventConsumers consumers, AuditLog log) {
        return consumers
                .named("preference.audits")
                .onTogether(AuditRecorded.class, log::append)
                .build();
    }
}
