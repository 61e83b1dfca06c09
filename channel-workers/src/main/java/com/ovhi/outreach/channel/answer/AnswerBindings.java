package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.common.contract.AnswerOrdered;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.messaging.EventConsumers;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Takes orders of answers, each delivery of one: once written down, the order has been carried out as far as Kafka goes. */
@Configuration(proxyBeanMethods = false)
class AnswerBindings {

    @Bean
    Consumer<Message<List<byte[]>>> answerOrders(EventConsumers consumers, AnswerIntake intake) {
        return consumers
                .named("channel-workers.answers")
                .onBatch(AnswerOrdered.class, intake::take)
                .build();
    }

    @Bean
    Consumer<Message<List<byte[]>>> repliesHeard(EventConsumers consumers, StopsHeard stops) {
        return consumers
                .named("channel-workers.replies")
                .onBatch(ReplyUnderstood.class, stops::hear)
                .build();
    }
}
