package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.gateway.CallLimits;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.messaging.EventConsumers;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/**
 * Takes orders from the lanes. An order's offset is committed once its intent or its refusal is; from then on the intent
 * answers for it. How many calls are under way is a matter of {@link CallPlaces}, not of partitions and threads.
 */
@Configuration(proxyBeanMethods = false)
class DeliveryBindings {

    private static final Logger log = LoggerFactory.getLogger(DeliveryBindings.class);
    private static final int BEFORE_THE_LISTENERS = Integer.MAX_VALUE;
    private static final int AFTER_THE_LISTENERS = Integer.MAX_VALUE - 5_000;

    /** What writing the last outcomes may take. */
    private static final Duration WRITING = Duration.ofSeconds(3);

    @Bean
    Consumer<Message<List<byte[]>>> urgentSends(EventConsumers consumers, Delivery delivery) {
        return orders(consumers, Lane.URGENT, delivery);
    }

    @Bean
    Consumer<Message<List<byte[]>>> prioritySends(EventConsumers consumers, Delivery delivery) {
        return orders(consumers, Lane.PRIORITY, delivery);
    }

    @Bean
    Consumer<Message<List<byte[]>>> bulkSends(EventConsumers consumers, Delivery delivery) {
        return orders(consumers, Lane.BULK, delivery);
    }

    private static Consumer<Message<List<byte[]>>> orders(EventConsumers consumers, Lane lane, Delivery delivery) {
        return consumers
                .named("channel-workers." + lane.code())
                .onBatch(DispatchOrdered.class, orders -> delivery.deliver(lane, orders))
                .build();
    }

    /** Listeners that wait for a place must not keep the process from ending. */
    @Bean
    AtTheEnd noNewCalls(CallPlaces places) {
        return new AtTheEnd(BEFORE_THE_LISTENERS, places::open, places::close);
    }

    /** While everything that outcomes need is still there. */
    @Bean
    AtTheEnd lastCalls(CallPlaces places, CallLimits limits) {
        return new AtTheEnd(AFTER_THE_LISTENERS, () -> {}, () -> awaitLastCalls(places, limits));
    }

    private static void awaitLastCalls(CallPlaces places, CallLimits limits) {
        try {
            if (!places.awaitAllFree(limits.total().plus(WRITING))) {
                log.atWarn().log("Calls are still under way; their attempts will be reconciled");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
