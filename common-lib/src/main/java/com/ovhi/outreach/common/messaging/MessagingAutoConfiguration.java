package com.ovhi.outreach.common.messaging;

import com.ovhi.outreach.common.inbox.Inbox;
import com.ovhi.outreach.common.observability.TraceContext;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.cloud.stream.config.BindingServiceProperties;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Kafka as the suite uses it: explicit topics, consumers with an inbox, dead letters without exception text. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration"
        })
@EnableConfigurationProperties({TopicProperties.class, UnhurriedProperties.class})
public final class MessagingAutoConfiguration {

    private static final int COMMIT_AFTER_RECORDS = 100;
    private static final Duration COMMIT_AFTER = Duration.ofMillis(500);

    @Bean
    ProducerFactory<String, byte[]> eventProducerFactory(KafkaProperties kafka, KafkaConnectionDetails connection) {
        var config = new HashMap<>(kafka.buildProducerProperties());
        config.put(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                connection.getProducer().getBootstrapServers());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // A relay hands over hundreds of orders of some kilobytes at once: few large requests cost less than many small
        // ones.
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        // Shorter than the relay waits: what it gives up, the producer has given up before.
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 7_000);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 8L * 1024 * 1024);
        return new DefaultKafkaProducerFactory<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    @Bean
    KafkaTemplate<String, byte[]> eventTemplate(ProducerFactory<String, byte[]> eventProducerFactory) {
        return new KafkaTemplate<>(eventProducerFactory);
    }

    @Bean
    KafkaAdmin.NewTopics outreachTopics(TopicProperties properties, ObjectProvider<BindingServiceProperties> bindings) {
        var plan = new TopicPlan(properties);
        if (properties.create()) {
            bindings.ifAvailable(all -> all.getBindings().forEach(plan::addBinding));
        }
        return properties.create() ? new KafkaAdmin.NewTopics(plan.topics()) : new KafkaAdmin.NewTopics();
    }

    @Bean
    @ConditionalOnBean(JdbcTemplate.class)
    Inbox inbox(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        return new Inbox(jdbc, new TransactionTemplate(transactions));
    }

    @Bean
    @ConditionalOnBean(JdbcTemplate.class)
    EventConsumers eventConsumers(
            Inbox inbox, PlatformTransactionManager transactions, TraceContext trace, MeterRegistry meters) {
        return new EventConsumers(inbox, new TransactionTemplate(transactions), trace, meters);
    }

    /**
     * What is handled twice after a crash, the inbox tells; so offsets need not be committed with every record. A
     * binding that has chosen its own way keeps it.
     */
    private static void commitInIntervals(ContainerProperties container) {
        if (container.getAckMode() != ContainerProperties.AckMode.BATCH) {
            return;
        }
        container.setAckMode(ContainerProperties.AckMode.COUNT_TIME);
        container.setAckCount(COMMIT_AFTER_RECORDS);
        container.setAckTime(COMMIT_AFTER.toMillis());
        container.setPollTimeout(COMMIT_AFTER.toMillis());
    }

    /**
     * Threads of the lowest priority. The virtual machine heeds it with {@code -XX:ThreadPriorityPolicy=1}; on Linux each is
     * then as {@code nice -n 4}, which gives it a smaller share, never none.
     */
    private static AsyncTaskExecutor givingWay(String group) {
        var threads = new SimpleAsyncTaskExecutor(group + "-");
        threads.setThreadPriority(Thread.MIN_PRIORITY);
        return threads;
    }

    @Bean
    ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>> failureHandling(
            KafkaTemplate<String, byte[]> eventTemplate,
            MeterRegistry meters,
            UnhurriedProperties unhurried,
            ObjectProvider<BeforeDeadLetter> beforeDeadLetters) {
        BeforeDeadLetter before = record -> beforeDeadLetters.forEach(each -> each.unreadable(record));
        return (container, destination, group) -> {
            var handler = new DefaultErrorHandler(new DeadLetters(eventTemplate, group, meters, before));
            handler.setBackOffFunction(FailurePolicy::backOff);
            handler.setCommitRecovered(true);
            handler.setLogLevel(org.springframework.kafka.KafkaException.Level.DEBUG);
            container.setCommonErrorHandler(handler);
            commitInIntervals(container.getContainerProperties());
            if (unhurried.groups().contains(group)) {
                container.getContainerProperties().setListenerTaskExecutor(givingWay(group));
            }
        };
    }
}
