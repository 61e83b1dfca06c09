package com.ovhi.outreach.channel.testsend;

import com.ovhi.outreach.common.contract.TestSendOrdered;
import com.ovhi.outreach.common.messaging.EventConsumers;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Takes orders of tests, each delivery of one: the claim sees to it that only the first has an effect. */
@Configuration(proxyBeanMethods = false)
class TestSendBindings {

    @Bean
    Consumer<Message<byte[]>> testOrders(EventConsumers consumers, TestDelivery delivery) {
        return consumers
                .named("channel-workers.test-sends")
                .onEvery(TestSendOrdered.class, (order, _) -> delivery.deliver(order))
                .buildSingle();
    }
}
