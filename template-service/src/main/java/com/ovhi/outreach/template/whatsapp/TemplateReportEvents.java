package com.ovhi.outreach.template.whatsapp;

import com.ovhi.outreach.common.contract.TemplateStatusReported;
import com.ovhi.outreach.common.messaging.EventConsumers;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** What Meta says about our templates. */
@Configuration(proxyBeanMethods = false)
class TemplateReportEvents {

    @Bean
    Consumer<Message<List<byte[]>>> templateReports(EventConsumers consumers, WhatsAppApprovals approvals) {
        return consumers
                .named("template.reports")
                .on(TemplateStatusReported.class, (report, event) -> approvals.reported(report))
                .build();
    }
}
