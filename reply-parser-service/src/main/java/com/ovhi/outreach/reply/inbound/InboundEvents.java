package com.ovhi.outreach.reply.inbound;

import com.ovhi.outreach.common.contract.InboundReceived;
import com.ovhi.outreach.common.messaging.EventConsumers;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Takes what patients write. */
@Configuration(proxyBeanMethods = false)
class InboundEvents {

    @Bean
    Consumer<Message<List<byte[]>>> inboundTexts(EventConsumers consumers, Replies replies) {
        return consumers
                .named("reply-parser-service.inbound")
                .on(InboundReceived.class, (inbound, _) -> replies.receive(inbound))
                .build();
    }
}
