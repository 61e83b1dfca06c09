package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.messaging.EventConsumers;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Takes orders from the two lanes; how many are carried out together is the bindings' concurrency. */
@Configuration(proxyBeanMethods = false)
class DeliveryBindings {

    @Bean
    Consumer<Message<byte[]>> prioritySends(EventConsumers consumers, Delivery delivery) {
        return orders(consumers, "channel-workers.priority", delivery);
    }

    @Bean
    Consumer<Message<byte[]>> bulkSends(EventConsumers consumers, Delivery delivery) {
        return orders(consumers, "channel-workers.bulk", delivery);
    }

    private static Consumer<Message<byte[]>> orders(EventConsumers consumers, String name, Delivery delivery) {
        return consumers
                .named(name)
                .onEvery(DispatchOrdered.class, (order, _) -> delivery.deliver(order))
                .buildSingle();
    }
}
