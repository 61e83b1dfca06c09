package com.ovhi.outreach.preference.optout;

import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.messaging.EventConsumers;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Replies have a binding of their own: a STOP waits behind nothing else. */
@Configuration(proxyBeanMethods = false)
class ReplyEvents {

    @Bean
    Consumer<Message<List<byte[]>>> replies(EventConsumers consumers, PermissionReplies permissions) {
        return consumers
                .named("preference.replies")
                .on(ReplyUnderstood.class, PermissionReplies::matters, (reply, _) -> permissions.handle(reply))
                .build();
    }
}
