package com.ovhi.outreach.common.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;

class UnhurriedConsumerTests {

    @Test
    void giveWayToTheOthers() throws ExecutionException, InterruptedException {
        var threads = Objects.requireNonNull(customized("some.counting").getListenerTaskExecutor());

        var thread = threads.submit(Thread::currentThread).get();

        assertThat(thread.getPriority()).isEqualTo(Thread.MIN_PRIORITY);
        assertThat(thread.getName()).startsWith("some.counting-");
    }

    @Test
    void areNamedOneByOne() {
        assertThat(customized("some.sending").getListenerTaskExecutor()).isNull();
    }

    private static ContainerProperties customized(String group) {
        var container = new ConcurrentMessageListenerContainer<>(
                new DefaultKafkaConsumerFactory<>(Map.of()), new ContainerProperties("some.topic"));
        new MessagingAutoConfiguration()
                .failureHandling(
                        new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(Map.of())),
                        new SimpleMeterRegistry(),
                        new UnhurriedProperties(List.of("some.counting")),
                        new StaticListableBeanFactory().getBeanProvider(BeforeDeadLetter.class))
                .configure(container, "some.topic", group);
        return container.getContainerProperties();
    }
}
