package com.ovhi.outreach.reply.staffanswer;

import com.ovhi.outreach.common.security.ServiceClients;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The service that is asked before an answer leaves. */
@Configuration(proxyBeanMethods = false)
class StaffAnswerConfiguration {

    @Bean
    FreeTextLint freeTextLint(ServiceClients clients) {
        return new FreeTextLint(clients.create(FreeTextLint.Api.class, "template-service"));
    }

    @Bean
    AnswerTemplates answerTemplates(ServiceClients clients) {
        return new AnswerTemplates(clients.create(AnswerTemplates.Api.class, "template-service"));
    }
}
